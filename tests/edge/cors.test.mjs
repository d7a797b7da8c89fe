// What pages of other origins may read and send. Every request is raw: its headers are what stands in
// the table and nothing else. tests/e2e/other_origin.e2e.ts asks a real browser.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";
import { call, callRaw } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { signIn } from "../support/session.mjs";

const TOOLS = "https://tools.example";
const PORTAL = "https://portal.gaze.example";

let edge;
let token;
before(async () => {
  edge = await startEdge({
    bindings: { CORS_ORIGINS: `${TOOLS}, http://localhost:3000`, CORS_SESSION_ORIGINS: PORTAL },
  });
  ({ token } = await issueToken(demo));
});
after(() => edge.stop());

/** The headers of the first answer, by lower-case name; the values of a name that comes twice joined. */
function headersOf({ text }) {
  const headers = {};
  for (const line of text.split("\r\n\r\n")[0].split("\r\n").slice(1)) {
    const [, name, value] = line.match(/^([^:]+): ?(.*)$/);
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}

const words = (value) => (value ?? "").toLowerCase().split(", ");

/** Asserts what an answer grants to the page that asked, if it grants anything. */
function assertGrant(response, origin, title) {
  const headers = headersOf(response);
  assert.equal(headers["access-control-allow-origin"], origin, title);
  assert.equal(headers["access-control-allow-credentials"], origin && "true", title);
  if (!origin) {
    const granted = Object.keys(headers).filter((name) => name.startsWith("access-control-"));
    assert.deepEqual(granted, [], title);
  }
  assert.ok(words(headers.vary).includes("origin"), `${title}: Vary is ${headers.vary}`);
}

/** An `Origin` header's value and the origin that is granted for it. */
const origins = [
  [TOOLS, TOOLS],
  ["http://localhost:3000", "http://localhost:3000"],
  [PORTAL, PORTAL],
  ["https://evil.example", undefined],
  ["null", undefined],
  ["*", undefined],
  ["", undefined],
  [`${TOOLS}/`, undefined],
  [`${TOOLS}:443`, undefined],
  [`${TOOLS}.evil.example`, undefined],
  ["https://eviltools.example", undefined],
  ["https://sub.tools.example", undefined],
  ["HTTPS://TOOLS.EXAMPLE", undefined],
  ["http://tools.example", undefined],
  ["http://localhost:3001", undefined],
  ["http://localhost", undefined],
  [`${TOOLS}, https://evil.example`, undefined],
  [`${TOOLS} https://evil.example`, undefined],
];

describe("an answer", () => {
  // One of every kind: routes of Glance and of the edge, refusals of both, files, not changed, health.
  const auth = () => `X-Auth-Token: ${token}`;
  const requests = () => [
    ["GET", "/v2/images", [auth()], 200],
    ["GET", "/v2/images/none", [auth()], 404],
    ["GET", "/v2/images", [], 401],
    ["GET", "/v2/images", ["X-Auth-Token: made-up"], 401],
    ["GET", "/v2/images?_method=DELETE", [auth()], 400],
    ["GET", "/v2/images/x%2fy", [auth()], 400],
    ["GET", "/v2/nothing", [auth()], 404],
    ["POST", "/v2/images", [auth(), "Content-Length: 9"], 400, '{"name":5'],
    ["GET", "/", [], 300],
    ["GET", "/versions", [], 200],
    ["GET", "/healthz", [], 200],
    ["GET", "/api/config", [], 200],
    ["GET", "/api/session", [], undefined],
    ["PUT", "/api/session", ["Content-Length: 0"], 405],
    ["GET", "/", ["Accept: text/html"], 200],
    ["GET", "/index.html", [], undefined],
    ["GET", "/assets/none.js", [], 404],
    ["OPTIONS", "/v2/images", [], 200],
    ["OPTIONS", "/api/session", [], 405],
  ];

  test("grants a page of a listed origin to read it, and no other, whatever the answer is", async () => {
    for (const [method, target, headers, status, body] of requests()) {
      for (const [origin, granted] of origins) {
        const sent = [`Origin: ${origin}`, ...headers];
        const response = await callRaw(edge.url, method, target, sent, body);
        const title = `${method} ${target} from "${origin}" gave ${response.status}`;
        if (status) assert.equal(response.status, status, title);
        assertGrant(response, granted, title);
      }
    }
  });

  test("grants nothing where no page asks, and still depends on the origin", async () => {
    for (const [method, target, headers, , body] of requests()) {
      const response = await callRaw(edge.url, method, target, headers, body);
      assertGrant(response, undefined, `${method} ${target}`);
    }
  });

  test("that nothing has changed depends on the origin too", async () => {
    const headers = { accept: "text/html" };
    const { etag } = (await call(edge.url, "/", { headers })).headers;
    assert.ok(etag);
    for (const origin of [TOOLS, "https://evil.example"]) {
      const sent = ["Accept: text/html", `If-None-Match: ${etag}`, `Origin: ${origin}`];
      const response = await callRaw(edge.url, "GET", "/", sent);
      assert.equal(response.status, 304);
      assertGrant(response, origin === TOOLS ? TOOLS : undefined, "304");
    }
  });

  test("shows a listed page every header that a client of Glance reads, and no secret one", async () => {
    const response = await callRaw(edge.url, "GET", "/v2/images", [`Origin: ${TOOLS}`, auth()]);
    const exposed = words(headersOf(response)["access-control-expose-headers"]);
    for (const name of [
      "location",
      "content-md5",
      "content-range",
      "content-length",
      "content-disposition",
      "openstack-image-import-methods",
      "openstack-image-store-ids",
      "x-openstack-request-id",
      "accept-patch",
      "allow",
      "retry-after",
    ]) {
      assert.ok(exposed.includes(name), name);
    }
    for (const name of ["*", "set-cookie", "x-auth-token", "x-subject-token"]) {
      assert.ok(!exposed.includes(name), name);
    }
  });
});

describe("a preflight", () => {
  const ask = (origin, method, headers, target) => {
    const sent = [`Origin: ${origin}`, `Access-Control-Request-Method: ${method}`];
    if (headers) sent.push(`Access-Control-Request-Headers: ${headers}`);
    return callRaw(edge.url, "OPTIONS", target, sent);
  };
  const targets = ["/v2/images", "/v2/images/x/file", "/v2.9/info/stores", "/nothing", "/api/session"];

  test("of a listed origin is granted at every path, to be remembered, without a token", async () => {
    for (const target of targets) {
      for (const [origin, granted] of origins) {
        const response = await ask(origin, "PUT", "x-auth-token", target);
        assertGrant(response, granted, `${target} from "${origin}"`);
        if (!granted) continue;
        assert.equal(response.status, 204);
        const seconds = Number(headersOf(response)["access-control-max-age"]);
        assert.ok(seconds > 0 && seconds <= 7200, `${seconds}`);
      }
    }
  });

  test("grants every method and header of Glance's API, and none that tells an identity", async () => {
    const headers = headersOf(await ask(TOOLS, "PATCH", "content-type", "/v2/images/x"));
    const methods = words(headers["access-control-allow-methods"]);
    for (const method of ["get", "post", "put", "patch", "delete"]) {
      assert.ok(methods.includes(method), method);
    }
    const allowed = words(headers["access-control-allow-headers"]);
    for (const name of [
      "x-auth-token",
      "content-type",
      "accept",
      "range",
      "x-image-meta-store",
      "x-openstack-image-size",
      "x-openstack-append",
      "x-image-cache-clear-target",
      "x-openstack-request-id",
      "x-gaze-csrf",
    ]) {
      assert.ok(allowed.includes(name), name);
    }
    for (const name of ["*", "x-roles", "x-user-id", "x-identity-status", "x-storage-token", "cookie"]) {
      assert.ok(!allowed.includes(name), name);
    }
  });

  test("asks neither Keystone nor Glance", async () => {
    const unreachable = await startEdge({
      keystone: "http://127.0.0.1:9",
      glance: "http://127.0.0.1:9",
      bindings: { CORS_ORIGINS: TOOLS },
    });
    try {
      const sent = [`Origin: ${TOOLS}`, "Access-Control-Request-Method: PUT"];
      const response = await callRaw(unreachable.url, "OPTIONS", "/v2/images/x/file", sent);
      assert.equal(response.status, 204);
      // What the page then sends fails, and the page may read why.
      const failed = await callRaw(unreachable.url, "GET", "/versions", [`Origin: ${TOOLS}`]);
      assert.equal(failed.status, 503);
      assertGrant(failed, TOOLS, "503");
    } finally {
      await unreachable.stop();
    }
  });
});

describe("an OPTIONS request that is no preflight", () => {
  test("is answered as Glance answers it, at any path and without a token", async () => {
    for (const target of ["/", "/v2", "/v2/images", "/v2/images/x/file", "/v2.5/nothing"]) {
      for (const headers of [[], [`Origin: ${TOOLS}`], ["Access-Control-Request-Method: GET"]]) {
        const [direct, seen] = [
          await callRaw(glanceUrl, "OPTIONS", target, headers),
          await callRaw(edge.url, "OPTIONS", target, headers),
        ];
        assert.equal(seen.status, direct.status, target);
        assert.equal(headersOf(seen)["content-length"], headersOf(direct)["content-length"]);
        assert.equal(headersOf(seen)["content-type"], headersOf(direct)["content-type"]);
      }
    }
  });
});

describe("the session cookie", () => {
  let cookie;
  before(async () => {
    cookie = `Cookie: ${(await signIn(demo, edge.url)).cookie}`;
  });
  const csrf = "X-Gaze-Csrf: 1";

  /** A page's origin, what its browser says, the dashboard's header, and whether the call passes. */
  const calls = [
    [PORTAL, "same-site", csrf, true],
    [PORTAL, undefined, csrf, true],
    [PORTAL, "same-site", undefined, false],
    [PORTAL, "cross-site", csrf, false],
    [TOOLS, "same-site", csrf, false],
    [TOOLS, undefined, csrf, false],
    ["https://evil.example", "same-site", csrf, false],
    ["null", "same-site", csrf, false],
  ];

  test("counts for pages of the origins that are trusted with it, and for no other page", async () => {
    for (const [origin, site, header, passes] of calls) {
      const sent = [`Origin: ${origin}`, site && `Sec-Fetch-Site: ${site}`, header, cookie];
      const lines = [...sent.filter(Boolean), "Content-Length: 10"];
      const response = await callRaw(edge.url, "POST", "/v2/images", lines, '{"name":5}');
      assert.equal(response.status, passes ? 400 : 403, `${origin} ${site} ${header}`);
    }
  });

  test("is neither needed nor looked at where a listed page has a token of its own", async () => {
    for (const site of ["same-site", "cross-site"]) {
      const sent = [`Origin: ${TOOLS}`, `Sec-Fetch-Site: ${site}`, `X-Auth-Token: ${token}`, cookie];
      const lines = [...sent, "Content-Length: 10"];
      const response = await callRaw(edge.url, "POST", "/v2/images", lines, '{"name":5}');
      assert.equal(response.status, 400);
      assertGrant(response, TOOLS, site);
    }
  });
});

describe("an edge without a list", () => {
  test("grants nothing to any origin", async () => {
    const plain = await startEdge();
    try {
      for (const [origin] of origins) {
        const sent = [`Origin: ${origin}`, "Access-Control-Request-Method: GET"];
        assertGrant(await callRaw(plain.url, "OPTIONS", "/v2/images", sent), undefined, origin);
        assertGrant(await callRaw(plain.url, "GET", "/versions", sent), undefined, origin);
      }
    } finally {
      await plain.stop();
    }
  });
});

describe("a list that names no origins", () => {
  test("is a wrong setting, which the health check names", async () => {
    const wrong = await startEdge({ bindings: { CORS_ORIGINS: "*" } });
    try {
      const response = await call(wrong.url, "/healthz");
      assert.equal(response.status, 500);
      const [{ variable, expected }] = response.json.settings;
      assert.equal(variable, "CORS_ORIGINS");
      assert.match(expected, /^expected origins/);
      const read = await callRaw(wrong.url, "GET", "/v2/images", ["Origin: https://evil.example"]);
      assertGrant(read, undefined, "wrong setting");
    } finally {
      await wrong.stop();
    }
  });
});
