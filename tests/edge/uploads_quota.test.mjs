// An upload by tus takes its room when it is made, keeps it as long as it is, and gives it back when it
// comes to nothing.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { MEBIBYTE } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { issueToken } from "../support/keystone.mjs";
import { createLimited, overQuota, quotaOf, removeLimited } from "../support/quota.mjs";
import { TusClient, TusUpload } from "../support/tus.mjs";
import { until } from "../support/until.mjs";

const image = { name: "tus quota", disk_format: "raw", container_format: "bare" };

let edge;
let person;
let glance;
let client;
before(async () => {
  // A promise that nobody keeps is over after three seconds.
  const bindings = { QUOTA_LEASE_SECONDS: "3", UPLOAD_LIFETIME_SECONDS: "20" };
  edge = await startEdge({ bindings });
  person = await createLimited({ image_size_total: 3 });
  glance = await Glance.as(person);
  client = new TusClient(edge.url, { "x-auth-token": (await issueToken(person)).token });
});
afterEach(async () => {
  for (const { id } of await glance.list()) await glance.remove(id);
});
after(async () => {
  await edge.stop();
  await removeLimited(person);
});

async function size() {
  const { image_size_total } = await quotaOf(edge.url, client.headers["x-auth-token"]);
  return image_size_total;
}

describe("a project with room for three uploads", () => {
  test("gets three of fifty that are made at once", async () => {
    const images = [];
    for (let n = 0; n < 50; n += 1) images.push(await glance.create(image));
    const responses = await Promise.all(images.map(({ id }) => client.request(id, MEBIBYTE)));
    const statuses = responses.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 201).length, 3, statuses.join(" "));
    assert.equal(statuses.filter((status) => status === 413).length, 47);
    assert.equal((await size()).reserved, 3 * MEBIBYTE);
    for (const { headers, status } of responses) {
      if (status !== 201) continue;
      const upload = new TusUpload(client, new URL(headers.location).pathname);
      assert.equal((await upload.call("DELETE")).status, 204);
    }
    assert.equal((await size()).reserved, 0, "whoever ends an upload may use its room at once");
  });
});

describe("a new upload", () => {
  test("that is too large is refused with the numbers, before a byte is sent", async () => {
    const { id } = await glance.create(image);
    const refused = await client.request(id, 3 * MEBIBYTE + 1);
    assert.equal(refused.status, 413, refused.text);
    assert.equal(refused.headers["retry-after"], undefined);
    const { limit, asked, unit } = overQuota(refused).image_size_total;
    assert.deepEqual({ limit, asked, unit }, {
      limit: 3 * MEBIBYTE,
      asked: 3 * MEBIBYTE + 1,
      unit: "bytes",
    });
  });

  test("leaves to others only what it does not need", async () => {
    const [first, second] = [await glance.create(image), await glance.create(image)];
    const upload = await client.create(first.id, 2 * MEBIBYTE);
    assert.equal((await client.request(second.id, MEBIBYTE + 1)).status, 413);
    await upload.patch(0, Buffer.alloc(2 * MEBIBYTE, "a"));
    await upload.reaches("stored");
    await until("it counts as stored", async () => (await size()).reserved === 0);
    assert.equal((await size()).usage, 2 * MEBIBYTE);
    assert.equal((await client.request(second.id, MEBIBYTE + 1)).status, 413);
    const fits = await client.create(second.id, MEBIBYTE);
    await fits.call("DELETE");
  });
});

describe("an upload that takes its time", () => {
  test("keeps its room far longer than a request does, and no longer than it lives", async () => {
    const { id } = await glance.create(image);
    const upload = await client.create(id, 2 * MEBIBYTE);
    const begun = Date.now();
    // Longer than a lease: what is not renewed has expired by then.
    await until("two leases have passed", () => Date.now() - begun > 6_500);
    assert.equal((await size()).reserved, 2 * MEBIBYTE);
    await until("it has expired", async () => (await upload.head()).status === 404, 40_000);
    await until("its room is free", async () => (await size()).reserved === 0);
  });
});
