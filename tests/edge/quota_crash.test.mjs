// Whatever happens to clients and to the runtime, the ledger comes to what Glance holds, to the byte.
//
// GAZE_QUOTA_SEEDS=20 tries more orders of events than a run of all tests does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Readable } from "node:stream";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { open } from "../support/http.mjs";
import { issueToken } from "../support/keystone.mjs";
import { createLimited, quotaOf, removeLimited, usageOf } from "../support/quota.mjs";
import { until } from "../support/until.mjs";

const SEEDS = Number(process.env.GAZE_QUOTA_SEEDS ?? 3);
const OPERATIONS = 14;
const LIMIT_MIB = 4;
const image = { name: "crash", disk_format: "raw", container_format: "bare" };

/** Numbers below 1 that are the same for a seed (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Data that comes in pieces, with pauses, so that there is a middle to break off in. */
async function* slowly(length) {
  for (let rest = length; rest > 0; rest -= 65_536) {
    yield Buffer.alloc(Math.min(rest, 65_536), "q");
    await pause(5);
  }
}

describe("after mixed requests, of which half are cancelled, and the runtime's death", () => {
  let edge;
  before(async () => {
    edge = await startEdge({ bindings: { QUOTA_LEASE_SECONDS: "3" } });
  });
  after(() => edge.stop());

  for (let seed = 1; seed <= SEEDS; seed += 1) {
    test(`the ledger is what Glance holds (seed ${seed})`, async (t) => {
      const random = numbers(seed);
      const below = (end) => Math.floor(random() * end);
      const person = await createLimited({
        image_size_total: LIMIT_MIB,
        image_stage_total: LIMIT_MIB,
        image_count_total: 24,
        image_count_uploading: 6,
      });
      const glance = await Glance.as(person);
      const { token } = await issueToken(person);
      const ids = [];
      for (let n = 0; n < 6; n += 1) ids.push((await glance.create(image)).id);
      const statuses = {};

      async function request(method, path, { headers = {}, body } = {}) {
        const sent = { "x-auth-token": token, ...headers };
        const isCancelled = random() < 0.5;
        const patience = below(900);
        const calling = open(edge.url, path, { method, headers: sent, body });
        const leaving = isCancelled ? pause(patience).then(() => "left") : undefined;
        try {
          const came = await Promise.race([calling, leaving].filter(Boolean));
          if (came === "left") {
            // The client goes away: whatever it has open is closed.
            body?.destroy?.(new Error("the client goes away"));
            calling.then((incoming) => incoming.destroy()).catch(() => {});
            return "left";
          }
          came.on("error", () => {}).resume();
          return came.statusCode;
        } catch {
          return "broken";
        }
      }
      const size = () => 1 + below(1_600_000);
      const data = (id, place) => {
        const length = size();
        const isAnnounced = random() < 0.6;
        const headers = {
          "content-type": "application/octet-stream",
          ...(isAnnounced ? { "content-length": String(length) } : { "transfer-encoding": "chunked" }),
        };
        const body = Readable.from(slowly(length), { objectMode: false });
        return request("PUT", `/v2/images/${id}/${place}`, { headers, body });
      };
      const operations = [
        () => request("POST", "/v2/images", { body: image }),
        () => data(ids[below(ids.length)], "file"),
        () => data(ids[below(ids.length)], "stage"),
        () =>
          request("POST", `/v2/images/${ids[below(ids.length)]}/import`, {
            body: { method: { name: "glance-direct" }, all_stores: random() < 0.5, all_stores_must_succeed: false },
          }),
        () => request("DELETE", `/v2/images/${ids[below(ids.length)]}`),
      ];
      const all = [];
      const killAt = below(OPERATIONS);
      for (let n = 0; n < OPERATIONS; n += 1) {
        const operation = operations[[0, 1, 1, 1, 2, 2, 3, 3, 4][below(9)]];
        all.push(
          operation().then((status) => {
            statuses[status] = (statuses[status] ?? 0) + 1;
          }),
        );
        await pause(below(250));
        if (n === killAt) {
          await edge.kill();
          await edge.begin();
        }
      }
      await Promise.all(all);
      t.diagnostic(`answers: ${JSON.stringify(statuses)}`);
      const isMoving = ({ status }) => ["saving", "importing"].includes(status);
      await until("Glance is at rest", async () => !(await glance.list()).some(isMoving), 60_000);
      const resources = [
        "image_size_total",
        "image_stage_total",
        "image_count_total",
        "image_count_uploading",
      ];
      let quota;
      await until("nothing is promised any more", async () => {
        await pause(200);
        quota = await quotaOf(edge.url, token);
        return resources.every((resource) => quota[resource].reserved === 0);
      });
      const images = await glance.list();
      quota = await quotaOf(edge.url, token);
      const told = Object.fromEntries(resources.map((resource) => [resource, quota[resource].usage]));
      assert.deepEqual(told, usageOf(images), JSON.stringify(images));
      assert.ok(told.image_size_total <= LIMIT_MIB * 2 ** 20, "never over the limit");
      for (const { id } of images) await glance.remove(id);
      await removeLimited(person);
    });
  }
});
