// The session: signing in, who am I, switching projects, signing out.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { edgeUrl } from "../support/environment.mjs";
import { call } from "../support/http.mjs";
import {
  addProject,
  createDomain,
  createUser,
  demo,
  issueToken,
  removeDomain,
  removeUser,
} from "../support/keystone.mjs";
import {
  Page,
  cookieLineOf,
  cookieOf,
  pageHeaders,
  requestSession,
  requestSignIn,
  signIn,
} from "../support/session.mjs";

const kindOf = (response) => response.json.error.kind;

/** The cookies that an answer sets, each with its attributes in order. */
function namesAndAttributes(response) {
  const lines = response.headers["set-cookie"].map((line) => {
    const [pair, ...attributes] = line.split("; ");
    assert.match(pair, /^[\w-]+=[\w.-]+$/);
    assert.ok(attributes.some((attribute) => /^Max-Age=[1-9]\d*$/.test(attribute)));
    const named = attributes.filter((attribute) => !attribute.startsWith("Max-Age="));
    return [pair.split("=")[0], ...named.sort()];
  });
  return lines.sort();
}

/** What a browser forgets its cookie by. */
function assertCookieCleared(response) {
  assert.match(cookieLineOf(response), /^gaze-session=; Max-Age=0; /);
}

describe("signing in", () => {
  test("gives who one is and a cookie that no script can read and no other site can send", async () => {
    const response = await requestSignIn(demo);
    assert.equal(response.status, 201);
    assert.equal(response.json.user.name, "demo");
    assert.equal(response.json.project.name, "demo");
    assert.ok(response.json.roles.includes("member"));
    assert.ok(Date.parse(response.json.expires_at) > Date.now());
    assert.equal(response.headers["cache-control"], "no-store");
    assert.deepEqual(namesAndAttributes(response), [
      ["gaze-device", "HttpOnly", "Path=/", "SameSite=Strict"],
      ["gaze-session", "HttpOnly", "Path=/", "SameSite=Strict"],
    ]);
  });

  test("over anything but plain HTTP within the machine gives cookies for secure connections only", async () => {
    const bound = [
      ["__Host-gaze-device", "HttpOnly", "Path=/", "SameSite=Strict", "Secure"],
      ["__Host-gaze-session", "HttpOnly", "Path=/", "SameSite=Strict", "Secure"],
    ];
    const { port } = new URL(edgeUrl);
    const { user, password } = demo;
    const body = { method: "password", user, password };
    for (const [headers, expected] of [
      [{ host: `127.0.0.1:${port}` }, undefined],
      [{ host: `[::1]:${port}`, origin: `http://[::1]:${port}` }, undefined],
      // As behind a proxy on the same machine that ends TLS and passes the host on.
      [{ host: "gaze.example" }, bound],
      [{ host: `localhost.example:${port}` }, bound],
      [{ host: `127.0.0.1.example:${port}` }, bound],
      [{ host: `192.0.2.1:${port}` }, bound],
      // As behind one that does not.
      [{ "x-forwarded-proto": "https" }, bound],
      [{ "x-forwarded-for": "192.0.2.1" }, bound],
      [{ forwarded: "proto=https" }, bound],
      [{ via: "1.1 proxy" }, bound],
    ]) {
      const response = await requestSession(body, edgeUrl, headers);
      assert.equal(response.status, 201, response.text);
      const names = namesAndAttributes(response);
      assert.deepEqual(names, expected ?? names.filter(([, , , , secure]) => !secure));
      // What was set in one way counts in it alone.
      const session = (sent) => call(edgeUrl, "/api/session", { headers: { ...pageHeaders, ...sent } });
      const cookie = cookieOf(response);
      assert.equal((await session({ ...headers, cookie })).status, 200, JSON.stringify(headers));
      const other = expected ? {} : { host: "gaze.example" };
      assert.equal((await session({ ...other, cookie })).status, 401, JSON.stringify(headers));
      // A cookie of the other name beside it is nobody's, whatever it says.
      const [name, value] = cookie.split("=");
      const beside = name.startsWith("__Host-") ? name.slice("__Host-".length) : `__Host-${name}`;
      for (const made of ["k1.AAAA", value]) {
        const both = `${beside}=${made}; ${cookie}`;
        assert.equal((await session({ ...headers, cookie: both })).status, 200);
        assert.equal((await session({ ...headers, cookie: `${beside}=${made}` })).status, 401);
      }
    }
  });

  test("is refused to a browser that would not keep it, with the reason", async () => {
    const { user, password } = demo;
    const body = { method: "password", user, password };
    for (const host of ["192.0.2.1:8787", "gaze.lan"]) {
      const from = (origin) => requestSession(body, edgeUrl, { host, origin });
      const plain = await from(`http://${host}`);
      assert.equal(plain.status, 403, plain.text);
      assert.equal(kindOf(plain), "cookie_not_kept");
      assert.match(plain.json.error.details, /https/);
      assert.equal(plain.headers["set-cookie"], undefined);
      // Behind a proxy that ends TLS it is another matter, which its operator has to settle.
      const behindProxy = await from(`https://${host}`);
      assert.match(behindProxy.json.error.details, /PUBLIC_ORIGIN/);
    }
  });

  test("with a wrong password gives one answer for all of it and no cookie", async () => {
    const wrong = [
      { ...demo, password: "wrong" },
      { ...demo, user: "nobody" },
      { ...demo, user: "" },
      { ...demo, scope: { name: "no-such-project" } },
      { ...demo, scope: { name: "admin" } },
    ];
    for (const person of wrong) {
      const response = await requestSignIn(person);
      assert.equal(response.status, 401, JSON.stringify(person));
      assert.equal(kindOf(response), "invalid_credentials");
      assert.equal(response.headers["set-cookie"], undefined);
    }
  });

  test("with a body that is not a sign-in says so and repeats nothing of it", async () => {
    const bodies = [
      "",
      "{",
      "[]",
      "null",
      '"secret"',
      '{"method":"password","user":"demo","password":"s3cret"',
      '{"method":"password","user":"demo","password":["s3cret"]}',
      '{"method":"password","user":"demo","password":"s3cret","auth":{}}',
      '{"method":"s3cret"}',
      Buffer.from([0xff, 0xfe]),
    ];
    for (const body of bodies) {
      const response = await call(edgeUrl, "/api/session", { method: "POST", headers: pageHeaders, body });
      assert.equal(response.status, 400, String(body));
      assert.equal(kindOf(response), "bad_request");
      assert.doesNotMatch(response.text, /s3cret|secret/);
    }
  });

  test("with a body of a megabyte is refused, whether or not its length is told", async () => {
    const body = JSON.stringify({ ...demo, method: "password", password: "x".repeat(1024 * 1024) });
    for (const sent of [body, Readable.from([body])]) {
      const response = await call(edgeUrl, "/api/session", {
        method: "POST",
        headers: pageHeaders,
        body: sent,
      });
      assert.equal(response.status, 413);
      assert.equal(kindOf(response), "body_too_large");
    }
  });

  test("works in a project that is named, and in the default one else", async () => {
    const user = await createUser();
    const other = await addProject(user);
    assert.equal((await signIn(user)).session.project.name, user.project);
    assert.equal((await signIn({ ...user, scope: { name: other.name } })).session.project.id, other.id);
    assert.equal((await signIn({ ...user, scope: { id: other.id } })).session.project.id, other.id);
    await removeUser(user);
  });

  test("works in a project of another domain that is named with it", async () => {
    const user = await createUser();
    const domain = await createDomain();
    try {
      const there = await addProject(user, domain.id);
      const scope = { name: there.name, domain: domain.name };
      assert.equal((await signIn({ ...user, scope })).session.project.id, there.id);
      const { token } = await issueToken(user);
      const byToken = await requestSession({ method: "token", token, project: scope });
      assert.equal(byToken.json.project?.id, there.id, byToken.text);
      for (const wrong of [{ name: there.name }, { ...scope, domain: "Default" }]) {
        assert.equal((await requestSignIn({ ...user, scope: wrong })).status, 401);
      }
      for (const scope of [{ id: there.id, name: there.name }, { domain: domain.name }, { name: there.name, domain: domain }]) {
        assert.equal((await requestSignIn({ ...user, scope })).status, 400, JSON.stringify(scope));
      }
    } finally {
      await removeDomain(domain);
      await removeUser(user);
    }
  });
});

describe("a session", () => {
  /** @type {Page} */
  let page;
  before(async () => {
    page = await signIn(demo);
  });

  test("is told to the page as it was at the sign-in", async () => {
    const response = await page.call("/api/session");
    assert.equal(response.status, 200);
    assert.deepEqual(response.json, page.session);
  });

  test("is missing without a cookie", async () => {
    for (const cookie of ["", "a=b", "gaze-session", "__Host-gaze-session=x"]) {
      const response = await call(edgeUrl, "/api/session", { headers: { cookie } });
      assert.equal(response.status, 401);
      assert.equal(kindOf(response), "sign_in_required");
    }
  });

  test("does not open with a cookie that was changed anywhere, and the cookie is dropped", async () => {
    const [name, value] = page.cookie.split("=");
    const [keyId, sealed] = value.split(".");
    const bytes = Buffer.from(sealed, "base64url");
    const flipped = (index) => {
      const copy = Buffer.from(bytes);
      copy[index] ^= 1;
      return `${keyId}.${copy.toString("base64url")}`;
    };
    const values = [
      flipped(0),
      flipped(20),
      flipped(bytes.length - 1),
      `k2.${sealed}`,
      `${keyId}.${bytes.subarray(0, 40).toString("base64url")}`,
      `${keyId}.`,
      sealed,
      "x".repeat(3000),
    ];
    for (const changed of values) {
      const response = await new Page(`${name}=${changed}`, page.session).call("/api/session");
      assert.equal(response.status, 401, changed.slice(0, 30));
      assert.equal(kindOf(response), "session_expired");
      assertCookieCleared(response);
    }
  });

  test("is not taken when the cookie comes twice", async () => {
    const response = await new Page(`${page.cookie}; ${page.cookie}`, page.session).call("/api/session");
    assert.equal(response.status, 401);
  });

  test("shows its token nowhere", async () => {
    const { token } = await issueToken(demo);
    // Fernet tokens of one key start alike.
    const start = token.slice(0, 8);
    assert.match(start, /^gAAAA/);
    const responses = [
      await requestSignIn(demo),
      await page.call("/api/session"),
      await page.call("/api/projects"),
      await page.call("/api/config"),
      await page.call("/v2/images"),
      await page.call("/v2/images/none"),
      await page.call("/api/session", { method: "PATCH", body: { project_id: "none" } }),
    ];
    for (const response of responses) {
      const everything = response.text + JSON.stringify(response.headers);
      assert.ok(!everything.includes("gAAAA"), everything.slice(0, 300));
    }
  });
});

describe("projects", () => {
  let user;
  let other;
  before(async () => {
    user = await createUser();
    other = await addProject(user);
  });
  after(() => removeUser(user));

  test("that one can work in are listed by name", async () => {
    const page = await signIn(user);
    const response = await page.call("/api/projects");
    assert.equal(response.status, 200);
    const names = response.json.projects.map((project) => project.name);
    assert.deepEqual(names, [user.project, other.name].sort());
  });

  test("are switched, and images are those of the new project", async () => {
    const page = await signIn(user);
    await page.call("/v2/images", { method: "POST", body: { name: "of the first project" } });
    const response = await page.call("/api/session", { method: "PATCH", body: { project_id: other.id } });
    assert.equal(response.status, 200);
    assert.equal(response.json.project.id, other.id);
    const switched = new Page(cookieOf(response), response.json);
    const listed = await switched.call("/v2/images?visibility=shared&member_status=all");
    assert.deepEqual(listed.json.images, []);
    // What is under way in the first project goes on.
    const [image] = (await page.call("/v2/images?visibility=shared")).json.images;
    assert.equal(image.owner, user.projectId);
    await page.call(`/v2/images/${image.id}`, { method: "DELETE" });
  });

  test("of somebody else cannot be switched to, and the session stays", async () => {
    const page = await signIn(user);
    const { project } = await issueToken(demo);
    for (const id of [project.id, "no-such-project"]) {
      const response = await page.call("/api/session", { method: "PATCH", body: { project_id: id } });
      assert.equal(response.status, 403);
      assert.equal(kindOf(response), "no_project");
      assert.equal(response.headers["set-cookie"], undefined);
    }
    assert.equal((await page.call("/api/session")).status, 200);
  });
});
