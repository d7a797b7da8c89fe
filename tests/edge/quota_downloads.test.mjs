// What Glance is asked to download: its size is asked for where the policy of imports lets the gateway ask.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createServer } from "node:http";
import { MEBIBYTE } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { issueToken } from "../support/keystone.mjs";
import { createLimited, overQuota, quotaOf, removeLimited } from "../support/quota.mjs";

/** How each path answers to the question for its size. */
const files = {
  "/large": [200, { "content-length": String(10 * MEBIBYTE) }],
  "/small": [200, { "content-length": "10" }],
  "/elsewhere": [302, { location: "/large" }],
  "/untold": [200, {}],
  "/missing": [404, { "content-length": String(10 * MEBIBYTE) }],
};

describe("an import by web-download into a project with room for 3 MiB", () => {
  let asked;
  let server;
  let edge;
  let person;
  let glance;
  let token;
  let id;
  before(async () => {
    server = createServer(({ method, url }, response) => {
      asked.push(`${method} ${url}`);
      response.writeHead(...files[url]).end();
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bindings = { IMPORT_HOSTS: "127.0.0.1", IMPORT_PORTS: `80,${server.address().port}` };
    edge = await startEdge({ bindings });
    person = await createLimited({ image_size_total: 3, image_stage_total: 3 });
    glance = await Glance.as(person);
    ({ token } = await issueToken(person));
    const image = { name: "download", disk_format: "raw", container_format: "bare" };
    ({ id } = await glance.create(image));
  });
  after(async () => {
    await glance.remove(id);
    await removeLimited(person);
    await edge.stop();
    server.close();
  });
  const start = (path) => {
    asked = [];
    const uri = `http://127.0.0.1:${server.address().port}${path}`;
    return call(edge.url, `/v2/images/${id}/import`, {
      method: "POST",
      headers: { "x-auth-token": token },
      body: { method: { name: "web-download", uri } },
    });
  };

  test("is refused when what is there is larger", async () => {
    const refused = await start("/large");
    assert.equal(refused.status, 413, refused.text);
    assert.equal(overQuota(refused).image_size_total.asked, 10 * MEBIBYTE);
    assert.equal(overQuota(refused).image_stage_total.asked, 10 * MEBIBYTE);
    assert.deepEqual(asked, ["HEAD /large"]);
    assert.equal((await glance.find(id)).status, "queued");
  });

  test("goes on to Glance when it fits, and what Glance refuses takes no room", async () => {
    // Glance itself fetches nothing from its own machine.
    const refused = await start("/small");
    assert.equal(refused.status, 400, refused.text);
    assert.deepEqual(asked, ["HEAD /small"]);
    assert.equal((await quotaOf(edge.url, token)).image_size_total.reserved, 0);
  });

  for (const path of ["/elsewhere", "/untold", "/missing"]) {
    test(`goes on to Glance when its size is not told (${path}), and the log says so`, async () => {
      const response = await start(path);
      assert.equal(response.status, 400, response.text);
      assert.equal((await edge.lineOf(response, "quota")).quota, "size_unknown");
      // Nobody is followed elsewhere.
      assert.ok(!asked.includes("HEAD /large"), asked.join());
    });
  }
});
