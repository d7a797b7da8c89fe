// Bytes are counted before they are read: what does not fit is refused, and what nobody has announced is
// cut off where the room ends.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { Readable } from "node:stream";
import { MEBIBYTE, byteStream } from "../support/bytes.mjs";
import { Conversation } from "../support/conversation.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call, open } from "../support/http.mjs";
import { admin, issueToken } from "../support/keystone.mjs";
import { createLimited, overQuota, quotaOf, removeLimited, setLimits } from "../support/quota.mjs";
import { until } from "../support/until.mjs";

const image = { name: "quota", disk_format: "raw", container_format: "bare" };
const octets = { "content-type": "application/octet-stream" };

let person;
let glance;
let token;
before(async () => {
  person = await createLimited({ image_size_total: 3, image_stage_total: 3 });
  glance = await Glance.as(person);
  ({ token } = await issueToken(person));
});
after(() => removeLimited(person));
afterEach(async () => {
  for (const { id } of await glance.list()) await glance.remove(id);
});

/** Sends data through the edge; `headers` may announce its size. */
function put(id, body, headers = {}, place = "file") {
  const path = `/v2/images/${id}/${place}`;
  const all = { "x-auth-token": token, ...octets, ...headers };
  return call(edgeUrl, path, { method: "PUT", headers: all, body, timeoutMs: 240_000 });
}

async function storedBytes() {
  const sizes = (await glance.list()).map(({ size, stores }) => (stores ? (size ?? 0) : 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe("a project with room for three uploads", () => {
  test("stores three of fifty that come at once", async (t) => {
    const images = [];
    for (let n = 0; n < 50; n += 1) images.push(await glance.create(image));
    const uploads = images.map(({ id }) => put(id, Buffer.alloc(MEBIBYTE, "q")));
    const statuses = (await Promise.all(uploads)).map(({ status }) => status);
    t.diagnostic(`statuses: ${statuses.sort().join(" ")}`);
    assert.equal(statuses.filter((status) => status === 204).length, 3);
    assert.equal(statuses.filter((status) => status === 413).length, 47);
    assert.equal(await storedBytes(), 3 * MEBIBYTE);
  });

  test("is filled to the last byte, and not one more", async () => {
    const [first, second, third] = [
      await glance.create(image),
      await glance.create(image),
      await glance.create(image),
    ];
    assert.equal((await put(first.id, Buffer.alloc(3 * MEBIBYTE - 700, "q"))).status, 204);
    const refused = await put(second.id, Buffer.alloc(701, "q"));
    assert.equal(refused.status, 413, refused.text);
    assert.deepEqual(overQuota(refused).image_size_total, {
      limit: 3 * MEBIBYTE,
      usage: 3 * MEBIBYTE - 700,
      reserved: 0,
      asked: 701,
      unit: "bytes",
    });
    assert.equal((await glance.find(second.id)).status, "queued");
    assert.equal((await put(third.id, Buffer.alloc(700, "q"))).status, 204);
  });
});

describe("an upload that is too large", () => {
  test("is refused before a byte of it is read", async () => {
    const { id } = await glance.create(image);
    const lines = [
      `PUT /v2/images/${id}/file HTTP/1.1`,
      `Host: ${new URL(edgeUrl).host}`,
      `X-Auth-Token: ${token}`,
      "Content-Type: application/octet-stream",
      `Content-Length: ${4 * MEBIBYTE}`,
    ];
    const conversation = await Conversation.open(edgeUrl);
    conversation.say(`${lines.join("\r\n")}\r\n\r\n`);
    await conversation.hears(/^HTTP\/1\.1 413/m);
    await conversation.hears(/"over_quota"/);
    conversation.end();
  });

  test("is refused by the larger one of what it announces", async () => {
    const { id } = await glance.create(image);
    const headers = { "x-openstack-image-size": String(4 * MEBIBYTE) };
    const response = await put(id, Buffer.alloc(10), headers);
    assert.equal(response.status, 413, response.text);
    assert.equal(overQuota(response).image_size_total.asked, 4 * MEBIBYTE);
    assert.equal((await put(id, Buffer.alloc(10, "q"))).status, 204);
  });

  test("is refused at the stage too, by the staging area's own limit", async () => {
    const { id } = await glance.create(image);
    const response = await put(id, Buffer.alloc(4 * MEBIBYTE), {}, "stage");
    assert.equal(response.status, 413, response.text);
    assert.equal(overQuota(response).image_stage_total.asked, 4 * MEBIBYTE);
  });
});

describe("an upload of unknown length", () => {
  test("that fits to the byte is stored", async () => {
    const { id } = await glance.create(image);
    const response = await put(id, byteStream("fits", 3 * MEBIBYTE));
    assert.equal(response.status, 204, response.text);
    assert.equal((await glance.find(id)).size, 3 * MEBIBYTE);
  });

  for (const [what, length] of [
    ["by a byte", 3 * MEBIBYTE + 1],
    ["by far", 64 * MEBIBYTE],
  ]) {
    test(`that does not fit ${what} is cut off, and leaves its image queued or gone`, async () => {
      const { id } = await glance.create(image);
      const headers = { "x-auth-token": token, ...octets, "transfer-encoding": "chunked" };
      const body = byteStream("does not fit", length);
      const incoming = await open(edgeUrl, `/v2/images/${id}/file`, { method: "PUT", headers, body });
      assert.equal(incoming.statusCode, 413);
      incoming.on("error", () => {}).destroy();
      await until("Glance lets go of it", async () => {
        const found = await glance.find(id);
        return found === undefined || found.status === "queued";
      });
      assert.equal(await storedBytes(), 0);
      // Its room is free again.
      const other = await glance.create(image);
      assert.equal((await put(other.id, Buffer.alloc(3 * MEBIBYTE, "q"))).status, 204);
    });
  }

  test("of a client that goes away gives its room back", async () => {
    const { id } = await glance.create(image);
    const body = new Readable({ read() {} });
    body.push(Buffer.alloc(2 * MEBIBYTE, "q"));
    const headers = { "x-auth-token": token, ...octets, "transfer-encoding": "chunked" };
    const call = open(edgeUrl, `/v2/images/${id}/file`, { method: "PUT", headers, body });
    call.catch(() => {});
    await until("Glance has begun", async () => (await glance.find(id)).status === "saving");
    body.destroy(new Error("the client goes away"));
    const other = await glance.create(image);
    await until("the room is free", async () => {
      const response = await put(other.id, Buffer.alloc(3 * MEBIBYTE, "q"));
      return response.status === 204;
    });
  });
});

describe("an import", () => {
  const start = (id, body) =>
    call(edgeUrl, `/v2/images/${id}/import`, {
      method: "POST",
      headers: { "x-auth-token": token },
      body,
    });
  const bothStores = { method: { name: "glance-direct" }, all_stores: true };

  test("needs room for its data in every store that it names", async () => {
    const { id } = await glance.create(image);
    assert.equal((await put(id, Buffer.alloc(2 * MEBIBYTE, "q"), {}, "stage")).status, 204);
    const refused = await start(id, bothStores);
    assert.equal(refused.status, 413, refused.text);
    assert.equal(overQuota(refused).image_size_total.asked, 4 * MEBIBYTE);
    assert.equal((await glance.find(id)).status, "uploading");
    await setLimits(person.projectId, { image_size_total: 4 });
    const accepted = await start(id, bothStores);
    assert.equal(accepted.status, 202, accepted.text);
    await until("it is done", async () => (await glance.find(id)).status === "active");
    // All of it is taken, and nothing is promised any more.
    await until("the import is settled", async () => {
      const { image_size_total: stored } = await quotaOf(edgeUrl, token);
      return stored.reserved === 0 && stored.usage === 4 * MEBIBYTE;
    });
    const other = await glance.create(image);
    const full = await put(other.id, Buffer.alloc(1));
    assert.equal(full.status, 413, full.text);
    await setLimits(person.projectId, { image_size_total: 3 });
  });
});

describe("an administrator who works on an image of another project", () => {
  test("copies it to a second store only where that project has room for it", async () => {
    const { id } = await glance.create(image);
    assert.equal((await put(id, Buffer.alloc(2 * MEBIBYTE, "q"))).status, 204);
    const { token: ofAdmin } = await issueToken(admin);
    const copy = () =>
      call(edgeUrl, `/v2/images/${id}/import`, {
        method: "POST",
        headers: { "x-auth-token": ofAdmin },
        body: { method: { name: "copy-image" }, all_stores: true, all_stores_must_succeed: true },
      });
    // The owner's own question makes the limits known.
    assert.equal((await quotaOf(edgeUrl, token)).image_size_total.usage, 2 * MEBIBYTE);
    const refused = await copy();
    assert.equal(refused.status, 413, refused.text);
    const { asked, limit } = overQuota(refused).image_size_total;
    assert.deepEqual([asked, limit], [2 * MEBIBYTE, 3 * MEBIBYTE]);
    await setLimits(person.projectId, { image_size_total: 4 });
    await until("the new limit is known", async () => {
      const { image_size_total: stored } = await quotaOf(edgeUrl, token);
      return stored.limit === 4 * MEBIBYTE;
    });
    const accepted = await copy();
    assert.equal(accepted.status, 202, accepted.text);
    await until("it is in both", async () => (await glance.find(id)).stores.includes(","));
    await until("the copy is settled", async () => {
      const { image_size_total: stored } = await quotaOf(edgeUrl, token);
      return stored.reserved === 0 && stored.usage === 4 * MEBIBYTE;
    });
    await setLimits(person.projectId, { image_size_total: 3 });
  });

  test("takes of that project's room, where it is known", async () => {
    const { id } = await glance.create(image);
    const { token: ofAdmin } = await issueToken(admin);
    const headers = { ...octets, "x-auth-token": ofAdmin };
    // The owner's own request makes the limits known.
    const other = await glance.create(image);
    assert.equal((await put(other.id, Buffer.alloc(MEBIBYTE, "q"))).status, 204);
    const path = `/v2/images/${id}/file`;
    const refused = await call(edgeUrl, path, {
      method: "PUT",
      headers,
      body: Buffer.alloc(4 * MEBIBYTE),
    });
    assert.equal(refused.status, 413, refused.text);
    assert.equal(overQuota(refused).image_size_total.limit, 3 * MEBIBYTE);
    const stored = await call(edgeUrl, path, { method: "PUT", headers, body: Buffer.alloc(10, "q") });
    assert.equal(stored.status, 204, stored.text);
    await until("the owner's usage has it", async () => {
      const { image_size_total: usage } = await quotaOf(edgeUrl, token);
      return usage.usage === MEBIBYTE + 10 && usage.reserved === 0;
    });
  });
});
