// Paths, methods and framing that try to be one thing to the edge and another to Glance. Everything
// goes over raw sockets, because clients tidy such requests up before they send them.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { callRaw, sendRaw } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";

let recorder;
let edge;
let token;

before(async () => {
  recorder = await startRecorder();
  edge = await startEdge({
    glance: recorder.url,
    page: "<!doctype html><title>page</title>",
    // What the edge asks of Glance by itself is not what is tested here.
    bindings: { QUOTA_MODE: "off" },
  });
  ({ token } = await issueToken(demo));
});
after(async () => {
  await edge.stop();
  recorder.stop();
});
beforeEach(() => recorder.take());

const authenticated = () => [`X-Auth-Token: ${token}`];

/** The targets that reached Glance's place. */
async function forwarded(method, target) {
  const response = await callRaw(edge.url, method, target, [...authenticated(), "Content-Length: 0"]);
  return { ...response, targets: recorder.take().map((request) => request.url) };
}

describe("a path", () => {
  test("that is not one of the routes reaches Glance by none of its text", async () => {
    const table = [
      ["/v1/images", "/"],
      ["/v3/auth/tokens", "/"],
      ["/v2.x/images", "/"],
      ["/v2.100/images", "/"],
      ["/v20/images", "/"],
      ["/V2/images", "/"],
      ["/nothing/at/all", "/"],
      ["/versions/", "/versions"],
      ["/versions/../v3", "/"],
      ["/healthcheck/x", "/healthcheck"],
      ["/v2/nothing", "/v2/"],
      ["/v2/images/", "/v2/"],
      ["/v2/images/x/", "/v2/"],
      ["/v2/images/x/file/", "/v2/"],
      ["/v2/images/x/file/y", "/v2/"],
      ["/v2/cache/nodes/x/y", "/v2/"],
      ["/v2/info", "/v2/"],
      ["/v2/info/stores/secret", "/v2/"],
      ["/v2/schemas/secret", "/v2/"],
      ["/v2.9/metadefs", "/v2.9/"],
    ];
    for (const [target, expected] of table) {
      assert.deepEqual((await forwarded("GET", target)).targets, [expected], target);
    }
  });

  test("of the edge's own reaches Glance in no spelling", async () => {
    for (const target of ["/api", "/api/", "/api/session/x", "/assets/x", "/assets/x/y", "/regions", "/regions/"]) {
      const { status, targets } = await forwarded("GET", target);
      assert.deepEqual([status, targets], [404, []], target);
    }
  });

  test("that could be read as another one never reaches Glance", async () => {
    const targets = [
      "/v2/images/%2e%2e/tasks",
      "/v2/images/..%2ftasks",
      "/v2/images/..%5ctasks",
      "/v2/images/x%2ffile",
      "/v2/images/x%2Ffile",
      "/v2/images/..;/tasks",
      "/v2/images/..%3b/tasks",
      "/v2/images/x%5c..%5cy",
      "/v2/images/x\\..\\y",
      "/v2/images/x%00",
      "/v2/images/x%0d%0aX-Roles:%20admin",
      "/v2/images/x%0a",
      "/v2/images/x%7f",
      "/v2/images/%",
      "/v2/images/%zz",
      "/v2/images/%c0%ae%c0%ae/tasks",
      "/v2/images/%ff",
      "/v2/images//..%2f/tasks",
      "//api/session",
      "/api//session",
      "//healthz",
      "/v2/images/x%252f..%252f",
      "/v2/images/%252e%252e/tasks",
    ];
    for (const target of targets) {
      const { targets: reached } = await forwarded("GET", target);
      for (const path of reached) {
        // Encoded twice, a dot or slash is a plain character of an image's id, and stays encoded.
        assert.match(path, /^\/v2\/images\/[\w.~%-]+(\/tasks)?$/, target);
        assert.doesNotMatch(path, /\/\.\.?(\/|$)|%2f|%5c/i, target);
        assert.match(target, /%25/, `${target} reached Glance as ${path}`);
      }
    }
  });

  test("with dots or backslashes is not put in order but refused, or was before the edge saw it", async () => {
    const table = [
      ["/v2/images/%2e%2e/tasks", []],
      ["/v2/images/.%2E/tasks", []],
      ["/v2/%2e/images", []],
      ["/v2/images\\..\\tasks", []],
      ["/api/%2e%2e/v2/images", []],
      ["/regions/%2e%2e/v2/images", []],
      // The runtime resolves these itself.
      ["/v2/images/../tasks", ["/v2/tasks"]],
      ["/v2/./images", ["/v2/images"]],
      ["/api/../v2/images", ["/v2/images"]],
    ];
    for (const [target, expected] of table) {
      const { status, targets } = await forwarded("GET", target);
      assert.deepEqual(targets, expected, target);
      assert.equal(status, expected.length ? 200 : 400, target);
    }
  });

  test("has one slash for several in a row, and keeps what is no separator, as Glance takes it", async () => {
    const table = [
      ["//v2/images", "/v2/images"],
      ["///v2///images", "/v2/images"],
      ["/v2//images//x", "/v2/images/x"],
      ["/v2/images//x//tags//y", "/v2/images/x/tags/y"],
      ["/v2/images//", "/v2/"],
      ["//", "/"],
      ["//versions", "/versions"],
      ["/v2/images/x/tags/a;b", "/v2/images/x/tags/a%3Bb"],
      ["/v2/images/x/tags/a%3bb", "/v2/images/x/tags/a%3Bb"],
      ["/v2/images/x/tags/a\\b", "/v2/images/x/tags/a%5Cb"],
      ["/v2/images/x/tags/a%5cb", "/v2/images/x/tags/a%5Cb"],
      ["/v2\\images", "/"],
      ["/v2;x/images", "/"],
      ["/v2/images;x", "/v2/"],
    ];
    for (const [target, expected] of table) {
      assert.deepEqual((await forwarded("GET", target)).targets, [expected], target);
    }
  });

  test("that names another host, or hides a part behind a fragment, is what the runtime says it is", async () => {
    const table = [
      ["/v2/images#/../../tasks", ["/"]],
      ["/v2/images#/x", ["/v2/images"]],
      ["/v2/images?x#_method=DELETE", ["/v2/images?x"]],
      ["http://evil.example/v2/images", []],
      [`${recorder.url}/v2/tasks`, []],
      ["http:/v2/tasks", []],
      ["*", []],
    ];
    for (const [target, expected] of table) {
      assert.deepEqual((await forwarded("GET", target)).targets, expected, target);
    }
  });

  test("is forwarded in the version that the client speaks", async () => {
    for (const target of ["/v2/images", "/v2.0/images", "/v2.17/images"]) {
      assert.deepEqual((await forwarded("GET", target)).targets, [target]);
    }
  });

  test("with a name in another script is forwarded as it is", async () => {
    const { targets } = await forwarded("GET", "/v2/images/%E2%98%83%20x");
    assert.deepEqual(targets, ["/v2/images/%E2%98%83%20x"]);
  });
});

describe("beside Glance itself", () => {
  test("an address with slashes in a row, and a tag of any letters, give the same", async () => {
    const own = await startEdge();
    const glance = await Glance.as(demo);
    const { id } = await glance.create({ name: "paths" });
    try {
      const status = async (base, method, target) =>
        (await callRaw(base, method, target, [...authenticated(), "Content-Length: 0"])).status;
      for (const target of [
        "//v2/images?limit=1",
        "/v2//images?limit=1",
        `/v2/images//${id}`,
        `//v2//images/${id}//members`,
        "/v2/images//",
        "//v2/info/usage",
        "//",
        "//versions",
        "/v2;x/images",
        "/v2/images;x",
      ]) {
        const [direct, through] = [await status(glanceUrl, "GET", target), await status(own.url, "GET", target)];
        assert.equal(through, direct, target);
      }
      const tags = ["a;b", "c%3Bd", "e\\f", "g%5Ch", ";", "%5C", "i..;j"];
      for (const tag of tags) {
        assert.equal(await status(own.url, "PUT", `/v2/images/${id}/tags/${tag}`), 204, tag);
      }
      const stored = ["a;b", "c;d", "e\\f", "g\\h", ";", "\\", "i..;j"];
      assert.deepEqual((await glance.find(id)).tags.sort(), stored.sort());
      for (const tag of tags) {
        assert.equal(await status(own.url, "DELETE", `/v2/images/${id}/tags/${tag}`), 204, tag);
      }
    } finally {
      await glance.remove(id);
      await own.stop();
    }
  });
});

describe("an id that the path encodes twice", () => {
  test("stays one in the gateway's own questions about the image", async () => {
    const asking = await startEdge({ glance: recorder.url });
    try {
      for (const id of ["%252e%252e", "%2523x", "%253Fx", "x%23y", "x%3Fy", "x%252fy"]) {
        const ways = [
          ["POST", "import", '{"method": {"name": "copy-image"}, "stores": ["a"]}', "application/json"],
          ["POST", "locations", '{"url": "https://images.example.com/x"}', "application/json"],
          ["PUT", "file", "data", "application/octet-stream"],
          ["PUT", "stage", "data", "application/octet-stream"],
        ];
        for (const [method, what, body, type] of ways) {
          const fields = [...authenticated(), `Content-Type: ${type}`, `Content-Length: ${body.length}`];
          await callRaw(asking.url, method, `/v2/images/${id}/${what}`, fields, body);
        }
        const asked = recorder.take().map(({ url }) => url);
        const ofImages = asked.filter((url) => !url.startsWith("/v2/info/") && !url.startsWith("/v2/images?"));
        assert.ok(ofImages.length > 0, id);
        for (const url of ofImages) {
          const encoded = encodeURIComponent(decodeURIComponent(id));
          assert.match(url, new RegExp(`^/v2/images/${encoded}(/|$)`), `${id} became ${url}`);
        }
      }
    } finally {
      await asking.stop();
    }
  });
});

describe("a method", () => {
  test("that a route does not take is Glance's to refuse, and no body goes with it", async () => {
    const table = [
      ["DELETE", "/v2/images"],
      ["PUT", "/v2/images"],
      ["POST", "/v2/images/x"],
      ["POST", "/v2/images/x/file"],
      ["HEAD", "/v2/images/x"],
    ];
    for (const [method, target] of table) {
      const fields = [...authenticated(), "Content-Length: 2"];
      await callRaw(edge.url, method, target, fields, "{}");
      const [request] = recorder.take();
      assert.deepEqual([request.method, request.url, request.body.length], [method, target, 0]);
    }
  });

  test("that Glance knows nothing of reaches it nowhere", async () => {
    const table = [
      ["TRACE", "/v2/images", "GET, POST"],
      ["CONNECT", "/v2/images", "GET, POST"],
      ["get", "/v2/images", "GET, POST"],
      ["PUT", "/api/session", "GET, POST, PATCH, DELETE"],
    ];
    for (const [method, target, allowed] of table) {
      const { status, text, targets } = await forwarded(method, target);
      assert.deepEqual(targets, [], `${method} ${target}`);
      // Unknown methods are refused by the runtime, before the edge.
      if (status === 405) assert.match(text, new RegExp(`allow: ${allowed}\r\n`, "i"));
      else assert.ok([400, 501].includes(status), `${method} ${target} gave ${status}`);
    }
  });
});

describe("a request whose framing is in doubt", () => {
  const start = () => `Host: x\r\nX-Auth-Token: ${token}\r\nContent-Type: application/json\r\n`;
  const smuggled = "GET /v2/images/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
  const chunked = `0\r\n\r\n${smuggled}`;
  const doubtful = () => ({
    "a length and chunks": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    "two lengths": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length: 2\r\nContent-Length: 80\r\n\r\n{}${smuggled}`,
    "a list of lengths": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length: 2, 80\r\n\r\n{}${smuggled}`,
    "a negative length": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length: -1\r\n\r\n{}`,
    "a length with a sign": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length: +2\r\n\r\n{}`,
    "chunks by another name": `POST /v2/images HTTP/1.1\r\n${start()}Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}${smuggled}`,
    "a header before a folded line": `GET /v2/images HTTP/1.1\r\n${start()}X-A: b\r\n X-Roles: admin\r\n\r\n`,
    "a header with a space before its colon": `GET /v2/images HTTP/1.1\r\n${start()}X-Roles : admin\r\n\r\n`,
    "lines that end in a bare line feed": `GET /v2/images HTTP/1.1\nHost: x\nX-Auth-Token: ${token}\nX-Roles: admin\n\n`,
    "a header with a null byte": `GET /v2/images HTTP/1.1\r\n${start()}X-A: b\0c\r\n\r\n`,
    "a length that Connection names": `POST /v2/images HTTP/1.1\r\n${start()}Connection: close, content-length\r\nContent-Length: 2\r\n\r\n{}`,
    "a length that Connection names, and another one": `POST /v2/images HTTP/1.1\r\n${start()}Connection: content-length\r\nContent-Length: 2\r\nContent-Length: 0\r\n\r\n{}${smuggled}`,
    "a length in hexadecimal": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length: 0x2\r\n\r\n{}${smuggled}`,
    "a length of many digits": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length: 18446744073709551618\r\n\r\n{}${smuggled}`,
    "an empty length": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length:\r\n\r\n{}`,
    "a length with words": `POST /v2/images HTTP/1.1\r\n${start()}Content-Length: 2 bytes\r\n\r\n{}`,
    "a length with an underscore in its name": `POST /v2/images HTTP/1.1\r\n${start()}Content_Length: 80\r\nContent-Length: 2\r\n\r\n{}`,
    "chunks twice": `POST /v2/images HTTP/1.1\r\n${start()}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${chunked}`,
    "chunks before something else": `POST /v2/images HTTP/1.1\r\n${start()}Transfer-Encoding: chunked, identity\r\nContent-Length: 2\r\n\r\n{}${smuggled}`,
    "chunks behind a tab": `POST /v2/images HTTP/1.1\r\n${start()}Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n${chunked}`,
    "chunks behind a vertical tab": `POST /v2/images HTTP/1.1\r\n${start()}Transfer-Encoding: \x0bchunked\r\nContent-Length: 2\r\n\r\n{}${smuggled}`,
    "a header behind its chunks": `POST /v2/images HTTP/1.1\r\n${start()}Transfer-Encoding: chunked\r\nTrailer: X-Roles\r\n\r\n2\r\n{}\r\n0\r\nX-Roles: admin\r\n\r\n`,
    "a header behind a bare carriage return": `GET /v2/images HTTP/1.1\r\n${start()}X-A: b\rX-Roles: admin\r\n\r\n`,
    "a body with GET": `GET /v2/images HTTP/1.1\r\n${start()}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    "two hosts": `GET /v2/images HTTP/1.1\r\n${start()}Host: evil.example\r\n\r\n`,
    "another version of HTTP": `GET /v2/images HTTP/3.7\r\n${start()}X-Roles: admin\r\n\r\n`,
    "a second line of the request": `GET /v2/images\r\nX-Roles: admin HTTP/1.1\r\n${start()}\r\n`,
    "a chunk with a bad size": `POST /v2/images HTTP/1.1\r\n${start()}Transfer-Encoding: chunked\r\n\r\n2;x\r\n{}\r\nzz\r\n${smuggled}`,
  });

  for (const name of Object.keys(doubtful())) {
    test(`with ${name} hides no second request and no header from the edge`, async () => {
      const { text } = await sendRaw(edge.url, doubtful()[name]);
      for (const request of recorder.take()) {
        assert.notEqual(request.url, "/v2/images/smuggled", text);
        assert.equal(request.headers["x-roles"], undefined);
        assert.ok(request.body.length <= 2, request.body.toString());
      }
    });
  }

  test("leaves the edge at work", async () => {
    assert.equal((await forwarded("GET", "/v2/images")).status, 200);
  });
});
