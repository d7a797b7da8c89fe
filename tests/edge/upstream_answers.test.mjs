// Answers of a Glance that has gone bad, or of somebody in its place: what is odd about them ends at
// the edge, and what they would make a browser or a cache do is not passed on.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { startRawUpstream } from "../support/raw_upstream.mjs";

let upstream;
let edge;
let headers;
before(async () => {
  upstream = await startRawUpstream();
  // What the edge asks of Glance by itself is not what is tested here.
  edge = await startEdge({ glance: upstream.url, bindings: { QUOTA_MODE: "off" } });
  headers = { "x-auth-token": (await issueToken(demo)).token };
});
after(async () => {
  await edge.stop();
  upstream.stop();
});

const body = '{"images": []}';
const ok = (lines = "") =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${lines}Content-Length: ${body.length}\r\n\r\n${body}`;

/** The edge's answer to a list of images for which the upstream answers this. */
function listed(response) {
  upstream.response = response;
  return call(edge.url, "/v2/images", { headers });
}

describe("an answer of Glance", () => {
  test("that comes after others that are none is the one that counts", async () => {
    const early = "HTTP/1.1 103 Early Hints\r\nLink: </evil.js>; rel=preload\r\nSet-Cookie: a=b\r\n\r\n";
    const interim = "HTTP/1.1 100 Continue\r\n\r\n";
    for (const before of [early, interim, early + interim]) {
      const response = await listed(before + ok());
      // Whether it is understood or not: nothing of the hints goes on.
      assert.ok([200, 503].includes(response.status), `${response.status}`);
      assert.equal(response.headers.link, undefined);
      assert.equal(response.headers["set-cookie"], undefined);
      assert.doesNotMatch(response.text, /evil/);
    }
    assert.equal((await listed(ok())).status, 200);
  });

  test("that is no answer of HTTP is Glance's absence, and says nothing of the inside", async () => {
    const responses = {
      nothing: "",
      "half a line": "HTTP/1.1 20",
      "another protocol": "SSH-2.0-OpenSSH_9.2\r\n",
      "no status": "HTTP/1.1 OK\r\n\r\n",
      "a status of two digits": "HTTP/1.1 20 OK\r\n\r\n",
      "a switch of protocols": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
      "two lengths": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}xxx",
      "a negative length": "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
      "a header that never ends": `HTTP/1.1 200 OK\r\nX-A: ${"a".repeat(4_000_000)}`,
      "a header with a null byte": "HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 2\r\n\r\n{}",
    };
    for (const [name, text] of Object.entries(responses)) {
      const response = await listed(text);
      assert.equal(response.status, 503, `${name}: ${response.text.slice(0, 100)}`);
      assert.equal(response.json.error.kind, "image_service_unreachable", name);
      assert.doesNotMatch(response.text, /127\.0\.0\.1|SSH|Error/);
    }
    assert.equal((await listed(ok())).status, 200);
  });

  test("with a length and chunks is read by its chunks", async () => {
    const response = await listed(
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    );
    assert.deepEqual([response.status, response.text], [200, "{}"]);
  });

  test("of unknown length that breaks off is Glance's absence, and never looks complete", async () => {
    const beginning = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nthe beginning\r\n";
    assert.equal((await listed(beginning)).status, 503);
  });

  test("of known length that breaks off never looks complete", async () => {
    const cut = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning";
    upstream.response = cut;
    await assert.rejects(call(edge.url, "/v2/images/x/file", { headers }));
    await assert.rejects(call(edge.url, "/v2/images", { headers }));
    // What is compressed on its way shows no length, and so nothing of it goes out before all is here.
    const long = cut.replace("100", "10000");
    upstream.response = long;
    const zipped = { headers: { ...headers, "accept-encoding": "gzip" } };
    assert.equal((await call(edge.url, "/v2/images", zipped)).status, 503);
  });

  test("with image data in chunks is held to the size that the image has", async () => {
    const data = "the data";
    const chunk = `${data.length.toString(16)}\r\n${data}\r\n`;
    const chunked = (lines, chunks) => `HTTP/1.1 ${lines}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;
    const json = (text) => `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
    const downloaded = (response, image, more = {}) => {
      upstream.response = (request) => (request === "GET /v2/images/x" ? json(image) : response);
      return call(edge.url, "/v2/images/x/file", { headers: { ...headers, ...more } });
    };
    const sized = JSON.stringify({ id: "x", status: "active", size: data.length });
    const whole = chunked("200 OK", `${chunk}0\r\n\r\n`);
    const range = { range: "bytes=2-9" };
    const part = "206 Partial Content\r\nContent-Range: bytes 2-9/100";
    for (const [response, more] of [
      [whole, {}],
      [chunked(part, `${chunk}0\r\n\r\n`), range],
    ]) {
      const complete = await downloaded(response, sized, more);
      assert.deepEqual([complete.text, complete.headers["content-length"]], [data, `${data.length}`]);
    }
    for (const [name, response, image, more] of [
      ["breaks off", chunked("200 OK", chunk.slice(0, 6)), sized, {}],
      ["breaks off between chunks", chunked("200 OK", chunk), sized.replace("8", "16"), {}],
      ["ends before its size", whole, sized.replace("8", "9"), {}],
      ["goes on after its size", whole, sized.replace("8", "7"), {}],
      ["is a part that ends early", chunked(part.replace("2-9", "1-9"), `${chunk}0\r\n\r\n`), sized, range],
    ]) {
      await assert.rejects(downloaded(response, image, more), undefined, name);
    }
    for (const [name, image] of [
      ["an image without a size", '{"id": "x", "status": "active", "size": null}'],
      ["no image", "gone"],
    ]) {
      assert.equal((await downloaded(whole, image)).status, 503, name);
    }
  });

  test("with an odd status is handed on or is Glance's absence, but never a success", async () => {
    for (const status of [199, 204, 205, 304, 299, 418, 451, 599, 600, 999]) {
      const response = await listed(`HTTP/1.1 ${status} Odd\r\nContent-Length: 0\r\n\r\n`);
      assert.ok([status, 503].includes(response.status), `${status} became ${response.status}`);
    }
  });

  test("that leads elsewhere is not followed, with a token or at all", async () => {
    const elsewhere = await startRawUpstream();
    try {
      for (const status of [301, 302, 303, 307, 308]) {
        for (const to of [elsewhere.url, `${elsewhere.url}/v2/images`, "//evil.example/", "file:///etc/passwd"]) {
          const lines = `Location: ${to}\r\nRefresh: 0; url=${to}\r\nContent-Length: 0\r\n`;
          const response = await listed(`HTTP/1.1 ${status} Elsewhere\r\n${lines}\r\n`);
          assert.equal(response.status, status);
          assert.equal(response.headers.location, undefined, to);
          assert.equal(response.headers.refresh, undefined);
        }
      }
      assert.equal(elsewhere.connections, 0);
    } finally {
      elsewhere.stop();
    }
  });

  test("with many and long headers keeps those of the API", async () => {
    const many = Array.from({ length: 200 }, (_, n) => `X-Internal-${n}: ${"v".repeat(200)}\r\n`).join("");
    const response = await listed(ok(`${many}OpenStack-image-store-ids: fast\r\n`));
    assert.equal(response.status, 200);
    assert.equal(response.headers["openstack-image-store-ids"], "fast");
    const passed = Object.keys(response.headers).filter((name) => name.startsWith("x-internal"));
    assert.deepEqual(passed, []);
  });

  test("that names the edge's own headers does not set them", async () => {
    const response = await listed(
      ok(
        [
          "Vary: *",
          "Access-Control-Allow-Origin: *",
          "Access-Control-Allow-Credentials: true",
          "Access-Control-Expose-Headers: *",
          "Content-Security-Policy: default-src *",
          "Strict-Transport-Security: max-age=0",
          "Cache-Control: public, max-age=99999",
          "Expires: Thu, 01 Jan 2099 00:00:00 GMT",
          "Age: 5",
          "ETag: x",
          "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT",
          'Clear-Site-Data: "*"',
          "Set-Cookie: __Host-gaze-session=forged; Path=/; Secure",
          "Content-Encoding: gzip",
          "X-Content-Type-Options: none",
          "",
        ].join("\r\n"),
      ),
    );
    // What claims to be compressed and is not cannot be read: it ends here, as an answer that is none.
    assert.ok([200, 503].includes(response.status));
    assert.equal(response.headers["cache-control"], "no-store");
    assert.match(response.headers.vary, /Origin/);
    assert.notEqual(response.headers.vary, "*");
    assert.match(response.headers["content-security-policy"], /default-src 'none'/);
    assert.equal(response.headers["x-content-type-options"], "nosniff");
    for (const name of [
      "access-control-allow-origin",
      "access-control-allow-credentials",
      "access-control-expose-headers",
      "strict-transport-security",
      "expires",
      "age",
      "etag",
      "last-modified",
      "clear-site-data",
      "set-cookie",
    ]) {
      assert.equal(response.headers[name], undefined, name);
    }
  });
});
