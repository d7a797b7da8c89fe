// The region of a session: which image service the dashboard works with.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";
import { addProject, createUser, removeUser } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { pageOf, requestSession, requestSignIn, signIn } from "../support/session.mjs";

describe("a session", () => {
  let person;
  let south;
  let edge;
  before(async () => {
    person = await createUser();
    south = await startRecorder(() => ({
      headers: { "content-type": "application/json" },
      body: '{"images":[],"schema":"/v2/schemas/images","first":"/v2/images"}',
    }));
    const REGIONS = `north=${glanceUrl},south=${south.url}`;
    edge = await startEdge({ bindings: { GLANCE_URL: "", REGIONS } });
  });
  after(async () => {
    await edge.stop();
    south.stop();
    await removeUser(person);
  });

  const change = async (page, body) =>
    pageOf(await page.call("/api/session", { method: "PATCH", body }), 200, edge.url);

  /** Where a list of images of a page comes from. */
  const listsFrom = async (page) => {
    south.take();
    assert.equal((await page.call("/v2/images")).status, 200);
    return south.take().length === 1 ? "south" : "north";
  };

  test("begins in the first region, or in the one that the sign-in names", async () => {
    const { user, password } = person;
    const first = await signIn(person, edge.url);
    assert.equal(first.session.region, "north");
    assert.equal(await listsFrom(first), "north");
    const body = { method: "password", user, password, region: "south" };
    const named = pageOf(await requestSession(body, edge.url), 201, edge.url);
    assert.equal(named.session.region, "south");
    assert.equal(await listsFrom(named), "south");
  });

  test("goes to another region with the same token, and to project and region at once", async () => {
    const first = await signIn(person, edge.url);
    const moved = await change(first, { region: "south" });
    assert.equal(moved.session.region, "south");
    assert.equal(moved.session.project.id, person.projectId);
    assert.equal(moved.session.expires_at, first.session.expires_at);
    assert.equal(await listsFrom(moved), "south");
    const other = await addProject(person);
    const both = await change(moved, { project_id: other.id, region: "north" });
    assert.deepEqual([both.session.project.id, both.session.region], [other.id, "north"]);
    assert.equal(await listsFrom(both), "north");
    // A project alone leaves the region.
    const back = await change(moved, { project_id: other.id });
    assert.equal(back.session.region, "south");
  });

  test("is not moved to a region that is not there", async () => {
    const page = await signIn(person, edge.url);
    for (const region of ["east", "", "north/../south", "NORTH"]) {
      const response = await page.call("/api/session", { method: "PATCH", body: { region } });
      assert.equal(response.status, 400, region);
      assert.equal(response.headers["set-cookie"], undefined);
    }
    const body = { method: "password", user: person.user, password: person.password, region: "east" };
    assert.equal((await requestSession(body, edge.url)).status, 400);
    assert.equal(await listsFrom(page), "north");
  });

  test("whose region was taken away goes on in the first one", async () => {
    const moved = await change(await signIn(person, edge.url), { region: "south" });
    const later = await startEdge({ bindings: { SESSION_KEYS: edge.keys, REGION_NAME: "north" } });
    try {
      moved.base = later.url;
      assert.equal((await moved.call("/api/session")).json.region, "north");
      assert.equal((await moved.call("/v2/images")).status, 200);
    } finally {
      await later.stop();
    }
  });

  test("by a body that is no change is refused", async () => {
    const page = await signIn(person, edge.url);
    for (const body of ['{"region":7}', '{"regions":"south"}', "[]", "", '{"project_id":"x","x":1}']) {
      const response = await page.call("/api/session", { method: "PATCH", body });
      assert.equal(response.status, 400, body);
    }
    assert.equal((await requestSignIn(person, edge.url)).status, 201);
  });
});
