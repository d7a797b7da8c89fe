// Keys of the session cookie: rotated without signing anybody out.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { Page, signIn } from "../support/session.mjs";
import { TusClient } from "../support/tus.mjs";

const newKey = (id) => `${id}:${randomBytes(32).toString("base64url")}`;

async function withEdge(keys, work) {
  const edge = await startEdge({ bindings: { SESSION_KEYS: keys.join(",") } });
  try {
    return await work(edge);
  } finally {
    await edge.stop();
  }
}

describe("a key under which uploads were accepted", () => {
  const [old, young] = [newKey("old"), newKey("young")];
  const image = { name: "session keys", disk_format: "raw", container_format: "bare" };

  test("may go once there was a newer one before it, and is missed when it goes at once", async () => {
    const glance = await Glance.as(demo);
    const { id } = await glance.create(image);
    const edge = await startEdge({ bindings: { SESSION_KEYS: old } });
    const startWith = async (...keys) => {
      await edge.change({ SESSION_KEYS: keys.join(",") });
      await edge.restart();
      return call(edge.url, "/healthz");
    };
    try {
      const client = new TusClient(edge.url, { "x-auth-token": (await issueToken(demo)).token });
      const upload = await client.create(id, 8);
      assert.equal((await upload.patch(0, "four")).status, 204);

      const atOnce = await startWith(young);
      assert.equal(atOnce.status, 500);
      assert.deepEqual(atOnce.json.settings.map(({ variable }) => variable), ["SESSION_KEYS"]);
      assert.match(atOnce.json.settings[0].expected, /need the key with the id old/);
      client.base = edge.url;
      assert.equal((await upload.head()).status, 500);

      assert.equal((await startWith(young, old)).status, 200);
      assert.equal((await startWith(young)).status, 200);
      client.base = edge.url;
      assert.equal(await upload.offset(), 4);
      assert.equal((await upload.patch(4, "more")).status, 204);
      await upload.reaches("stored");
    } finally {
      await edge.stop();
      await glance.remove(id);
    }
  });
});

describe("a new key before the old one", () => {
  test("takes its place as the gateway starts, whether or not anybody comes before it goes", async () => {
    const [old, young] = [newKey("old"), newKey("young")];
    const glance = await Glance.as(demo);
    const { id } = await glance.create({ name: "no request", disk_format: "raw", container_format: "bare" });
    const edge = await startEdge({ bindings: { SESSION_KEYS: old } });
    try {
      const client = new TusClient(edge.url, { "x-auth-token": (await issueToken(demo)).token });
      const upload = await client.create(id, 8);
      assert.equal((await upload.patch(0, "four")).status, 204);
      for (const keys of [`${young},${old}`, young]) {
        await edge.change({ SESSION_KEYS: keys });
        await edge.restart();
      }
      client.base = edge.url;
      assert.equal((await call(edge.url, "/healthz")).status, 200);
      assert.deepEqual((await client.list()).map(({ offset }) => offset), [4]);
      assert.equal(await upload.offset(), 4);
    } finally {
      await edge.stop();
      await glance.remove(id);
    }
  });
});

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
      const response = await page.call("/api/session");
      assert.equal(response.status, 401);
      assert.equal(response.json.error.kind, "session_expired");
    });
  });
});
