// What the gateway allows a project beside the cloud, and what it tells of that.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { edgeUrl, keystoneUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import {
  admin,
  asAdmin,
  createDomain,
  createUser,
  demo,
  issueToken,
  issueTokenFor,
  removeDomain,
  removeUser,
} from "../support/keystone.mjs";
import { plans } from "../support/plans.mjs";
import { createLimited, quotaOf, removeLimited, removeLimits } from "../support/quota.mjs";
import { pageHeaders, signIn } from "../support/session.mjs";
import { until } from "../support/until.mjs";

const MIB = 1024 * 1024;

describe("a project's quota", () => {
  let person;
  let token;
  let glance;
  before(async () => {
    person = await createLimited({ image_size_total: 5, image_count_total: 4 });
    ({ token } = await issueToken(person));
    glance = await Glance.as(person);
  });
  after(() => removeLimited(person));

  const quota = async () => {
    const response = await until("the cloud has told", async () => {
      const response = await call(edgeUrl, "/api/quota", { headers: { "x-auth-token": token } });
      assert.equal(response.status, 200, response.text);
      return response.json.refresh === "idle" && response;
    });
    const states = response.json.resources.map(({ resource, ...state }) => [resource, state]);
    return { ...response.json, resources: Object.fromEntries(states) };
  };

  test("tells limits and usage to the byte, and who limits", async () => {
    const { id } = await glance.create({ disk_format: "raw", container_format: "bare" });
    await glance.upload(id, Buffer.alloc(1000));
    await plans(edgeUrl, `/${person.projectId}`, { method: "PUT", body: { images: 3 } });
    const report = await quota();
    assert.equal(report.project_id, person.projectId);
    assert.equal(report.region, "RegionOne");
    assert.equal(report.mode, "enforce");
    assert.match(report.observed_at, /^20\d\d-\d\d-\d\dT/);
    assert.deepEqual(report.resources.image_size_total, {
      unit: "bytes",
      limit: 5 * MIB,
      usage: 1000,
      reserved: 0,
      source: "cloud",
    });
    assert.deepEqual(report.resources.image_count_total, {
      unit: "images",
      limit: 3,
      usage: 1,
      reserved: 0,
      source: "plan",
    });
    await glance.remove(id);
  });

  test("is told to the dashboard by its cookie, and to nobody without a project or a session", async () => {
    const page = await signIn(person);
    const response = await page.call("/api/quota");
    assert.equal(response.status, 200);
    assert.equal(response.json.project_id, person.projectId);
    assert.equal((await call(edgeUrl, "/api/quota")).status, 401);
    const headers = { cookie: page.cookie, "sec-fetch-site": "cross-site" };
    assert.equal((await call(edgeUrl, "/api/quota", { headers })).status, 403);
    const elsewhere = await page.call("/api/quota?region=Nowhere");
    assert.equal(elsewhere.status, 400);
  });
});

describe("a plan", () => {
  let person;
  let below;
  before(async () => {
    person = await createUser();
    below = `/${person.projectId}`;
  });
  after(() => removeUser(person));

  test("is the configuration's until an administrator changes it, and again after a reset", async () => {
    const first = await plans(edgeUrl, below);
    assert.equal(first.status, 200);
    assert.deepEqual(first.json, {
      project_id: person.projectId,
      plan: {},
      source: "default",
      changes: [],
    });
    const plan = { bytes_stored: 7 * MIB, requests_per_minute: 100 };
    const changed = await plans(edgeUrl, below, { method: "PUT", body: plan });
    assert.equal(changed.status, 200, changed.text);
    assert.equal(changed.json.source, "changed");
    assert.deepEqual(changed.json.plan, plan);
    const [change] = changed.json.changes;
    assert.equal(change.user_name, "admin");
    assert.deepEqual(change.plan, plan);
    assert.ok(Math.abs(Date.now() - Date.parse(change.at)) < 60_000, change.at);
    const reset = await plans(edgeUrl, below, { method: "DELETE" });
    assert.deepEqual([reset.json.source, reset.json.plan], ["default", {}]);
    assert.equal(reset.json.changes.length, 2);
    assert.deepEqual((await plans(edgeUrl, below)).json, reset.json);
  });

  test("that is wrong is refused with the name of what is wrong, and the old one stays", async () => {
    const plan = { images: 9 };
    await plans(edgeUrl, below, { method: "PUT", body: plan });
    const before = (await plans(edgeUrl, below)).json;
    for (const [body, words] of [
      ['{"images": -1}', "images"],
      ['{"images": "3"}', "images"],
      ['{"images": 1.5}', "images"],
      ['{"images": NaN}', "JSON"],
      ['{"images": true}', "images"],
      ['{"bytes_stored": 18446744073709551616}', "bytes_stored"],
      ['{"floppies": 3}', "floppies"],
      ['[{"images": 3}]', "object"],
      ["3", "object"],
      ["{", "JSON"],
      ["", "JSON"],
    ]) {
      const response = await plans(edgeUrl, below, { method: "PUT", body });
      assert.equal(response.status, 400, `${body}: ${response.text}`);
      assert.equal(response.json.error.kind, "bad_request");
      assert.match(response.json.error.details, new RegExp(words), body);
    }
    assert.deepEqual((await plans(edgeUrl, below)).json, before);
    assert.deepEqual(before.plan, plan);
  });

  test("of a project that Keystone does not know is not made", async () => {
    const unknown = `/${"0".repeat(32)}`;
    const response = await plans(edgeUrl, unknown, { method: "PUT", body: {} });
    assert.equal(response.status, 404);
  });

  test("keeps the last changes and no more", async () => {
    for (let images = 0; images < 25; images += 1) {
      await plans(edgeUrl, below, { method: "PUT", body: { images } });
    }
    const { changes } = (await plans(edgeUrl, below)).json;
    assert.equal(changes.length, 20);
    assert.deepEqual(changes[0].plan, { images: 24 });
  });

  test("is seen and changed by administrators only, from the dashboard's own pages only", async () => {
    const path = `/api/admin/plans${below}`;
    const { token } = await issueToken(demo);
    for (const method of ["GET", "PUT", "DELETE"]) {
      const response = await call(edgeUrl, path, {
        method,
        headers: { "x-auth-token": token },
        body: method === "PUT" ? {} : undefined,
      });
      assert.equal(response.status, 403, method);
      assert.equal(response.json.error.kind, "forbidden");
      assert.equal((await call(edgeUrl, path, { method })).status, 401, method);
    }
    const page = await signIn(admin);
    const put = (headers) =>
      call(edgeUrl, path, { method: "PUT", body: {}, headers: { cookie: page.cookie, ...headers } });
    assert.equal((await put({})).json.error.kind, "cross_site_refused");
    assert.equal((await put({ "sec-fetch-site": "same-origin" })).status, 403);
    assert.equal((await put({ ...pageHeaders, "sec-fetch-site": "cross-site" })).status, 403);
    assert.equal((await put(pageHeaders)).status, 200);
  });

  test("is changed by whom Keystone would let set limits, and not by an administrator of a domain", async () => {
    const domain = await createDomain();
    const { id: domainId } = domain;
    const roles = await asAdmin(200, "GET", "/roles?name=admin");
    const role = roles.json.roles[0].id;
    await asAdmin(204, "PUT", `/domains/${domainId}/users/${person.id}/roles/${role}`);
    try {
      const ofDomain = await issueTokenFor(person, { domain: { id: domainId } });
      const ofCloud = await issueTokenFor(admin, { system: { all: true } });
      const before = (await plans(edgeUrl, below)).json;
      for (const [token, status] of [
        [ofDomain, 403],
        [ofCloud, 200],
      ]) {
        const headers = { "x-auth-token": token };
        for (const [method, body] of [
          ["PUT", { images: 7 }],
          ["DELETE", undefined],
        ]) {
          const response = await call(edgeUrl, `/api/admin/plans${below}`, { method, headers, body });
          assert.equal(response.status, status, `${method}: ${response.text}`);
          if (status === 403) assert.match(response.json.error.message, /set limits/);
        }
        if (status === 403) assert.deepEqual((await plans(edgeUrl, below)).json, before);
        // Keystone is of the same opinion.
        const { json } = await asAdmin(200, "GET", "/registered_limits");
        const [{ service_id, region_id, resource_name }] = json.registered_limits;
        const limit = { service_id, region_id, resource_name, project_id: person.projectId, resource_limit: 7 };
        const asked = await call(keystoneUrl, "/v3/limits", { method: "POST", headers, body: { limits: [limit] } });
        assert.equal(asked.status, status === 403 ? 403 : 201, asked.text);
        if (status === 200) await removeLimits(person.projectId);
      }
      // And what they may see is theirs.
      const listed = await call(edgeUrl, "/api/admin/plans", { headers: { "x-auth-token": ofDomain } });
      assert.equal(listed.status, 200, listed.text);
      assert.ok(listed.json.projects.every(({ project }) => project.domain.id === domainId));
    } finally {
      await removeDomain(domain);
    }
  });

  test("is listed with its project's usage, the fullest first", async () => {
    const glance = await Glance.as(person);
    const { id } = await glance.create({ name: "one" });
    await plans(edgeUrl, below, { method: "PUT", body: { images: 1 } });
    const { token } = await issueToken(person);
    await quotaOf(edgeUrl, token);
    const { status, json } = await plans(edgeUrl);
    assert.equal(status, 200);
    assert.equal(json.next, null);
    const mine = json.projects.findIndex(({ project }) => project.id === person.projectId);
    assert.ok(mine >= 0);
    assert.equal(json.projects[mine].plan.source, "changed");
    const fullness = ({ quota }) =>
      Math.max(
        0,
        ...quota.resources
          .filter(({ limit }) => limit !== undefined && limit !== null)
          .map(({ limit, usage, reserved }) =>
            usage + reserved === 0 ? 0 : (usage + reserved) / limit,
          ),
      );
    const order = json.projects.map(fullness);
    assert.deepEqual(order, [...order].sort((a, b) => b - a));
    assert.ok(order[mine] >= 1);
    // Page by page there is each of them once.
    const paged = [];
    for (let after = ""; after !== null; ) {
      const page = await plans(edgeUrl, `?limit=2${after && `&after=${after}`}`);
      assert.ok(page.json.projects.length <= 2);
      paged.push(...page.json.projects.map(({ project }) => project.id));
      after = page.json.next;
    }
    assert.deepEqual(paged.toSorted(), json.projects.map(({ project }) => project.id).toSorted());
    assert.equal((await plans(edgeUrl, "?limit=none")).status, 400);
    const found = await plans(edgeUrl, `?name=${person.project}`);
    assert.deepEqual(
      found.json.projects.map(({ project }) => project.id),
      [person.projectId],
    );
    await glance.remove(id);
  });

  test("survives a kill of the runtime at any moment, once its change was answered", async () => {
    const edge = await startEdge({ bindings: { QUOTA_MODE: "observe" } });
    try {
      let answered = -1;
      for (let round = 0; round < 6; round += 1) {
        const until = answered + 2 + round;
        // The runtime is killed while the change after this one is on its way.
        const change = async () => {
          for (let images = answered + 1; ; images += 1) {
            const body = { images };
            const put = await plans(edge.url, below, { method: "PUT", body }).catch(() => undefined);
            if (put?.status !== 200) return;
            answered = images;
            if (images === until) killed = edge.kill();
          }
        };
        let killed;
        await change();
        await killed;
        await edge.begin();
        const { json } = await plans(edge.url, below);
        // The one that was on its way may have come through without its answer.
        const found = json.plan.images;
        assert.ok(found === answered || found === answered + 1, `${found} after ${answered}`);
        assert.equal(json.changes[0].plan.images, found);
        answered = found;
      }
    } finally {
      await edge.stop();
    }
  });
});

describe("a plan of a project that nobody has heard of", () => {
  let edge;
  before(async () => (edge = await startEdge()));
  after(() => edge.stop());

  /** The files of ledgers: one for each, named by digits, beside the runtime's own. */
  const ledgers = async () => {
    const files = await readdir(edge.persist, { recursive: true });
    return files.filter((file) => /QuotaLedger\/[0-9a-f]{64}\.sqlite$/.test(file));
  };

  test("is not there, and leaves nothing behind", async () => {
    const headers = { "x-auth-token": (await issueToken(admin)).token };
    for (const method of ["GET", "DELETE"]) {
      for (const name of ["made-up", "0".repeat(32)]) {
        const response = await call(edge.url, `/api/admin/plans/${name}`, { method, headers });
        assert.deepEqual([response.status, response.json.error.kind], [404, "not_found"], response.text);
      }
    }
    assert.deepEqual(await ledgers(), []);
    // That of one that is there has its own.
    const { project } = await issueToken(demo);
    const known = await call(edge.url, `/api/admin/plans/${project.id}`, { headers });
    assert.equal(known.status, 200, known.text);
    assert.ok((await ledgers()).length > 0);
  });
});
