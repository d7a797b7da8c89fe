// Application credentials with access rules: the few calls that their tokens may make, at Glance and at
// the gateway itself.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { bytes, digest } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { edgeUrl, glanceUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import {
  admin,
  createApplicationCredential,
  issueToken,
  issueTokenByCredential,
} from "../support/keystone.mjs";
import { plans } from "../support/plans.mjs";
import { createLimited, removeLimited } from "../support/quota.mjs";
import { pageOf, requestSession } from "../support/session.mjs";
import { TusClient, TusUpload } from "../support/tus.mjs";

const image = { name: "access rules", disk_format: "raw", container_format: "bare" };
const MIB = 1024 * 1024;

/** Rules of the image service, each as `GET /v2/images`. */
const rules = (...calls) =>
  calls.map((text) => {
    const [method, path] = text.split(" ");
    return { service: "image", method, path };
  });

let person;
let glance;
before(async () => {
  person = await createLimited({ image_size_total: 5, image_count_total: 10 });
  glance = await Glance.as(person);
});
after(async () => {
  for (const { id } of await glance.list()) await glance.remove(id);
  await removeLimited(person);
});

/** A token of somebody's that may make these calls only. */
async function narrow(calls, owner = person) {
  const credential = await createApplicationCredential(owner, { access_rules: rules(...calls) });
  const { token } = await issueTokenByCredential(credential);
  return { headers: { "x-auth-token": token }, credential };
}

const full = async () => ({ "x-auth-token": (await issueToken(person)).token });

/** The gateway says in which way the rules do not allow it. */
function assertOutside(response, reason) {
  assert.equal(response.status, 403, response.text);
  assert.equal(response.json.error.kind, "forbidden");
  assert.match(response.json.error.message, /access rules/);
  assert.match(response.json.error.details, reason);
}

describe("a token with access rules", () => {
  test("may make the calls of its rules, through the gateway as at Glance, and no other", async () => {
    const { id } = await glance.create(image);
    const { headers } = await narrow(["GET /v2/images", "GET /v2/images/{image_id}", "GET /v2/schemas/**"]);
    for (const [method, path, status] of [
      ["GET", "/v2/images", 200],
      ["GET", "/v2/images?limit=1", 200],
      ["GET", "/v2.9/images", 200],
      ["GET", `/v2/images/${id}`, 200],
      ["GET", "/v2/schemas/image", 200],
      ["GET", "/v2/images/", 401],
      ["GET", `/v2/images/${id}/members`, 401],
      ["GET", `/v2/images/${id}/file`, 401],
      ["GET", "/v2/info/usage", 401],
      ["POST", "/v2/images", 401],
      ["DELETE", `/v2/images/${id}`, 401],
      ["PUT", `/v2/images/${id}/tags/t`, 401],
    ]) {
      const body = method === "POST" ? image : undefined;
      const responses = await Promise.all([edgeUrl, glanceUrl].map((base) => call(base, path, { method, headers, body })));
      assert.deepEqual(responses.map((response) => response.status), [status, status], `${method} ${path}`);
    }
    assert.equal((await glance.find(id)).status, "queued");
  });

  test("does on the gateway's own routes nothing that its rules do not allow", async () => {
    const { id } = await glance.create(image);
    const own = new TusClient(edgeUrl, await full());
    const upload = await own.create(id, 10);
    assert.equal((await upload.patch(0, "12345")).status, 204);
    const changing = { "content-type": "application/offset+octet-stream", "upload-offset": "5" };
    for (const [calls, reason] of [
      [["GET /v2/images"], /POST \/v2\/images/],
      [["GET /v2/images", "POST /v2/images", "GET /v2/images/*"], /PUT \/v2\/images\/[\w-]+\/file/],
      [["POST /v2/images", "PUT /v2/images/another/file", "GET /v2/images/**"], /PUT \/v2\/images\/[\w-]+\/file/],
      [["PUT /v2/images/*/file", "GET /v2/images/**"], /POST \/v2\/images/],
    ]) {
      const { headers } = await narrow(calls);
      const client = new TusClient(edgeUrl, headers);
      const foreign = new TusUpload(client, upload.path);
      assertOutside(await client.request(id, 3), reason);
      assertOutside(await foreign.patch(5, "67890"), reason);
      assertOutside(await foreign.call("DELETE"), reason);
      assertOutside(await foreign.call("GET"), reason);
      assert.equal((await foreign.call("HEAD")).status, 403);
      const asked = call(edgeUrl, upload.path, { method: "PATCH", headers: { ...client.headers, ...changing } });
      assert.equal((await asked).status, 403);
      assertOutside(await call(edgeUrl, "/api/quota", { headers }), /GET \/v2\/info\/usage/);
    }
    const listed = async (calls) => {
      const { headers } = await narrow(calls);
      const { status, json } = await call(edgeUrl, "/api/uploads", { headers });
      assert.equal(status, 200);
      return json.uploads.map(({ image_id }) => image_id);
    };
    assert.deepEqual(await listed(["POST /v2/images"]), []);
    assert.deepEqual(await listed(["POST /v2/images", "PUT /v2/images/another/file"]), []);
    assert.deepEqual(await listed(["POST /v2/images", "PUT /v2/images/*/file"]), [id]);
    assert.equal(await upload.offset(), 5);
    assert.equal((await upload.call("DELETE")).status, 204);
  });

  test("of an administrator sees and changes no plan, by any rule", async () => {
    const path = `/api/admin/plans/${person.projectId}`;
    const { json: before } = await plans(edgeUrl, `/${person.projectId}`);
    for (const calls of [["GET /v2/images"], ["GET /**", "PUT /**", "DELETE /**"]]) {
      const { headers } = await narrow(calls, admin);
      assertOutside(await call(edgeUrl, "/api/admin/plans", { headers }), /No rule can/);
      assertOutside(await call(edgeUrl, path, { headers }), /No rule can/);
      assertOutside(await call(edgeUrl, path, { method: "DELETE", headers }), /No rule can/);
      assertOutside(await call(edgeUrl, path, { method: "PUT", headers, body: { images: 1 } }), /No rule can/);
    }
    assert.deepEqual((await plans(edgeUrl, `/${person.projectId}`)).json, before);
  });

  test("uploads by tus where its rules allow to make an image and to send its data", async () => {
    const body = bytes("by rule", 1000);
    const { id } = await glance.create(image);
    const { headers } = await narrow([
      "POST /v2/images",
      "PUT /v2/images/{image_id}/file",
      "GET /v2/images",
      "GET /v2/images/*",
      "GET /v2/info/usage",
    ]);
    const upload = await new TusClient(edgeUrl, headers).create(id, body.length);
    assert.equal((await upload.patch(0, body)).status, 204);
    await upload.reaches("stored");
    assert.equal((await glance.find(id)).os_hash_value, digest("sha512", body));
    const quota = await call(edgeUrl, "/api/quota", { headers });
    assert.equal(quota.status, 200, quota.text);
  });

  test("claims no image for an upload by tus that it may not look at, whether anybody counts or not", async () => {
    const { id } = await glance.create(image);
    const { headers } = await narrow(["POST /v2/images", "PUT /v2/images/{image_id}/file"]);
    const edge = await startEdge({ bindings: { QUOTA_MODE: "off" } });
    try {
      for (const url of [edgeUrl, edge.url]) {
        const refused = await new TusClient(url, headers).request(id, 1000);
        assert.equal(refused.status, 403, refused.text);
        assert.match(refused.json.error.details, new RegExp(`GET /v2/images/${id}`));
        const owner = new TusClient(url, await full());
        await owner.create(id, 1000);
        await owner.terminateAll();
      }
    } finally {
      await edge.stop();
    }
  });

  test("takes no room for what its rules do not allow", async () => {
    const { id } = await glance.create(image);
    const { headers } = await narrow(["GET /v2/images", "GET /v2/images/*", "GET /v2/info/usage"]);
    const reserved = async () => {
      const response = await call(edgeUrl, "/api/quota", { headers: await full() });
      const totals = response.json.resources.find(({ resource }) => resource === "image_size_total");
      return totals.reserved + totals.usage;
    };
    const before = await reserved();
    // More than there is: were it asked for first, the answer would be 413.
    const data = { "content-type": "application/octet-stream", "x-openstack-image-size": String(50 * MIB) };
    const refused = await call(edgeUrl, `/v2/images/${id}/file`, {
      method: "PUT",
      headers: { ...headers, ...data },
      body: "x",
    });
    assert.equal(refused.status, 401, refused.text);
    assert.equal(await reserved(), before);
  });

  test("says what the gateway asks on the way when the rules do not allow that", async () => {
    const stranger = await createLimited({ image_size_total: 5 });
    try {
      const { id } = await (await Glance.as(stranger)).create(image);
      const { headers } = await narrow(["PUT /v2/images/*/file"], stranger);
      const sent = { ...headers, "content-type": "application/octet-stream" };
      const response = await call(edgeUrl, `/v2/images/${id}/file`, { method: "PUT", headers: sent, body: "abc" });
      assertOutside(response, /GET \/v2\/info\/usage/);
      await (await Glance.as(stranger)).remove(id);
    } finally {
      await removeLimited(stranger);
    }
  });
});

describe("a session by a credential with access rules", () => {
  test("does what the rules allow, says of the rest why not, and does not end by it", async () => {
    const { credential } = await narrow(["GET /v2/images"]);
    const { id, secret } = credential;
    const body = { method: "application_credential", id, secret };
    const page = pageOf(await requestSession(body), 201);
    const { token } = await issueTokenByCredential(credential);
    const byToken = pageOf(await requestSession({ method: "token", token }), 201);
    assertOutside(await byToken.call("/v2/info/usage"), /GET \/v2\/info\/usage/);
    assert.equal((await byToken.call("/v2/images")).status, 200);
    assert.equal((await page.call("/v2/images")).status, 200);
    assertOutside(await page.call("/v2/info/usage"), /GET \/v2\/info\/usage/);
    assertOutside(await page.call("/v2/images", { method: "POST", body: image }), /POST \/v2\/images/);
    assertOutside(await page.call("/api/quota"), /GET \/v2\/info\/usage/);
    assertOutside(await page.call("/api/admin/plans"), /No rule can/);
    assert.equal((await page.call("/api/session")).status, 200);
    const renewed = pageOf(await page.call("/api/session", { method: "PATCH", body: {} }), 200);
    assert.equal((await renewed.call("/v2/images")).status, 200);
    assertOutside(await renewed.call("/v2/schemas/image"), /GET \/v2\/schemas\/image/);
  });
});
