// Keys of the session cookie: rotated without signing anybody out.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { demo } from "../support/keystone.mjs";
import { Page, signIn } from "../support/session.mjs";

const newKey = (id) => `${id}:${randomBytes(32).toString("base64url")}`;

async function withEdge(keys, work) {
  const edge = await startEdge({ bindings: { SESSION_KEYS: keys.join(",") } });
  try {
    return await work(edge);
  } finally {
    await edge.stop();
  }
}

describe("a key of the cookies", () => {
  const [old, young] = [newKey("old"), newKey("young")];

  test("that comes first seals, those behind it open, and one that is gone opens nothing", async () => {
    const before = await withEdge([old], (edge) => signIn(demo, edge.url));
    assert.match(before.cookie, /=old\./);
    const after = await withEdge([young, old], async (edge) => {
      const page = new Page(before.cookie, before.session, edge.url);
      assert.equal((await page.call("/api/session")).status, 200);
      return signIn(demo, edge.url);
    });
    assert.match(after.cookie, /=young\./);
    await withEdge([young], async (edge) => {
      const status = async ({ cookie, session }) =>
        (await new Page(cookie, session, edge.url).call("/api/session")).status;
      assert.equal(await status(after), 200);
      assert.equal(await status(before), 401);
    });
  });

  test("of another deployment with the same id opens nothing", async () => {
    const here = await withEdge([newKey("k")], (edge) => signIn(demo, edge.url));
    await withEdge([newKey("k")], async (edge) => {
      const page = new Page(here.cookie, here.session, edge.url);
      const answer = await page.call("/api/session");
      assert.equal(answer.status, 401);
      assert.equal(answer.json.error.kind, "session_expired");
    });
  });
});
