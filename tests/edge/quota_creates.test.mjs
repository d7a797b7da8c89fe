// Images are counted before they are made: requests that come together do not pass together.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { edgeUrl, glanceUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { issueToken } from "../support/keystone.mjs";
import { createLimited, overQuota, removeLimited } from "../support/quota.mjs";

const ROOM = 10;
const REQUESTS = 200;

/** The answers to so many requests at once. */
async function createAtOnce(base, token, count) {
  const headers = { "x-auth-token": token };
  const one = () =>
    call(base, "/v2/images", { method: "POST", headers, body: { name: "at once" }, timeoutMs: 240_000 });
  const responses = await Promise.all(Array.from({ length: count }, one));
  return responses;
}

/** How often each status came. */
function counts(responses) {
  const found = {};
  for (const { status } of responses) found[status] = (found[status] ?? 0) + 1;
  return found;
}

describe("a project with room for ten images", () => {
  let person;
  let glance;
  let token;
  before(async () => {
    person = await createLimited({ image_count_total: ROOM });
    glance = await Glance.as(person);
    ({ token } = await issueToken(person));
  });
  after(() => removeLimited(person));
  const clear = async () => {
    for (const { id } of await glance.list()) await glance.remove(id);
  };

  test("gets ten of 200 that are made at once, and each other one is told why not", async (t) => {
    const responses = await createAtOnce(edgeUrl, token, REQUESTS);
    t.diagnostic(`through the edge: ${JSON.stringify(counts(responses))}`);
    assert.deepEqual(counts(responses), { 201: ROOM, 413: REQUESTS - ROOM });
    assert.equal((await glance.list()).length, ROOM);
    for (const refusal of responses.filter(({ status }) => status === 413)) {
      const { error } = refusal.json;
      assert.equal(error.kind, "over_quota");
      assert.equal(error.code, 413);
      assert.equal(refusal.headers["retry-after"], undefined);
      const { image_count_total: over } = overQuota(refusal);
      assert.equal(over.limit, ROOM);
      assert.equal(over.asked, 1);
      assert.equal(over.unit, "images");
      assert.ok(over.usage + over.reserved >= ROOM, error.details);
    }
    await clear();
  });

  test("and what the same gets from Glance alone is told beside", async (t) => {
    const responses = await createAtOnce(glanceUrl, token, 60);
    t.diagnostic(`Glance alone, 60 at once: ${JSON.stringify(counts(responses))}`);
    assert.ok(responses.some(({ status }) => status === 201));
    await clear();
  });

  test("has room again as soon as an image is deleted", async () => {
    const headers = { "x-auth-token": token };
    const create = () => call(edgeUrl, "/v2/images", { method: "POST", headers, body: {} });
    const ids = [];
    for (let n = 0; n < ROOM; n += 1) {
      const response = await create();
      assert.equal(response.status, 201, response.text);
      ids.push(response.json.id);
    }
    assert.equal((await create()).status, 413);
    // Through the edge, and past it.
    await call(edgeUrl, `/v2/images/${ids[0]}`, { method: "DELETE", headers });
    assert.equal((await create()).status, 201);
    assert.equal((await create()).status, 413);
    await glance.remove(ids[1]);
    assert.equal((await create()).status, 201);
    await clear();
  });
});
