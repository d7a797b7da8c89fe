// Signing in by everything that Keystone takes: application credentials, tokens, a code as second factor.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { keystoneUrl } from "../support/environment.mjs";
import { call } from "../support/http.mjs";
import {
  addProject,
  admin,
  asAdmin,
  createApplicationCredential,
  createUser,
  issueToken,
  issueTokenFor,
  isTokenAlive,
  removeApplicationCredential,
  removeUser,
} from "../support/keystone.mjs";
import * as session from "../support/session.mjs";
import { cookieOf, pageHeaders } from "../support/session.mjs";
import { Authenticator } from "../support/totp.mjs";

const kindOf = (response) => response.json.error.kind;

function assertRefused(response, status, kind) {
  assert.equal(response.status, status, response.text);
  assert.equal(kindOf(response), kind);
  assert.equal(response.headers["set-cookie"], undefined);
}

// An edge of its own, because failed sign-ins count, for this file and for those after it.
let edge;
const requestSession = (body, headers) => session.requestSession(body, edge.url, headers);
const pageOf = (response, status) => session.pageOf(response, status, edge.url);
const signIn = (person) => session.signIn(person, edge.url);

let person;
let other;
before(async () => {
  edge = await startEdge();
  person = await createUser();
  other = await addProject(person);
});
after(async () => {
  await edge.stop();
  await removeUser(person);
});

describe("an application credential", () => {
  const method = "application_credential";
  let credential;
  before(async () => {
    credential = await createApplicationCredential(person);
  });

  test("signs in by its id, and by its name and its user", async () => {
    const { id, name, secret } = credential;
    const named = { name, user: person.user, secret };
    for (const by of [{ id, secret }, named, { ...named, domain: "Default" }]) {
      const page = pageOf(await requestSession({ method, ...by }), 201);
      assert.equal(page.session.user.id, person.id);
      assert.equal(page.session.project.id, person.projectId);
      assert.equal((await page.call("/v2/images")).status, 200);
    }
  });

  test("that is wrong in any part is refused in one way", async () => {
    const { id, name, secret } = credential;
    for (const by of [
      { id, secret: "wrong" },
      { id: "none", secret },
      { name, user: person.user, secret: "wrong" },
      { name: "none", user: person.user, secret },
      { name, user: "nobody", secret },
      { name, user: person.user, domain: "none", secret },
    ]) {
      const response = await requestSession({ method, ...by });
      assertRefused(response, 401, "invalid_credentials");
      assert.match(response.json.error.message, /application credential/);
    }
  });

  test("stays in its project, and says so", async () => {
    const { id, secret } = credential;
    const page = pageOf(await requestSession({ method, id, secret }), 201);
    const { projects } = (await page.call("/api/projects")).json;
    assert.deepEqual(projects.map((project) => project.id), [person.projectId]);
    const response = await page.call("/api/session", { method: "PATCH", body: { project_id: other.id } });
    assertRefused(response, 403, "no_project");
    assert.match(response.json.error.message, /one project only/);
    assert.equal((await page.call("/api/session")).status, 200);
  });

  test("with access rules signs in, and its sign-out tells what it could not end", async () => {
    const access_rules = [{ service: "image", method: "GET", path: "/v2/images" }];
    const narrow = await createApplicationCredential(person, { access_rules });
    const { id, secret } = narrow;
    const page = pageOf(await requestSession({ method, id, secret }), 201);
    assert.equal((await page.call("/api/session")).status, 200);
    // Keystone lets such a token do nothing that is not in its rules, not even end itself.
    const response = await page.call("/api/session", { method: "DELETE" });
    assert.equal(response.status, 503);
    assert.match(response.headers["set-cookie"][0], /Max-Age=0/);
    assert.equal((await page.call("/api/session")).status, 401);
  });

  test("gets a new token of a full lifetime, and the sign-out ends both", async () => {
    const { id, secret } = credential;
    const first = pageOf(await requestSession({ method, id, secret }), 201);
    assert.equal(first.session.renewal, "automatic");
    const second = pageOf(await first.call("/api/session", { method: "PATCH", body: {} }), 200);
    assert.ok(Date.parse(second.session.expires_at) >= Date.parse(first.session.expires_at));
    assert.notEqual(second.cookie, first.cookie);
    // An upload that travels with the token before goes on.
    assert.equal((await first.call("/v2/images")).status, 200);
    assert.equal((await second.call("/v2/images")).status, 200);
    assert.equal((await second.call("/api/session", { method: "DELETE" })).status, 204);
    for (const page of [first, second]) {
      assert.equal((await page.call("/v2/images")).status, 401);
      const renewed = await page.call("/api/session", { method: "PATCH", body: {} });
      assertRefused(renewed, 401, "session_expired");
    }
  });

  test("that was deleted renews nothing any more", async () => {
    const short = await createApplicationCredential(person);
    const page = pageOf(await requestSession({ method, id: short.id, secret: short.secret }), 201);
    await removeApplicationCredential(person, short);
    const response = await page.call("/api/session", { method: "PATCH", body: {} });
    assertRefused(response, 401, "session_expired");
  });
});

describe("a session by password", () => {
  test("has nothing to be renewed by, and stays as it is", async () => {
    const page = await signIn(person);
    assert.equal(page.session.renewal, "sign_in");
    const response = await page.call("/api/session", { method: "PATCH", body: {} });
    assert.equal(response.status, 200);
    assert.deepEqual(response.json, page.session);
    assert.equal(response.headers["set-cookie"], undefined);
  });

  test("that another of the same person follows takes its tokens along to the end", async () => {
    const first = await signIn(person);
    const body = { method: "password", user: person.user, password: person.password };
    const response = await requestSession(body, { cookie: first.cookie });
    const second = pageOf(response, 201);
    // What was under way goes on.
    assert.equal((await first.call("/v2/images")).status, 200);
    assert.equal((await second.call("/api/session", { method: "DELETE" })).status, 204);
    assert.equal((await first.call("/v2/images")).status, 401);
  });

  test("ends when somebody else signs in in the same browser", async () => {
    const stranger = await createUser();
    const planted = await signIn(stranger);
    const body = { method: "password", user: person.user, password: person.password };
    const response = await requestSession(body, { cookie: planted.cookie });
    assert.equal(response.status, 201);
    assert.notEqual(cookieOf(response), planted.cookie);
    assert.equal(response.json.user.id, person.id);
    const images = await planted.call("/v2/images");
    assert.equal(images.status, 401);
    await removeUser(stranger);
  });
});

describe("every way in", () => {
  test("is written down with who came, and with nothing of what they came by", async () => {
    const { id, secret } = await createApplicationCredential(person);
    const { token } = await issueToken(person);
    const { user, password } = person;
    for (const body of [
      { method: "password", user, password },
      { method: "application_credential", id, secret },
      { method: "token", token },
    ]) {
      const response = await requestSession(body);
      const line = await edge.logLineOf(response);
      assert.deepEqual([line.user_id, line.project_id], [person.id, person.projectId], body.method);
    }
    const log = edge.log.join("\n");
    for (const hidden of [password, secret, token]) assert.ok(!log.includes(hidden));
  });
});

describe("a token", () => {
  const method = "token";

  test("is traded for one of the session's own, and outlives its sign-out", async () => {
    const { token, project } = await issueToken(person);
    const page = pageOf(await requestSession({ method, token }), 201);
    assert.equal(page.session.project.id, project.id);
    assert.equal((await page.call("/api/session", { method: "DELETE" })).status, 204);
    assert.equal(await isTokenAlive(token), true);
  });

  test("works in a project that is named", async () => {
    const { token } = await issueToken(person);
    for (const project of [{ id: other.id }, { name: other.name }]) {
      const page = pageOf(await requestSession({ method, token, project }), 201);
      assert.equal(page.session.project.id, other.id);
    }
    const response = await requestSession({ method, token, project: { name: "admin" } });
    assertRefused(response, 403, "no_project");
  });

  test("without a project works in the first of its owner's", async () => {
    const token = await issueTokenFor(person, "unscoped");
    const page = pageOf(await requestSession({ method, token }), 201);
    assert.equal(page.session.user.id, person.id);
    assert.equal((await page.call("/v2/images")).status, 200);
  });

  test("of an application credential is taken as it is, for its project only", async () => {
    const { id, secret } = await createApplicationCredential(person);
    const identity = { methods: ["application_credential"], application_credential: { id, secret } };
    const issued = await call(keystoneUrl, "/v3/auth/tokens", {
      method: "POST",
      body: { auth: { identity } },
    });
    const token = issued.headers["x-subject-token"];
    const page = pageOf(await requestSession({ method, token }), 201);
    assert.equal(page.session.project.id, person.projectId);
    assert.equal(page.session.renewal, "sign_in");
    const elsewhere = await requestSession({ method, token, project: { id: other.id } });
    assertRefused(elsewhere, 403, "no_project");
  });

  test("of the whole cloud is refused with what to do instead", async () => {
    const token = await issueTokenFor(admin, { system: { all: true } });
    for (const body of [
      { method, token },
      { method, token, project: { name: "admin" } },
    ]) {
      const response = await requestSession(body);
      assertRefused(response, 403, "no_project");
      assert.match(response.json.error.message, /not for a project/);
    }
  });

  test("of a domain works in a project of its owner's", async () => {
    const { user } = await issueToken(admin);
    const { json } = await asAdmin(200, "GET", "/roles?name=admin");
    const grant = `/domains/default/users/${user.id}/roles/${json.roles[0].id}`;
    await asAdmin(204, "PUT", grant);
    try {
      const token = await issueTokenFor(admin, { domain: { id: "default" } });
      const page = pageOf(await requestSession({ method, token }), 201);
      assert.equal(page.session.user.id, user.id);
    } finally {
      await asAdmin(204, "DELETE", grant);
    }
  });

  test("that Keystone does not know is refused, whatever it looks like", async () => {
    for (const token of ["gAAAA-nobody-s", "", "a b", "a\r\nX-Roles: admin", "x".repeat(9000)]) {
      assertRefused(await requestSession({ method, token }), 401, "invalid_credentials");
    }
  });
});

describe("an account with a second factor", () => {
  let careful;
  let authenticator;
  before(async () => {
    careful = await createUser();
    authenticator = await Authenticator.for(careful);
  });
  after(() => removeUser(careful));

  const password = (more = {}) =>
    requestSession({ method: "password", user: careful.user, password: careful.password, ...more });

  test("is asked for a code, and nothing is kept of it before", async () => {
    const response = await password();
    assertRefused(response, 401, "second_factor_required");
    assert.match(response.json.receipt, /^[\w-]+\.[\w-]+$/);
    assert.ok(!response.text.includes("gAAAA"));
  });

  test("signs in with the code in a second step, in the project that the first one named", async () => {
    const second = await addProject(careful);
    const { receipt } = (await password({ project: { name: second.name } })).json;
    const response = await requestSession({ method: "totp", receipt, passcode: authenticator.code() });
    const page = pageOf(response, 201);
    assert.equal(page.session.project.id, second.id);
    assert.equal((await page.call("/v2/images")).status, 200);
    // A session that began with a code switches without one.
    const back = { method: "PATCH", body: { project_id: careful.projectId } };
    assert.equal((await page.call("/api/session", back)).status, 200);
  });

  test("signs in with both in one request", async () => {
    assert.equal((await password({ passcode: authenticator.code() })).status, 201);
    const response = await password({ passcode: authenticator.wrongCode() });
    assertRefused(response, 401, "invalid_credentials");
  });

  test("is refused with a wrong code, and may try again with the same receipt", async () => {
    const { receipt } = (await password()).json;
    const wrong = await requestSession({
      method: "totp",
      receipt,
      passcode: authenticator.wrongCode(),
    });
    assertRefused(wrong, 401, "invalid_credentials");
    assert.match(wrong.json.error.message, /code/);
    const right = await requestSession({ method: "totp", receipt, passcode: authenticator.code() });
    assert.equal(right.status, 201);
  });

  test("is told nothing about a code when the password is wrong", async () => {
    const response = await password({ password: "wrong" });
    assertRefused(response, 401, "invalid_credentials");
    assert.equal(response.json.receipt, undefined);
  });

  test("is not let in by a receipt that was made up, cut, or is a session's cookie", async () => {
    const { receipt } = (await password()).json;
    const cookie = cookieOf(await password({ passcode: authenticator.code() }));
    const passcode = authenticator.code();
    for (const changed of ["", "k1.AAAA", receipt.slice(0, -2), cookie.split("=")[1]]) {
      const response = await requestSession({ method: "totp", receipt: changed, passcode });
      assertRefused(response, 401, "sign_in_required");
    }
    // Nor is a receipt a session.
    const headers = { ...pageHeaders, cookie: `gaze-session=${receipt}` };
    assert.equal((await call(edge.url, "/v2/images", { headers })).status, 401);
  });

  test("whose factor is another one is told that it does not work here", async () => {
    const special = await createUser();
    await Authenticator.for(special, [["password", "application_credential"]]);
    const { user, password: secret } = special;
    const response = await requestSession({ method: "password", user, password: secret });
    assertRefused(response, 403, "second_factor_unsupported");
    await removeUser(special);
  });
});
