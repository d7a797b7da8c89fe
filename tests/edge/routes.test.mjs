// Every route of the installed Glance, as its own router lists them, passes the edge as it came.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startEdge } from "../support/edge.mjs";
import { edgeUrl, openstackProgram } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { TUS, TusClient } from "../support/tus.mjs";

const script = fileURLToPath(new URL("../support/glance_router.py", import.meta.url));

let recorder;
let second;
let edge;
let headers;
before(async () => {
  recorder = await startRecorder();
  second = await startRecorder();
  const REGIONS = `north=${recorder.url},south pole=${second.url}/image`;
  // Empty, a variable counts as one that is not set. What the edge asks of Glance by itself is not what
  // is tested here.
  edge = await startEdge({ bindings: { GLANCE_URL: "", REGIONS, QUOTA_MODE: "off" } });
  headers = { "x-auth-token": (await issueToken(demo)).token };
});
after(async () => {
  await edge.stop();
  recorder.stop();
  second.stop();
});

/** What reaches the image services of the two regions. */
async function forwarded(method, path) {
  const { status } = await call(edge.url, path, { method, headers });
  const seen = ({ method: own, url }) => `${own} ${url}`;
  return { status, north: recorder.take().map(seen), south: second.take().map(seen) };
}

describe("the routes of Glance", () => {
  let routes;
  before(async () => {
    const python = join(dirname(openstackProgram()), "python");
    const { stdout } = await promisify(execFile)(python, [script], { maxBuffer: 1 << 24 });
    routes = JSON.parse(stdout).map(([method, template]) => [
      method,
      template.replaceAll(/\{\w+\}/g, "OS%3A%3Ax%20%C3%A9"),
    ]);
    // The bare version is a redirect and has a test of its own.
    routes = routes.filter(([, path]) => path !== "/v2");
    assert.ok(routes.length > 70, `${routes.length} routes`);
  });

  test("all pass the edge as they came", async () => {
    for (const [method, path] of routes) {
      const { north, south } = await forwarded(method, path);
      assert.deepEqual([north, south], [[`${method} ${path}`], []]);
    }
  });

  test("all pass below a region's name, to that region", async () => {
    for (const [method, path] of routes) {
      const { north, south } = await forwarded(method, `/regions/south%20pole${path}`);
      assert.deepEqual([north, south], [[], [`${method} /image${path}`]]);
    }
  });
});

describe("the routes of the gateway's own", () => {
  const image = { name: "route of an upload", disk_format: "raw", container_format: "bare" };
  let glance;
  let client;
  let upload;
  before(async () => {
    glance = await Glance.as(demo);
    client = new TusClient(edgeUrl, headers);
    const { id } = await glance.create(image);
    upload = await client.create(id, 5);
  });
  after(async () => {
    await client.endAll();
    for (const { id } of await glance.named(image.name)) await glance.remove(id);
  });

  test("let nobody in without credentials, but where anyone may ask", async () => {
    const routes = [
      ["GET", "/api/quota"],
      ["GET", "/api/admin/plans"],
      ["GET", "/api/admin/plans/p1"],
      ["PUT", "/api/admin/plans/p1"],
      ["DELETE", "/api/admin/plans/p1"],
      ["GET", "/api/uploads"],
      ["POST", "/api/uploads"],
      ["HEAD", upload.path],
      ["GET", upload.path],
      ["PATCH", upload.path],
      ["DELETE", upload.path],
      // Those that ask for the session themselves.
      ["GET", "/api/session"],
      ["PATCH", "/api/session"],
      ["GET", "/api/projects"],
    ];
    for (const [method, path] of routes) {
      const { status } = await call(edgeUrl, path, { method, headers: TUS });
      assert.equal(status, 401, `${method} ${path}`);
    }
    assert.equal(await upload.offset(), 0, "the upload is still there");
  });
});

describe("a region", () => {
  test("that there is not is answered with 404 and reaches no image service", async () => {
    const names = ["west", "North", "north%20", "", "south%2520pole", "south%2fpole"];
    for (const name of names) {
      const { status, north, south } = await forwarded("GET", `/regions/${name}/v2/images`);
      assert.ok([400, 404].includes(status), name);
      assert.deepEqual([north, south], [[], []], name);
    }
    assert.equal((await call(edge.url, "/regions")).status, 404);
  });

  test("is told to the dashboard, the default one first", async () => {
    const { json } = await call(edge.url, "/api/config");
    assert.deepEqual(json.regions, [{ name: "north" }, { name: "south pole" }]);
  });

  test("has its name in every address that its answers give", async () => {
    const table = [
      [`${second.url}/image/v2/images/x`, "/regions/south%20pole/v2/images/x"],
      ["/image/v2/images/x", "/regions/south%20pole/v2/images/x"],
      [`${recorder.url}/v2/images/x`, undefined],
      ["https://elsewhere.example/image/v2/images/x", undefined],
    ];
    for (const [location, expected] of table) {
      second.respond = () => ({ status: 201, headers: { location } });
      const response = await call(edge.url, "/regions/south%20pole/v2/images", {
        method: "POST",
        headers,
        body: {},
      });
      assert.equal(response.headers.location, expected && edge.url + expected, location);
    }
    second.respond = () => ({ status: 300, body: `{"href": "${second.url}/image/v2/"}` });
    for (const path of ["/regions/south%20pole", "/regions/south%20pole/", "/regions/south%20pole/v9"]) {
      const { text } = await call(edge.url, path);
      assert.equal(text, `{"href": "${edge.url}/regions/south%20pole/v2/"}`, path);
    }
    second.respond = () => ({});
    recorder.take();
    second.take();
  });
});
