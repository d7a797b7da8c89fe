// A store of uploads that is full, on the file system on which the ledgers are: it takes nothing of what is theirs, and
// all else goes on. The edge runs on a small file system of its own.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { MEBIBYTE, bytes } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { TusClient } from "../support/tus.mjs";
import { until } from "../support/until.mjs";

const image = { name: "disk reserve", disk_format: "raw", container_format: "bare" };
const DISK = 64 * MEBIBYTE;
const RESERVE = 24 * MEBIBYTE;
const PIECE = 4 * MEBIBYTE;
const AT_ONCE = 4;

let edge;
let glance;
let token;
let client;
let uploads;
before(async () => {
  const bindings = { UPLOAD_STORE_RESERVE_BYTES: RESERVE };
  edge = await startEdge({ diskMebibytes: DISK / MEBIBYTE, bindings });
  glance = await Glance.as(demo);
  ({ token } = await issueToken(demo));
  client = new TusClient(edge.url, { "x-auth-token": token });
  const begin = async () => client.create((await glance.create(image)).id, 2 * DISK / AT_ONCE);
  uploads = await Promise.all(Array.from({ length: AT_ONCE }, begin));
  await Promise.all(uploads.map(fill));
});
after(async () => {
  await client.terminateAll();
  for (const { id } of await glance.named(image.name)) await glance.remove(id);
  await edge.stop();
});

const piece = bytes("reserve", PIECE);

/** Sends until there is no room. A refusal comes before the bytes, and may break them off. */
async function fill(upload) {
  for (let offset = 0; ; offset += PIECE) {
    const response = await upload.patch(offset, piece).catch(() => undefined);
    if (response?.status !== 204) return;
  }
}

const disks = async () => (await call(edge.url, "/healthz?deep=1")).json.disks;

describe("uploads that have filled their part of a disk", () => {
  test("have left what they are to leave", async () => {
    // Almost all of their own part is taken, for that is what it is for. The health check may not have looked since.
    const { uploads: store } = await until("the store is seen to be full", async () => {
      const now = await disks();
      return now.uploads.held_bytes + RESERVE > DISK - AT_ONCE * PIECE && now;
    });
    assert.equal(store.total_bytes, DISK);
    assert.ok(store.held_bytes + RESERVE <= DISK, `they hold ${store.held_bytes}`);
    assert.notEqual(store.status, "ok");
  });

  test("are refused as what it is, and more of them too", async () => {
    const [upload] = uploads;
    const patch = await upload.announce(await upload.offset(), PIECE);
    await patch.hears(/\r\n\r\n\{.*\}/s);
    patch.end();
    assert.deepEqual(patch.statuses, [503], patch.text);
    assert.match(patch.text, /upload_store_unavailable/);
    const more = await client.request((await glance.create(image)).id, PIECE);
    assert.equal(more.status, 503, more.text);
  });

  test("end no ledger: images are made and get their data, and it is counted", async () => {
    const headers = { "x-auth-token": token };
    const ledger = await disks();
    assert.equal(ledger.ledgers.status, "ok");
    for (let count = 0; count < 20; count += 1) {
      const made = await call(edge.url, "/v2/images", { method: "POST", headers, body: image });
      assert.equal(made.status, 201, made.text);
      if (count % 10) continue;
      const put = await call(edge.url, `/v2/images/${made.json.id}/file`, {
        method: "PUT",
        headers: { ...headers, "content-type": "application/octet-stream" },
        body: piece,
      });
      assert.equal(put.status, 204, put.text);
    }
  });

  test("go on when one of them has ended", async () => {
    const [first, second] = uploads;
    assert.equal((await first.call("DELETE")).status, 204);
    const offset = await second.offset();
    const goOn = () => second.patch(offset, piece).catch(() => undefined);
    await until("there is room", async () => (await goOn())?.status === 204);
  });
});
