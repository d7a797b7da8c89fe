// What happens to a request that goes over, by the operator's choice, and when nobody can tell.
import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { issueToken } from "../support/keystone.mjs";
import { createLimited, overQuota, removeLimited } from "../support/quota.mjs";

let person;
let glance;
let token;
before(async () => {
  person = await createLimited({ image_count_total: 1 });
  glance = await Glance.as(person);
  ({ token } = await issueToken(person));
});
after(() => removeLimited(person));

const clear = async () => {
  for (const { id } of await glance.list()) await glance.remove(id);
};

/** Runs an edge with these settings for as long as `work` takes. */
async function withEdge(bindings, work) {
  const edge = await startEdge({ bindings });
  try {
    await work(edge);
  } finally {
    await edge.stop();
    await clear();
  }
}

const create = (edge) =>
  call(edge.url, "/v2/images", { method: "POST", headers: { "x-auth-token": token }, body: {} });
const list = (edge) => call(edge.url, "/v2/images", { headers: { "x-auth-token": token } });
/** Whether the gateway itself has refused it. */
const isOwnRefusal = ({ text }) => text.includes("over_quota");

describe("the mode", () => {
  test("enforce refuses what does not fit", () =>
    withEdge({}, async (edge) => {
      assert.equal((await create(edge)).status, 201);
      const refused = await create(edge);
      assert.equal(refused.status, 413);
      assert.ok(isOwnRefusal(refused), refused.text);
      assert.deepEqual(Object.keys(overQuota(refused)), ["image_count_total"]);
    }));

  test("observe lets it through to Glance, and the log says what would have been refused", () =>
    withEdge({ QUOTA_MODE: "observe" }, async (edge) => {
      assert.equal((await create(edge)).status, 201);
      const refused = await create(edge);
      assert.ok(!isOwnRefusal(refused), refused.text);
      const line = await edge.lineOf(refused, "quota");
      assert.equal(line.quota, "would_refuse");
      assert.equal(line.project_id, person.projectId);
      assert.match(line.over, /^image_count_total: limit 1, usage 1, reserved 0, asked 1, unit images\.$/);
    }));

  test("off counts nothing, and Glance's own words pass", () =>
    withEdge({ QUOTA_MODE: "off" }, async (edge) => {
      assert.equal((await create(edge)).status, 201);
      const refused = await create(edge);
      assert.equal(refused.status, 413);
      assert.match(refused.text, /Resource image_count_total is over limit of 1/);
      assert.ok(!edge.log.some((line) => line.includes('"event":"quota"')));
    }));
});

describe("while the ledgers are away", () => {
  // Their storage is damaged, so that no object of theirs can begin.
  const withDamage = (bindings, work) =>
    withEdge(bindings, async (edge) => {
      assert.equal((await create(edge)).status, 201);
      await clear();
      await edge.kill();
      const stored = join(edge.directory, "persist", "do");
      for (const name of await readdir(stored, { recursive: true })) {
        const file = join(stored, name);
        if (/[0-9a-f]{64}\.sqlite/.test(name)) await writeFile(file, "This is no database. ".repeat(1000));
      }
      await edge.begin();
      await work(edge);
    });

  test("writes are refused and reads are served", () =>
    withDamage({}, async (edge) => {
      const refused = await create(edge);
      assert.equal(refused.status, 503, refused.text);
      assert.equal(refused.json.error.kind, "quota_unavailable");
      assert.equal((await list(edge)).status, 200);
      assert.equal((await glance.list()).length, 0);
    }));

  test("writes go through where the operator says so, and the log tells of each", () =>
    withDamage({ QUOTA_UNAVAILABLE: "allow" }, async (edge) => {
      const response = await create(edge);
      assert.equal(response.status, 201, response.text);
      assert.equal((await edge.lineOf(response, "quota")).quota, "not_checked");
      assert.equal((await list(edge)).status, 200);
    }));
});
