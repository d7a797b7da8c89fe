// Many calls at once while Glance goes away and comes back. `cargo xtask bench restart` does the same with
// ten thousand calls and a Glance that is really stopped and started.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { glanceFaults } from "../support/faults.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { until } from "../support/until.mjs";

const CONNECTIONS = 64;
const CALLS = 1500;

let edge;
let glance;
let headers;
const known = [];
before(async () => {
  edge = await startEdge({ glance: await glanceFaults.url() });
  glance = await Glance.as(demo);
  headers = { "x-auth-token": (await issueToken(demo)).token };
  for (const name of ["one", "two", "three"]) {
    known.push(await glance.create({ name, disk_format: "raw", container_format: "bare" }));
  }
});
after(async () => {
  await glanceFaults.pass();
  for (const { id } of known) await glance.remove(id);
  await edge.stop();
});

// Where Glance's own answer was on its way when it went, the client's breaks off too: it does not look whole.
function brokenOff(error) {
  if (error.code !== "ECONNRESET") throw error;
}

test("every call is answered rightly or told that Glance is away, and all are once it is back", async () => {
  let begun = 0;
  let unreachable = 0;
  let isBack = false;

  async function client() {
    while (begun < CALLS) {
      begun += 1;
      const { id, name } = known[begun % known.length];
      const beganAfter = isBack;
      const response = await call(edge.url, `/v2/images/${id}`, { headers }).catch(brokenOff);
      if (response?.status === 200) {
        assert.deepEqual([response.json.id, response.json.name], [id, name]);
        continue;
      }
      if (response) {
        assert.equal(response.status, 503, response.text);
        assert.equal(response.json.error.kind, "image_service_unreachable");
      }
      assert.ok(!beganAfter, "refused although Glance is back");
      unreachable += 1;
      await until("Glance is back", () => isBack, 60_000);
    }
  }

  async function operator() {
    await until("a third is done", () => begun > CALLS / 3, 60_000);
    await glanceFaults.stop();
    await until("clients are told", () => unreachable >= CONNECTIONS / 2, 60_000);
    await glanceFaults.pass();
    isBack = true;
  }

  await Promise.all([operator(), ...Array.from({ length: CONNECTIONS }, client)]);
  assert.ok(unreachable >= CONNECTIONS / 2);
});
