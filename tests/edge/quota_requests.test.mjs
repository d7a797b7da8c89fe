// Requests per minute, which a plan may limit.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";
import { createUser, issueToken, removeUser } from "../support/keystone.mjs";

const LIMIT = 5;

describe("a plan with five requests in a minute", () => {
  let edge;
  let limited;
  let other;
  before(async () => {
    limited = await createUser();
    other = await createUser();
    const plans = { [limited.projectId]: { requests_per_minute: LIMIT } };
    edge = await startEdge({ bindings: { QUOTA_PLANS: JSON.stringify(plans) } });
  });
  after(async () => {
    await edge.stop();
    await removeUser(limited);
    await removeUser(other);
  });
  const list = async ({ token }) =>
    call(edge.url, "/v2/images?limit=1", { headers: { "x-auth-token": token } });

  test("lets five through and tells the sixth when to come again", async () => {
    const caller = await issueToken(limited);
    for (let left = LIMIT - 1; left >= 0; left -= 1) {
      const response = await list(caller);
      assert.equal(response.status, 200);
      assert.equal(response.headers["ratelimit-policy"], `"requests_per_minute";q=${LIMIT};w=60`);
      assert.match(response.headers.ratelimit, new RegExp(`^"requests_per_minute";r=${left};t=\\d+$`));
    }
    const refused = await list(caller);
    assert.equal(refused.status, 429);
    assert.equal(refused.json.error.kind, "too_many_requests");
    assert.match(refused.headers.ratelimit, /^"requests_per_minute";r=0;t=\d+$/);
    const seconds = Number(refused.headers["retry-after"]);
    assert.ok(seconds >= 1 && seconds <= 60, refused.headers["retry-after"]);
  });

  test("counts the gateway's own report as well", async () => {
    const person = await createUser();
    try {
      const caller = await issueToken(person);
      const plans = { [person.projectId]: { requests_per_minute: LIMIT } };
      const own = await startEdge({ bindings: { QUOTA_PLANS: JSON.stringify(plans) } });
      try {
        const statuses = [];
        for (let n = 0; n <= LIMIT; n += 1) {
          const headers = { "x-auth-token": caller.token };
          statuses.push((await call(own.url, "/api/quota", { headers })).status);
        }
        assert.deepEqual(statuses, [...Array(LIMIT).fill(200), 429]);
      } finally {
        await own.stop();
      }
    } finally {
      await removeUser(person);
    }
  });

  test("limits nobody else", async () => {
    const caller = await issueToken(other);
    for (let n = 0; n < 2 * LIMIT; n += 1) {
      const response = await list(caller);
      assert.equal(response.status, 200);
      assert.equal(response.headers.ratelimit, undefined);
    }
  });
});
