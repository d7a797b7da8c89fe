// The data of images through the edge, on the real Glance.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { MEBIBYTE, byteStream, bytes, digest } from "../support/bytes.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call, open } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { signIn } from "../support/session.mjs";

const raw = { name: "edge data test", disk_format: "raw", container_format: "bare" };
const octets = { "content-type": "application/octet-stream" };

let glance;
let page;
const made = [];
before(async () => {
  glance = await Glance.as(demo);
  page = await signIn(demo);
});
after(async () => {
  for (const id of made) await glance.remove(id);
});

async function create(image = raw) {
  const { id } = await glance.create(image);
  made.push(id);
  return id;
}

const put = (id, body, headers = {}) =>
  page.call(`/v2/images/${id}/file`, { method: "PUT", headers: { ...octets, ...headers }, body });

describe("data that is uploaded", () => {
  test("is stored to the byte, with the digests of what was sent", async () => {
    const id = await create();
    const data = bytes("stored", 5 * MEBIBYTE + 3);
    const response = await put(id, data);
    assert.equal(response.status, 204, response.text);
    assert.equal(response.body.length, 0);
    const image = await glance.find(id);
    assert.equal(image.status, "active");
    assert.equal(image.size, data.length);
    assert.equal(image.checksum, digest("md5", data));
    assert.equal(image.os_hash_value, digest("sha512", data));
  });

  test("is stored when its length is not known before", async () => {
    const id = await create();
    const length = 3 * MEBIBYTE + 1;
    const response = await put(id, byteStream("unknown length", length));
    assert.equal(response.status, 204, response.text);
    const image = await glance.find(id);
    assert.equal(image.size, length);
    assert.equal(image.checksum, digest("md5", bytes("unknown length", length)));
  });

  test("may be empty", async () => {
    const id = await create();
    assert.equal((await put(id, "")).status, 204);
    const image = await glance.find(id);
    assert.equal(image.status, "active");
    assert.equal(image.size, 0);
  });

  test("goes into the store that is named, and only into one that exists", async () => {
    const id = await create();
    const wrong = await put(id, "data", { "x-image-meta-store": "nowhere" });
    assert.equal(wrong.status, 400);
    assert.equal((await put(id, "data", { "x-image-meta-store": "archive" })).status, 204);
    assert.equal((await glance.find(id)).stores, "archive");
  });

  test("is refused when it is not as long as was said, and can be sent again", async () => {
    const id = await create();
    const refused = await put(id, bytes("short", 1000), { "x-openstack-image-size": "2000" });
    assert.equal(refused.status, 400);
    assert.equal((await glance.find(id)).status, "queued");
    assert.equal((await put(id, bytes("short", 1000))).status, 204);
  });

  test("that is not of the declared format is refused with Glance's reason", async () => {
    const id = await create({ ...raw, disk_format: "qcow2" });
    const refused = await put(id, bytes("no qcow2", 100_000));
    assert.equal(refused.status, 415);
    assert.match(refused.text, /disk_format qcow2 does not match/i);
  });

  test("is refused with Glance's reason when the image already has some", async () => {
    const id = await create();
    await put(id, "data");
    const refused = await put(id, "data");
    assert.equal(refused.status, 409);
    assert.match(refused.text, /transition/);
  });

  test("of several images at once arrives in each", async () => {
    const one = async (number) => {
      const id = await create();
      const data = bytes(`parallel ${number}`, 4 * MEBIBYTE);
      assert.equal((await put(id, data)).status, 204);
      assert.equal((await glance.find(id)).checksum, digest("md5", data));
    };
    await Promise.all([1, 2, 3].map(one));
  });
});

describe("data that is downloaded", () => {
  const data = bytes("download", 2 * MEBIBYTE + 7);
  let id;
  before(async () => {
    id = await create();
    await glance.upload(id, data);
  });
  const get = (headers = {}) => page.call(`/v2/images/${id}/file`, { headers });

  test("is what was stored, with its length and MD5, to be saved and not shown", async () => {
    const response = await get();
    assert.equal(response.status, 200);
    assert.ok(response.body.equals(data));
    assert.equal(response.headers["content-length"], String(data.length));
    assert.equal(response.headers["content-md5"], digest("md5", data));
    assert.equal(response.headers["content-type"], "application/octet-stream");
    assert.match(response.headers["content-disposition"], /^attachment/);
    assert.equal(response.headers["cache-control"], "no-store");
  });

  test("comes by token as well, and compressed never", async () => {
    const { token } = await issueToken(demo);
    const headers = { "x-auth-token": token, "accept-encoding": "gzip, br" };
    const response = await call(edgeUrl, `/v2/images/${id}/file`, { headers });
    assert.ok(response.body.equals(data));
    assert.equal(response.headers["content-encoding"], undefined);
  });

  test("comes in the part that is asked for", async () => {
    const last = data.length - 1;
    const table = [
      ["bytes=0-0", 0, 0],
      ["bytes=1000-99999", 1000, 99_999],
      [`bytes=${last}-`, last, last],
      ["bytes=-100", last - 99, last],
    ];
    for (const [range, from, to] of table) {
      const response = await get({ range });
      assert.equal(response.status, 206, range);
      assert.equal(response.headers["content-range"], `bytes ${from}-${to}/${data.length}`);
      assert.equal(response.headers["content-length"], String(to - from + 1));
      assert.ok(response.body.equals(data.subarray(from, to + 1)), range);
    }
  });

  test("is refused with Glance's status when the part does not exist", async () => {
    const beyond = await get({ range: `bytes=${data.length}-` });
    assert.equal(beyond.status, 416);
    assert.equal((await get({ range: "bytes=0-1,5-6" })).status, 400);
  });

  test("can be left in the middle, and the edge goes on", async () => {
    const headers = { cookie: page.cookie };
    const incoming = await open(edgeUrl, `/v2/images/${id}/file`, { headers });
    incoming.destroy();
    assert.ok((await get()).body.equals(data));
  });

  test("is missing, with 204, as long as there is none", async () => {
    const empty = await create();
    const response = await page.call(`/v2/images/${empty}/file`);
    assert.equal(response.status, 204);
    assert.equal(response.body.length, 0);
  });
});
