// How the edge looks at a project's images where it counts them itself.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";
import { createUser, issueToken, removeUser } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { until } from "../support/until.mjs";

const PAGE_IMAGES = 3;
const SIZE = 1000;

describe("a project in which somebody is always at work", () => {
  let person;
  let glance;
  let edge;
  let headers;
  let refreshes = 0;
  let respondNow;
  before(async () => {
    person = await createUser();
    const later = new Promise((resolve) => (respondNow = resolve));
    const json = { "content-type": "application/json" };
    const usage = { image_count_total: { limit: 1_000_000, usage: 0 } };
    // A Glance that tells its usage once, and then not until it is told to.
    glance = await startRecorder(async ({ method, url }) => {
      if (method === "POST") return { status: 201, headers: json, body: '{"id": "new"}' };
      const { pathname } = new URL(url, "http://glance");
      // It is also asked which images keep refused data: none.
      if (pathname === "/v2/images") return { headers: json, body: '{"images": []}' };
      assert.equal(pathname, "/v2/info/usage");
      refreshes += 1;
      if (refreshes > 1) await later;
      return { headers: json, body: JSON.stringify({ usage }) };
    });
    edge = await startEdge({ glance: glance.url });
    headers = { "x-auth-token": (await issueToken(person)).token };
  });
  after(async () => {
    respondNow();
    await edge.stop();
    glance.stop();
    await removeUser(person);
  });

  test("is looked at beside the requests, which do not wait for it", async () => {
    const create = async () => {
      const body = { name: "busy", disk_format: "raw", container_format: "bare" };
      const response = await call(edge.url, "/v2/images", { method: "POST", headers, body });
      assert.equal(response.status, 201, response.text);
    };
    await until("the second look begins", async () => {
      await create();
      return refreshes > 1;
    });
    // It has no answer yet.
    await create();
    assert.equal(refreshes, 2);
  });
});

describe("a look at images that come in pages shorter than were asked for", () => {
  let person;
  let glance;
  let edge;
  let auth;
  let gone;
  before(async () => {
    person = await createUser();
    const images = Array.from({ length: 8 }, (_, number) => ({
      id: `00000000-0000-4000-8000-00000000000${number}`,
      owner: person.projectId,
      status: "active",
      size: SIZE,
      os_hidden: number >= 6,
    }));
    // A Glance with `api_limit_max = 3`, and without quotas.
    glance = await startRecorder(({ url }) => {
      const { pathname, searchParams } = new URL(url, "http://glance");
      const headers = { "content-type": "application/json" };
      if (pathname === "/v2/info/usage") return { headers, body: '{"usage": {}}' };
      // One is deleted after it was listed, before the next page is asked for that begins behind it.
      if (searchParams.get("marker") === images[2].id) gone = images[2].id;
      if (searchParams.get("marker") === gone && gone) return { status: 400, headers, body: "{}" };
      const isHidden = searchParams.get("os_hidden");
      const wanted = images.filter(({ id, os_hidden }) => `${os_hidden}` === isHidden && id !== gone);
      const start = wanted.findIndex(({ id }) => id === searchParams.get("marker")) + 1;
      const page = wanted.slice(start, start + PAGE_IMAGES);
      const next = page.length === PAGE_IMAGES ? { next: `/v2/images?marker=${page.at(-1).id}` } : {};
      return { headers, body: JSON.stringify({ images: page, ...next }) };
    });
    edge = await startEdge({ glance: glance.url });
    auth = { "x-auth-token": (await issueToken(person)).token };
  });
  after(async () => {
    await edge.stop();
    glance.stop();
    await removeUser(person);
  });

  test("turns every page, of hidden images too, and goes on behind an image that is gone", async () => {
    const { status, json, text } = await call(edge.url, "/api/quota", { headers: auth });
    assert.equal(status, 200, text);
    const used = Object.fromEntries(json.resources.map(({ resource, usage }) => [resource, usage]));
    assert.equal(used.image_count_total, 7);
    assert.equal(used.image_size_total, 7 * SIZE);
  });
});
