// How bodies and queries reach Glance, seen from an upstream in its place.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after, before, beforeEach, describe, test } from "node:test";
import { MEBIBYTE, byteStream, bytes, digest } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { call, callRaw } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { until } from "../support/until.mjs";

let recorder;
let edge;
let token;

before(async () => {
  recorder = await startRecorder(() => ({ status: 204, body: "" }));
  // What the edge asks of Glance by itself is not what is tested here.
  edge = await startEdge({ glance: recorder.url, bindings: { QUOTA_MODE: "off" } });
  ({ token } = await issueToken(demo));
});
after(async () => {
  await edge.stop();
  recorder.stop();
});
beforeEach(() => recorder.take());

const file = "/v2/images/x/file";

function upload(body, headers = {}) {
  const sent = { "x-auth-token": token, "content-type": "application/octet-stream", ...headers };
  return call(edge.url, file, { method: "PUT", headers: sent, body });
}

describe("an upload", () => {
  test("of known length reaches Glance with that length, twice told, and every byte", async () => {
    for (const length of [1, 65_536, 9 * MEBIBYTE + 17]) {
      const data = bytes("upload", length);
      assert.equal((await upload(data)).status, 204);
      const [request] = recorder.take();
      assert.equal(request.headers["content-length"], String(length));
      assert.equal(request.headers["x-openstack-image-size"], String(length));
      assert.equal(request.headers["transfer-encoding"], undefined);
      assert.equal(request.headers["content-type"], "application/octet-stream");
      assert.equal(digest("sha256", request.body), digest("sha256", data));
    }
  });

  test("of no bytes is an upload of no bytes", async () => {
    assert.equal((await upload("")).status, 204);
    const [request] = recorder.take();
    assert.equal(request.method, "PUT");
    assert.equal(request.headers["content-length"], "0");
    assert.equal(request.body.length, 0);
  });

  test("of unknown length goes on in chunks, and claims no size", async () => {
    const length = 2 * MEBIBYTE + 5;
    const response = await upload(byteStream("chunked", length));
    assert.equal(response.status, 204);
    const [request] = recorder.take();
    assert.equal(request.headers["transfer-encoding"], "chunked");
    assert.equal(request.headers["content-length"], undefined);
    assert.equal(request.headers["x-openstack-image-size"], undefined);
    assert.equal(digest("sha256", request.body), digest("sha256", bytes("chunked", length)));
  });

  test("in chunks with a declared size tells Glance that size", async () => {
    await upload(byteStream("declared", 1000), { "x-openstack-image-size": "1000" });
    assert.equal(recorder.take()[0].headers["x-openstack-image-size"], "1000");
  });

  test("with a size of the client's own is Glance's to judge", async () => {
    await upload(Buffer.alloc(10), { "x-openstack-image-size": "11" });
    const [request] = recorder.take();
    assert.equal(request.headers["x-openstack-image-size"], "11");
    assert.equal(request.headers["content-length"], "10");
  });

  test("into a store that is named reaches that store", async () => {
    await upload(Buffer.alloc(10), { "x-image-meta-store": "archive" });
    assert.equal(recorder.take()[0].headers["x-image-meta-store"], "archive");
  });

  test("that breaks off before its end never looks complete to Glance", async () => {
    const { begun } = recorder;
    const { hostname, port } = new URL(edge.url);
    const headers = {
      "x-auth-token": token,
      "content-type": "application/octet-stream",
      "content-length": String(MEBIBYTE),
    };
    const options = { hostname, port, method: "PUT", path: file, headers, agent: false };
    const request = httpRequest(options);
    request.on("error", () => {});
    request.write(Buffer.alloc(1000));
    await until("the upload begins", () => recorder.begun > begun);
    request.destroy();
    await until("the upload ends", () => recorder.brokenOff + recorder.requests.length > 0);
    assert.equal(recorder.brokenOff, 1);
    assert.deepEqual(recorder.requests, []);
  });
});

describe("metadata", () => {
  const patches = [
    "application/openstack-images-v2.1-json-patch",
    "application/openstack-images-v2.0-json-patch",
  ];

  test("is patched in the media type that the client speaks", async () => {
    for (const type of patches) {
      const body = '[{"op": "replace", "path": "/name", "value": "ä\\u0000"}]';
      const headers = { "x-auth-token": token, "content-type": type };
      await call(edge.url, "/v2/images/x", { method: "PATCH", headers, body });
      const [request] = recorder.take();
      assert.equal(request.headers["content-type"], type);
      assert.equal(request.body.toString(), body);
    }
  });

  test("is created from the client's JSON to the byte", async () => {
    const body = '{ "name" : "Größe ☃", "min_ram": 2.0 }';
    const headers = { "x-auth-token": token, "content-type": "application/json" };
    await call(edge.url, "/v2/images", { method: "POST", headers, body });
    const [request] = recorder.take();
    assert.equal(request.body.toString(), body);
  });

  test("of more than a mebibyte is refused by the edge", async () => {
    const body = JSON.stringify({ name: "x".repeat(MEBIBYTE) });
    const headers = { "x-auth-token": token };
    const response = await call(edge.url, "/v2/images", { method: "POST", headers, body });
    assert.equal(response.status, 413);
    assert.equal(response.json.error.kind, "body_too_large");
    assert.deepEqual(recorder.take(), []);
  });

  test("is read and deleted without a body, which Glance would refuse", async () => {
    for (const method of ["GET", "DELETE"]) {
      await call(edge.url, "/v2/images/x", { method, headers: { "x-auth-token": token } });
      const [request] = recorder.take();
      assert.equal(request.method, method);
      assert.equal(request.body.length, 0);
      assert.ok([undefined, "0"].includes(request.headers["content-length"]));
    }
  });
});

describe("a query", () => {
  test("reaches Glance with every key that comes twice, in order and as it was encoded", async () => {
    const queries = [
      "tag=a&tag=b&limit=2",
      "sort_key=name&sort_key=id&sort_dir=asc&sort_dir=desc",
      "name=in:%22a,b%22&created_at=gte:2026-01-01T00:00:00Z",
      "name=%C3%A9+x%20y&os_hidden=true",
      "marker=&limit=",
    ];
    for (const query of queries) {
      await call(edge.url, `/v2/images?${query}`, { headers: { "x-auth-token": token } });
      assert.equal(recorder.take()[0].url, `/v2/images?${query}`);
    }
  });

  test("that overrides the method reaches Glance in no spelling", async () => {
    const queries = [
      "_method=DELETE",
      "_method=",
      "limit=1&_method=PUT",
      "%5Fmethod=DELETE",
      "_%6dethod=DELETE",
      "_method",
      "a=b&&_method=DELETE",
      "a=b;_method=DELETE",
      "_method=DELETE#",
    ];
    for (const query of queries) {
      for (const method of ["GET", "POST"]) {
        const headers = [`X-Auth-Token: ${token}`, "Content-Length: 2"];
        const { status } = await callRaw(edge.url, method, `/v2/images?${query}`, headers, "{}");
        const forwarded = recorder.take();
        assert.ok(status === 400 || forwarded.length === 0, `${method} ${query} gave ${status}`);
        assert.deepEqual(forwarded, [], query);
      }
    }
  });

  test("in a form body overrides nothing either", async () => {
    const headers = {
      "x-auth-token": token,
      "content-type": "application/x-www-form-urlencoded",
    };
    const body = "_method=DELETE";
    const response = await call(edge.url, "/v2/images", { method: "POST", headers, body });
    assert.equal(response.status, 400);
    assert.deepEqual(recorder.take(), []);
  });
});
