// The flags that the runtime is started with on a machine of one's own.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";

const edge = new URL("../../edge/", import.meta.url);
// Here, because the launcher is installed beside the edge and not beside the tests.
const { Miniflare } = createRequire(edge)("miniflare");
const { startWithV8Flags } = await import(new URL("v8_flags.mjs", edge).href);

/** What a Worker sees of a function that only a flag brings. */
async function typeOfGc() {
  const script = "export default { fetch: () => new Response(typeof gc) }";
  const runtime = new Miniflare({ modules: true, script });
  try {
    return await (await runtime.dispatchFetch("http://worker/")).text();
  } finally {
    await runtime.dispose();
  }
}

test("the runtime gets them, and its configuration stays as it is", async () => {
  assert.equal(await typeOfGc(), "undefined");
  startWithV8Flags(["--max-semi-space-size=1", "--expose-gc"]);
  assert.equal(await typeOfGc(), "function");
});

test("what writes leave behind is collected before it is much", async () => {
  const edge = await startEdge({ v8Flags: ["--trace-gc"] });
  try {
    // The reason that V8 gives for a collection that a program has asked for.
    const collections = () => edge.log.filter((line) => /Mark-Compact .* testing/.test(line)).length;
    const before = collections();
    for (let count = 0; count < 600; count += 1) {
      const { status } = await call(edge.url, "/v2/images", { method: "POST", body: { name: "x" } });
      assert.equal(status, 401);
    }
    assert.equal(collections() - before, 2);
  } finally {
    await edge.stop();
  }
});
