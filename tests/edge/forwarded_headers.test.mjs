// Which headers pass through the edge, seen from an upstream in Glance's place.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call, callRaw } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { signIn } from "../support/session.mjs";

let recorder;
let edge;
let token;

before(async () => {
  recorder = await startRecorder();
  // What the edge asks of Glance by itself is not what is tested here.
  edge = await startEdge({ glance: recorder.url, bindings: { QUOTA_MODE: "off" } });
  ({ token } = await issueToken(demo));
});
after(async () => {
  await edge.stop();
  recorder.stop();
});
beforeEach(() => {
  recorder.take();
  recorder.respond = () => ({});
});

/** The one request that a call made at the upstream. */
async function sent(path, options = {}) {
  const headers = { "x-auth-token": token, ...options.headers };
  const response = await call(edge.url, path, { ...options, headers });
  const requests = recorder.take();
  assert.equal(requests.length, 1, response.text);
  return requests[0];
}

describe("upstream", () => {
  test("come the caller's token, the edge's request id and what the client wants, and no more", async () => {
    const request = await sent("/v2/images?limit=5", {
      headers: {
        accept: "application/json",
        "accept-language": "de",
        "x-openstack-request-id": "req-of-the-client",
      },
    });
    assert.equal(request.headers["x-auth-token"], token);
    assert.equal(request.headers["x-openstack-request-id"], "req-of-the-client");
    assert.equal(request.headers.accept, "application/json");
    assert.equal(request.headers["accept-language"], "de");
    assert.equal(request.headers.host, new URL(recorder.url).host);
    // On Cloudflare's network every call of a Worker carries the name of its zone.
    const ofPlatform = ["cf-worker"];
    const arrived = request.names.map((name) => name.toLowerCase());
    const names = arrived.filter((name) => !ofPlatform.includes(name)).sort();
    assert.deepEqual(names, [
      "accept",
      "accept-encoding",
      "accept-language",
      "host",
      "x-auth-token",
      "x-openstack-request-id",
    ]);
  });

  test("comes the session's token in the place of the cookie", async () => {
    const page = await signIn(demo, edge.url);
    recorder.take();
    await page.call("/v2/images");
    const [request] = recorder.take();
    assert.match(request.headers["x-auth-token"], /^gAAAA/);
    assert.equal(request.headers.cookie, undefined);
    assert.equal(request.headers["x-gaze-csrf"], undefined);
  });

  // What keystonemiddleware reads, or reads in its own absence, and what proxies are told by.
  const dangerous = {
    "X-Identity-Status": "Confirmed",
    "X-Service-Identity-Status": "Confirmed",
    "X-Roles": "admin",
    "X-Role": "admin",
    "X-Service-Roles": "service",
    "X-Service-Domain-Id": "other",
    "X-Service-Domain-Name": "other",
    "X-Service-Project-Id": "other",
    "X-Service-Project-Name": "other",
    "X-Service-Project-Domain-Id": "other",
    "X-Service-Project-Domain-Name": "other",
    "X-Service-User-Id": "somebody",
    "X-Service-User-Name": "somebody",
    "X-Service-User-Domain-Id": "other",
    "X-Service-User-Domain-Name": "other",
    "X-Domain-Id": "other",
    "X-Domain-Name": "other",
    "X-User-Domain-Id": "other",
    "X-User-Domain-Name": "other",
    "X-Project-Name": "other",
    "X-Project-Domain-Name": "other",
    "X-Tenant-Name": "other",
    "OpenStack-Identity-Access-Rules": "1.0",
    "X-Trust-Id": "other",
    "X-Auth-Receipt": "other",
    "Remote-User": "admin",
    "X-User-Id": "somebody",
    "X-User-Name": "somebody",
    "X-User": "somebody",
    "X-Project-Id": "other",
    "X-Project-Domain-Id": "other",
    "X-Tenant-Id": "other",
    "X-Tenant": "other",
    "X-Is-Admin-Project": "True",
    "X-Service-Catalog": "[]",
    "OpenStack-System-Scope": "all",
    "X-Storage-Token": "another-token",
    "X-Service-Token": "another-token",
    "X-Subject-Token": "another-token",
    Cookie: "a=b",
    Authorization: "Bearer x",
    Origin: "http://evil.example",
    Forwarded: "for=10.0.0.1;host=evil.example",
    "X-Forwarded-For": "10.0.0.1",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Proto": "https",
    "X-Http-Method-Override": "DELETE",
    "X-Original-Url": "/v2/tasks",
    "X-Rewrite-Url": "/v2/tasks",
    "X-Image-Meta-Status": "active",
    "X-Gaze-Csrf": "1",
    Te: "trailers",
    Upgrade: "websocket",
    Via: "1.1 evil",
    "Cf-Connecting-Ip": "10.0.0.1",
  };

  test("come none of the headers that name an identity or steer a proxy", async () => {
    const lines = Object.entries(dangerous).map(([name, value]) => `${name}: ${value}`);
    await callRaw(edge.url, "GET", "/v2/images", [`X-Auth-Token: ${token}`, ...lines]);
    const [request] = recorder.take();
    const passed = Object.keys(dangerous).filter((name) => name.toLowerCase() in request.headers);
    assert.deepEqual(passed, []);
    assert.equal(request.headers["x-auth-token"], token);
  });

  test("comes no request that has one with underscores, which WSGI would read as dashes", async () => {
    const names = Object.keys(dangerous).filter((name) => name.includes("-"));
    const lines = names.map((name) => `${name.replaceAll("-", "_")}: ${dangerous[name]}`);
    const mixed = ["X-Identity_Status: Confirmed", "x_auth_token: another-token", "X-Auth-Token_: x"];
    for (const line of [...lines, ...mixed]) {
      const sent = [`X-Auth-Token: ${token}`, line];
      const { status, text } = await callRaw(edge.url, "GET", "/v2/images", sent);
      assert.equal(status, 400, line);
      assert.match(text, /underscore/);
    }
    assert.deepEqual(recorder.take(), []);
  });

  test("comes no header that Connection names, but for those that the edge sets", async () => {
    const headers = [
      "Connection: close, X-Auth-Token, Range, accept-language, X-Openstack-Request-Id",
      "Range: bytes=0-1",
      "Accept-Language: de",
      "Accept: text/plain",
      "X-Openstack-Request-Id: req-of-the-client",
      "Keep-Alive: 5",
    ];
    await callRaw(edge.url, "GET", "/v2/images/x/file", [`X-Auth-Token: ${token}`, ...headers]);
    const [request] = recorder.take();
    assert.equal(request.headers["x-auth-token"], token);
    assert.equal(request.headers["x-openstack-request-id"], "req-of-the-client");
    assert.equal(request.headers.accept, "text/plain");
    for (const name of ["range", "accept-language", "keep-alive"]) {
      assert.equal(request.headers[name], undefined, name);
    }
    assert.doesNotMatch(request.headers.connection ?? "", /range|token/);
  });

  test("comes every header that a route of Glance reads", async () => {
    const lines = {
      accept: "application/json",
      "accept-language": "de",
      "content-type": "application/json",
      "x-image-cache-clear-target": "cache",
      "x-image-meta-store": "fast",
      "x-openstack-append": "True",
    };
    const request = await sent("/v2/metadefs/namespaces/x/tags", {
      method: "POST",
      headers: lines,
      body: '{"tags": []}',
    });
    for (const [name, value] of Object.entries(lines)) assert.equal(request.headers[name], value, name);
  });

  test("comes a request id of the edge's own when the client's would break Glance", async () => {
    for (const id of ["x".repeat(65), "a b", "ä", ""]) {
      const headers = [`X-Auth-Token: ${token}`, `X-Openstack-Request-Id: ${id}`];
      await callRaw(edge.url, "GET", "/v2/images", headers);
      const [request] = recorder.take();
      assert.match(request.headers["x-openstack-request-id"], /^req-[0-9a-f-]{36}$/);
    }
  });
});

describe("to the client", () => {
  const fromGlance = {
    "Content-Type": "application/json",
    "Content-MD5": "d41d8cd98f00b204e9800998ecf8427e",
    "Accept-Patch": "application/openstack-images-v2.1-json-patch",
    Allow: "GET",
    "OpenStack-image-import-methods": "glance-direct",
    "OpenStack-image-store-ids": "fast",
    "X-Openstack-Request-Id": "req-of-glance",
  };
  const neverShown = {
    "Set-Cookie": ["session=stolen; Path=/", "__Host-gaze-session=forged; Path=/; Secure"],
    "X-Powered-By": "PHP",
    "X-Subject-Token": "gAAAA-leak",
    "X-Auth-Token": "gAAAA-leak",
    "Access-Control-Allow-Origin": "*",
    "Content-Security-Policy": "default-src *",
    "X-Frame-Options": "ALLOWALL",
    Refresh: "0; url=http://evil.example",
    Link: "<http://evil.example>; rel=preload",
    "Clear-Site-Data": '"cookies"',
    "Service-Worker-Allowed": "/",
    "X-Internal": "10.0.0.5",
    Via: "1.1 inner",
  };

  test("come the headers of Glance's API and none of its server's", async () => {
    recorder.respond = () => ({ headers: { ...fromGlance, Server: "inner/1", ...neverShown } });
    const response = await call(edge.url, "/v2/images", { headers: { "x-auth-token": token } });
    for (const [name, value] of Object.entries(fromGlance)) {
      assert.equal(response.headers[name.toLowerCase()], value, name);
    }
    for (const name of Object.keys(neverShown)) {
      const value = response.headers[name.toLowerCase()];
      assert.ok(value === undefined || ![neverShown[name]].flat().includes(value), name);
    }
    assert.equal(response.headers["set-cookie"], undefined);
    assert.notEqual(response.headers.server, "inner/1");
  });

  test("comes nothing that a cache may keep or a browser may take for a page", async () => {
    recorder.respond = () => ({
      headers: { "Content-Type": "text/html", "Cache-Control": "public, max-age=3600" },
      body: "<script>alert(1)</script>",
    });
    for (const path of ["/v2/images", "/v2/images/x/file"]) {
      const response = await call(edge.url, path, { headers: { "x-auth-token": token } });
      assert.equal(response.headers["cache-control"], "no-store");
      assert.equal(response.headers["x-content-type-options"], "nosniff");
      assert.match(response.headers["content-security-policy"], /default-src 'none'; sandbox/);
    }
  });

  test("comes image data only to be saved", async () => {
    recorder.respond = () => ({ headers: { "Content-Disposition": "inline" } });
    const headers = { "x-auth-token": token };
    const response = await call(edge.url, "/v2/images/x/file", { headers });
    assert.match(response.headers["content-disposition"], /^attachment/);
  });

  test("come locations on Glance as locations on the edge, and no other ones", async () => {
    const table = [
      [`${recorder.url}/v2/images/x`, `${edge.url}/v2/images/x`],
      ["/v2/images/x", `${edge.url}/v2/images/x`],
      ["http://evil.example/", undefined],
      ["//evil.example/", undefined],
      [`${recorder.url}.evil.example/`, undefined],
    ];
    for (const [location, expected] of table) {
      recorder.respond = () => ({ status: 302, headers: { Location: location } });
      const response = await call(edge.url, "/v2/images/x", { headers: { "x-auth-token": token } });
      assert.equal(response.status, 302);
      assert.equal(response.headers.location, expected, location);
      // Followed, a redirect would have carried the token somewhere.
      assert.equal(recorder.take().length, 1);
    }
  });
});
