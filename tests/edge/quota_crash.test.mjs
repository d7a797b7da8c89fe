// Whatever happens to clients and to the runtime, the ledger comes to what Glance holds, to the byte.
//
// GAZE_QUOTA_SEEDS=20 tries more orders of events than a run of all tests does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Readable } from "node:stream";
import { MEBIBYTE } from "../support/bytes.mjs";
import { Chance, slowly } from "../support/chance.mjs";
import { Conversation } from "../support/conversation.mjs";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { call, open } from "../support/http.mjs";
import { issueToken } from "../support/keystone.mjs";
import { createLimited, quotaOf, removeLimited, usageOf } from "../support/quota.mjs";
import { until } from "../support/until.mjs";

const SEEDS = Number(process.env.GAZE_QUOTA_SEEDS ?? 3);
const OPERATIONS = 14;
const LIMIT_MIB = 4;
const LEASE_SECONDS = 3;
const MOST_BYTES = 1_600_000;
const image = { name: "crash", disk_format: "raw", container_format: "bare" };
const limits = {
  image_size_total: LIMIT_MIB,
  image_stage_total: LIMIT_MIB,
  image_count_total: 24,
  image_count_uploading: 6,
};

/** A client whose half of requests chance cancels in their middle. */
class Client {
  constructor(edge, token, ids, chance) {
    Object.assign(this, { edge, token, ids, chance });
  }

  /** Gives the status, or how it ended without one. */
  async send(method, path, { headers = {}, body } = {}) {
    const sent = { "x-auth-token": this.token, ...headers };
    const isCancelled = this.chance.next() < 0.5;
    const leaving = this.chance.moment(900).then(() => "left");
    const calling = open(this.edge.url, path, { method, headers: sent, body });
    try {
      const came = await Promise.race(isCancelled ? [calling, leaving] : [calling]);
      if (came === "left") {
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

  data(place) {
    const length = 1 + this.chance.below(MOST_BYTES);
    const isAnnounced = this.chance.next() < 0.6;
    const framing = isAnnounced
      ? { "content-length": String(length) }
      : { "transfer-encoding": "chunked" };
    const headers = { "content-type": "application/octet-stream", ...framing };
    const body = Readable.from(slowly(length), { objectMode: false });
    return this.send("PUT", `/v2/images/${this.chance.oneOf(this.ids)}/${place}`, { headers, body });
  }

  import() {
    const body = {
      method: { name: "glance-direct" },
      all_stores: this.chance.next() < 0.5,
      all_stores_must_succeed: false,
    };
    return this.send("POST", `/v2/images/${this.chance.oneOf(this.ids)}/import`, { body });
  }

  /** One request of any kind. */
  act() {
    const kinds = ["create", "file", "file", "file", "stage", "stage", "import", "import", "delete"];
    const kind = this.chance.oneOf(kinds);
    switch (kind) {
      case "create":
        return this.send("POST", "/v2/images", { body: image });
      case "delete":
        return this.send("DELETE", `/v2/images/${this.chance.oneOf(this.ids)}`);
      case "import":
        return this.import();
      default:
        return this.data(kind);
    }
  }
}

describe("after mixed requests, of which half are cancelled, and the runtime's death", () => {
  let edge;
  before(async () => {
    edge = await startEdge({ bindings: { QUOTA_LEASE_SECONDS: String(LEASE_SECONDS) } });
  });
  after(() => edge.stop());

  for (let seed = 1; seed <= SEEDS; seed += 1) {
    test(`the ledger is what Glance holds (seed ${seed})`, async (t) => {
      const chance = new Chance(seed);
      const person = await createLimited(limits);
      const glance = await Glance.as(person);
      const { token } = await issueToken(person);
      const ids = [];
      for (let n = 0; n < 6; n += 1) ids.push((await glance.create(image)).id);
      // Some have staged data from the beginning, so that imports find something.
      for (const id of ids.slice(0, 3)) {
        const headers = { "content-type": "application/octet-stream" };
        const body = Buffer.alloc(1 + chance.below(MOST_BYTES / 2), "s");
        const staged = await glance.call(`/v2/images/${id}/stage`, { method: "PUT", headers, body });
        assert.equal(staged.status, 204, staged.text);
      }
      const client = new Client(edge, token, ids, chance);

      const running = [];
      const killAt = chance.below(OPERATIONS);
      for (let n = 0; n < OPERATIONS; n += 1) {
        running.push(client.act());
        await chance.moment(250);
        if (n === killAt) {
          await edge.kill();
          await edge.begin();
        }
      }
      const outcomes = {};
      for (const outcome of await Promise.all(running)) {
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
      t.diagnostic(JSON.stringify(outcomes));

      const isMoving = ({ status }) => ["saving", "importing"].includes(status);
      await until("Glance is at rest", async () => !(await glance.list()).some(isMoving), 60_000);
      const resources = Object.keys(limits);
      await until("nothing is promised any more", async () => {
        const quota = await quotaOf(edge.url, token);
        return resources.every((resource) => quota[resource].reserved === 0);
      }, 60_000);
      const quota = await quotaOf(edge.url, token);
      const images = await glance.list();
      const reported = Object.fromEntries(
        resources.map((resource) => [resource, quota[resource].usage]),
      );
      assert.deepEqual(reported, usageOf(images), JSON.stringify(images));
      assert.ok(reported.image_size_total <= LIMIT_MIB * 2 ** 20, "it is never over the limit");
      for (const { id } of images) await glance.remove(id);
      await removeLimited(person);
    });
  }
});

describe("an upload whose answer is lost", () => {
  let edge;
  before(async () => {
    edge = await startEdge({ bindings: { QUOTA_LEASE_SECONDS: String(LEASE_SECONDS) } });
  });
  after(() => edge.stop());

  test("keeps its room while Glance stores it, and gives it back when nothing came of it", async () => {
    const person = await createLimited(limits);
    const glance = await Glance.as(person);
    const { token } = await issueToken(person);
    const [first, second] = [await glance.create(image), await glance.create(image)];
    const size = 3 * MEBIBYTE;
    const is = async (status) => (await glance.find(first.id)).status === status;
    const headers = { "x-auth-token": token, "content-type": "application/octet-stream" };
    const put = async (id) => {
      const options = { method: "PUT", headers, body: Buffer.alloc(size) };
      return (await call(edge.url, `/v2/images/${id}/file`, options)).status;
    };

    const path = `PUT /v2/images/${first.id}/file`;
    const cutOff = await Conversation.begin(edge.url, path, { ...headers, "content-length": size });
    cutOff.say(Buffer.alloc(MEBIBYTE));
    await until("it is on its way", () => is("saving"));
    await edge.kill();
    await until("Glance has noticed", () => is("queued"));
    // Glance is at the same image again, as it would be if something before it had held the data.
    const held = await glance.announce(first.id, size);
    held.say(Buffer.alloc(MEBIBYTE));
    await until("Glance stores it", () => is("saving"));
    await edge.begin();
    const over = Date.now() + 2 * LEASE_SECONDS * 1000;
    await until("Glance was looked at after the promise has ended", async () => {
      const { observed_at } = await quotaOf(edge.url, token);
      return Date.parse(observed_at) > over;
    });
    assert.equal((await quotaOf(edge.url, token)).image_size_total.reserved, size);
    assert.equal(await put(second.id), 413);

    held.end();
    await until("Glance has given up", () => is("queued"));
    assert.equal(await put(second.id), 204);
    for (const { id } of await glance.list()) await glance.remove(id);
    await removeLimited(person);
  });
});
