// A project that is over its quota, as its dashboard and its programs meet it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { MEBIBYTE, byteStream } from "../support/bytes.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { open } from "../support/http.mjs";
import { alt } from "../support/keystone.mjs";
import { overQuota } from "../support/quota.mjs";
import { pageHeaders, signIn } from "../support/session.mjs";

/** One mebibyte more than the project `alt` may store. */
const tooLarge = 65 * MEBIBYTE;
const octets = { "content-type": "application/octet-stream" };

describe("an upload over the project's quota", () => {
  let glance;
  let page;
  let id;
  before(async () => {
    glance = await Glance.as(alt);
    page = await signIn(alt);
    const image = { name: "edge quota test", disk_format: "raw", container_format: "bare" };
    ({ id } = await glance.create(image));
  });
  after(() => glance.remove(id));

  test("that is announced before it is sent is refused with the numbers", async () => {
    const response = await page.call(`/v2/images/${id}/file`, {
      method: "PUT",
      headers: { ...octets, "x-openstack-image-size": String(tooLarge) },
      body: Buffer.alloc(1000),
    });
    assert.equal(response.status, 413);
    const { error } = response.json;
    assert.equal(error.kind, "over_quota");
    assert.equal(overQuota(response).image_size_total.asked, tooLarge);
    assert.equal(overQuota(response).image_size_total.limit, 64 * MEBIBYTE);
    const [{ resource, unit, limit, usage, reserved, asked, source }] = error.over;
    assert.equal(source, "cloud");
    const numbers = `limit ${limit}, usage ${usage}, reserved ${reserved}, asked ${asked}`;
    assert.equal(error.details, `${resource}: ${numbers}, unit ${unit}.`);
    assert.equal(response.headers["retry-after"], undefined);
  });

  test("that is on its way is refused before it is read", async () => {
    for (let round = 0; round < 5; round += 1) {
      const incoming = await open(edgeUrl, `/v2/images/${id}/file`, {
        method: "PUT",
        headers: {
          ...pageHeaders,
          ...octets,
          cookie: page.cookie,
          "content-length": String(tooLarge),
        },
        body: byteStream("over quota", tooLarge),
      });
      assert.equal(incoming.statusCode, 413);
      incoming.on("error", () => {}).destroy();
    }
  });

  test("leaves the image as it was, and the next upload that fits is stored", async () => {
    assert.equal((await glance.find(id)).status, "queued");
    const response = await page.call(`/v2/images/${id}/file`, {
      method: "PUT",
      headers: octets,
      body: byteStream("fits", MEBIBYTE),
    });
    assert.equal(response.status, 204, response.text);
  });
});
