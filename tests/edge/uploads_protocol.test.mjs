// What tus leaves to a server, and what it demands of one: framings, methods by another name, extensions that are
// not offered; and which uploads there may be beside each other.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { afterEach, before, describe, test } from "node:test";
import * as tus from "tus-js-client";
import { MEBIBYTE, bytes } from "../support/bytes.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { alt, demo, issueToken } from "../support/keystone.mjs";
import { TusClient, TusUpload, assertStored, checksum } from "../support/tus.mjs";
import { until } from "../support/until.mjs";

const image = { name: "tus protocol", disk_format: "raw", container_format: "bare" };

let glance;
let client;
before(async () => {
  glance = await Glance.as(demo);
  client = new TusClient(edgeUrl, { "x-auth-token": (await issueToken(demo)).token });
});
afterEach(async () => {
  await client.endAll();
  for (const { id } of await glance.named(image.name)) await glance.remove(id);
});

/** An image without data, and an upload of so many bytes to it. */
async function begin(length) {
  const { id } = await glance.create(image);
  return { id, upload: await client.create(id, length) };
}

describe("bytes of a length that is not declared", () => {
  test("come in as many chunks as they have, and reach Glance as they were", async () => {
    const body = bytes("chunked", 9 * MEBIBYTE + 11);
    const { id, upload } = await begin(body.length);
    const first = body.subarray(0, 5 * MEBIBYTE);
    const response = await upload.patch(0, Readable.from([first.subarray(0, 3), first.subarray(3)]));
    assert.equal(response.status, 204, response.text);
    assert.equal(response.headers["upload-offset"], String(first.length));
    const rest = body.subarray(first.length);
    const headers = { "upload-checksum": checksum("sha256", rest) };
    const spoilt = Buffer.from(rest);
    spoilt[5] ^= 1;
    assert.equal((await upload.patch(first.length, Readable.from([spoilt]), headers)).status, 460);
    assert.equal(await upload.offset(), first.length);
    const last = await upload.patch(first.length, Readable.from([rest]), headers);
    assert.equal(last.status, 204, last.text);
    await upload.reaches("stored");
    await assertStored(glance, id, body);
  });

  test("count as far as they came when the connection breaks", async () => {
    const body = bytes("chunked and broken", 6 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    const conversation = await upload.announceChunks(0);
    const came = body.subarray(0, 5 * MEBIBYTE);
    conversation.say(`${came.length.toString(16)}\r\n`);
    conversation.say(came);
    await until("some of it counts", async () => (await upload.offset()) > 0);
    conversation.end();
    const offset = await upload.offset();
    assert.equal((await upload.patch(offset, body.subarray(offset))).status, 204);
    await upload.reaches("stored");
    await assertStored(glance, id, body);
  });
});

describe("a client that can send no other method than POST", () => {
  const named = (method) => ({ headers: { "x-http-method-override": method } });

  test("names the one that it means, as tus-js-client does", async () => {
    const { id } = await glance.create(image);
    const body = bytes("overridden", 3 * MEBIBYTE);
    const url = await new Promise((resolve, reject) => {
      const upload = new tus.Upload(body, {
        endpoint: `${edgeUrl}/api/uploads`,
        headers: { "X-Auth-Token": client.headers["x-auth-token"] },
        metadata: { image_id: id },
        chunkSize: MEBIBYTE,
        overridePatchMethod: true,
        retryDelays: null,
        onError: reject,
        onSuccess: () => resolve(upload.url),
      });
      upload.start();
    });
    await new TusUpload(client, new URL(url).pathname).reaches("stored");
    await assertStored(glance, id, body);
  });

  test("asks and ends in the same way, and no other method means another", async () => {
    const { upload } = await begin(9);
    const asked = await upload.call("POST", named("HEAD"));
    assert.equal(asked.headers["upload-offset"], "0");
    for (const method of ["GET", "HEAD", "PATCH"]) {
      assert.equal((await upload.call(method, named("DELETE"))).status, 400, method);
    }
    assert.equal((await upload.call("POST", named("PUT"))).status, 405);
    assert.equal(await upload.offset(), 0);
    assert.equal((await upload.call("POST", named("DELETE"))).status, 204);
    assert.equal((await upload.head()).status, 404);
  });
});

describe("an extension that is not offered", () => {
  test("is refused, and no upload is made", async () => {
    const { id } = await glance.create(image);
    for (const headers of [
      { "upload-concat": "partial" },
      { "upload-concat": "final;/api/uploads/a /api/uploads/b" },
      { "upload-defer-length": "1", "upload-length": [] },
      { "upload-defer-length": "1" },
    ]) {
      const { status, text } = await client.request(id, 3, headers);
      assert.equal(status, 400, `${JSON.stringify(headers)}: ${text}`);
    }
    assert.equal((await client.request(id, 3)).status, 201, "nothing has claimed the image");
  });

  test("ends what would make an image of half of the bytes", async () => {
    const { id } = await glance.create(image);
    const body = bytes("parallel", 2 * MEBIBYTE);
    const error = await new Promise((resolve, reject) => {
      new tus.Upload(body, {
        endpoint: `${edgeUrl}/api/uploads`,
        headers: { "X-Auth-Token": client.headers["x-auth-token"] },
        metadata: { image_id: id },
        metadataForPartialUploads: { image_id: id },
        parallelUploads: 2,
        retryDelays: null,
        onError: resolve,
        onSuccess: () => reject(new Error("it was taken")),
      }).start();
    });
    assert.match(String(error), /400/);
    assert.equal((await glance.find(id)).status, "queued");
    assert.deepEqual(await client.list(), []);
  });

  test("brings its first bytes with the creation, and is refused before they are taken", async () => {
    const { id } = await glance.create(image);
    const error = await new Promise((resolve, reject) => {
      new tus.Upload(Buffer.from("abc"), {
        endpoint: `${edgeUrl}/api/uploads`,
        headers: { "X-Auth-Token": client.headers["x-auth-token"] },
        metadata: { image_id: id },
        uploadDataDuringCreation: true,
        retryDelays: null,
        onError: resolve,
        onSuccess: () => reject(new Error("it was taken")),
      }).start();
    });
    assert.match(String(error), /400/);
    assert.equal((await glance.find(id)).status, "queued");
  });
});

describe("an image", () => {
  test("has one upload under way, however many are made at once", async () => {
    const { id } = await glance.create(image);
    const responses = await Promise.all(Array.from({ length: 10 }, () => client.request(id, 5)));
    const statuses = responses.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, ...Array(9).fill(409)]);
    const refused = responses.find(({ status }) => status === 409);
    assert.equal(refused.json.error.kind, "upload_conflict");
    const [{ location }] = await client.list();
    const first = new TusUpload(client, new URL(location).pathname);
    await first.patch(0, "12");
    assert.equal((await client.request(id, 5)).status, 409, "also when it has begun");
    assert.equal((await first.call("DELETE")).status, 204);
    const next = await client.create(id, 5);
    assert.equal((await next.patch(0, "12345")).status, 204);
    await next.reaches("stored");
    await assertStored(glance, id, Buffer.from("12345"));
  });

  test("that is deleted ends its upload", async () => {
    const { id, upload } = await begin(5);
    await upload.patch(0, "123");
    const headers = { "x-auth-token": client.headers["x-auth-token"] };
    assert.equal((await call(edgeUrl, `/v2/images/${id}`, { method: "DELETE", headers })).status, 204);
    const { state, reason } = await upload.report();
    assert.equal(state, "failed");
    assert.match(reason, /not there any more/);
    assert.deepEqual(await client.list(), []);
    const asked = await upload.head();
    assert.deepEqual([asked.status, asked.headers["upload-offset"]], [410, undefined]);
    for (const offset of [0, 3]) {
      const { status, json } = await upload.patch(offset, "45");
      const { kind, details } = json.error;
      assert.deepEqual([status, kind, details], [410, "upload_failed", reason]);
    }
    assert.equal((await upload.call("DELETE")).status, 204);
    assert.equal((await upload.head()).status, 404);
    assert.equal((await upload.patch(3, "45")).status, 404);
  });

  test("that is deleted while bytes come for it is the reason that they are refused for", async () => {
    const { id, upload } = await begin(5);
    const conversation = await upload.announce(0, 5);
    conversation.say("123");
    const headers = { "x-auth-token": client.headers["x-auth-token"] };
    await until("the bytes are let in", async () => (await client.list()).length === 1);
    assert.equal((await call(edgeUrl, `/v2/images/${id}`, { method: "DELETE", headers })).status, 204);
    conversation.say("45");
    await conversation.hears(/^HTTP\/1\.1 410 [\s\S]*The image is not there any more\./m);
    conversation.end();
  });
});

describe("a list of uploads", () => {
  test("has the caller's own that are under way, and nobody else's", async () => {
    const [first, second] = [await begin(9), await begin(7)];
    await first.upload.patch(0, "1234");
    const listed = (await client.list()).map(({ location, image_id, length, offset, state }) => {
      return [new URL(location).pathname, image_id, length, offset, state];
    });
    assert.deepEqual(listed, [
      [second.upload.path, second.id, 7, 0, "receiving"],
      [first.upload.path, first.id, 9, 4, "receiving"],
    ]);
    const other = new TusClient(edgeUrl, { "x-auth-token": (await issueToken(alt)).token });
    assert.deepEqual(await other.list(), []);
    assert.equal((await call(edgeUrl, "/api/uploads")).status, 401);
    await second.upload.call("DELETE");
    assert.deepEqual((await client.list()).map(({ image_id }) => image_id), [first.id]);
  });
});
