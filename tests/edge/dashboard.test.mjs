// Who gets the dashboard and who does not: one page at many addresses, and never in place of an API's
// answer or of a file.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";

const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

describe("the dashboard", () => {
  let edge;
  before(async () => {
    edge = await startEdge({ page: "<!doctype html><title>the dashboard</title>" });
  });
  after(() => edge.stop());

  test("is what a browser gets at each of its addresses", async () => {
    for (const path of ["/", "/images", "/images/new?x=1", "/V2/images", "/v1/"]) {
      const response = await call(edge.url, path, { headers: browser });
      assert.equal(response.status, 200, path);
      assert.match(response.text, /the dashboard/);
    }
  });

  test("is nothing that a program gets", async () => {
    for (const path of ["/images", "/V2/images", "/v3/auth/tokens"]) {
      const response = await call(edge.url, path, { headers: { accept: "application/json" } });
      // As from Glance itself, which offers its versions at every address without one.
      assert.equal(response.status, 300, path);
      assert.ok(response.json.versions.length > 0, path);
    }
  });

  test("does not stand in for a missing file or a missing route", async () => {
    for (const path of ["/assets/gone.js", "/assets/gone.wasm", "/api/nothing"]) {
      const response = await call(edge.url, path, { headers: browser });
      assert.equal(response.status, 404, path);
      // An old tab that asks for an old file must not remember the answer.
      assert.equal(response.headers["cache-control"], "no-store");
    }
  });

  test("can be asked about by a monitor", async () => {
    for (const path of ["/", "/healthz"]) {
      const response = await call(edge.url, path, { method: "HEAD", headers: browser });
      assert.equal(response.status, 200, path);
      assert.equal(response.text, "");
    }
  });
});

describe("settings that are wrong", () => {
  test("are named at the health check and in no other answer", async () => {
    const bindings = { PUBLIC_ORIGIN: "https://gaze.example/path", MAX_REQUEST_BODY_BYTES: 0 };
    const edge = await startEdge({ bindings });
    try {
      const health = await call(edge.url, "/healthz");
      assert.equal(health.status, 500);
      const wrong = health.json.settings.map(({ variable }) => variable);
      assert.deepEqual(wrong, ["PUBLIC_ORIGIN", "MAX_REQUEST_BODY_BYTES"]);
      const config = await call(edge.url, "/api/config");
      assert.equal(config.status, 500);
      assert.doesNotMatch(config.text, /PUBLIC_ORIGIN/);
    } finally {
      await edge.stop();
    }
  });

  test("do not include numbers, which the settings may hold as such", async () => {
    const edge = await startEdge({ bindings: { MAX_REQUEST_BODY_BYTES: 104_857_600 } });
    try {
      assert.equal((await call(edge.url, "/api/config")).json.max_request_body, 104_857_600);
    } finally {
      await edge.stop();
    }
  });
});
