// Uploads by tus 1.0 (https://tus.io/protocols/resumable-upload), up to the last byte.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, afterEach, before, describe, test } from "node:test";
import { MEBIBYTE, bytes } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call, callRaw } from "../support/http.mjs";
import {
  alt,
  createApplicationCredential,
  demo,
  issueToken,
  issueTokenByCredential,
  removeApplicationCredential,
} from "../support/keystone.mjs";
import { pageHeaders, signIn } from "../support/session.mjs";
import { TUS, TusClient, TusUpload, assertStored, checksum, metadata } from "../support/tus.mjs";
import { until } from "../support/until.mjs";

const image = { name: "tus", disk_format: "raw", container_format: "bare" };
const SEGMENT = 16 * MEBIBYTE;

let glance;
let client;
before(async () => {
  glance = await Glance.as(demo);
  client = new TusClient(edgeUrl, { "x-auth-token": (await issueToken(demo)).token });
});
afterEach(async () => {
  await client.terminateAll();
  for (const { id } of await glance.named(image.name)) await glance.remove(id);
});

/** An image without data, and an upload of so many bytes to it. */
async function begin(length) {
  const { id } = await glance.create(image);
  return { id, upload: await client.create(id, length) };
}

describe("an upload by tus", () => {
  test("comes in one request as well", async () => {
    const body = bytes("one request", 2 * SEGMENT + 5);
    const { id, upload } = await begin(body.length);
    const response = await upload.patch(0, body);
    assert.equal(response.status, 204, response.text);
    assert.equal(response.headers["upload-offset"], String(body.length));
    const report = await upload.reaches("stored");
    assert.equal(report.deliveries, 1);
    await assertStored(glance, id, body);
  });

  test("of no bytes is complete when it is made", async () => {
    const { id, upload } = await begin(0);
    await upload.reaches("stored");
    await assertStored(glance, id, Buffer.alloc(0));
  });

  test("goes on where it stands after the connection broke in its middle", async () => {
    const body = bytes("broken", 2 * SEGMENT + SEGMENT / 2);
    const { id, upload } = await begin(body.length);
    const conversation = await upload.announce(0, body.length);
    conversation.say(body.subarray(0, SEGMENT + SEGMENT / 2));
    // What is stored counts while the rest is still on its way.
    await until("the first segment counts", async () => (await upload.offset()) === SEGMENT);
    conversation.end();
    const rest = await upload.patch(SEGMENT, body.subarray(SEGMENT));
    assert.equal(rest.status, 204, rest.text);
    await upload.reaches("stored");
    await assertStored(glance, id, body);
  });

  test("is taken over by who comes back while the old connection hangs", async () => {
    const body = bytes("hanging", 3 * MEBIBYTE);
    const { id, upload } = await begin(body.length);
    const hanging = await upload.announce(0, MEBIBYTE);
    hanging.say(Buffer.alloc(MEBIBYTE - 1, "x"));
    const first = await upload.patch(0, body.subarray(0, 2 * MEBIBYTE));
    assert.equal(first.status, 204, first.text);
    hanging.say("x");
    await hanging.hears(/^HTTP\/1\.1 409 /);
    await hanging.hears(/upload_conflict/);
    hanging.end();
    assert.equal((await upload.patch(2 * MEBIBYTE, body.subarray(2 * MEBIBYTE))).status, 204);
    await upload.reaches("stored");
    await assertStored(glance, id, body);
  });

  test("is forgotten when it is terminated, and its image waits for data as before", async () => {
    const { id, upload } = await begin(10);
    await upload.patch(0, "12345");
    assert.equal((await upload.call("DELETE")).status, 204);
    for (const method of ["HEAD", "GET", "DELETE"]) {
      assert.equal((await upload.call(method)).status, 404, method);
    }
    assert.equal((await upload.patch(5, "67890")).status, 404);
    assert.equal((await glance.find(id)).status, "queued");
  });

  test("is made and continued by a page with its session, and by no other page", async () => {
    const page = await signIn(demo);
    const { id } = await glance.create(image);
    const own = new TusClient(edgeUrl, { ...pageHeaders, cookie: page.cookie });
    const upload = await own.create(id, 3);
    const foreign = { ...TUS, cookie: page.cookie, "sec-fetch-site": "cross-site" };
    const refused = await new TusUpload(new TusClient(edgeUrl, foreign), upload.path).patch(0, "abc");
    assert.equal(refused.status, 403, refused.text);
    assert.equal((await upload.patch(0, "abc")).status, 204);
    await upload.reaches("stored");
    await assertStored(glance, id, Buffer.from("abc"));
  });
});

describe("in a bucket, as on Cloudflare's network", () => {
  let edge;
  let inBucket;
  before(async () => {
    edge = await startEdge({ uploads: "bucket" });
    inBucket = new TusClient(edge.url, { "x-auth-token": client.headers["x-auth-token"] });
  });
  after(() => edge.stop());

  test("an upload comes in pieces of all sizes, and reaches Glance as it was", async () => {
    const body = bytes("bucket", SEGMENT + 3 * MEBIBYTE);
    const { id } = await glance.create(image);
    const upload = await inBucket.create(id, body.length);
    const spoilt = { "upload-checksum": checksum("sha1", body.subarray(1, 1001)) };
    assert.equal((await upload.patch(0, body.subarray(0, 1000), spoilt)).status, 460);
    let offset = 0;
    for (const length of [1000, 1, MEBIBYTE, body.length - MEBIBYTE - 1001]) {
      const piece = body.subarray(offset, offset + length);
      const headers = { "upload-checksum": checksum("sha512", piece) };
      const response = await upload.patch(offset, piece, length > 1000 ? {} : headers);
      assert.equal(response.status, 204, response.text);
      offset += length;
    }
    await upload.reaches("stored");
    await assertStored(glance, id, body);
  });

  test("an upload that is ended leaves nothing there", async () => {
    const { id } = await glance.create(image);
    const upload = await inBucket.create(id, 10);
    await upload.patch(0, "12345");
    assert.equal((await upload.call("DELETE")).status, 204);
    assert.equal((await upload.head()).status, 404);
  });
});

describe("a checksum", () => {
  for (const algorithm of ["sha1", "md5", "sha256", "sha512"]) {
    test(`by ${algorithm} lets nothing in but what was sent`, async () => {
      const body = bytes(algorithm, SEGMENT + 9);
      const { id, upload } = await begin(body.length);
      const spoilt = Buffer.from(body);
      spoilt[SEGMENT + 3] ^= 1;
      const headers = { "upload-checksum": checksum(algorithm, body) };
      const refused = await upload.patch(0, spoilt, headers);
      assert.equal(refused.status, 460, refused.text);
      assert.equal(refused.json.error.kind, "checksum_mismatch");
      assert.equal(await upload.offset(), 0);
      const taken = await upload.patch(0, body, headers);
      assert.equal(taken.status, 204, taken.text);
      await upload.reaches("stored");
      await assertStored(glance, id, body);
    });
  }

  test("of no bytes is held against no bytes", async () => {
    const { upload } = await begin(3);
    for (const algorithm of ["sha1", "md5", "sha256", "sha512"]) {
      const wrong = { "upload-checksum": checksum(algorithm, "abc") };
      assert.equal((await upload.patch(0, "", wrong)).status, 460, algorithm);
      const right = { "upload-checksum": checksum(algorithm, "") };
      assert.equal((await upload.patch(0, "", right)).status, 204, algorithm);
    }
    assert.equal((await upload.patch(0, "abc")).status, 204);
    await upload.reaches("stored");
  });

  test("of an algorithm that is not offered is refused", async () => {
    const { upload } = await begin(3);
    const refused = await upload.patch(0, "abc", { "upload-checksum": "crc32 AAAAAA==" });
    assert.equal(refused.status, 400, refused.text);
    assert.equal(await upload.offset(), 0);
  });
});

describe("the protocol", () => {
  test("is described to anybody who asks", async () => {
    for (const path of ["/api/uploads", "/api/uploads/k1.AAAA"]) {
      const { status, headers } = await call(edgeUrl, path, { method: "OPTIONS" });
      assert.equal(status, 204);
      assert.equal(headers["tus-version"], "1.0.0");
      assert.equal(headers["tus-extension"], "creation,checksum,termination,expiration");
      assert.equal(headers["tus-checksum-algorithm"], "sha1,md5,sha256,sha512");
      assert.equal(headers["tus-max-size"], String(2 ** 40));
    }
    const config = await call(edgeUrl, "/api/config");
    assert.deepEqual(config.json.upload_modes, ["stream", "tus"]);
    assert.equal(config.json.resumable_above, 2 ** 30);
  });

  test("keeps an upload a short time only until somebody has called it by its address", async () => {
    const { id } = await glance.create(image);
    const response = await client.request(id, 9);
    const minutes = (Date.parse(response.headers["upload-expires"]) - Date.now()) / 60_000;
    assert.ok(minutes > 13 && minutes <= 15, `${minutes} minutes`);
    const upload = new TusUpload(client, new URL(response.headers.location).pathname);
    const { headers } = await upload.head();
    const hours = (Date.parse(headers["upload-expires"]) - Date.now()) / 3_600_000;
    assert.ok(hours > 23.9 && hours <= 24, `${hours} hours`);
    await upload.call("DELETE");
  });

  test("tells how far an upload is, what it is, and when it ends", async () => {
    const { id, upload } = await begin(9);
    const response = await upload.patch(0, "12345");
    const { status, headers } = await upload.head();
    assert.equal(status, 200);
    assert.equal(headers["upload-offset"], "5");
    assert.equal(headers["upload-length"], "9");
    assert.equal(headers["upload-metadata"], metadata({ image_id: id }));
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["tus-resumable"], "1.0.0");
    assert.equal(headers["upload-expires"], response.headers["upload-expires"]);
    const hours = (Date.parse(headers["upload-expires"]) - Date.now()) / 3_600_000;
    assert.ok(hours > 23.9 && hours <= 24, `${hours} hours`);
    const { image_id, length, offset, state } = await upload.report();
    assert.deepEqual({ image_id, length, offset, state }, {
      image_id: id,
      length: 9,
      offset: 5,
      state: "receiving",
    });
  });

  test("has its own answer to each request that is wrong", async () => {
    const { upload } = await begin(9);
    await upload.patch(0, "12345");
    const type = { "content-type": "application/octet-stream" };
    for (const [what, response, status] of [
      ["another offset", upload.patch(4, "56"), 409],
      ["more than there is room for", upload.patch(5, "56789"), 400],
      ["another length", upload.patch(5, "6", { "upload-length": "8" }), 400],
      ["another type", upload.patch(5, "6", type), 415],
      ["an offset that is none", upload.patch("-5", "6"), 400],
      ["another version", upload.patch(5, "6", { "tus-resumable": "0.2.2" }), 412],
      ["more than there is room for, in chunks", upload.patch(5, Readable.from(["567", "89"])), 400],
      ["a checksum behind the chunks", upload.patch(5, Readable.from(["6"]), { trailer: "Upload-Checksum" }), 400],
      ["a part of another upload", upload.patch(5, "6", { "upload-concat": "partial" }), 400],
    ]) {
      const { status: found, headers, text } = await response;
      assert.equal(found, status, `${what}: ${text}`);
      assert.equal(headers["tus-resumable"], "1.0.0", what);
      assert.equal(headers["tus-version"], status === 412 ? "1.0.0" : undefined, what);
    }
    assert.equal(await upload.offset(), 5);
  });
});

describe("a new upload", () => {
  test("is refused at once where Glance would refuse it in the end", async () => {
    const { id: full } = await glance.create(image);
    await glance.upload(full, "data");
    const { id: formless } = await glance.create({ name: image.name });
    const { id: foreign } = await (await Glance.as(alt)).create(image);
    const { id } = await glance.create(image);
    const request = (imageId, length, headers) => client.request(imageId, length, headers);
    for (const [what, response, status] of [
      ["no image", request("", 1), 400],
      ["no metadata", request(id, 1, { "upload-metadata": "" }), 400],
      ["metadata that does not read", request(id, 1, { "upload-metadata": "image_id !" }), 400],
      ["an image that is not there", request("7b0f1f56-2f1e-4f0e-8a6e-0d8f4d8f6a11", 1), 404],
      ["another project's image", request(foreign, 1), 404],
      ["an image with data", request(full, 1), 409],
      ["an image without formats", request(formless, 1), 409],
      ["no length", request(id, "", {}), 400],
      ["more than is taken", request(id, 2 ** 40 + 1), 413],
      ["another version", request(id, 1, { "tus-resumable": "2" }), 412],
    ]) {
      const { status: found, text } = await response;
      assert.equal(found, status, `${what}: ${text}`);
    }
    const framing = "Transfer-Encoding: chunked";
    const sent = Object.entries({
      ...client.headers,
      "upload-length": "3",
      "upload-metadata": metadata({ image_id: id }),
    }).map(([name, value]) => `${name}: ${value}`);
    const chunk = "3\r\nabc\r\n0\r\n\r\n";
    const withBytes = await callRaw(edgeUrl, "POST", "/api/uploads", [...sent, framing], chunk);
    assert.equal(withBytes.status, 400, withBytes.text);
    const deferred = { "upload-defer-length": "1", "upload-length": [] };
    assert.equal((await request(id, 1, deferred)).status, 400);
    const { token } = await issueToken(alt);
    await (await Glance.as(alt)).remove(foreign);
    const nobody = new TusClient(edgeUrl, {});
    assert.equal((await nobody.request(id, 1)).status, 401);
    const other = new TusClient(edgeUrl, { "x-auth-token": token });
    assert.equal((await other.request(id, 1)).status, 404);
  });

  test("is nobody's business but its owner's", async () => {
    const { upload } = await begin(3);
    const { token } = await issueToken(alt);
    const theirs = new TusUpload(new TusClient(edgeUrl, { "x-auth-token": token }), upload.path);
    for (const method of ["HEAD", "GET", "DELETE"]) {
      assert.equal((await theirs.call(method)).status, 404, method);
    }
    assert.equal((await theirs.patch(0, "abc")).status, 404);
    assert.equal(await upload.offset(), 0);
  });

  test("is not touched by a credential that may only look, nor is its token replaced", async () => {
    const roles = [{ name: "reader" }];
    const credential = await createApplicationCredential(demo, { roles });
    try {
      const { token } = await issueTokenByCredential(credential);
      const { id, upload } = await begin(3);
      const looking = new TusClient(edgeUrl, { "x-auth-token": token });
      const seen = new TusUpload(looking, upload.path);
      assert.equal((await looking.request(id, 3)).status, 403);
      assert.equal((await seen.head()).status, 200);
      assert.equal((await seen.patch(0, "abc")).status, 403);
      assert.equal((await seen.call("DELETE")).status, 403);
      assert.equal((await upload.patch(0, "abc")).status, 204);
      await upload.reaches("stored");
      await assertStored(glance, id, Buffer.from("abc"));
    } finally {
      await removeApplicationCredential(demo, credential);
    }
  });

  test("may be continued by a page of an origin that is listed", async () => {
    const edge = await startEdge({ bindings: { CORS_ORIGINS: "https://tools.example" } });
    try {
      const asked = {
        origin: "https://tools.example",
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "tus-resumable,upload-offset,upload-checksum",
      };
      const path = "/api/uploads/k1.AAAA";
      const { status, headers } = await call(edge.url, path, { method: "OPTIONS", headers: asked });
      assert.equal(status, 204);
      const allowed = headers["access-control-allow-headers"].toLowerCase().split(", ");
      for (const name of ["tus-resumable", "upload-offset", "upload-checksum", "upload-metadata"]) {
        assert.ok(allowed.includes(name), name);
      }
    } finally {
      await edge.stop();
    }
  });
});

describe("what is kept of an upload", () => {
  let edge;
  before(async () => {
    edge = await startEdge();
  });
  after(() => edge.stop());

  /** The files in which bytes wait. */
  const files = () => readdir(join(edge.directory, "persist", "uploads"));

  test("goes when it is stored, when it is ended, and when its bytes were spoilt", async () => {
    const own = new TusClient(edge.url, { "x-auth-token": client.headers["x-auth-token"] });
    const [first, second] = [await glance.create(image), await glance.create(image)];
    const stored = await own.create(first.id, 5);
    const ended = await own.create(second.id, 5);
    await stored.patch(0, "123");
    await ended.patch(0, "123");
    assert.equal((await files()).length, 2);
    assert.equal((await ended.patch(3, "45", { "upload-checksum": checksum("md5", "54") })).status, 460);
    assert.equal((await files()).length, 2);
    await ended.call("DELETE");
    assert.equal((await files()).length, 1);
    await stored.patch(3, "45");
    await stored.reaches("stored");
    await until("nothing is left", async () => (await files()).length === 0);
  });

  test("is nothing where somebody asks for what was never made", async () => {
    const own = new TusClient(edge.url, { "x-auth-token": client.headers["x-auth-token"] });
    const databases = async () => {
      const entries = await readdir(join(edge.directory, "persist"), { recursive: true });
      return entries.filter((entry) => /ImageUpload.*\.sqlite$/.test(entry)).length;
    };
    const { id } = await glance.create(image);
    const upload = await own.create(id, 1);
    const before = await databases();
    assert.ok(before > 0, "an upload is in a database");
    const [, name] = upload.path.match(/([^/]+)$/);
    for (let n = 0; n < 10; n += 1) {
      const letter = "ABCDEFGHIJ"[n];
      const madeUp = `/api/uploads/${name.slice(0, -3)}${letter}${letter}${letter}`;
      assert.equal((await new TusUpload(own, madeUp).head()).status, 404);
    }
    assert.equal(await databases(), before);
    await own.terminateAll();
  });

  test("is deleted at once, also when bytes were announced that never came", async () => {
    const own = new TusClient(edge.url, { "x-auth-token": client.headers["x-auth-token"] });
    const { id } = await glance.create(image);
    const upload = await own.create(id, 20 * SEGMENT);
    for (let n = 0; n < 3; n += 1) {
      const conversation = await upload.announce(0, 20 * SEGMENT);
      conversation.say("bytes");
      conversation.end();
    }
    assert.equal((await upload.call("DELETE")).status, 204);
    assert.equal((await upload.head()).status, 404);
    await until("nothing is left", async () => (await files()).length === 0);
  });

  test("is deleted, too, where the rest of it came after the end", async () => {
    const own = new TusClient(edge.url, { "x-auth-token": client.headers["x-auth-token"] });
    for (const headers of [{}, { "upload-checksum": checksum("md5", Buffer.alloc(MEBIBYTE)) }]) {
      const { id } = await glance.create(image);
      const upload = await own.create(id, 2 * MEBIBYTE);
      const late = await upload.announce(0, MEBIBYTE, headers);
      late.say(Buffer.alloc(MEBIBYTE - 1));
      await until("its bytes are being written", async () => (await files()).length === 1);
      assert.equal((await upload.call("DELETE")).status, 204);
      late.say(Buffer.alloc(1));
      await late.hears(/^HTTP\/1\.1 4\d\d /m);
      late.end();
      await until("nothing is left", async () => (await files()).length === 0);
    }
  });

  test("is no token that anybody could use", async () => {
    const own = new TusClient(edge.url, { "x-auth-token": client.headers["x-auth-token"] });
    const { id } = await glance.create(image);
    await own.create(id, 5);
    const folder = join(edge.directory, "persist");
    let found = 0;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = await readFile(join(entry.parentPath ?? entry.path, entry.name), "latin1");
      assert.ok(!content.includes(own.headers["x-auth-token"]), entry.name);
      found += content.includes(id) ? 1 : 0;
    }
    assert.ok(found > 0, "the upload itself is there");
    await own.terminateAll();
  });
});

describe("the database of an upload that has ended", () => {
  test("is deleted on this machine, and that of one under way is not", async () => {
    const edge = await startEdge({ uploadSweepSeconds: 1 });
    try {
      const own = new TusClient(edge.url, { "x-auth-token": client.headers["x-auth-token"] });
      const databases = async () => {
        const entries = await readdir(join(edge.directory, "persist", "do", "gaze-ImageUpload"));
        return entries.filter((entry) => /^[0-9a-f]{64}\.sqlite$/.test(entry));
      };
      const { id } = await glance.create(image);
      const goesOn = await own.create(id, 5);
      const [only] = await databases();
      const { id: second } = await glance.create(image);
      for (let n = 0; n < 5; n += 1) {
        const ended = await own.create(second, 5);
        assert.equal((await ended.call("DELETE")).status, 204);
      }
      await until("one is left", async () => (await databases()).length === 1);
      assert.deepEqual(await databases(), [only]);
      assert.equal((await goesOn.patch(0, "12345")).status, 204);
      await goesOn.reaches("stored");
      await assertStored(glance, id, Buffer.from("12345"));
    } finally {
      await edge.stop();
    }
  });
});

describe("an upload that nobody goes on with", () => {
  let edge;
  before(async () => {
    edge = await startEdge({ bindings: { UPLOAD_LIFETIME_SECONDS: "2" } });
  });
  after(() => edge.stop());

  test("is forgotten after its time", async () => {
    const { id } = await glance.create(image);
    const short = new TusClient(edge.url, { "x-auth-token": client.headers["x-auth-token"] });
    const upload = await short.create(id, 10);
    await upload.patch(0, "12345");
    assert.equal(await upload.offset(), 5);
    await until("it is gone", async () => (await upload.head()).status === 404);
    assert.equal((await glance.find(id)).status, "queued");
  });
});
