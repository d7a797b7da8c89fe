// All answers, one file per subject.
import { writeFixture } from "../fixture.mjs";
import { Glance } from "../../support/glance.mjs";
import { admin, alt, demo } from "../../support/keystone.mjs";
import { recordErrors } from "./errors.mjs";
import { recordImages } from "./images.mjs";
import { recordInformation } from "./information.mjs";
import { recordMembers } from "./members.mjs";
import { recordMetadefs } from "./metadefs.mjs";
import { recordSchemas } from "./schemas.mjs";
import { recordSecondGlance } from "./second_glance.mjs";
import { recordTasks } from "./tasks.mjs";

/** Records every answer into shared/tests/answers/. */
export async function recordAnswers(settings) {
  const people = {
    demo: await Glance.as(demo),
    alt: await Glance.as(alt),
    admin: await Glance.as(admin),
  };
  const subjects = {
    images: recordImages,
    members: recordMembers,
    tasks: recordTasks,
    schemas: recordSchemas,
    information: recordInformation,
    metadefs: recordMetadefs,
    errors: recordErrors,
    second_glance: (glance) => recordSecondGlance(glance, settings),
  };
  for (const [subject, record] of Object.entries(subjects)) {
    await writeFixture(`answers/${subject}.json`, await record(people));
  }
}
