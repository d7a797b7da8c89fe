// A project of which Glance takes longer to tell than a request may wait.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";
import { createUser, issueToken, removeUser } from "../support/keystone.mjs";
import { overQuota } from "../support/quota.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { until } from "../support/until.mjs";

const json = { "content-type": "application/json" };
const document = { name: "one", disk_format: "raw", container_format: "bare" };
/** A look that takes longer is a slow one (`WAIT_MS` in `edge/src/core/quota/admission.rs`). */
const QUICK_MS = 5_000;
const imageId = "00000000-0000-4000-8000-000000000001";

/** A Glance that tells the usage only when the test says so, and does everything else at once. */
class SlowGlance {
  /** How many refreshes have begun. */
  refreshes = 0;
  /** When the last of them began. */
  began = 0;
  /** What it answers beside the usage. */
  others = ({ method }) => {
    if (method === "POST") return { status: 201, headers: json, body: '{"id": "new"}' };
    return { status: 204, headers: {} };
  };
  #waiting = [];

  async begin() {
    this.server = await startRecorder((request) => {
      const { pathname } = new URL(request.url, "http://glance");
      if (pathname !== "/v2/info/usage") return this.others(request);
      this.refreshes += 1;
      this.began = performance.now();
      return new Promise((resolve) => this.#waiting.push(resolve));
    });
  }

  /** Answers all refreshes that have begun. */
  tell(usage) {
    const body = JSON.stringify({ usage });
    for (const resolve of this.#waiting.splice(0)) resolve({ headers: json, body });
  }
}

describe("a project of which Glance takes long to tell", () => {
  let person;
  let glance;
  let edge;
  let headers;
  before(async () => {
    person = await createUser();
    headers = { "x-auth-token": (await issueToken(person)).token };
  });
  after(() => removeUser(person));
  beforeEach(async () => {
    glance = new SlowGlance();
    await glance.begin();
    edge = await startEdge({ glance: glance.server.url });
  });
  afterEach(async () => {
    glance.tell({});
    await edge.stop();
    glance.server.stop();
  });

  const create = () => call(edge.url, "/v2/images", { method: "POST", headers, body: document });
  const quota = async () => {
    const response = await call(edge.url, "/api/quota", { headers });
    assert.equal(response.status, 200, response.text);
    return response.json;
  };
  const count = (limit, usage) => ({ image_count_total: { limit, usage } });
  /** The first look is begun, takes longer than a request waits, and tells this. */
  const lookOnce = async (usage) => {
    assert.equal((await create()).status, 503);
    // The request has waited since before the look began, so it may still be a quick one by a few milliseconds.
    await until("the look is a slow one", () => performance.now() - glance.began > QUICK_MS + 100);
    glance.tell(usage);
    await until("the look has ended", async () => (await quota()).refresh === "idle");
  };

  test("is looked at beside the requests, and what that tells serves the next one", async () => {
    const unknown = await create();
    assert.equal(unknown.status, 503, unknown.text);
    assert.equal(unknown.json.error.kind, "quota_unavailable");
    assert.match(unknown.headers["retry-after"], /^[1-9]\d*$/);
    const { observed_at, refresh } = await quota();
    assert.deepEqual({ observed_at, refresh }, { observed_at: null, refresh: "under_way" });
    assert.equal(glance.refreshes, 1);

    glance.tell(count(10, 4));
    await until("the look has ended", async () => (await quota()).refresh === "idle");
    const served = await create();
    assert.equal(served.status, 201, served.text);
    const { resources } = await quota();
    assert.equal(resources.find(({ resource }) => resource === "image_count_total").usage, 5);
    assert.equal(glance.refreshes, 1);
  });

  test("is looked at to the end when whoever has begun it leaves", async () => {
    const client = new AbortController();
    const leaving = fetch(`${edge.url}/v2/images`, {
      method: "POST",
      headers: { ...headers, ...json },
      body: JSON.stringify(document),
      signal: client.signal,
    });
    await until("a look begins", () => glance.refreshes === 1);
    client.abort();
    await assert.rejects(leaving);
    glance.tell(count(10, 4));
    await until("it is known", async () => (await quota()).observed_at !== null);
    assert.equal(glance.refreshes, 1);
  });

  test("is served on what is known while the next look goes on, however long that takes", async () => {
    await lookOnce(count(1_000_000, 4));
    await until("the next look begins", async () => {
      assert.equal((await create()).status, 201);
      return glance.refreshes > 1;
    });
    const { observed_at, refresh } = await quota();
    assert.ok(observed_at);
    assert.equal(refresh, "under_way");
    assert.equal((await create()).status, 201);
    assert.equal(glance.refreshes, 2);
  });

  test("is refused at once what does not fit, and after a delete not before the next look", async () => {
    await lookOnce(count(1, 1));
    const refused = await create();
    assert.equal(refused.status, 413, refused.text);
    assert.equal(overQuota(refused).image_count_total.usage, 1);
    assert.equal(glance.refreshes, 1);

    const path = `/v2/images/${imageId}`;
    assert.equal((await call(edge.url, path, { method: "DELETE", headers })).status, 204);
    const unknown = await create();
    assert.equal(unknown.status, 503, unknown.text);
    assert.ok(Number(unknown.headers["retry-after"]) >= 5);
    // Glance rests for as long as the look took, which is about as long as the request has waited.
    await until("the next look begins", async () => (await quota()) && glance.refreshes === 2);
    glance.tell(count(1, 0));
    await until("it is served", async () => (await create()).status === 201);
  });
});

describe("a project with more images than a look lists", () => {
  let person;
  let glance;
  let edge;
  let headers;
  before(async () => {
    person = await createUser();
    headers = { "x-auth-token": (await issueToken(person)).token };
    const image = { id: imageId, owner: person.projectId, status: "uploading", size: 7 };
    const usage = {
      image_count_total: { limit: 100_000, usage: 30_000 },
      image_size_total: { limit: 10, usage: 1 },
    };
    glance = await startRecorder(({ method, url }) => {
      if (url === "/v2/info/usage") return { headers: json, body: JSON.stringify({ usage }) };
      if (url === "/v2/info/stores") return { headers: json, body: '{"stores": [{"id": "fast"}]}' };
      if (method === "POST") {
        image.status = "active";
        image.stores = "fast";
        return { status: 202, headers: json, body: "" };
      }
      // It is also asked which images keep refused data: none.
      if (url.startsWith("/v2/images?")) return { headers: json, body: '{"images": []}' };
      assert.equal(url, `/v2/images/${imageId}`);
      return { headers: json, body: JSON.stringify(image) };
    });
    edge = await startEdge({ glance: glance.url });
  });
  after(async () => {
    await edge.stop();
    glance.stop();
    await removeUser(person);
  });

  test("is shown as Glance tells it, in whole MiB", async () => {
    const stored = async () => {
      const response = await call(edge.url, "/api/quota", { headers });
      return response.json.resources.find(({ resource }) => resource === "image_size_total");
    };
    await until("it is known", stored);
    assert.equal((await stored()).usage, 1 << 20);
  });

  test("is told by the images in question how an import ended, and never listed", async () => {
    const body = { method: { name: "glance-direct" }, stores: ["fast"] };
    const path = `/v2/images/${imageId}/import`;
    const accepted = await call(edge.url, path, { method: "POST", headers, body });
    assert.equal(accepted.status, 202, accepted.text);
    await until("the import has ended", async () => {
      const response = await call(edge.url, "/api/quota", { headers });
      const stored = response.json.resources.find(({ resource }) => resource === "image_size_total");
      return stored.reserved === 0 && stored.usage > 0;
    });
    // But for those without data, which may keep what Glance has refused.
    const isList = ({ url }) => url.startsWith("/v2/images?") && !url.includes("status=in:queued");
    assert.deepEqual(glance.requests.filter(isList), []);
  });
});
