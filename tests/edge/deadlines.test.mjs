// Upstreams that take a connection and never answer, and callers who ask again and again.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { glanceFaults, keystoneFaults } from "../support/faults.mjs";
import { Conversation } from "../support/conversation.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { requestSignIn } from "../support/session.mjs";

let edge;
let token;
before(async () => {
  edge = await startEdge({
    glance: await glanceFaults.url(),
    keystone: await keystoneFaults.url(),
    bindings: { GLANCE_TIMEOUT_SECONDS: 1, KEYSTONE_TIMEOUT_SECONDS: 1, QUOTA_MODE: "off" },
  });
  ({ token } = await issueToken(demo));
  await call(edge.url, "/v2/images", { headers: { "x-auth-token": token } });
});
afterEach(async () => {
  await glanceFaults.pass();
  await keystoneFaults.pass();
});
after(() => edge.stop());

const headers = () => ({ "x-auth-token": token });

describe("while an upstream takes connections and never answers", () => {
  test("every call that brings no image data ends in the time that is set, data that is asked for too", async () => {
    await glanceFaults.hang();
    const id = randomUUID();
    for (const [method, path] of [
      ["GET", "/v2/images"],
      ["GET", `/v2/images/${id}/file`],
      ["DELETE", `/v2/images/${id}`],
      ["POST", "/v2/images"],
    ]) {
      const body = method === "POST" ? {} : undefined;
      const response = await call(edge.url, path, { method, headers: headers(), body });
      assert.equal(response.status, 503, `${method} ${path}`);
      const line = await edge.logLineOf(response);
      assert.deepEqual([line.level, line.cause], ["error", "Glance cannot be reached: no answer in 1000 ms"]);
    }
  });

  test("what the gateway asks itself before it takes data ends in the time that is set", async () => {
    const bindings = { GLANCE_TIMEOUT_SECONDS: 1 };
    const other = await startEdge({ glance: await glanceFaults.url(), bindings });
    try {
      await glanceFaults.hang();
      for (const method of ["file", "stage"]) {
        const path = `/v2/images/${randomUUID()}/${method}`;
        const sent = { ...headers(), "content-type": "application/octet-stream" };
        const response = await call(other.url, path, { method: "PUT", headers: sent, body: "data" });
        assert.equal(response.status, 503, path);
        const line = await other.logLineOf(response);
        assert.equal(line.cause, "Glance cannot be reached: no answer in 1000 ms");
      }
    } finally {
      await other.stop();
    }
  });

  test("a sign-in ends in Keystone's time", async () => {
    await keystoneFaults.hang();
    const response = await requestSignIn(demo, edge.url);
    assert.equal(response.status, 503);
    const line = await edge.logLineOf(response);
    assert.equal(line.cause, "Keystone cannot be reached: no answer in 1000 ms");
  });

  for (const method of ["GET", "POST"]) {
    test(`a ${method} whose client has left has its line`, async () => {
      await glanceFaults.hang();
      const request = `req-${randomUUID()}`;
      const sent = { ...headers(), "x-openstack-request-id": request, "content-length": method === "POST" ? 2 : 0 };
      const caller = await Conversation.begin(edge.url, `${method} /v2/images`, sent);
      if (method === "POST") caller.say("{}");
      caller.socket.end();
      const line = await edge.lineWhere((line) => line.request_id === request && line.event === "request");
      assert.deepEqual([line.method, line.status], [method, 503]);
      caller.end();
    });
  }

  test("data that Glance has all of waits on, and the log says so", async () => {
    const recorder = await startRecorder(() => new Promise(() => {}));
    const bindings = { GLANCE_TIMEOUT_SECONDS: 1, QUOTA_MODE: "off" };
    const other = await startEdge({ glance: recorder.url, bindings });
    try {
      const id = randomUUID();
      const sent = { ...headers(), "content-type": "application/octet-stream", "content-length": 4 };
      const caller = await Conversation.begin(other.url, `PUT /v2/images/${id}/file`, sent);
      caller.say("data");
      const line = await other.lineWhere(({ event }) => event === "waiting");
      assert.deepEqual([line.level, line.image_id, line.region], ["error", id, "RegionOne"]);
      assert.deepEqual(caller.statuses, []);
      caller.end();
    } finally {
      recorder.stop();
      await other.stop();
    }
  });
});

describe("callers who ask again and again", () => {
  /** An edge whose Keystone and Glance count what they are asked, and answer as the real ones would. */
  async function counted(work) {
    const unknown = { status: 401, body: '{"error": {"code": 401, "message": "no", "title": "Unauthorized"}}' };
    const keystone = await startRecorder(({ url }) => (url.includes("/auth/tokens") ? unknown : {}));
    const glance = await startRecorder();
    const other = await startEdge({ keystone: keystone.url, glance: glance.url });
    try {
      await work({ other, keystone, glance });
    } finally {
      await other.stop();
      keystone.stop();
      glance.stop();
    }
  }

  test("for the health of the cloud are told of one look", async () => {
    await counted(async ({ other, keystone, glance }) => {
      const asked = () => call(other.url, "/healthz?deep=1");
      const responses = await Promise.all(Array.from({ length: 100 }, asked));
      assert.ok(responses.every(({ status }) => status === 200));
      assert.ok(keystone.requests.length <= 10, `${keystone.requests.length} looks at Keystone`);
      assert.ok(glance.requests.length <= 10, `${glance.requests.length} looks at Glance`);
    });
  });

  test("with tokens of their own making reach Keystone no more after a hundred", async () => {
    await counted(async ({ other, keystone }) => {
      const responses = [];
      for (let n = 0; n < 140; n += 1) {
        responses.push(await call(other.url, "/v2/images", { headers: { "x-auth-token": `made-up-${n}` } }));
      }
      const limited = responses.filter(({ status }) => status === 429);
      assert.ok(limited.length > 0, "none had to wait");
      assert.equal(keystone.requests.length, responses.length - limited.length);
      assert.match(limited[0].headers["retry-after"], /^\d+$/);
      assert.equal(limited[0].json.error.kind, "too_many_requests");
      const line = await other.logLineOf(limited[0]);
      assert.match(line.cause, /^too many unknown tokens/);
    });
  });

  test("behind a proxy of which nobody has told keep no other out", async () => {
    await counted(async ({ other }) => {
      const from = (address, token) =>
        call(other.url, "/v2/images", { headers: { "x-auth-token": token, "x-forwarded-for": address } });
      let last;
      for (let n = 0; n < 140; n += 1) last = await from("192.0.2.7", `made-up-${n}`);
      assert.equal(last.status, 429);
      assert.equal((await from("192.0.2.8", "made-up-too")).status, 401);
    });
  });
});
