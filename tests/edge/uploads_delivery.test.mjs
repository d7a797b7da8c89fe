// From the gateway to Glance: whatever breaks there, an upload whose bytes are all here gets to Glance once,
// as it was, or its owner learns why not.
import assert from "node:assert/strict";
import { readdir, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { MEBIBYTE, bytes } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { FaultProxy, glanceFaults } from "../support/faults.mjs";
import { glanceFaultUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { alt, issueToken, revokeToken } from "../support/keystone.mjs";
import { createLimited, quotaOf, removeLimited } from "../support/quota.mjs";
import { TusClient, TusUpload, assertStored } from "../support/tus.mjs";
import { until } from "../support/until.mjs";

const image = { name: "delivery", disk_format: "raw", container_format: "bare" };

let edge;
let person;
let glance;
let token;
before(async () => {
  edge = await startEdge({ glance: await new FaultProxy(glanceFaultUrl).url() });
  person = await createLimited({ image_size_total: 100, image_count_total: 20 });
  glance = await Glance.as(person);
});
afterEach(async () => {
  await glanceFaults.pass();
  for (const { id } of await glance.list()) await glance.remove(id);
});
after(async () => {
  await edge.stop();
  await removeLimited(person);
});

/** An image and an upload to it, whose owner has a token of their own. */
async function begin(length) {
  ({ token } = await issueToken(person));
  const { id } = await glance.create(image);
  const client = new TusClient(edge.url, { "x-auth-token": token });
  return { id, upload: await client.create(id, length) };
}

/** What the quota holds of the project's bytes: those that are stored, and those that are promised. */
async function held() {
  const { image_size_total: size } = await quotaOf(edge.url, (await issueToken(person)).token);
  return { usage: size.usage, reserved: size.reserved };
}

describe("a complete upload", () => {
  test("waits for Glance while it is away, and is delivered when it is back", async () => {
    const body = bytes("away", 3 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    await glanceFaults.stop();
    assert.equal((await upload.patch(0, body)).status, 204);
    assert.equal((await upload.report()).state, "delivering");
    await glanceFaults.pass();
    await upload.reaches("stored");
    await assertStored(glance, id, body);
    assert.deepEqual(await held(), { usage: body.length, reserved: 0 });
  });

  test("is delivered again when the connection breaks in its middle", async () => {
    const body = bytes("breaks", 20 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    await glanceFaults.set({
      kind: "reset",
      direction: "to_upstream",
      after_bytes: 5 * MEBIBYTE,
    });
    assert.equal((await upload.patch(0, body)).status, 204);
    const report = await upload.reaches("stored");
    assert.equal(report.deliveries, 2);
    await assertStored(glance, id, body);
    assert.deepEqual(await held(), { usage: body.length, reserved: 0 });
  });

  test("is not delivered twice when only the answer was lost", async () => {
    const body = bytes("answer", 2 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    // Slow enough to cut the connection between the data and the answer to it.
    await glanceFaults.limit(MEBIBYTE);
    assert.equal((await upload.patch(0, body)).status, 204);
    await until("it is on its way", async () => (await glance.find(id)).status === "saving");
    await glanceFaults.set({ kind: "reset", direction: "to_client", after_bytes: 1 });
    const report = await upload.reaches("stored");
    assert.equal(report.deliveries, 1);
    await assertStored(glance, id, body);
    assert.deepEqual(await held(), { usage: body.length, reserved: 0 });
  });

  test("is delivered after the runtime was killed in the middle of it", async () => {
    const body = bytes("killed", 6 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    await glanceFaults.limit(2 * MEBIBYTE);
    assert.equal((await upload.patch(0, body)).status, 204);
    await until("it is on its way", async () => (await glance.find(id)).status === "saving");
    await edge.kill();
    await glanceFaults.pass();
    await edge.begin();
    upload.client.base = edge.url;
    const report = await upload.reaches("stored", 90_000);
    assert.ok(report.deliveries >= 1);
    await assertStored(glance, id, body);
  });

  test("waits for a token when its own has ended, and goes on with its owner's next call", async () => {
    const body = bytes("revoked", MEBIBYTE);
    const { id, upload } = await begin(body.length);
    await glanceFaults.stop();
    assert.equal((await upload.patch(0, body)).status, 204);
    await revokeToken(token);
    await glanceFaults.pass();
    const next = (await issueToken(person)).token;
    const isTold = (line) => line.includes('"event":"upload"') && line.includes("token");
    await until("the log says that a token is needed", () => edge.log.some(isTold));
    upload.client.headers["x-auth-token"] = next;
    await upload.reaches("stored");
    await assertStored(glance, id, body);
  });

  test("fails with the reason when its image is not there any more, and gives its room back", async () => {
    const { id, upload } = await begin(MEBIBYTE);
    await upload.patch(0, Buffer.alloc(10));
    await glance.remove(id);
    assert.equal((await upload.patch(10, Buffer.alloc(MEBIBYTE - 10))).status, 204);
    const report = await upload.reaches("failed");
    assert.equal(report.failure, "image_gone");
    assert.equal(report.reason, "The image is not there any more.");
    assert.equal(report.deliveries, 0);
    await until("the room is free", async () => (await held()).reserved === 0);
  });

  test("fails when somebody else has given its image the data", async () => {
    const { id, upload } = await begin(10);
    await glance.upload(id, "theirs");
    await upload.patch(0, "0123456789");
    const report = await upload.reaches("failed");
    assert.equal(report.failure, "image_taken");
    assert.equal(report.reason, "The image has got its data in another way meanwhile.");
    await assertStored(glance, id, Buffer.from("theirs"));
  });

  test("fails when the data is somebody else's, also when it has its own size", async () => {
    const [body, theirs] = ["own", "theirs"].map((seed) => bytes(seed, 20 * MEBIBYTE));
    const { id, upload } = await begin(body.length);
    await glanceFaults.limit(2 * MEBIBYTE);
    assert.equal((await upload.patch(0, body)).status, 204);
    const is = async (status) => (await glance.find(id)).status === status;
    await until("it is on its way", () => is("saving"));
    await glanceFaults.breakConnections();
    await until("Glance has noticed that it broke off", () => is("queued"));
    await glance.upload(id, theirs);
    const report = await upload.reaches("failed");
    assert.equal(report.failure, "image_taken");
    assert.equal(report.reason, "The image has got its data in another way meanwhile.");
    await assertStored(glance, id, theirs);
  });

  for (const [what, lose] of Object.entries({
    "an object": (path) => rm(path),
    "the end of an object": (path) => truncate(path, 1000),
  })) test(`says so when the gateway itself has lost ${what} of it`, async () => {
    const body = bytes("lost", 3 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    await glanceFaults.stop();
    assert.equal((await upload.patch(0, body)).status, 204);
    const folder = join(edge.directory, "persist", "uploads");
    for (const name of await readdir(folder)) await lose(join(folder, name));
    await glanceFaults.pass();
    const report = await upload.reaches("failed");
    assert.equal(report.failure, "bytes_missing");
    assert.equal(report.reason, "The gateway has lost some of the data. Upload it again.");
    await until("its image is as before", async () => (await glance.find(id)).status === "queued");
    await until("the room is free", async () => (await held()).reserved === 0);
  });

  test("is not disturbed by somebody else who would end it", async () => {
    const body = bytes("stranger", 4 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    await glanceFaults.limit(2 * MEBIBYTE);
    assert.equal((await upload.patch(0, body)).status, 204);
    await until("it is on its way", async () => (await glance.find(id)).status === "saving");
    const { token: theirs } = await issueToken(alt);
    const stranger = new TusUpload(new TusClient(edge.url, { "x-auth-token": theirs }), upload.path);
    assert.equal((await stranger.call("DELETE")).status, 404);
    await glanceFaults.pass();
    const report = await upload.reaches("stored");
    assert.equal(report.deliveries, 1);
    await assertStored(glance, id, body);
  });

  test("waits for somebody else's data that may come to nothing", async () => {
    const body = bytes("second", 1000);
    const { id, upload } = await begin(body.length);
    const other = await glance.announce(id, 5_000_000);
    other.say(Buffer.alloc(2 * MEBIBYTE));
    await until("theirs is on its way", async () => (await glance.find(id)).status === "saving");
    assert.equal((await upload.patch(0, body)).status, 204);
    assert.equal((await upload.report()).state, "delivering");
    other.end();
    await upload.reaches("stored");
    await assertStored(glance, id, body);
  });

  test("is broken off when it is terminated, and Glance keeps no part of it", async () => {
    const body = bytes("terminated", 6 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    await glanceFaults.limit(MEBIBYTE);
    await upload.patch(0, body);
    await until("it is on its way", async () => (await glance.find(id)).status === "saving");
    assert.equal((await upload.call("DELETE")).status, 204);
    assert.equal((await upload.head()).status, 404);
    await until("it is as before", async () => (await glance.find(id)).status === "queued");
    await glanceFaults.pass();
    await until("the room is free", async () => (await held()).reserved === 0);
  });

  test("leaves a line in the log and one in the audit, with its owner's name", async () => {
    const { id, upload } = await begin(4);
    await upload.patch(0, "line");
    await upload.reaches("stored");
    const lines = edge.log.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
    const delivery = lines.findLast(({ event }) => event === "delivery");
    assert.equal(delivery.status, 204);
    assert.equal(delivery.request_bytes, 4);
    assert.equal(delivery.user_id, person.id);
    const audit = lines.find(
      ({ event, request_id }) => event === "audit" && request_id === delivery.request_id,
    );
    assert.equal(audit.target, `/v2/images/${id}/file`);
    assert.equal(audit.outcome, "success");
  });
});

describe("an upload under way", () => {
  test("stands where it stood after the runtime was killed", async () => {
    const body = bytes("half", 2 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    await upload.patch(0, body.subarray(0, MEBIBYTE));
    const files = () => readdir(join(edge.directory, "persist", "uploads"));
    const broken = await upload.announce(MEBIBYTE, MEBIBYTE);
    broken.say(body.subarray(0, 1000));
    await until("its bytes are being written", async () => (await files()).length === 2);
    await edge.kill();
    await edge.begin();
    upload.client.base = edge.url;
    assert.equal((await files()).length, 1, "nothing is left of what was half written");
    assert.equal(await upload.offset(), MEBIBYTE);
    assert.equal((await held()).reserved, body.length);
    assert.equal((await upload.patch(MEBIBYTE, body.subarray(MEBIBYTE))).status, 204);
    await upload.reaches("stored");
    await assertStored(glance, id, body);
    assert.deepEqual(await held(), { usage: body.length, reserved: 0 });
  });
});
