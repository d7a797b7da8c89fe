// Keystone or Glance away, slow to answer, or gone in the middle. The fault proxies make it so; both
// services stay real.
import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, afterEach, before, describe, test } from "node:test";
import { MEBIBYTE, byteStream, bytes } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { glanceFaults, keystoneFaults } from "../support/faults.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { requestSignIn, signIn } from "../support/session.mjs";
import { until } from "../support/until.mjs";

const raw = { name: "edge fault test", disk_format: "raw", container_format: "bare" };
/** Longer than the edge gives Keystone for an answer, and far shorter than for ever. */
const BOUNDED_MS = 20_000;

let glance;
const made = [];
before(async () => {
  glance = await Glance.as(demo);
});
afterEach(async () => {
  await keystoneFaults.pass();
  await glanceFaults.pass();
});
after(async () => {
  for (const id of made) await glance.remove(id);
});

async function create() {
  const { id } = await glance.create(raw);
  made.push(id);
  return id;
}

function assertUnreachable(response, kind) {
  assert.equal(response.status, 503, response.text);
  assert.equal(response.json.error.kind, kind);
  assert.match(response.json.error.message, /does not answer/);
  assert.match(response.json.request_id, /^req-/);
  // Nothing of the inside: addresses, ports, causes.
  assert.doesNotMatch(response.text, /127\.0\.0\.1|ECONN|Error:/);
}

/** The health of the cloud, once a look has seen this of it: one look is told for a second. */
async function healthUntil(seen) {
  const [[name, reach]] = Object.entries(seen);
  const response = await until(`${name} is ${reach}`, async () => {
    const response = await call(edgeUrl, "/healthz?deep=1");
    return response.json[name] === reach && response;
  });
  assert.equal(response.status, 503);
  const { disks, ...upstreams } = response.json;
  assert.deepEqual(Object.keys(disks), ["ledgers", "uploads"]);
  return upstreams;
}

const ways = {
  "does not listen": (faults) => faults.stop(),
  "resets every connection": (faults) =>
    faults.set({ kind: "reset", direction: "to_upstream", after_bytes: 0, repeat: "until_changed" }),
  "closes without an answer": (faults) =>
    faults.set({ kind: "close", direction: "to_client", after_bytes: 0, repeat: "until_changed" }),
};

describe("while Keystone", () => {
  for (const [way, set] of Object.entries(ways)) {
    test(`${way}, nobody is signed in, turned away or let through`, async () => {
      const { token } = await issueToken(demo);
      await set(keystoneFaults);
      const signedIn = await requestSignIn(demo);
      assertUnreachable(signedIn, "identity_unreachable");
      assert.equal(signedIn.headers["set-cookie"], undefined);
      // Another test's made-up token may still be remembered as one that nobody knows.
      for (const tried of [token, `made-up-${randomUUID()}`]) {
        const headers = { "x-auth-token": tried };
        const list = await call(edgeUrl, "/v2/images", { headers });
        assertUnreachable(list, "identity_unreachable");
        const created = await call(edgeUrl, "/v2/images", { method: "POST", headers, body: raw });
        assertUnreachable(created, "identity_unreachable");
      }
      await keystoneFaults.pass();
      assert.equal((await requestSignIn(demo)).status, 201);
      const headers = { "x-auth-token": token };
      assert.equal((await call(edgeUrl, "/v2/images", { headers })).status, 200);
    });
  }

  test("takes connections and never answers, a sign-in is told so in bounded time", async () => {
    await keystoneFaults.hang();
    const response = await call(edgeUrl, "/api/session", {
      method: "POST",
      headers: { "x-gaze-csrf": "1", "sec-fetch-site": "same-origin" },
      body: { method: "password", user: "demo", password: "demo" },
      timeoutMs: BOUNDED_MS,
    });
    assertUnreachable(response, "identity_unreachable");
  });

  test("is away, a sign-out still ends the session in the browser and says what it could not do", async () => {
    const page = await signIn(demo);
    await keystoneFaults.stop();
    const response = await page.call("/api/session", { method: "DELETE" });
    assert.equal(response.status, 503);
    assert.match(response.json.error.message, /signed out in this browser/);
    assert.match(response.headers["set-cookie"][0], /Max-Age=0/);
    assert.equal((await page.call("/v2/images")).status, 401);
  });

  test("is away, the health check says which of the two it is", async () => {
    await keystoneFaults.stop();
    assert.deepEqual(await healthUntil({ keystone: "unreachable" }), {
      status: "unreachable",
      keystone: "unreachable",
      glance: "ok",
      regions: { RegionOne: "ok" },
    });
    assert.equal((await call(edgeUrl, "/healthz")).status, 200);
  });
});

describe("while Glance", () => {
  for (const [way, set] of Object.entries(ways)) {
    test(`${way}, every call says that it is Glance, and the session stays`, async () => {
      const page = await signIn(demo);
      const id = await create();
      await set(glanceFaults);
      const octets = { "content-type": "application/octet-stream" };
      const calls = [
        ["/v2/images", {}],
        ["/v2/images", { method: "POST", body: raw }],
        [`/v2/images/${id}`, {}],
        [`/v2/images/${id}`, { method: "DELETE" }],
        [`/v2/images/${id}/file`, {}],
        [`/v2/images/${id}/file`, { method: "PUT", headers: octets, body: bytes("away", MEBIBYTE) }],
        ["/v2/info/usage", {}],
      ];
      for (const [path, options] of calls) {
        assertUnreachable(await page.call(path, options), "image_service_unreachable");
      }
      assert.equal((await page.call("/api/session")).status, 200);
      await glanceFaults.pass();
      assert.equal((await page.call(`/v2/images/${id}`)).status, 200);
    });
  }

  test("is away, a client that discovers the API is told so", async () => {
    await glanceFaults.stop();
    assertUnreachable(await call(edgeUrl, "/versions"), "image_service_unreachable");
    assert.deepEqual(await healthUntil({ glance: "unreachable" }), {
      status: "unreachable",
      keystone: "ok",
      glance: "unreachable",
      regions: { RegionOne: "unreachable" },
    });
  });
});

describe("a connection that the edge has kept", () => {
  test("and that was reset meanwhile costs no reader an answer", async () => {
    const page = await signIn(demo);
    for (const faults of [glanceFaults, keystoneFaults]) {
      assert.equal((await page.call("/v2/images?limit=1")).status, 200);
      assert.equal((await page.call("/api/projects")).status, 200);
      await faults.breakConnections();
      assert.equal((await page.call("/v2/images?limit=1")).status, 200);
      assert.equal((await page.call("/api/projects")).status, 200);
    }
  });

  test("and that was closed meanwhile costs nobody an answer", async () => {
    const page = await signIn(demo);
    assert.equal((await page.call("/v2/images?limit=1")).status, 200);
    const close = { kind: "close", direction: "to_client", after_bytes: 0, repeat: "until_changed" };
    await glanceFaults.set(close);
    await glanceFaults.pass();
    const response = await page.call("/v2/images", { method: "POST", body: raw });
    assert.equal(response.status, 201, response.text);
    made.push(response.json.id);
  });
});

describe("in the middle of an upload", () => {
  const length = 64 * MEBIBYTE;
  const statusOf = async (id) => (await glance.find(id)).status;
  /** Glance is at work on the data, and not only the kernels in between. */
  const untilSaving = (id) => until("the upload runs", async () => (await statusOf(id)) === "saving");
  const untilQueued = (id) =>
    until("Glance gives the image up", async () => (await statusOf(id)) === "queued");
  const upload = (page, id, options = {}) =>
    page.call(`/v2/images/${id}/file`, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", "content-length": String(length) },
      body: byteStream("middle", length),
      ...options,
    });

  for (const kind of ["reset", "close"]) {
    test(`a ${kind} by Glance is told in bounded time, and the upload can be done again`, async () => {
      const page = await signIn(demo);
      const id = await create();
      // More than all buffers on the way hold, so Glance is at work by then.
      const half = 32 * MEBIBYTE;
      await glanceFaults.set({ kind, direction: "to_upstream", after_bytes: half });
      // Little follows: the runtime resets a connection on which much is still to come, and a reset can overtake
      // the answer.
      const body = new Readable({ read() {} });
      body.push(bytes("middle", half + 32 * 1024));
      const response = await upload(page, id, { body, timeoutMs: BOUNDED_MS });
      assertUnreachable(response, "image_service_unreachable");
      await untilQueued(id);
      const again = await upload(page, id);
      assert.equal(again.status, 204, again.text);
      assert.equal((await glance.find(id)).size, length);
    });
  }

  test("other calls go on, and so does the edge afterwards", async () => {
    const page = await signIn(demo);
    const id = await create();
    await glanceFaults.limit(4 * MEBIBYTE);
    const running = upload(page, id).catch((error) => error);
    await untilSaving(id);
    assert.equal((await page.call(`/v2/images/${id}`)).json.status, "saving");
    await glanceFaults.breakConnections();
    assertUnreachable(await running, "image_service_unreachable");
    await glanceFaults.pass();
    assert.equal((await page.call("/v2/images?limit=1")).status, 200);
  });

  test("a client that goes away leaves an image without data, and nothing open at Glance", async () => {
    const page = await signIn(demo);
    const id = await create();
    await glanceFaults.limit(4 * MEBIBYTE);
    const body = byteStream("gone", length);
    const running = upload(page, id, { body }).catch((error) => error.message);
    const uploads = async () => {
      const { connections } = await glanceFaults.status();
      return connections.filter((connection) => connection.to_upstream_bytes > MEBIBYTE).length;
    };
    await untilSaving(id);
    await until("bytes are on their way", uploads);
    body.destroy(new Error("the client has gone"));
    assert.equal(await running, "the client has gone");
    await glanceFaults.pass();
    await untilQueued(id);
    await until("the way to Glance is closed", async () => (await uploads()) === 0);
  });

  /** Some bytes of an upload, which then stands still; ends it like a client that is gone. */
  async function breakOff(base, id, headers) {
    const page = await signIn(demo, base);
    const body = new Readable({ read() {} });
    body.push(bytes("gone", 4 * MEBIBYTE));
    const options = {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", ...headers },
      body,
    };
    const running = page.call(`/v2/images/${id}/file`, options).catch((error) => error.message);
    await untilSaving(id);
    body.destroy(new Error("the client has gone"));
    assert.equal(await running, "the client has gone");
  }

  test("what breaks off in chunks never becomes an image", async () => {
    const id = await create();
    await breakOff(edgeUrl, id, {});
    await until("Glance is done with it", async () => (await statusOf(id)) !== "saving");
    const { status, size } = await glance.find(id);
    assert.deepEqual({ status, size }, { status: "queued", size: null });
  });

  test("a client that goes away is not logged as a failure of Glance", async (t) => {
    const edge = await startEdge();
    t.after(() => edge.stop());
    const id = await create();
    const response = { headers: { "x-openstack-request-id": `req-${randomUUID()}` } };
    await breakOff(edge.url, id, { "content-length": String(length), ...response.headers });
    const line = await edge.logLineOf(response);
    assert.equal(line.level, "info");
    assert.equal(line.status, 400);
    assert.match(line.cause, /breaks off/);
    await untilQueued(id);
  });
});

describe("in the middle of an answer", () => {
  test("a broken download never looks complete", async () => {
    const page = await signIn(demo);
    const id = await create();
    const data = bytes("broken download", 8 * MEBIBYTE);
    await glance.upload(id, data);
    for (const kind of ["reset", "close"]) {
      await glanceFaults.set({ kind, direction: "to_client", after_bytes: 3 * MEBIBYTE });
      await assert.rejects(page.call(`/v2/images/${id}/file`), `after a ${kind}`);
      assert.ok((await page.call(`/v2/images/${id}/file`)).body.equals(data));
    }
  });

  test("a broken list never looks complete", async () => {
    const page = await signIn(demo);
    await create();
    for (const kind of ["reset", "close"]) {
      await glanceFaults.set({ kind, direction: "to_client", after_bytes: 400 });
      // Every browser asks for compression, which hides the length of the answer from it.
      const headers = { "accept-encoding": "gzip" };
      const outcome = await page.call("/v2/images", { headers });
      assert.equal(outcome.status, 503, `after a ${kind}`);
    }
  });
});
