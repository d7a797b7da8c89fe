// Only who may do something by Glance's rules is asked for room, and nobody is told another project's numbers.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { MEBIBYTE } from "../support/bytes.mjs";
import { edgeUrl, glanceUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import {
  admin,
  createApplicationCredential,
  issueToken,
  issueTokenByCredential,
  removeApplicationCredential,
} from "../support/keystone.mjs";
import { createLimited, overQuota, quotaOf, removeLimited } from "../support/quota.mjs";
import { until } from "../support/until.mjs";

const image = { name: "permissions", disk_format: "raw", container_format: "bare" };
const octets = { "content-type": "application/octet-stream" };
const patchType = { "content-type": "application/openstack-images-v2.1-json-patch" };

let owner;
let stranger;
let owners;
let ofOwner;
let ofStranger;
let ofAdmin;
before(async () => {
  owner = await createLimited({ image_size_total: 3, image_count_total: 2 });
  stranger = await createLimited({ image_size_total: 1 });
  owners = await Glance.as(owner);
  ({ token: ofOwner } = await issueToken(owner));
  ({ token: ofStranger } = await issueToken(stranger));
  ({ token: ofAdmin } = await issueToken(admin));
});
afterEach(async () => {
  for (const { id } of await owners.list()) await owners.remove(id);
});
after(async () => {
  await removeLimited(owner);
  await removeLimited(stranger);
});

const send = (base, token, method, path, body, headers = {}) =>
  call(base, path, { method, headers: { "x-auth-token": token, ...headers }, body });

/** The owner's numbers, as Glance has them and as the gateway tells them to the owner alone. */
const stored = async () => (await quotaOf(edgeUrl, ofOwner)).image_size_total;

describe("whoever may not do it", () => {
  test("gets Glance's refusal, takes no room of the owner's, and is told none of their numbers", async () => {
    const full = await owners.create({ ...image, visibility: "community" });
    await owners.upload(full.id, Buffer.alloc(2 * MEBIBYTE, "q"));
    const empty = await owners.create({ ...image, visibility: "community" });
    assert.equal((await stored()).usage, 2 * MEBIBYTE);
    const data = Buffer.alloc(2 * MEBIBYTE, "q");
    const web = { name: "web-download", uri: "http://93.184.216.34/x" };
    for (const [method, path, body, headers] of [
      // Two MiB more than the owner has room for, and more than the stranger has.
      ["POST", `/v2/images/${full.id}/import`, { method: { name: "copy-image" }, all_stores: true }],
      ["POST", `/v2/images/${empty.id}/import`, { method: web }],
      ["PUT", `/v2/images/${empty.id}/file`, data, octets],
      ["PUT", `/v2/images/${empty.id}/stage`, data, octets],
      ["POST", "/v2/images", { ...image, owner: owner.projectId }],
    ]) {
      const direct = await send(glanceUrl, ofStranger, method, path, body, headers);
      const seen = await send(edgeUrl, ofStranger, method, path, body, headers);
      // Glance holds what is announced against the caller's own quota first.
      const expected = direct.status === 413 ? 413 : 403;
      assert.equal(seen.status, expected, `${method} ${path}: ${seen.text}`);
      assert.equal(seen.text, direct.text);
      assert.equal((await stored()).reserved, 0);
    }
  });

  test("is a reader of the project too, whose refusal is not that of a quota", async () => {
    const first = await owners.create(image);
    await owners.create(image);
    assert.equal((await quotaOf(edgeUrl, ofOwner)).image_count_total.usage, 2);
    const credential = await createApplicationCredential(owner, { roles: [{ name: "reader" }] });
    const { token } = await issueTokenByCredential(credential);
    assert.equal((await send(edgeUrl, token, "POST", "/v2/images", image)).status, 403);
    const path = `/v2/images/${first.id}/file`;
    // More than the project has room for.
    const data = Buffer.alloc(4 * MEBIBYTE);
    const direct = await send(glanceUrl, token, "PUT", path, data, octets);
    const refused = await send(edgeUrl, token, "PUT", path, data, octets);
    assert.deepEqual([refused.status, refused.text], [direct.status, direct.text]);
    await removeApplicationCredential(owner, credential);
  });
});

describe("an administrator who says whose an image is", () => {
  const create = (project) => send(edgeUrl, ofAdmin, "POST", "/v2/images", { ...image, owner: project });

  test("registers it only where that project has room for one more", async () => {
    // The owner's own question makes the limits known.
    await quotaOf(edgeUrl, ofOwner);
    for (const status of [201, 201, 413]) {
      const response = await create(owner.projectId);
      assert.equal(response.status, status, response.text);
      if (status === 413) assert.equal(overQuota(response).image_count_total.limit, 2);
    }
    assert.equal((await owners.list()).length, 2);
  });

  test("registers no more than that, however often the owner asks meanwhile", async () => {
    await quotaOf(edgeUrl, ofOwner);
    for (let round = 0; round < 6; round += 1) {
      const asked = [quotaOf(edgeUrl, ofOwner), create(owner.projectId), create(owner.projectId)];
      const [, ...responses] = await Promise.all(asked);
      for (const { status, text } of responses) assert.ok(status === 201 || status === 413, text);
    }
    assert.equal((await owners.list()).length, 2);
  });

  test("gives it away only to a project that has room for its data", async () => {
    const own = await Glance.as(admin);
    const [small, large] = [await own.create(image), await own.create(image)];
    await own.upload(small.id, Buffer.alloc(MEBIBYTE, "q"));
    await own.upload(large.id, Buffer.alloc(4 * MEBIBYTE, "q"));
    // What was deleted past the gateway is known to it from the owner's next look on.
    await until("the owner's ledger is empty", async () => {
      return (await quotaOf(edgeUrl, ofOwner)).image_count_total.usage === 0;
    });
    const give = ({ id }) => {
      const body = [{ op: "replace", path: "/owner", value: owner.projectId }];
      return send(edgeUrl, ofAdmin, "PATCH", `/v2/images/${id}`, body, patchType);
    };
    const refused = await give(large);
    assert.equal(refused.status, 413, refused.text);
    assert.equal(overQuota(refused).image_size_total.asked, 4 * MEBIBYTE);
    assert.equal((await own.find(large.id)).owner, own.projectId);
    const given = await give(small);
    assert.equal(given.status, 200, given.text);
    await until("the owner's usage has it", async () => (await stored()).usage === MEBIBYTE);
    await own.remove(large.id);
  });
});
