// What Glance has stored is read at the gateway, hashed and compared, and no byte of it comes to the client.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, afterEach, before, describe, test } from "node:test";
import { MEBIBYTE, bytes, digest } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { glanceFaults } from "../support/faults.mjs";
import { Glance } from "../support/glance.mjs";
import { startGlanceBut } from "../support/glance_but.mjs";
import { call, open } from "../support/http.mjs";
import {
  alt,
  createApplicationCredential,
  issueToken,
  issueTokenByCredential,
} from "../support/keystone.mjs";
import { createLimited, removeLimited } from "../support/quota.mjs";
import { until } from "../support/until.mjs";

const SIZE = 8 * MEBIBYTE;
const data = bytes("verification", SIZE);
const form = { name: "to verify", disk_format: "raw", container_format: "bare" };

let person;
let glance;
let headers;
/** An image with data, another one, and one without. */
let id;
let otherId;
let emptyId;
before(async () => {
  person = await createLimited({ image_size_total: 100, image_count_total: 10 });
  glance = await Glance.as(person);
  headers = { "x-auth-token": (await issueToken(person)).token };
  ({ id } = await glance.create(form));
  await glance.upload(id, data);
  ({ id: otherId } = await glance.create(form));
  await glance.upload(otherId, data);
  ({ id: emptyId } = await glance.create(form));
});
after(async () => {
  for (const image of await glance.list()) await glance.remove(image.id);
  await removeLimited(person);
});

const path = (imageId) => `/api/images/${imageId}/verify`;
const verify = (base, imageId, body, more = headers) =>
  call(base, path(imageId), { method: "POST", headers: more, body });
const linesOf = (response) => {
  assert.equal(response.status, 200, response.text);
  assert.equal(response.headers["content-type"], "application/x-ndjson");
  return response.text.trimEnd().split("\n").map((line) => JSON.parse(line));
};
const report = async (base, imageId, more = headers) => {
  const response = await call(base, path(imageId), { headers: more });
  assert.equal(response.status, 200, response.text);
  return response.json;
};

describe("an image that is verified at the gateway", () => {
  test("has the digest that Glance stored, and what came of it is kept", async () => {
    assert.deepEqual(await report(edgeUrl, id), { verification: null, state: "idle" });
    const { verification } = linesOf(await verify(edgeUrl, id)).at(-1);
    const sha512 = digest("sha512", data);
    assert.equal(verification.verdict, "same");
    assert.equal(verification.algorithm, "sha512");
    assert.equal(verification.digest, sha512);
    assert.equal(verification.stored, sha512);
    assert.equal(verification.size, SIZE);
    assert.ok(Math.abs(Date.parse(verification.verified_at) - Date.now()) < 60_000);
    assert.deepEqual(await report(edgeUrl, id), { verification, state: "idle" });
  });

  for (const algorithm of ["md5", "sha1", "sha256", "sha384", "sha512"]) {
    test(`is compared with a publisher's ${algorithm}`, async () => {
      const right = digest(algorithm, data).toUpperCase();
      const same = linesOf(await verify(edgeUrl, id, { expected: right })).at(-1).verification;
      assert.deepEqual([same.verdict, same.algorithm], ["same", algorithm]);
      assert.equal(same.digest, right.toLowerCase());
      const wrong = digest(algorithm, "something else");
      const other = linesOf(await verify(edgeUrl, id, { algorithm, expected: wrong })).at(-1).verification;
      assert.deepEqual([other.verdict, other.expected], ["other", wrong]);
    });
  }

  test("is hashed by an algorithm of which Glance stores nothing, and compared with nothing", async () => {
    const { verification } = linesOf(await verify(edgeUrl, id, { algorithm: "sha256" })).at(-1);
    assert.equal(verification.verdict, "not_compared");
    assert.equal(verification.digest, digest("sha256", data));
  });

  test("is not read for a body that asks for what there is not", async () => {
    for (const body of [
      { expected: "abc" },
      { expected: "g".repeat(64) },
      { algorithm: "sha512", expected: "a".repeat(64) },
      { algorithm: "crc32" },
      { algorithm: 512 },
      { expected: ["a".repeat(64)] },
      { digest: "a".repeat(64) },
      [],
    ]) {
      const refused = await verify(edgeUrl, id, body);
      assert.equal(refused.status, 400, `${JSON.stringify(body)}: ${refused.text}`);
      assert.equal(refused.json.error.kind, "bad_request");
    }
  });

  test("has to have data, and to be there for the caller", async () => {
    const empty = await verify(edgeUrl, emptyId);
    assert.deepEqual([empty.status, empty.json.error.kind], [409, "image_not_ready"]);
    const stranger = { "x-auth-token": (await issueToken(alt)).token };
    const foreign = await verify(edgeUrl, id, undefined, stranger);
    assert.deepEqual([foreign.status, foreign.json.error.kind], [404, "not_found"]);
    // Nor does anybody hear what came of it in another project.
    assert.deepEqual(await report(edgeUrl, id, stranger), { verification: null, state: "idle" });
    const missing = await verify(edgeUrl, "71c675ab-d94f-49cd-a114-e12490b328d9");
    assert.equal(missing.status, 404);
    assert.equal((await verify(edgeUrl, "no-image")).status, 404);
    assert.equal((await verify(edgeUrl, id, undefined, {})).status, 401);
  });

  test("is not read for a token whose access rules do not allow to download it", async () => {
    const rules = (...paths) => paths.map((path) => ({ service: "image", method: "GET", path }));
    const narrow = async (...paths) => {
      const credential = await createApplicationCredential(person, { access_rules: rules(...paths) });
      return { "x-auth-token": (await issueTokenByCredential(credential)).token };
    };
    const looking = await narrow("/v2/images", "/v2/images/*");
    for (const method of ["GET", "POST"]) {
      const refused = await call(edgeUrl, path(id), { method, headers: looking });
      assert.deepEqual([refused.status, refused.json.error.kind], [403, "forbidden"], method);
    }
    const reading = await narrow(`/v2/images/${id}`, `/v2/images/${id}/file`);
    assert.equal(linesOf(await verify(edgeUrl, id, undefined, reading)).at(-1).verification.verdict, "same");
    assert.equal((await verify(edgeUrl, otherId, undefined, reading)).status, 403);
  });

  test("is not read for a page of another site", async () => {
    const cookie = { cookie: "gaze-session=k1.AAAA", "sec-fetch-site": "cross-site" };
    assert.ok([401, 403].includes((await verify(edgeUrl, id, undefined, cookie)).status));
  });
});

describe("data that comes as fast as it is hashed", () => {
  const length = 512 * MEBIBYTE;
  // Past the fault proxy, which is slower than the hash.
  let edge;
  let owner;
  let store;
  let imageId;
  before(async () => {
    edge = await startEdge();
    owner = await createLimited({ image_size_total: 600 });
    store = await Glance.as(owner);
    ({ id: imageId } = await store.create(form));
    await store.upload(imageId, Buffer.alloc(length, 7));
  });
  after(async () => {
    await store.remove(imageId);
    await removeLimited(owner);
    await edge.stop();
  });

  test("keeps nobody else waiting for its end", async () => {
    const token = (await issueToken(owner)).token;
    const answer = await open(edge.url, path(imageId), { method: "POST", headers: { "x-auth-token": token } });
    let hasEnded = false;
    answer.on("end", () => (hasEnded = true)).resume();
    for (let calls = 0; calls < 10; calls += 1) {
      assert.equal((await call(edge.url, "/healthz")).status, 200);
    }
    assert.equal(hasEnded, false);
    await once(answer, "end");
  });
});

describe("data that is not what was stored", () => {
  let upstream;
  let edge;
  before(async () => {
    upstream = await startGlanceBut();
    edge = await startEdge({ glance: upstream.url });
  });
  after(async () => {
    await edge.stop();
    await upstream.stop();
  });
  const giving = (body) => {
    upstream.instead = (method, url) => (url.endsWith("/file") ? { status: 200, body } : undefined);
  };

  test("is told as other data, by a bit and by a length, and the log has it as an error", async () => {
    const flipped = Buffer.from(data);
    flipped[SIZE / 2] ^= 1;
    for (const body of [flipped, data.subarray(0, SIZE - 1)]) {
      giving(body);
      const response = await verify(edge.url, id);
      const { verification } = linesOf(response).at(-1);
      assert.equal(verification.verdict, "other");
      assert.equal(verification.digest, digest("sha512", body));
      assert.equal(verification.stored, digest("sha512", data));
      const line = await edge.lineOf(response, "verification");
      assert.deepEqual([line.level, line.verdict, line.image_id], ["error", "other", id]);
      assert.equal(line.response_bytes, body.length);
    }
  });

  test("is told as other data also where there is nothing to compare but its length", async () => {
    giving(data.subarray(1));
    const { verification } = linesOf(await verify(edge.url, id, { algorithm: "sha256" })).at(-1);
    assert.equal(verification.verdict, "other");
  });

  test("is an answer of its own where Glance refuses it", async () => {
    for (const [status, expected, kind] of [
      [403, 403, "forbidden"],
      [204, 409, "image_not_ready"],
      [404, 404, "not_found"],
      [500, 503, "image_service_unreachable"],
    ]) {
      upstream.instead = (method, url) => (url.endsWith("/file") ? { status, body: "" } : undefined);
      const refused = await verify(edge.url, id);
      assert.deepEqual([refused.status, refused.json.error.kind], [expected, kind], String(status));
      assert.equal((await report(edge.url, id)).state, "idle");
    }
  });
});

describe("a project that may have one image at a time and three a day", () => {
  let edge;
  before(async () => {
    const bindings = { VERIFY_AT_ONCE: "1", VERIFY_BYTES_PER_DAY: String(3 * SIZE), REQUEST_BODY_IDLE_SECONDS: "2" };
    edge = await startEdge({ glance: await glanceFaults.url(), bindings });
  });
  afterEach(() => glanceFaults.pass());
  after(() => edge.stop());

  /** Begins to verify an image whose data comes slowly, and waits for the first line. */
  async function beginSlowly() {
    await glanceFaults.limit(MEBIBYTE / 2);
    const answer = await open(edge.url, path(id), { method: "POST", headers });
    assert.equal(answer.statusCode, 200);
    const [line] = await once(answer, "data");
    const { progress } = JSON.parse(line.toString().split("\n")[0]);
    assert.equal(progress.of, SIZE);
    assert.ok(progress.bytes > 0 && progress.bytes < SIZE, `${progress.bytes}`);
    return answer;
  }

  test("has no other and not the same one read beside it, and is given back what was not read", async () => {
    const answer = await beginSlowly();
    assert.equal((await report(edge.url, id)).state, "under_way");
    const same = await verify(edge.url, id);
    assert.deepEqual([same.status, same.json.error.kind], [409, "verification_under_way"]);
    const other = await verify(edge.url, otherId);
    assert.deepEqual([other.status, other.json.error.kind], [429, "too_many_verifications"]);
    // Nobody waits any more: nothing more is read.
    answer.destroy();
    const response = { headers: answer.headers };
    const line = await edge.lineOf(response, "verification");
    assert.equal(line.verification, "cancelled");
    assert.ok(line.response_bytes < SIZE, `${line.response_bytes}`);
    await until("Glance is not read any more", async () => (await glanceFaults.status()).connections.length === 0);
    const { verification, state } = await report(edge.url, id);
    assert.deepEqual([verification, state], [null, "idle"]);
  });

  test("is told when data breaks off or stops, and nothing is kept of it", async () => {
    for (const fault of [() => glanceFaults.breakConnections(), () => glanceFaults.hang()]) {
      const answer = await beginSlowly();
      const lines = [];
      answer.on("data", (chunk) => lines.push(chunk));
      await fault();
      await once(answer, "end");
      await glanceFaults.pass();
      const { failure } = JSON.parse(Buffer.concat(lines).toString().trimEnd().split("\n").at(-1));
      assert.equal(failure.error.kind, "image_service_unreachable");
      assert.equal((await report(edge.url, id)).verification, null);
    }
  });

  test("has none read beyond its day, is told how long it lasts, and knows what was read after a restart", async () => {
    for (const imageId of [id, otherId]) {
      assert.equal(linesOf(await verify(edge.url, imageId)).at(-1).verification.verdict, "same");
    }
    await edge.restart();
    const refused = await verify(edge.url, otherId);
    assert.deepEqual([refused.status, refused.json.error.kind], [429, "too_many_verifications"]);
    const seconds = Number(refused.headers["retry-after"]);
    assert.ok(seconds >= 1 && seconds <= 86_400, refused.headers["retry-after"]);
    assert.match(refused.json.error.details, new RegExp(`limit ${3 * SIZE}`));
    assert.equal((await report(edge.url, id)).verification.verdict, "same");
  });
});
