// What a proxy, a wrong address or a fault before Keystone may answer in its name. Whatever is not
// Keystone's own word signs nobody in, turns nobody away, and lets nobody through.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { keystoneUrl } from "../support/environment.mjs";
import { call } from "../support/http.mjs";
import {
  createApplicationCredential,
  createUser,
  demo,
  issueToken,
  removeUser,
  revokeToken,
} from "../support/keystone.mjs";
import { pageOf, requestSession, requestSignIn, signIn } from "../support/session.mjs";

const html = { "content-type": "text/html" };
const json = { "content-type": "application/json" };
const error = (code) => JSON.stringify({ error: { code, message: "no", title: "No" } });
/** A token that never was, as Keystone would describe it. */
const unreadable = JSON.stringify({ token: { user: { id: "u" }, expires_at: "2099-01-01T00:00:00Z" } });

/** Each is `[what answers, status, headers, body]`. */
const responses = [
  ["a proxy that asks for a password of its own", 401, html, "<html>401</html>"],
  ["a proxy that forbids", 403, html, "<html>403</html>"],
  ["a server that has no such page", 404, html, "<html>404</html>"],
  ["a server with a JSON error of another kind", 404, json, '{"message":"no route"}'],
  ["a welcome page", 200, html, "<html>Welcome</html>"],
  ["an empty answer", 200, json, ""],
  ["a list", 200, json, "[]"],
  ["half a token", 200, json, '{"token":{"user":{"id"'],
  ["a token without what matters", 200, json, unreadable],
  ["a created token without its value", 201, json, unreadable],
  ["a created page", 201, { ...html, "x-subject-token": "gAAAA" }, "<html></html>"],
  ["a redirect to another place", 302, { location: "http://127.0.0.1:1/v3/auth/tokens" }, ""],
  ["a permanent redirect", 308, { location: "/elsewhere" }, ""],
  ["no content", 204, {}, undefined],
  ["too many requests", 429, json, error(429)],
  ["a fault of Keystone", 500, json, error(500)],
  ["a gateway without Keystone", 502, html, "<html>502</html>"],
];

/** Stands before Keystone; `response` takes its place, `pass` lets through, `seen` counts. */
async function startGate() {
  const gate = { response: undefined, seen: 0, sent: [] };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    gate.seen += 1;
    gate.sent.push(`${request.method} ${request.url}`);
    if (gate.response) {
      const [, status, headers, body] = gate.response;
      response.writeHead(status, headers).end(body);
      return;
    }
    const { host: _host, ...headers } = request.headers;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const original = await call(keystoneUrl, request.url, { method: request.method, headers, body });
    const { "content-length": _length, connection: _connection, ...kept } = original.headers;
    response.writeHead(original.status, kept).end(original.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(gate, {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => server.close(),
  });
}

function assertUnreachable(response, what) {
  assert.equal(response.status, 503, `${what}: ${response.text}`);
  assert.equal(response.json.error.kind, "identity_unreachable", what);
  assert.equal(response.headers["set-cookie"], undefined, what);
  assert.equal(response.headers.location, undefined, what);
}

let gate;
before(async () => {
  gate = await startGate();
});
after(() => gate.stop());

describe("in Keystone's place", () => {
  let edge;
  let person;
  let credential;
  before(async () => {
    edge = await startEdge({ keystone: gate.url, bindings: { TOKEN_VALIDATION: "always" } });
    person = await createUser();
    credential = await createApplicationCredential(person);
  });
  after(async () => {
    gate.response = undefined;
    await edge.stop();
    await removeUser(person);
  });

  for (const response of responses) {
    const [what] = response;
    test(`${what} signs nobody in, turns nobody away and lets nobody through`, async () => {
      const { token } = await issueToken(person);
      gate.response = undefined;
      const page = await signIn(person, edge.url);
      const { id, secret } = credential;
      const body = { method: "application_credential", id, secret };
      const renewable = pageOf(await requestSession(body, edge.url), 201, edge.url);
      gate.response = response;
      const change = { method: "PATCH", body: { project_id: "another" } };
      for (const [call_, made] of Object.entries({
        "sign-in": requestSignIn(person, edge.url),
        "sign-in by token": requestSession({ method: "token", token }, edge.url),
        "API client": call(edge.url, "/v2/images", { headers: { "x-auth-token": token } }),
        "dashboard": page.call("/v2/images"),
        "who am I": page.call("/api/session"),
        "projects": page.call("/api/projects"),
        "switch": page.call("/api/session", change),
        "renewal": renewable.call("/api/session", { method: "PATCH", body: {} }),
      })) {
        assertUnreachable(await made, call_);
      }
      gate.response = undefined;
      // Nothing of it is remembered.
      assert.equal((await page.call("/v2/images")).status, 200);
    });
  }
});

describe("what was remembered of a token", () => {
  const settings = [
    { value: undefined, read: 0, write: 0 },
    { value: "remembered", read: 0, write: 0 },
    { value: "always-for-writes", read: 0, write: 1 },
    { value: "always", read: 1, write: 1 },
  ];
  for (const { value, read, write } of settings) {
    const word = (count) => (count === 0 ? "holds for" : "is asked anew for");
    test(`with TOKEN_VALIDATION ${value} ${word(read)} reading and ${word(write)} writing`, async () => {
      const edge = await startEdge({ keystone: gate.url, bindings: { TOKEN_VALIDATION: value } });
      try {
        const { token } = await issueToken(demo);
        const headers = { "x-auth-token": token };
        const asks = async (method, path, body) => {
          const before = gate.seen;
          await call(edge.url, path, { method, headers, body });
          return gate.seen - before;
        };
        assert.equal(await asks("GET", "/v2/images"), 1);
        assert.equal(await asks("GET", "/v2/images"), read);
        const none = "/v2/images/00000000-0000-4000-8000-000000000000";
        assert.equal(await asks("POST", "/v2/images", { name: 1 }), write);
        assert.equal(await asks("DELETE", none), write);
        assert.equal(await asks("PUT", `${none}/file`, Buffer.from("x")), write);
      } finally {
        await edge.stop();
      }
    });
  }

  test("of a bad one is not asked again at once", async () => {
    const edge = await startEdge({ keystone: gate.url });
    try {
      const headers = { "x-auth-token": "gAAAA-nobody-s" };
      const before = gate.seen;
      for (let n = 0; n < 3; n += 1) {
        assert.equal((await call(edge.url, "/v2/images", { headers })).status, 401);
      }
      assert.equal(gate.seen - before, 1);
    } finally {
      await edge.stop();
    }
  });

  // One that is sent on, and a question of the gateway's own.
  for (const path of ["/v2/images", "/api/quota"]) {
    test(`is forgotten as soon as Glance refuses the token, at ${path}`, async () => {
      const edge = await startEdge({ keystone: gate.url });
      try {
        const { token } = await issueToken(demo);
        const headers = { "x-auth-token": token };
        assert.equal((await call(edge.url, "/v2/images", { headers })).status, 200);
        await revokeToken(token);
        // Glance asks Keystone itself.
        assert.equal((await call(edge.url, path, { headers })).status, 401);
        const before = gate.seen;
        assert.equal((await call(edge.url, path, { headers })).status, 401);
        assert.equal(gate.seen - before, 1, "Keystone is asked, not the memory");
      } finally {
        await edge.stop();
      }
    });
  }
});
