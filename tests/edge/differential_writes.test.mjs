// What an API client changes is the same with and without the edge: the same answers, and the same
// state after them.
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { bytes } from "../support/bytes.mjs";
import { assertNoDifference } from "../support/differential.mjs";
import { edgeUrl, glanceUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { admin, createUser, issueToken, removeUser } from "../support/keystone.mjs";
import { until } from "../support/until.mjs";

const patchType = "application/openstack-images-v2.1-json-patch";
const legacyPatchType = "application/openstack-images-v2.0-json-patch";
const data = "application/octet-stream";
const form = { "content-type": "application/x-www-form-urlencoded" };
const raw = { disk_format: "raw", container_format: "bare" };

let person;
let token;
let adminToken;
let glance;
before(async () => {
  person = await createUser();
  ({ token } = await issueToken(person));
  ({ token: adminToken } = await issueToken(admin));
  glance = await Glance.as(person);
});
after(async () => {
  for (const { id } of await glance.list()) await glance.remove(id);
  await removeUser(person);
});

const same = (scene, own = token) => assertNoDifference(scene, { "x-auth-token": own });

/** Makes an image and gives its path. */
async function create(side, image = {}) {
  const response = await side.send("POST /v2/images", { body: { name: "one", ...raw, ...image } });
  return `/v2/images/${response.json.id}`;
}

const patch = (type, body) => ({ headers: { "content-type": type }, body: JSON.stringify(body) });

describe("through the edge, what is written", () => {
  test("makes the same images, and the same refusals", () =>
    same(async (side) => {
      const tag = randomUUID();
      const bodies = [
        {},
        { name: "é ☃ 𝒳", ...raw, tags: ["ü", "a b", tag], os_distro: "débian" },
        { name: "two", tags: [tag] },
        { name: "three", tags: [tag] },
        { id: randomUUID(), name: null, min_disk: 1, protected: false, visibility: "community" },
        { name: 5 },
        { visibility: "public" },
        { visibility: "nonsense" },
        { owner: "someone" },
        { disk_format: "nonsense" },
        { id: "x" },
        { status: "active" },
        { os_glance_x: "y" },
        { min_ram: -1 },
        { tags: ["x".repeat(300)] },
        { ["k".repeat(300)]: "v" },
        { locations: [] },
      ];
      for (const body of bodies) await side.send("POST /v2/images", { body });
      for (const body of ["", "{", "5", "null", '"x"', '{"name": "one"'])
        await side.send("POST /v2/images", { body, headers: { accept: "application/json" } });
      await side.send("POST /v2/images");
      await side.send("POST /v2/images", { body: "{}", headers: { "content-type": "text/plain" } });
      await side.send("POST /v2/images", { body: Readable.from(["{}"]), chunked: true });
      await side.send("POST /v2/images", { body: Readable.from([]), chunked: true });
      await side.send(`GET /v2/images?sort=name:asc,size:asc&visibility=all&limit=2&tag=${tag}`);
    }));

  test("changes an image the same way in both media types", () =>
    same(async (side) => {
      const path = await create(side);
      const steps = [
        [patchType, [{ op: "replace", path: "/name", value: "zwei ☃" }]],
        [patchType, [{ op: "add", path: "/a~1b", value: "c" }, { op: "add", path: "/tags", value: ["x"] }]],
        [patchType, [{ op: "remove", path: "/a~1b" }]],
        [patchType, [{ op: "remove", path: "/nothing" }]],
        [patchType, [{ op: "replace", path: "/status", value: "active" }]],
        [patchType, [{ op: "test", path: "/name", value: "x" }]],
        [patchType, [{ op: "replace", path: "/visibility", value: "public" }]],
        [patchType, []],
        [patchType, {}],
        [legacyPatchType, [{ replace: "/name", value: "three" }, { add: "/k", value: "v" }]],
        [legacyPatchType, [{ remove: "/k" }]],
        ["application/json", []],
        ["application/json-patch+json", []],
        ["application/x-www-form-urlencoded", []],
        [patchType, [{ op: "add", path: "/Owner", value: "a" }]],
        [patchType, [{ op: "replace", path: "/Owner", value: "b", comment: "owner" }]],
        [patchType, [{ op: "remove", path: "/Owner" }]],
        [`${patchType}; charset=utf-8`, [{ op: "replace", path: "/min_ram", value: 5 }]],
      ];
      for (const [type, body] of steps) await side.send(`PATCH ${path}`, patch(type, body));
      await side.send(`PATCH ${path}`, { body: "[" , headers: { "content-type": patchType } });
      await side.send(`PATCH ${path}`, { headers: { "content-type": patchType } });
      await side.send(`PATCH ${path}`);
      await side.send(`GET ${path}`);
      await side.send(`DELETE ${path}`, { body: "{}" });
      await side.send(`DELETE ${path}`, { body: Readable.from(["{}"]), chunked: true });
      await side.send(`DELETE ${path}`);
    }));

  test("stores and gives the same data, whatever the framing", () =>
    same(async (side) => {
      const payload = bytes("differential", 70_000);
      const octets = { "content-type": data };
      const upload = (path, options = {}) =>
        side.send(`PUT ${path}/file`, { body: payload, headers: octets, ...options });
      const chunks = () => Readable.from([payload.subarray(0, 7), payload.subarray(7)]);
      const ways = [
        {},
        { body: chunks(), chunked: true },
        { body: chunks(), chunked: true, headers: { ...octets, "x-openstack-image-size": "70000" } },
        { headers: { ...octets, "x-openstack-image-size": "5" } },
        { headers: { ...octets, "x-openstack-image-size": "-5" } },
        { headers: { ...octets, "x-openstack-image-size": "x" } },
        { headers: { ...octets, "x-openstack-image-size": "0" } },
        { body: "" },
        { body: Readable.from([]), chunked: true },
        { headers: {} },
        { headers: { "content-type": "text/plain" } },
        { headers: { "content-type": "application/octet-stream; charset=x" } },
        { headers: { ...octets, "x-image-meta-store": "archive" } },
        { headers: { ...octets, "x-image-meta-store": "nothing" } },
      ];
      for (const way of ways) {
        const path = await create(side);
        await upload(path, way);
        await side.send(`GET ${path}`);
        await side.send(`GET ${path}/file?prefer=archive,fast`);
      }
      const again = await create(side);
      for (let time = 0; time < 2; time += 1) await upload(again);
      const formless = await side.send("POST /v2/images", { body: {} });
      await upload(`/v2/images/${formless.json.id}`);
      await upload("/v2/images/nothing");
    }));

  test("data of another format than its image claims is refused the same way", async () => {
    // Glance keeps what it refuses, and nothing goes through the edge into a project in which nobody knows how
    // much that is: so what goes past the edge goes into another one.
    const other = await createUser();
    const { token: past } = await issueToken(other);
    const owners = { [edgeUrl]: glance, [glanceUrl]: await Glance.as(other) };
    const scene = async (side) => {
      const { id } = await owners[side.base].create({ name: "one", ...raw, disk_format: "iso" });
      const upload = { body: bytes("differential", 70_000), headers: { "content-type": data } };
      await side.send(`PUT /v2/images/${id}/file`, upload);
      await side.send(`DELETE /v2/images/${id}`);
    };
    const direct = { "x-auth-token": past };
    await assertNoDifference(scene, { "x-auth-token": token }, { direct });
    await removeUser(other);
  });

  test("stages and imports the same way", () =>
    same(async (side) => {
      const path = await create(side);
      const importing = (body) => side.send(`POST ${path}/import`, { body });
      await importing({ method: { name: "glance-direct" } });
      await importing({ method: { name: "nothing" } });
      await importing({});
      await side.send(`PUT ${path}/stage`, { body: bytes("stage", 5000), headers: { "content-type": data } });
      await side.send(`PUT ${path}/stage`, { body: "again", headers: { "content-type": data } });
      await side.send(`GET ${path}`);
      await importing({ method: { name: "glance-direct" }, stores: ["archive"], all_stores: true });
      await importing({ method: { name: "glance-direct" }, stores: ["archive"], all_stores_must_succeed: false });
      await until("the import is over", async () => {
        const { json } = await glance.call(path);
        return json.status === "active" && !json.os_glance_import_task;
      });
      await side.send(`GET ${path}`);
      await side.send(`GET ${path}/tasks`);
      await side.send(`DELETE /v2/stores/archive/${path.split("/").pop()}`);
      await side.send(`DELETE ${path}`);
    }));

  test("tags, members, actions and locations are the same", () =>
    same(async (side) => {
      const path = await create(side);
      for (const tag of ["a", "a%20b", "%C3%A9", "a:b@c", "x".repeat(300), "%2e%2ex"]) {
        await side.send(`PUT ${path}/tags/${tag}`);
        await side.send(`DELETE ${path}/tags/${tag}`);
        await side.send(`DELETE ${path}/tags/${tag}`);
      }
      await side.send(`PUT ${path}/tags/a`, { body: "{}" });
      await side.send(`PUT ${path}/tags/a`, { body: Readable.from([]), chunked: true });
      for (const body of [{ member: "p1" }, { member: "p1" }, { member: "é" }, { member: "" }, {}, []])
        await side.send(`POST ${path}/members`, { body });
      await side.send(`GET ${path}/members`);
      await side.send(`GET ${path}/members/p1`);
      await side.send(`PUT ${path}/members/p1`, { body: { status: "accepted" } });
      await side.send(`PUT ${path}/members/p1`, { body: { status: "nonsense" } });
      await side.send(`DELETE ${path}/members/p1`);
      await side.send(`DELETE ${path}/members/p1`);
      for (const action of ["deactivate", "reactivate", "nothing"]) {
        await side.send(`POST ${path}/actions/${action}`);
        await side.send(`POST ${path}/actions/${action}`, { body: "{}" });
        await side.send(`POST ${path}/actions/${action}`, { body: "" });
      }
      await side.send(`PUT ${path}/file`, { body: "data", headers: { "content-type": data } });
      for (const action of ["deactivate", "deactivate", "reactivate"])
        await side.send(`POST ${path}/actions/${action}`);
      await side.send(`POST ${path}/locations`, { body: {} });
      await side.send(`DELETE ${path}`);
    }));

  test("a form that says nothing is no body, as curl sends it with -d ''", () =>
    same(async (side) => {
      const path = await create(side);
      const empty = { body: "", headers: form };
      await side.send(`PUT ${path}/tags/a`, empty);
      await side.send(`DELETE ${path}/tags/a`, empty);
      await side.send(`DELETE ${path}/tags/a`, empty);
      await side.send(`POST ${path}/members`, empty);
      await side.send(`DELETE ${path}/members/nobody`, empty);
      await side.send(`PUT ${path}/file`, { body: "data", headers: { "content-type": data } });
      for (const action of ["deactivate", "reactivate"]) await side.send(`POST ${path}/actions/${action}`, empty);
      await side.send("POST /v2/images", empty);
      await side.send(`DELETE ${path}`, empty);
    }));

  test("definitions are the same for who may write them and who may not", async () => {
    const scene = async (side) => {
      const name = `Gaze::${randomUUID()}`;
      const base = `/v2/metadefs/namespaces/${encodeURIComponent(name)}`;
      const property = { name: "p 1", title: "P", type: "string" };
      const steps = [
        ["POST /v2/metadefs/namespaces", { namespace: name, display_name: "ünï", visibility: "public" }],
        ["POST /v2/metadefs/namespaces", { namespace: name }],
        ["POST /v2/metadefs/namespaces", {}],
        [`GET ${base}`],
        [`PUT ${base}`, { namespace: name, description: "new" }],
        [`POST ${base}/properties`, property],
        [`POST ${base}/properties`, { name: "p 2" }],
        [`PUT ${base}/properties/p%201`, { ...property, title: "Q" }],
        [`GET ${base}/properties/p%201?resource_type=x`],
        [`GET ${base}/properties`],
        [`POST ${base}/objects`, { name: "o", properties: { p: { title: "P", type: "string" } } }],
        [`PUT ${base}/objects/o`, { name: "o", description: "é" }],
        [`GET ${base}/objects/o`],
        [`POST ${base}/tags/t1`],
        [`POST ${base}/tags`, { tags: [{ name: "t2" }] }, { "x-openstack-append": "True" }],
        [`GET ${base}/tags`],
        [`POST ${base}/tags`, { tags: [{ name: "t3" }] }],
        [`PUT ${base}/tags/t3`, { name: "t4" }],
        [`GET ${base}/tags`],
        [`DELETE ${base}/tags/t4`],
        [`DELETE ${base}/tags`],
        [`POST ${base}/resource_types`, { name: "OS::Glance::Image", prefix: "hw_" }],
        [`GET ${base}/resource_types`],
        [`DELETE ${base}/resource_types/OS::Glance::Image`],
        [`DELETE ${base}/objects/o`],
        [`DELETE ${base}/objects`],
        [`DELETE ${base}/properties/p%201`],
        [`DELETE ${base}/properties`],
        [`DELETE ${base}`, {}],
        [`DELETE ${base}`],
        [`DELETE ${base}`],
      ];
      for (const [line, body, headers] of steps) await side.send(line, { body, headers });
    };
    await same(scene, adminToken);
    await same(scene);
  });

  test("tasks and the cache are the same for administrators", () =>
    same(async (side) => {
      await side.send("POST /v2/tasks", { body: { type: "export", input: {} } });
      await side.send("POST /v2/tasks", { body: { type: "import" } });
      await side.send("POST /v2/tasks", { body: {} });
      await side.send("GET /v2/tasks?limit=1&type=import&sort_dir=asc");
      await side.send("GET /v2/tasks?status=nothing");
      await side.send("DELETE /v2/tasks/x");
      for (const line of ["GET /v2/cache", "DELETE /v2/cache", "PUT /v2/cache/x", "DELETE /v2/cache/x"])
        await side.send(line, { headers: { "x-image-cache-clear-target": "queue" } });
      for (const name of ["clean", "prune"]) await side.send(`POST /v2/cache/${name}`);
      await side.send("DELETE /v2/stores/nothing/x");
    }, adminToken));

  test("limits of the cloud are told the same way", () =>
    same(async (side) => {
      const tags = Array.from({ length: 140 }, (_, index) => `t${index}`);
      await side.send("POST /v2/images", { body: { tags } });
      const many = Object.fromEntries(tags.map((name) => [name, "v"]));
      await side.send("POST /v2/images", { body: many });
    }));
});
