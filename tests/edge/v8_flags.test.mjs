// The flags that the runtime is started with on a machine of one's own.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

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
