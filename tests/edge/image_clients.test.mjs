// glanceclient and openstacksdk before the edge see what they see before Glance itself.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { bytes } from "../support/bytes.mjs";
import { Cast, credentials, masked, runClient } from "../support/clients.mjs";
import { edgeUrl, glanceUrl } from "../support/environment.mjs";
import { admin } from "../support/keystone.mjs";

let cast;
let directory;
/** One person for each side. */
let people;
before(async () => {
  cast = await Cast.assemble();
  ({ directory, people } = cast);
});
after(() => cast.dismiss());

/** Plays a scene on both sides at once, and compares; gives what came of it at Glance itself. */
async function assertNoDifference(play) {
  const [direct, through] = await Promise.all(
    [glanceUrl, edgeUrl].map(async (base, index) => {
      const person = people[index];
      return masked(await play(base, person), person);
    }),
  );
  assert.deepEqual(through, direct);
  return direct;
}

/** Runs lines of the `glance` client; `admin:` before a line makes it the administrator's. */
function glance(lines) {
  return assertNoDifference((base, person) => {
    const place = { OS_IMAGE_URL: base, OS_IMAGE_API_VERSION: "2" };
    const environments = {
      person: { ...credentials(person), ...place },
      admin: { ...credentials(admin), ...place },
    };
    const steps = lines().map((line, index) => {
      const [, title, who, command] = line.match(/^(?:(\w+)=)?(?:(admin):)?(.*)$/);
      return { title: title ?? `${index}`, program: "glance", as: who ?? "person", arguments: command.split(" ") };
    });
    return runClient("commands.py", { environments, steps }, directory);
  });
}

describe("glanceclient sees no difference between Glance and the edge", () => {
  test("with images, their members and their tags", async () => {
    const source = join(directory, "source.img");
    await writeFile(source, bytes("glanceclient", 300_000));
    const format = "--disk-format raw --container-format bare";
    const outcomes = await glance(() => [
      `one=image-create --name one ${format} --property é=ü --tags a --file ${source}`,
      `two=image-create --name two ${format}`,
      "image-list --sort name:asc -v",
      "image-list --limit 1 --page-size 1 --sort name:asc --tag a",
      "image-show {one}",
      "image-show nothing",
      `image-upload {two} --file ${source} --store archive`,
      `image-upload {two} --file ${source}`,
      `image-download {one} --file ${join(directory, randomUUID())}`,
      "image-update {one} --name renamed --min-ram 3 --remove-property é",
      "image-tag-update {one} b",
      "image-tag-delete {one} a",
      "image-tag-delete {one} a",
      "image-deactivate {one}",
      "image-reactivate {one}",
      "image-tasks {one}",
      "member-create {one} someone",
      "member-list --image-id {one}",
      "member-get {one} someone",
      "member-update {one} someone accepted",
      "member-delete {one} someone",
      "usage",
      "import-info",
      "stores-info",
      "stores-info --detail",
      "admin:stores-delete --store archive {two}",
      `staged=image-create --name staged ${format}`,
      `image-stage {staged} --file ${source}`,
      "image-import {staged} --import-method glance-direct",
      "image-import {staged} --import-method web-download --uri http://127.0.0.1/x",
      "add-location {two} --url http://images.example.com/x",
      "location-add {two} --url http://images.example.com/x",
      "explain image",
      "image-delete {one} {two} nothing",
    ]);
    for (const title of ["one", "two", "staged"]) {
      assert.equal(outcomes[title].code, 0, outcomes[title].stderr);
    }
  });

  test("with definitions, tasks and the cache", async () => {
    const outcomes = await glance(() => {
      const ns = `Gaze::${randomUUID()}`;
      const lines = [
        `md-namespace-create ${ns} --display-name shown --visibility private`,
        `md-namespace-update ${ns} --description better`,
        `md-namespace-show ${ns}`,
        `md-property-create ${ns} --name p --title P --type string --schema {}`,
        `md-property-update ${ns} p --title Q`,
        `md-property-show ${ns} p`,
        `md-property-list ${ns}`,
        `md-object-create ${ns} --name o --schema {}`,
        `md-object-update ${ns} o --name r`,
        `md-object-show ${ns} r`,
        `md-object-list ${ns}`,
        `md-tag-create ${ns} --name t`,
        `md-tag-create-multiple ${ns} --names u:v --delim :`,
        `md-tag-create-multiple ${ns} --names w`,
        `md-tag-update ${ns} w --name x`,
        `md-tag-show ${ns} x`,
        `md-tag-list ${ns}`,
        `md-tag-delete ${ns} x`,
        `md-resource-type-associate ${ns} --name OS::Glance::Image`,
        `md-namespace-resource-type-list ${ns}`,
        `md-resource-type-deassociate ${ns} OS::Glance::Image`,
        "md-resource-type-list",
        `md-namespace-tags-delete ${ns}`,
        `md-namespace-properties-delete ${ns}`,
        `md-namespace-objects-delete ${ns}`,
        `md-namespace-delete ${ns}`,
        `md-namespace-show ${ns}`,
        "task-list --sort-key id --type export",
        "task-show nothing",
        "task-create --type export --input {}",
        "cache-list",
        "cache-queue nothing",
        "cache-delete nothing",
        "cache-clear --target queue",
        "cache-clean",
        "cache-prune",
        "cache-nodes-list nothing",
      ];
      return [...lines.map((line) => `admin:${line}`), `md-namespace-create ${ns}`, "task-list"];
    });
    const codes = Object.values(outcomes).map(({ code }) => code);
    assert.deepEqual(codes.slice(0, 26).map((code) => code === 0), Array(26).fill(true));
  });
});

describe("openstacksdk sees no difference between Glance and the edge", () => {
  test("in all that a program does with images and definitions", async () => {
    const seen = await assertNoDifference((endpoint, { user, password, project }) =>
      runClient(
        "sdk.py",
        {
          endpoint,
          name: "sdk",
          credentials: {
            auth_url: credentials({}).OS_AUTH_URL,
            username: user,
            password,
            project_name: project,
            user_domain_name: "Default",
            project_domain_name: "Default",
          },
        },
        directory,
      ),
    );
    assert.equal(seen[0].status, "active");
  });
});
