// Calls with the session cookie that another site could make somebody's browser send. Every request
// here is raw: its headers are what stands in the table and nothing else.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { edgeUrl } from "../support/environment.mjs";
import { callRaw } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { signIn } from "../support/session.mjs";

const own = edgeUrl;
const csrf = "X-Gaze-Csrf: 1";
const site = (value) => `Sec-Fetch-Site: ${value}`;
const origin = (value) => `Origin: ${value}`;

/** Headers of a call that changes something, and whether it is taken for the dashboard's own. */
const writing = [
  [[csrf, site("same-origin"), origin(own)], true],
  [[csrf, site("same-origin")], true],
  [[csrf, origin(own)], true],
  [[csrf], false],
  [[], false],
  [[site("same-origin"), origin(own)], false],
  [["X-Gaze-Csrf: 0", site("same-origin"), origin(own)], false],
  [["X-Gaze-Csrf:", site("same-origin"), origin(own)], false],
  [[csrf, csrf, site("same-origin"), origin(own)], false],
  [[csrf, site("none")], false],
  [[csrf, site("same-site"), origin(own)], false],
  [[csrf, site("cross-site"), origin(own)], false],
  [[csrf, site("Same-Origin"), origin(own)], false],
  [[csrf, site("same-origin"), origin("null")], false],
  [[csrf, site("same-origin"), origin("https://evil.example")], false],
  [[csrf, site("same-origin"), origin(`${own}.evil.example`)], false],
  [[csrf, site("same-origin"), origin(own.replace("http://", "https://"))], false],
  [[csrf, site("same-origin"), origin(`${own}/`)], false],
  [[csrf, site("same-origin"), origin(own), origin("https://evil.example")], false],
  // What a form of another site can send at most.
  [["Content-Type: text/plain", site("cross-site"), origin("https://evil.example")], false],
];

/** Headers of a call that reads. */
const reading = [
  [[], true],
  [[site("same-origin")], true],
  [[site("none")], true],
  [[site("same-site")], false],
  [[site("cross-site")], false],
  [[origin("https://evil.example")], false],
  [[origin("null")], false],
];

describe("a call with the session cookie", () => {
  let cookie;
  before(async () => {
    cookie = `Cookie: ${(await signIn(demo)).cookie}`;
  });

  const routes = [
    ["PATCH", "/api/session", '{"project_id":"none"}', 403],
    ["POST", "/v2/images", '{"name":5}', 400],
    ["PATCH", "/v2/images/none", "[]", 415],
    ["DELETE", "/v2/images/none", "", 404],
    ["PUT", "/v2/images/none/file", "data", 415],
  ];
  for (const [method, path, body, through] of routes) {
    test(`${method} ${path} passes only when the dashboard makes it`, async () => {
      for (const [headers, isOwn] of writing) {
        const sent = [...headers, cookie, `Content-Length: ${body.length}`];
        const { status, text } = await callRaw(edgeUrl, method, path, sent, body);
        const isRefused = status === 403 && text.includes("cross_site_refused");
        assert.equal(isRefused, !isOwn, `${headers.join(" | ")} gave ${status}`);
        if (isOwn) assert.equal(status, through, text);
      }
    });
  }

  test("that reads passes unless another site makes it", async () => {
    for (const path of ["/api/session", "/api/projects", "/v2/images", "/v2/images/none/file"]) {
      for (const [headers, isOwn] of reading) {
        const { status } = await callRaw(edgeUrl, "GET", path, [...headers, cookie]);
        const expected = path.endsWith("/file") ? 404 : 200;
        assert.equal(status, isOwn ? expected : 403, `${path} ${headers.join(" | ")}`);
      }
    }
  });

  test("that another site makes does not even sign out", async () => {
    const page = await signIn(demo);
    for (const [headers, isOwn] of writing) {
      if (isOwn) continue;
      const sent = [...headers, `Cookie: ${page.cookie}`];
      assert.equal((await callRaw(edgeUrl, "DELETE", "/api/session", sent)).status, 403);
    }
    assert.equal((await page.call("/api/session")).status, 200);
  });
});

describe("a sign-in", () => {
  test("that another site makes is refused, so that nobody is signed in as somebody else", async () => {
    const body = JSON.stringify({ method: "password", user: "demo", password: "demo" });
    for (const [headers, isOwn] of writing) {
      const sent = [...headers, `Content-Length: ${body.length}`];
      const { status, text } = await callRaw(edgeUrl, "POST", "/api/session", sent, body);
      assert.equal(status, isOwn ? 201 : 403, headers.join(" | "));
      assert.equal(/set-cookie/i.test(text), isOwn);
    }
  });
});

describe("another origin", () => {
  test("is granted nothing by a preflight, so it can send neither header nor cookie", async () => {
    const sent = [
      origin("https://evil.example"),
      "Access-Control-Request-Method: DELETE",
      "Access-Control-Request-Headers: x-gaze-csrf,x-auth-token",
    ];
    for (const path of ["/v2/images", "/api/session"]) {
      const { text } = await callRaw(edgeUrl, "OPTIONS", path, sent);
      assert.doesNotMatch(text, /access-control-allow/i);
    }
  });

  test("is granted nothing by an answer either", async () => {
    const { token } = await issueToken(demo);
    const sent = [origin("https://evil.example"), `X-Auth-Token: ${token}`];
    const { status, text } = await callRaw(edgeUrl, "GET", "/v2/images", sent);
    assert.equal(status, 200);
    assert.doesNotMatch(text, /access-control-allow/i);
  });

  test("cannot ride on the cookie by sending an empty or a made-up token", async () => {
    const { cookie } = await signIn(demo);
    for (const token of ["", "made-up", " "]) {
      const sent = [`Cookie: ${cookie}`, `X-Auth-Token: ${token}`, site("cross-site"), "Content-Length: 2"];
      const { status } = await callRaw(edgeUrl, "POST", "/v2/images", sent, "{}");
      assert.ok([401, 403].includes(status), `"${token}" gave ${status}`);
    }
  });
});
