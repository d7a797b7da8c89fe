// How the edge looks at a project's images where it counts them itself.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";
import { createUser, issueToken, removeUser } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";

const PAGE_IMAGES = 3;
const SIZE = 1000;

describe("a look at images that come in pages shorter than were asked for", () => {
  let person;
  let glance;
  let edge;
  let auth;
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
      const wanted = images.filter((image) => `${image.os_hidden}` === searchParams.get("os_hidden"));
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

  test("turns every page, of hidden images too", async () => {
    const { status, json, text } = await call(edge.url, "/api/quota", { headers: auth });
    assert.equal(status, 200, text);
    const used = Object.fromEntries(json.resources.map(({ resource, usage }) => [resource, usage]));
    assert.equal(used.image_count_total, 8);
    assert.equal(used.image_size_total, 8 * SIZE);
  });
});
