// What has broken other gateways, each by its advisory, and what a cache could be made to keep.
// docs/security.md lists all attacks with their tests. Requests are raw.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";
import { call, callRaw, sendRaw } from "../support/http.mjs";
import { admin, createUser, demo, issueToken, removeUser } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { pageHeaders, requestSignIn, signIn } from "../support/session.mjs";

const PUBLIC = "https://gaze.example";

let keystone;
let glance;
/** Before recorders: what is asked without a token must reach neither. */
let edge;
/** Before the real cloud, with a public origin. */
let real;
let person;
before(async () => {
  keystone = await startRecorder(() => ({ status: 500 }));
  glance = await startRecorder();
  // What the edge asks of Glance by itself is not what is tested here.
  const bindings = { QUOTA_MODE: "off" };
  edge = await startEdge({ keystone: keystone.url, glance: glance.url, bindings });
  real = await startEdge({ bindings: { PUBLIC_ORIGIN: PUBLIC } });
  person = await createUser();
});
after(async () => {
  await removeUser(person);
  await edge.stop();
  await real.stop();
  keystone.stop();
  glance.stop();
});

/** Asks without credentials for what needs them; nothing of it may reach Keystone or Glance. */
async function assertRefused(title, target, headers = [], method = "GET") {
  const response = await callRaw(edge.url, method, target, [...headers, "Content-Length: 0"]);
  assert.ok([400, 401, 403, 404, 405].includes(response.status), `${title} ${target}: ${response.status}`);
  assert.deepEqual(keystone.take(), [], `${title} ${target} reached Keystone`);
  assert.deepEqual(glance.take(), [], `${title} ${target} reached Glance`);
}

describe("nobody gets past the sign-in", () => {
  test("by a query that looks like a public path (oauth2-proxy, CVE-2025-54576)", async () => {
    for (const target of [
      "/v2/images?/versions",
      "/v2/images?x=/healthz",
      "/v2/images?path=/healthcheck",
      "/v2/tasks?/../versions",
      "/v2/images?%2fhealthz",
    ]) {
      await assertRefused("query", target);
    }
  });

  test("by calling oneself a health check (oauth2-proxy, CVE-2026-34457)", async () => {
    for (const agent of ["GoogleHC/1.0", "kube-probe/1.31", "ELB-HealthChecker/2.0", "HealthChecker"]) {
      await assertRefused("agent", "/v2/images", [`User-Agent: ${agent}`]);
    }
  });

  test("by telling what a proxy in front would have seen (oauth2-proxy, CVE-2026-40575 and CVE-2026-76835; Traefik, CVE-2026-35051)", async () => {
    for (const header of [
      "X-Forwarded-Uri: /versions",
      "X-Original-Uri: /healthz",
      "X-Original-Url: /healthz",
      "X-Rewrite-Url: /versions",
      "X-Auth-Request-Redirect: /versions",
      "X-Forwarded-Prefix: /versions",
      "X-Forwarded-Method: OPTIONS",
      "X-Http-Method-Override: OPTIONS",
      "X-Forwarded-For: 127.0.0.1",
      "X-Real-Ip: 127.0.0.1",
      "Forwarded: for=127.0.0.1;by=127.0.0.1",
      "X-Accel-Internal: /x",
      "Cf-Access-Authenticated-User-Email: admin@cloud.example",
    ]) {
      await assertRefused(header, "/v2/images", [header]);
    }
  });

  test("by a fragment, or by dots, slashes and escapes in the path (oauth2-proxy, GHSA-pxq7-h93f-9jrg; Pomerium, CVE-2021-39206 and CVE-2023-33189)", async () => {
    for (const target of [
      "/v2/images#/versions",
      "/v2/images#/../../versions",
      "/versions/../v2/images",
      "/versions/..%2fv2/images",
      "/versions%2f..%2f..%2fv2/images",
      "/healthz/..;/v2/images",
      "/healthz;/../v2/images",
      "/healthcheck/%2e%2e/v2/images",
      "/%76%32/images",
      "/v2/%69mages",
      "/v2//images",
      "//versions//v2/images",
      "/./v2/images",
      "/v2/images/%2e",
      "/v2/images%00/versions",
      "/assets/../v2/images",
      "/assets/%2e%2e/v2/images",
    ]) {
      // A part of these leads to a public document, which shows that Glance's images do not.
      const response = await callRaw(edge.url, "GET", target, []);
      const reached = glance.take().map((request) => request.url);
      assert.ok(reached.every((url) => ["/", "/versions", "/healthcheck"].includes(url)), `${target}: ${reached}`);
      assert.deepEqual(keystone.take(), [], target);
      assert.ok([200, 300, 400, 401, 404].includes(response.status), `${target}: ${response.status}`);
    }
  });

  test("by a target that is no path, which the runtime itself turns away", async () => {
    for (const target of [
      "http://evil.example/v2/images",
      `${glance.url}/v2/images`,
      "http:/v2/images",
      "https://x:99999/",
      "*",
      "v2/images",
      "evil.example:80",
    ]) {
      const response = await callRaw(edge.url, "GET", target, []);
      assert.deepEqual([...keystone.take(), ...glance.take()], [], target);
      assert.ok([400, 401, 404, 500].includes(response.status), `${target}: ${response.status}`);
      if (response.status === 500) assert.match(response.text, /\r\n\r\nInternal Server Error$/);
    }
  });

  test("by headers in which WSGI or ASGI reads an underscore as a dash (Traefik, CVE-2026-54763; Django, CVE-2015-0219 and CVE-2026-3902)", async () => {
    for (const header of [
      "X_Auth_Token: x",
      "X-Auth_Token: x",
      "X_Storage_Token: x",
      "X-Storage-Token: x",
      "X_Identity_Status: Confirmed",
      "X-Identity-Status: Confirmed",
    ]) {
      await assertRefused(header, "/v2/images", [header, "X-Roles: admin", "X-Project-Id: x"]);
    }
  });

  test("by an upgrade to another protocol", async () => {
    for (const protocol of ["h2c", "websocket", "TLS/1.2", "HTTP/2.0"]) {
      const headers = [
        "Connection: Upgrade, HTTP2-Settings",
        `Upgrade: ${protocol}`,
        "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
      ];
      const response = await callRaw(edge.url, "GET", "/v2/images", headers);
      assert.notEqual(response.status, 101, protocol);
      assert.deepEqual(glance.take(), []);
    }
  });

  test("by Keystone's own routes, none of which is served (Keystone, CVE-2025-65073, CVE-2026-42999 and CVE-2026-90460)", async () => {
    for (const target of [
      "/v3",
      "/v3/auth/tokens",
      "/v3/ec2tokens",
      "/v3/s3tokens",
      "/v3/credentials",
      "/v3/users",
      "/identity/v3/auth/tokens",
      "/v2.0/tokens",
    ]) {
      for (const method of ["GET", "POST"]) {
        const response = await callRaw(edge.url, method, target, ["Content-Length: 0"]);
        assert.deepEqual(keystone.take(), [], `${method} ${target}`);
        assert.notEqual(response.status, 201, target);
      }
    }
    glance.take();
  });
});

describe("nobody becomes an administrator", () => {
  test("by headers that the token's own words should have replaced (keystonemiddleware, CVE-2026-22797)", async () => {
    const { token } = await issueToken(person);
    const { project } = await issueToken(admin);
    const body = '{"name": "known attacks", "visibility": "public"}';
    const names = ["X-Roles", "X-Role", "X-Service-Roles"];
    const identity = [
      ...names.map((name) => `${name}: admin`),
      `X-Project-Id: ${project.id}`,
      `X-Tenant-Id: ${project.id}`,
      "X-Is-Admin-Project: True",
      "X-Identity-Status: Confirmed",
      "OpenStack-System-Scope: all",
      "X-Service-Catalog: []",
    ];
    const sent = [`X-Auth-Token: ${token}`, ...identity, `Content-Length: ${body.length}`];
    assert.equal((await callRaw(real.url, "POST", "/v2/images", sent, body)).status, 403);
    assert.equal((await callRaw(real.url, "GET", "/v2/info/stores/detail", sent.slice(0, -1))).status, 403);
  });

  test("by a second token beside the first", async () => {
    const [own, other] = [await issueToken(person), await issueToken(admin)];
    const tries = [
      [`X-Auth-Token: ${own.token}`, `X-Auth-Token: ${other.token.slice(0, -4)}AAAA`],
      [`X-Auth-Token: ${own.token}, ${own.token}`],
      [`X-Auth-Token: ${own.token}\tx`],
    ];
    for (const headers of tries) {
      const { status } = await callRaw(real.url, "GET", "/v2/images", headers);
      assert.ok([400, 401].includes(status), `${status}`);
    }
  });
});

describe("a session", () => {
  test("exists for nobody who has not signed in (Horizon, CVE-2026-43002)", async () => {
    const paths = ["/", "/api/session", "/api/config", "/api/projects", "/v2/images", "/healthz", "/versions"];
    for (const path of paths) {
      const response = await call(real.url, path, { headers: { accept: "text/html, application/json" } });
      assert.equal(response.headers["set-cookie"], undefined, path);
    }
  });

  test("is a new one at every sign-in, whatever cookie was there (oauth2-proxy, GHSA-f24x-5g9q-753f)", async () => {
    const first = await signIn(demo, real.url);
    const fixed = `${first.cookie}`;
    const response = await call(first.base, "/api/session", {
      method: "POST",
      headers: { ...pageHeaders, cookie: fixed },
      body: { method: "password", user: demo.user, password: demo.password },
    });
    assert.equal(response.status, 201);
    assert.notEqual(response.headers["set-cookie"][0].split(";")[0], fixed);
  });
});

describe("a cache in front of the edge", () => {
  test("is told to keep nothing of the API, and what each answer depends on", async () => {
    const { token } = await issueToken(person);
    const paths = ["/v2/images", "/v2/images/none", "/v2/schemas/image", "/versions", "/", "/healthz", "/api/config", "/api/session", "/v2/images/x%2fy"];
    for (const path of paths) {
      for (const headers of [{}, { "x-auth-token": token }]) {
        const response = await call(real.url, path, { headers });
        assert.equal(response.headers["cache-control"], "no-store", path);
        const vary = response.headers.vary.toLowerCase().split(", ");
        for (const name of ["origin", "cookie", "x-auth-token", "accept"]) {
          assert.ok(vary.includes(name), `${path}: ${response.headers.vary}`);
        }
      }
    }
  });

  test("gets the same addresses whatever host or proxy a client names", async () => {
    const { token } = await issueToken(person);
    const spoofed = [
      "X-Forwarded-Host: evil.example",
      "X-Forwarded-Proto: ftp",
      "X-Forwarded-Port: 1",
      "X-Forwarded-Prefix: /evil",
      "X-Forwarded-Server: evil.example",
      "X-Host: evil.example",
      "X-Original-Host: evil.example",
      "Forwarded: host=evil.example;proto=ftp",
      "X-Forwarded-Scheme: nothttps",
    ];
    const body = '{"name": "known attacks"}';
    for (const host of ["evil.example", "gaze.example:1", "evil.example:80"]) {
      const line = (method, target) => `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n`;
      const versions = await sendRaw(real.url, `${line("GET", "/versions")}${spoofed.join("\r\n")}\r\n\r\n`);
      assert.equal(versions.status, 200);
      assert.doesNotMatch(versions.text, /evil|:1\/|ftp:/);
      assert.match(versions.text, new RegExp(`"${PUBLIC}/v2/"`));
      const lines = [`X-Auth-Token: ${token}`, `Content-Length: ${body.length}`, ...spoofed];
      const made = await sendRaw(real.url, `${line("POST", "/v2/images")}${lines.join("\r\n")}\r\n\r\n${body}`);
      assert.equal(made.status, 201);
      const [, location] = made.text.match(/^location: (.*)\r$/im);
      assert.ok(location.startsWith(`${PUBLIC}/v2/images/`), location);
      const path = new URL(location).pathname;
      await call(glanceUrl, path, { method: "DELETE", headers: { "x-auth-token": token } });
    }
  });

  test("gets nothing that a header outside its key has changed", async () => {
    const plain = await call(real.url, "/versions");
    for (const [name, value] of [
      ["x-http-method-override", "POST"],
      ["x-original-url", "/v2/images"],
      ["range", "bytes=0-5"],
      ["x-image-meta-store", "fast"],
      ["accept-language", "de"],
      ["if-none-match", "*"],
      ["x-oversized", "x".repeat(8000)],
      ["x-metachar", "\x01"],
    ]) {
      const response = await call(real.url, "/versions", { headers: { [name]: value } }).catch((error) => error);
      if (response instanceof Error) continue;
      assert.deepEqual([response.status, response.text], [plain.status, plain.text], name);
    }
  });
});

describe("a sign-in", () => {
  test("is sent to no Keystone but the operator's, whatever the body says", async () => {
    keystone.take();
    for (const body of [
      { method: "password", user: "x", password: "y", auth_url: "http://127.0.0.1:1/v3" },
      { method: "password", user: "x", password: "y", domain: "http://127.0.0.1:1/" },
    ]) {
      await call(edge.url, "/api/session", { method: "POST", headers: pageHeaders, body });
      for (const request of keystone.take()) assert.match(request.url, /^\/v3\/auth\/tokens(\?nocatalog)?$/);
    }
    await requestSignIn({ user: "../../x", password: "%2f" }, edge.url);
    for (const request of keystone.take()) assert.match(request.url, /^\/v3\/auth\/tokens(\?nocatalog)?$/);
  });
});
