// A disk that gets full: told before, refused as what it is, and gone on from when there is room. The edge runs on
// a small file system of its own.
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { MEBIBYTE, bytes } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { startRawUpstream } from "../support/raw_upstream.mjs";
import { TusClient } from "../support/tus.mjs";
import { until } from "../support/until.mjs";

const image = { name: "disk full", disk_format: "raw", container_format: "bare" };
const DISK = 48;

let edge;
let glance;
let token;
let client;
before(async () => {
  edge = await startEdge({ diskMebibytes: DISK, bindings: { UPLOAD_STORE_MAX_BYTES: 20 * MEBIBYTE } });
  glance = await Glance.as(demo);
  ({ token } = await issueToken(demo));
  client = new TusClient(edge.url, { "x-auth-token": token });
});
afterEach(async () => {
  await rm(filler(), { force: true });
  await client.terminateAll();
  for (const { id } of await glance.named(image.name)) await glance.remove(id);
});
after(() => edge.stop());

const filler = () => join(edge.persist, "filler");

/** Takes what is left of the disk, but for so much. */
async function fill(left = 0) {
  await writeFile(filler(), Buffer.alloc((DISK - left) * MEBIBYTE)).catch((error) => {
    if (error.code !== "ENOSPC") throw error;
  });
}

const deep = async () => call(edge.url, "/healthz?deep=1");

/** The health check's word on the disks, once it has looked again. */
const healthWith = (status) =>
  until(`the disk is ${status}`, async () => {
    const response = await deep();
    return response.json.disks.uploads.status === status && response;
  });

async function assertFull(response, kind) {
  assert.equal(response.status, 503, response.text);
  assert.equal(response.json.error.kind, kind);
  assert.match(response.json.error.message, /no disk space left/);
  return assertTold(response.headers["x-openstack-request-id"]);
}

/** The line of a request that found the disk full. */
async function assertTold(request) {
  const line = await edge.lineWhere((line) => line.request_id === request && line.event === "request");
  assert.equal(line.level, "error");
  assert.match(line.cause, /^disk full/);
  return line;
}

/** The line of bytes that were announced and found the disk full. */
async function assertRefused(patch) {
  await patch.hears(/\r\n\r\n\{.*\}/s);
  patch.end();
  assert.deepEqual(patch.statuses, [503], patch.text);
  const [, request] = patch.text.match(/x-openstack-request-id: (\S+)/i);
  return assertTold(request);
}

describe("the disk", () => {
  test("is told to be low, then full, with what is free of it", async () => {
    const well = await healthWith("ok");
    assert.equal(well.status, 200);
    const { ledgers, uploads } = well.json.disks;
    assert.equal(uploads.total_bytes, DISK * MEBIBYTE);
    assert.equal(uploads.held_bytes, 0);
    assert.ok(ledgers.free_bytes > 40 * MEBIBYTE);
    await fill(6);
    const low = await healthWith("low");
    assert.deepEqual([low.status, low.json.status], [200, "low"]);
    await fill();
    const full = await healthWith("full");
    assert.deepEqual([full.status, full.json.status, full.json.glance], [503, "full", "ok"]);
  });

  test("that fills up under an upload is no client's fault, and the upload goes on when there is room", async () => {
    const body = bytes("disk full", 12 * MEBIBYTE);
    const { id } = await glance.create(image);
    const upload = await client.create(id, body.length);
    const patch = await upload.announce(0, body.length);
    patch.say(body.subarray(0, MEBIBYTE));
    await until("some has come", async () => (await deep()).json.disks.uploads.held_bytes > 0);
    await fill();
    // A client that sends nothing more after that is told, too. It is also few enough for the runtime to take in
    // after its answer (`canceledUploadGraceBytes` of kj, 64 KiB): with more under way it resets the connection,
    // and a reset can overtake the answer.
    patch.say(body.subarray(MEBIBYTE, MEBIBYTE + 32 * 1024));
    const line = await assertRefused(patch);
    assert.match(line.cause, /^disk full: .*No space left on device/);
    assert.equal(line.upload_id, upload.path.split("/").at(-1));

    // What is known to be full refuses before anything is sent, whatever the request.
    await healthWith("full");
    await assertRefused(await upload.announce(0, MEBIBYTE));
    await assertFull(await client.request(id, MEBIBYTE), "upload_store_unavailable");
    await rm(filler());
    await healthWith("ok");
    assert.equal((await upload.patch(0, body)).status, 204);
    await upload.reaches("stored");
  });

  test("is not what a client that leaves is told of", async () => {
    const { id } = await glance.create(image);
    const upload = await client.create(id, 2 * MEBIBYTE);
    const patch = await upload.announce(0, 2 * MEBIBYTE);
    patch.say(Buffer.alloc(MEBIBYTE));
    await until("some has come", async () => (await deep()).json.disks.uploads.held_bytes > 0);
    patch.end();
    const line = await edge.lineWhere(({ method, cause }) => method === "PATCH" && /breaks off/.test(cause));
    assert.deepEqual([line.level, line.status], ["info", 400]);
    await until("nothing is left of it", async () => (await deep()).json.disks.uploads.held_bytes === 0);
  });

  test("of the ledgers refuses what adds something as full, too", async () => {
    const add = () => call(edge.url, "/v2/images", { method: "POST", headers: { "x-auth-token": token }, body: image });
    assert.equal((await add()).status, 201);
    await fill();
    // A page of the ledger's file may still have room.
    const refused = await until("the ledger cannot be written", async () => {
      const response = await add();
      return response.status === 503 && response;
    });
    await assertFull(refused, "quota_unavailable");
    await rm(filler());
    await until("the ledger can be written", async () => (await add()).status === 201);
  });
});

describe("what uploads hold in all", () => {
  test("is bounded by a setting, and there is room again when one has ended", async () => {
    const one = await client.create((await glance.create(image)).id, 16 * MEBIBYTE);
    const two = await client.create((await glance.create(image)).id, 16 * MEBIBYTE);
    const three = await client.create((await glance.create(image)).id, 16 * MEBIBYTE);
    const half = bytes("bounded", 8 * MEBIBYTE);
    assert.equal((await one.patch(0, half)).status, 204);
    assert.equal((await two.patch(0, half)).status, 204);
    // Who watches is told before nothing is taken any more, and when nothing is.
    assert.equal((await healthWith("low")).status, 200);
    assert.equal((await three.patch(0, half.subarray(0, 4 * MEBIBYTE))).status, 204);
    const full = await healthWith("full");
    assert.deepEqual([full.status, full.json.status], [503, "full"]);
    assert.equal(full.json.disks.uploads.bound_bytes, 20 * MEBIBYTE);
    const line = await assertRefused(await two.announce(half.length, half.length));
    assert.match(line.cause, /UPLOAD_STORE_MAX_BYTES/);
    assert.equal((await three.call("DELETE")).status, 204);
    assert.equal((await one.call("DELETE")).status, 204);
    // What is held is counted once a second. A refusal comes before the bytes, and may break them off.
    const goOn = () => two.patch(half.length, half).catch((error) => error);
    await until("there is room", async () => (await goOn()).status === 204);
    await two.reaches("stored");
  });

  test("is no smaller than one upload: a larger one is refused for good", async () => {
    const response = await client.request((await glance.create(image)).id, 21 * MEBIBYTE);
    assert.equal(response.status, 413, response.text);
  });
});

describe("Glance's own store", () => {
  test("that is full is Glance's answer to the client, and an error with its cause to the operator", async () => {
    const upstream = await startRawUpstream();
    const before = await startEdge({ glance: upstream.url, bindings: { QUOTA_MODE: "off" } });
    try {
      const put = () =>
        call(before.url, "/v2/images/71c675ab-d94f-49cd-a114-e12490b328d9/file", {
          method: "PUT",
          headers: { "x-auth-token": token, "content-type": "application/octet-stream" },
          body: "data",
        });
      const responseOf = (status, text) => `HTTP/1.1 ${status}\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
      const full = "Image storage media is full: There is not enough disk space on the image storage media.";
      for (const [status, text] of [["413 Too Large", full], ["507 Insufficient Storage", "no"]]) {
        upstream.response = responseOf(status, text);
        const response = await put();
        assert.deepEqual([response.status, response.text], [Number(status.split(" ")[0]), text]);
        const line = await before.logLineOf(response);
        assert.equal(line.level, "error");
        assert.match(line.cause, /^disk full: the image service's own store/);
      }
      upstream.response = responseOf("413 Too Large", "Image exceeds the storage quota");
      const quota = await before.logLineOf(await put());
      assert.deepEqual([quota.level, quota.cause], ["info", undefined]);
    } finally {
      await before.stop();
      upstream.stop();
    }
  });
});
