// Requests that try every rule, each with the status that Glance answers: what the validation in
// shared/ must agree with.
import { writeFixture } from "../fixture.mjs";
import { Glance } from "../../support/glance.mjs";
import { admin, alt, demo } from "../../support/keystone.mjs";
import { recordCreates } from "./create.mjs";
import { recordImports } from "./import.mjs";
import { recordLists } from "./list.mjs";
import { recordMembers } from "./member.mjs";
import { recordPatches } from "./patch.mjs";
import { recordTags } from "./tag.mjs";

/** Records every case into shared/tests/cases/. */
export async function recordCases() {
  const people = {
    member: await Glance.as(demo),
    invited: await Glance.as(alt),
    admin: await Glance.as(admin),
  };
  const subjects = {
    create: recordCreates,
    patch: recordPatches,
    import: recordImports,
    member: recordMembers,
    tag: recordTags,
    list: recordLists,
  };
  for (const [subject, record] of Object.entries(subjects)) {
    await writeFixture(`cases/${subject}.json`, await record(people));
  }
}
