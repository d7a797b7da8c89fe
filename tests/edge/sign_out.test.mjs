// The end of a session: by signing out, by its time, by somebody else.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { keystoneUrl } from "../support/environment.mjs";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";
import {
  addProject,
  createApplicationCredential,
  createUser,
  demo,
  endTokensOf,
  isTokenAlive,
  removeUser,
} from "../support/keystone.mjs";
import { Page, cookieLineOf, cookieOf, pageOf, requestSession, requestSignIn, signIn } from "../support/session.mjs";

/**
 * A way to Keystone on which every answer passes a function, because what Keystone says of a token
 * is not for the edge's clients to see.
 */
async function startWayToKeystone(change) {
  let hold;
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const held = hold;
    hold = undefined;
    const { host: _host, ...headers } = request.headers;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const original = await call(keystoneUrl, request.url, { method: request.method, headers, body });
    const changed = change(original);
    if (held) {
      held.arrive();
      await held.released;
    }
    const { "content-length": _length, connection: _connection, ...kept } = original.headers;
    response.writeHead(original.status, kept).end(changed);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => server.close(),
    /** Keystone's answer to the next request waits until it is released. */
    holdNext() {
      let arrive;
      let release;
      const arrived = new Promise((resolve) => (arrive = resolve));
      const released = new Promise((resolve) => (release = resolve));
      hold = { arrive, released };
      return { arrived, release };
    },
  };
}

describe("signing out", () => {
  let issued;
  let way;
  let edge;
  before(async () => {
    way = await startWayToKeystone((response) => {
      issued = response.headers["x-subject-token"] ?? issued;
      return response.body;
    });
    edge = await startEdge({ keystone: way.url });
  });
  after(async () => {
    await edge.stop();
    way.stop();
  });

  test("ends the token at Keystone and the cookie in the browser", async () => {
    const page = await signIn(demo, edge.url);
    const token = issued;
    assert.equal(await isTokenAlive(token), true);
    const response = await page.call("/api/session", { method: "DELETE" });
    assert.equal(response.status, 204);
    assert.match(cookieLineOf(response), /^gaze-session=; Max-Age=0; /);
    assert.equal(await isTokenAlive(token), false);
  });

  test("makes the old cookie worthless, if somebody has kept it", async () => {
    const page = await signIn(demo, edge.url);
    await page.call("/api/session", { method: "DELETE" });
    for (const path of ["/api/session", "/api/projects", "/v2/images", "/v2/info/usage"]) {
      const response = await page.call(path);
      assert.equal(response.status, 401, path);
      assert.equal(response.json.error.kind, "session_expired");
    }
  });

  test("ends the tokens of the projects worked in before, and their cookies", async () => {
    const user = await createUser();
    const other = await addProject(user);
    const before = await signIn(user, edge.url);
    const tokenBefore = issued;
    const switched = await before.call("/api/session", {
      method: "PATCH",
      body: { project_id: other.id },
    });
    assert.equal(switched.status, 200);
    // Uploads of the project before are still under way with its token.
    assert.equal(await isTokenAlive(tokenBefore), true);
    const now = new Page(cookieOf(switched), switched.json, edge.url);
    assert.equal((await now.call("/api/session", { method: "DELETE" })).status, 204);
    assert.equal(await isTokenAlive(tokenBefore), false);
    assert.equal((await before.call("/v2/images")).status, 401);
    await removeUser(user);
  });

  test("with an older copy of a cookie that was renewed or switched ends the newer one too, everywhere", async () => {
    const user = await createUser();
    const other = await addProject(user);
    const { id, secret } = await createApplicationCredential(user);
    const byCredential = { method: "application_credential", id, secret };
    const byPassword = { method: "password", user: user.user, password: user.password };
    for (const [how, body, change] of [
      ["renewed", byCredential, {}],
      ["switched", byPassword, { project_id: other.id }],
    ]) {
      const older = pageOf(await requestSession(body, edge.url), 201, edge.url);
      const changed = await older.call("/api/session", { method: "PATCH", body: change });
      const newer = pageOf(changed, 200, edge.url);
      const newerToken = issued;
      // Another edge, whose isolate has heard of neither.
      const elsewhere = await startEdge({ keystone: way.url, bindings: { SESSION_KEYS: edge.keys } });
      try {
        assert.equal((await newer.call("/v2/images")).status, 200, how);
        assert.equal((await older.call("/api/session", { method: "DELETE" })).status, 204, how);
        for (const base of [elsewhere.url, edge.url]) {
          const copy = new Page(newer.cookie, newer.session, base);
          const renewed = await copy.call("/api/session", { method: "PATCH", body: {} });
          assert.equal(renewed.status, 401, `${how}: ${renewed.text}`);
          assert.equal(renewed.json.error.kind, "session_expired", how);
          assert.equal((await copy.call("/v2/images")).status, 401, how);
        }
        assert.equal(await isTokenAlive(newerToken), false, how);
      } finally {
        await elsewhere.stop();
      }
    }
    await removeUser(user);
  });

  test("has the last word over an answer that was under way", async () => {
    const page = await signIn(demo, edge.url);
    // Another edge's isolate does not know the token yet, so it asks Keystone, which is slow.
    const elsewhere = await startEdge({ keystone: way.url, bindings: { SESSION_KEYS: edge.keys } });
    try {
      const late = way.holdNext();
      const asked = new Page(page.cookie, page.session, elsewhere.url).call("/api/session");
      await late.arrived;
      const signOut = new Page(page.cookie, page.session, elsewhere.url).call("/api/session", {
        method: "DELETE",
      });
      assert.equal((await signOut).status, 204);
      late.release();
      assert.equal((await asked).status, 401);
      const again = new Page(page.cookie, page.session, elsewhere.url);
      assert.equal((await again.call("/api/session")).status, 401);
    } finally {
      await elsewhere.stop();
    }
  });

  test("a second time is fine", async () => {
    const page = await signIn(demo, edge.url);
    await page.call("/api/session", { method: "DELETE" });
    assert.equal((await page.call("/api/session", { method: "DELETE" })).status, 204);
  });

  test("writes neither the token nor the cookie nor the password to the log", async () => {
    const user = await createUser();
    const page = await signIn(user, edge.url);
    await requestSignIn({ ...user, password: `${user.password}-wrong` }, edge.url);
    await page.call("/v2/images?name=in-the-query");
    const last = await page.call("/api/session", { method: "DELETE" });
    const line = await edge.logLineOf(last);
    assert.equal(line.route, "/api/session");
    const log = edge.log.join("\n");
    for (const secret of [issued, page.cookie, user.password, "in-the-query", "gAAAA"]) {
      assert.ok(!log.includes(secret), secret);
    }
    await removeUser(user);
  });
});

describe("a token whose time is over", () => {
  let way;
  let edge;
  before(async () => {
    const past = '"expires_at": "2020-01-01T00:00:00.000000Z"';
    way = await startWayToKeystone((response) =>
      response.text.replace(/"expires_at": ?"[^"]*"/, past),
    );
    edge = await startEdge({ keystone: way.url });
  });
  after(async () => {
    await edge.stop();
    way.stop();
  });

  test("is a session that has ended, and the cookie is dropped", async () => {
    const signedIn = await requestSignIn(demo, edge.url);
    assert.match(cookieLineOf(signedIn), /; Max-Age=0; /);
    const page = new Page(cookieOf(signedIn), signedIn.json, edge.url);
    for (const path of ["/api/session", "/v2/images"]) {
      const response = await page.call(path);
      assert.equal(response.status, 401);
      assert.equal(response.json.error.kind, "session_expired");
      // The late answer to an ordinary call must not drop the cookie of a sign-in meanwhile.
      const dropped = cookieLineOf(response);
      if (path === "/api/session") assert.match(dropped, /^gaze-session=; Max-Age=0; /);
      else assert.equal(dropped, undefined);
    }
  });

  test("opens nothing for an API client either", async () => {
    const token = "gAAAAA-a-token-that-keystone-calls-valid";
    const response = await call(edge.url, "/v2/images", { headers: { "x-auth-token": token } });
    assert.equal(response.status, 401);
  });
});

describe("a session that was ended elsewhere", () => {
  test("is over for the page with the first call that shows it", async () => {
    const user = await createUser();
    const page = await signIn(user);
    assert.equal((await page.call("/v2/images")).status, 200);
    await endTokensOf(user);
    assert.equal((await page.call("/v2/images")).status, 401);
    const response = await page.call("/api/session");
    assert.equal(response.status, 401);
    assert.equal(response.json.error.kind, "session_expired");
    await removeUser(user);
  });

  test("is no obstacle to signing in again and going on", async () => {
    const user = await createUser();
    const page = await signIn(user);
    await endTokensOf(user);
    assert.equal((await page.call("/v2/images")).status, 401);
    const again = await signIn(user);
    assert.equal((await again.call("/v2/images")).status, 200);
    await removeUser(user);
  });
});
