// What is stored counts, whoever counts it: data that Glance refuses and keeps, and data of which nobody knows
// yet how much it will be.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { Readable } from "node:stream";
import { MEBIBYTE } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { call, open } from "../support/http.mjs";
import { issueToken } from "../support/keystone.mjs";
import { createLimited, overQuota, quotaOf, removeLimited } from "../support/quota.mjs";
import { TusClient } from "../support/tus.mjs";
import { until } from "../support/until.mjs";

const image = { name: "kept", disk_format: "raw", container_format: "bare" };
const wrong = { ...image, disk_format: "qcow2" };
const octets = { "content-type": "application/octet-stream" };

let edge;
let person;
let glance;
let token;
before(async () => {
  edge = await startEdge();
});
after(() => edge.stop());

/** A project of its own for each group: what Glance keeps of one would count in the next. */
function withProject() {
  before(async () => {
    person = await createLimited({ image_size_total: 3, image_stage_total: 100 });
    glance = await Glance.as(person);
    ({ token } = await issueToken(person));
  });
  afterEach(async () => {
    for (const { id } of await glance.list()) await glance.remove(id);
  });
  after(() => removeLimited(person));
}

const put = (id, size) =>
  call(edge.url, `/v2/images/${id}/file`, {
    method: "PUT",
    headers: { "x-auth-token": token, ...octets },
    body: Buffer.alloc(size, "q"),
  });
const remove = (id) =>
  call(edge.url, `/v2/images/${id}`, { method: "DELETE", headers: { "x-auth-token": token } });
const stored = async () => (await quotaOf(edge.url, token)).image_size_total;

describe("data that Glance refuses and keeps", () => {
  withProject();

  test("counts until its image is deleted", async () => {
    const [refused, next] = [await glance.create(wrong), await glance.create(image)];
    assert.equal((await put(refused.id, 2 * MEBIBYTE)).status, 415);
    // To the byte as soon as the images have been looked at.
    const counts = async () => (await stored()).usage === 2 * MEBIBYTE;
    await until("it counts as stored", counts);
    const over = await put(next.id, 2 * MEBIBYTE);
    assert.equal(over.status, 413, over.text);
    assert.ok(overQuota(over).image_size_total.usage >= 2 * MEBIBYTE, over.text);
    await edge.kill();
    await edge.begin();
    await until("it still counts", counts);
    // Nothing more is stored for an image that nothing can come of.
    const again = await put(refused.id, 10);
    assert.equal(again.status, 409, again.text);
    assert.match(again.json.error.details, /Delete the image/);
    assert.equal((await remove(refused.id)).status, 204);
    assert.equal((await put(next.id, 3 * MEBIBYTE)).status, 204);
  });

  test("counts as well when it was uploaded by tus", async () => {
    const { id } = await glance.create(wrong);
    const client = new TusClient(edge.url, { "x-auth-token": token });
    const upload = await client.create(id, 2 * MEBIBYTE);
    await upload.patch(0, Buffer.alloc(2 * MEBIBYTE, "a"));
    await upload.reaches("failed");
    await until("it counts as stored", async () => {
      const { usage, reserved } = await stored();
      return usage === 2 * MEBIBYTE && reserved === 0;
    });
    assert.equal((await remove(id)).status, 204);
    await until("it is gone", async () => (await stored()).usage === 0);
  });
});

describe("data that was refused past the gateway", () => {
  withProject();

  test("stops what stores more until its image is deleted: nobody knows how much it is", async () => {
    const [refused, next] = [await glance.create(wrong), await glance.create(image)];
    const options = { method: "PUT", headers: octets, body: Buffer.alloc(MEBIBYTE, "q") };
    assert.equal((await glance.call(`/v2/images/${refused.id}/file`, options)).status, 415);
    const stopped = await put(next.id, 10);
    assert.equal(stopped.status, 409, stopped.text);
    assert.equal(stopped.json.error.kind, "uncounted_data");
    assert.match(stopped.json.error.details, new RegExp(refused.id));
    assert.equal((await remove(refused.id)).status, 204);
    assert.equal((await put(next.id, 10)).status, 204);
  });
});

describe("data that is being staged", () => {
  withProject();

  test("is not imported before anybody knows how much it is, and then it is charged", async () => {
    const { id } = await glance.create(image);
    const start = () =>
      call(edge.url, `/v2/images/${id}/import`, {
        method: "POST",
        headers: { "x-auth-token": token },
        body: { method: { name: "glance-direct" } },
      });
    const body = new Readable({ read() {} });
    body.push(Buffer.alloc(4 * MEBIBYTE, "q"));
    const headers = { "x-auth-token": token, ...octets, "transfer-encoding": "chunked" };
    const staging = open(edge.url, `/v2/images/${id}/stage`, { method: "PUT", headers, body });
    await until("Glance has begun", async () => (await glance.find(id)).status === "uploading");
    const early = await start();
    assert.equal(early.status, 409, early.text);
    assert.match(early.json.error.details, /still being staged/);
    assert.equal((await glance.find(id)).status, "uploading");
    body.push(null);
    assert.equal((await staging).statusCode, 204);
    const over = await start();
    assert.equal(over.status, 413, over.text);
    assert.equal(overQuota(over).image_size_total.asked, 4 * MEBIBYTE);
    assert.equal((await glance.find(id)).status, "uploading");
  });
});
