// The `openstack` client before the edge does what it does before Glance itself: the same output and
// the same exit status, for every command that it has for images.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { MEBIBYTE, bytes, digest } from "../support/bytes.mjs";
import { Cast, credentials, masked, runClient } from "../support/clients.mjs";
import { edgeUrl, glanceUrl } from "../support/environment.mjs";
import { admin } from "../support/keystone.mjs";

/** Where the client finds the image service. */
const override = (url) => ({ OS_IMAGE_ENDPOINT_OVERRIDE: url });

let cast;
let directory;
/** One person for each side. */
let people;
before(async () => {
  cast = await Cast.assemble();
  ({ directory, people } = cast);
});
after(() => cast.dismiss());

/** A step of a scene; its title is what it says. */
const step = (who) => (line, ...more) => {
  const { title = line, then = [], until } = more[0] ?? {};
  const words = ["image", ...line.split(" "), ...then];
  return { title, program: "openstack", as: who, arguments: words, until };
};
const person = step("person");
const administrator = step("admin");
const cached = (line) => ({ ...administrator(line), arguments: ["cached", "image", ...line.split(" ")] });

/** Plays a scene on one side. */
function play(endpoint, who, steps, more = {}) {
  const environments = {
    person: { ...credentials(who), ...endpoint },
    admin: { ...credentials(admin), ...endpoint },
    ...more,
  };
  return runClient("commands.py", { environments, steps }, directory);
}

/** What comes of a scene at Glance itself. */
async function directly(scene) {
  const [who] = people;
  return masked(await play(override(glanceUrl), who, scene()), who);
}

/** What comes of a scene through the edge. */
async function throughTheEdge(scene) {
  const [, who] = people;
  return masked(await play(override(edgeUrl), who, scene()), who);
}

/** Plays a scene on both sides at once; gives what came of it at Glance itself. */
async function assertNoDifference(scene) {
  const [direct, through] = await Promise.all([directly(scene), throughTheEdge(scene)]);
  assert.deepEqual(through, direct);
  return direct;
}

/** Every step went well, but for those that should not. */
function assertCodes(outcomes, failing = []) {
  for (const [title, { code, stderr }] of Object.entries(outcomes)) {
    assert.equal(code !== 0, failing.includes(title), `${title}: ${code} ${stderr}`);
  }
}

describe("the openstack client sees no difference between Glance and the edge", () => {
  test("in the life of an image", async () => {
    const source = join(directory, "source.img");
    await writeFile(source, bytes("transparency", 3 * MEBIBYTE));
    const targets = [];
    const outcomes = await assertNoDifference(() => {
      const target = join(directory, randomUUID());
      targets.push(target);
      const file = ["--container-format", "bare", "--file", source];
      const details = ["--property", "os_distro=debian", "--property", "é=ü", "--tag", "first"];
      return [
        person("create one -f json", { title: "one", then: [...file, "--disk-format", "raw", ...details] }),
        person("create wrong -f json", { then: [...file, "--disk-format", "iso"] }),
        person("create everybody --public -f json"),
        person("create two -f json", { title: "two" }),
        person("show {one} -f json"),
        person("show one -f json"),
        person("show one --human-readable"),
        person("show nothing"),
        person("list --long --sort name:asc,id:asc -f json"),
        person("list --shared --tag first --limit 1 -f value -c Name"),
        person("list --name one --property os_distro=debian -f value -c Name"),
        person("list --page-size 1 --sort name:asc -f value -c Name"),
        person("list --hidden -f json"),
        person("set --name renamed --property hw_disk_bus=virtio --min-disk 3 --tag second {one}"),
        person("set", { title: "set a name", then: ["--name", "☃ renamed", "--protected", "{one}"] }),
        person("unset --property os_distro --tag first {one}"),
        person("set --deactivate {one}"),
        person("set --activate {one}"),
        person("set --hidden {one}"),
        person("show {one} -f json", { title: "show it after the changes" }),
        person(`save --file ${target} {one}`, { title: "save" }),
        person("delete {one}", { title: "delete while protected" }),
        person("set --unprotected --unhidden --private {one}"),
        person("delete {one} {two} nothing"),
        person("show {one}", { title: "show it after the end" }),
      ];
    });
    assertCodes(outcomes, [
      "create wrong -f json",
      "create everybody --public -f json",
      "show nothing",
      "delete while protected",
      "delete {one} {two} nothing",
      "show it after the end",
    ]);
    for (const target of targets) {
      const saved = digest("sha256", await readFile(target));
      assert.equal(saved, digest("sha256", await readFile(source)));
    }
  });

  test("when an image is shared, staged, imported and cached", async () => {
    const source = join(directory, "stage.img");
    await writeFile(source, bytes("stage", 1000));
    const formats = "--disk-format raw --container-format bare -f json";
    const outcomes = await assertNoDifference(() => [
      person(`create shared ${formats}`, { title: "shared" }),
      person("add project {shared} admin-of-nothing"),
      person("add project {shared} admin --project-domain Default"),
      administrator("set --accept {shared} --project admin"),
      person("member list {shared} -f value -c Status"),
      administrator("member get {shared} admin -f value -c Status"),
      person("remove project {shared} admin"),
      person("delete {shared}"),
      person("import info -f json"),
      person("stores list -f json"),
      person("stores list --detail -f json"),
      administrator("stores list --detail -f json", { title: "stores in detail" }),
      person(`create staged ${formats}`, { title: "staged" }),
      person("import {staged}", { title: "import before staging" }),
      person("stage {staged}", { title: "stage", then: ["--file", source] }),
      person("import {staged} --method glance-direct --store archive -f value -c id"),
      person("show {staged} -f value -c status", { until: "active" }),
      person("task list --status processing"),
      person("import {staged} --method web-download --uri http://127.0.0.1/x"),
      person("delete {staged} --store archive"),
      person("delete {staged}"),
      administrator("task list -f value -c type --type export"),
      administrator("task show nothing"),
      cached("list"),
      cached("queue nothing"),
      cached("delete nothing"),
      cached("clear"),
      cached("clear --queue"),
    ]);
    assert.equal(outcomes.shared.code, 0);
    assert.equal(outcomes["show {staged} -f value -c status"].stdout, "active\n");
  });

  test("when definitions are made, changed, read and removed", async () => {
    const scene = () => {
      const ns = `Gaze::${randomUUID()}`;
      const property = `metadef property`;
      const object = `metadef object`;
      const schema = ["--schema", '{"enum": ["a", "é"]}'];
      const table = [
        [`metadef namespace create ${ns} --display-name shown --private -f json`],
        [`metadef namespace set ${ns} --description better --public --tag t1 --tag t2`],
        [`metadef namespace unset ${ns} --tag t1`],
        [`metadef namespace show ${ns} -f json`],
        [`metadef namespace list --visibility private -f json`],
        [`${property} create ${ns} --name p1 --title P1 --type string -f json`, schema],
        [`${property} set ${ns} p1 --title P2 --type string --name p1`],
        [`${property} show ${ns} p1 -f json`],
        [`${property} list ${ns} -f json`],
        [`${object} create --namespace ${ns} o1 -f json`],
        [`${object} list ${ns} -f json`],
        [`${object} update ${ns} o1 --name o2`],
        [`${object} show ${ns} o2 -f json`],
        [`${object} property show ${ns} o2 nothing`],
        [`metadef resource type list -f value`],
        [`metadef resource type association create ${ns} OS::Glance::Image -f json`],
        [`metadef resource type association list ${ns} -f json`],
        [`metadef resource type association delete ${ns} OS::Glance::Image`],
        [`${property} delete ${ns} p1`],
        [`${object} delete ${ns} o2`],
        [`metadef namespace delete ${ns}`],
        [`metadef namespace show ${ns}`],
      ];
      const steps = table.map(([line, then], index) => administrator(line, { title: `${index}`, then }));
      return [
        ...steps,
        person(`metadef namespace create ${ns}`, { title: "by a member" }),
        // It would stand in the other side's list.
        administrator(`metadef namespace delete ${ns}`, { title: "of a member" }),
      ];
    };
    // One after the other: the administrator lists the definitions of both sides.
    const direct = await directly(scene);
    assert.deepEqual(await throughTheEdge(scene), direct);
    assertCodes(direct, ["13", "21"]);
  });

  test("by whatever address it finds the image service", async () => {
    // With the version at its end, without a slash, discovery leads nowhere at Glance itself either.
    const ends = ["/", "/v2", "/v2/"];
    const addresses = (base) => ends.map((end) => base + end);
    const sides = [
      [...addresses(glanceUrl), glanceUrl],
      [...addresses(edgeUrl), `${edgeUrl}/regions/RegionOne`],
    ];
    const outcomes = await Promise.all(
      sides.map(async (urls, index) => {
        const who = people[index];
        const found = urls.map((url, number) => [number, { ...credentials(who), ...override(url) }]);
        const steps = urls.map((_, number) => ({ ...person("list -f json"), title: `${number}`, as: `${number}` }));
        return masked(await play({}, who, steps, Object.fromEntries(found)), who);
      }),
    );
    assert.deepEqual(outcomes[1], outcomes[0]);
  });
});
