// Image data only passes through: however much of it, the memory of the edge does not grow.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { GIBIBYTE, MEBIBYTE, byteStream, digest, pieces } from "../support/bytes.mjs";
import { startEdge } from "../support/edge.mjs";
import { glanceFaults } from "../support/faults.mjs";
import { Glance } from "../support/glance.mjs";
import { open } from "../support/http.mjs";
import { demo } from "../support/keystone.mjs";
import { signIn } from "../support/session.mjs";
import { until } from "../support/until.mjs";

/** What workerd may grow by: its buffers of a few connections, and what its allocator keeps. */
const GROWTH_BYTES = 32 * MEBIBYTE;
const BETWEEN_LOOKS_MS = 50;
const raw = { name: "edge streaming test", disk_format: "raw", container_format: "bare" };

/** The memory of a process that is in use, from the kernel. */
async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(status.match(/^VmRSS:\s+(\d+) kB$/m)[1]) * 1024;
}

/** The most memory that a process has in use while something is done. */
async function peakWhile(pid, work) {
  let peak = 0;
  const look = async () => {
    peak = Math.max(peak, await residentBytes(pid));
  };
  await look();
  const looking = setInterval(look, BETWEEN_LOOKS_MS);
  try {
    await work();
    await look();
  } finally {
    clearInterval(looking);
  }
  return peak;
}

describe("a gibibyte", () => {
  let edge;
  let pid;
  let page;
  let glance;
  const made = [];

  before(async () => {
    edge = await startEdge({ glance: await glanceFaults.url() });
    pid = await edge.workerdPid();
    page = await signIn(demo, edge.url);
    glance = await Glance.as(demo);
    // Everything that a first upload and download make the runtime load is loaded.
    const id = await create();
    await upload(id, 8 * MEBIBYTE);
    await download(id);
  });
  after(async () => {
    await glanceFaults.pass();
    for (const id of made) await glance.remove(id);
    await edge.stop();
  });

  async function create() {
    const { id } = await glance.create(raw);
    made.push(id);
    return id;
  }

  async function upload(id, length) {
    const answer = await page.call(`/v2/images/${id}/file`, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", "content-length": String(length) },
      body: byteStream("streaming", length),
    });
    assert.equal(answer.status, 204, answer.text);
  }

  async function download(id) {
    const headers = { cookie: page.cookie };
    const incoming = await open(edge.url, `/v2/images/${id}/file`, { headers });
    assert.equal(incoming.statusCode, 200);
    const hash = createHash("md5");
    for await (const piece of incoming) hash.update(piece);
    return hash.digest("hex");
  }

  test("goes up and down through the edge with flat memory, and arrives as it was", async () => {
    const id = await create();
    const before = await residentBytes(pid);
    const up = await peakWhile(pid, () => upload(id, GIBIBYTE));
    let received;
    const down = await peakWhile(pid, async () => {
      received = await download(id);
    });
    const image = await glance.find(id);
    assert.equal(image.size, GIBIBYTE);
    assert.equal(received, image.checksum);
    assert.equal(image.checksum, digest("md5", pieces("streaming", GIBIBYTE)));
    for (const [way, peak] of Object.entries({ up, down })) {
      const growth = Math.round((peak - before) / MEBIBYTE);
      assert.ok(peak - before < GROWTH_BYTES, `${growth} MiB more on the way ${way}`);
    }
  });

  test("does not pile up in the edge when Glance takes it slowly", async () => {
    const id = await create();
    const before = await residentBytes(pid);
    await glanceFaults.limit(16 * MEBIBYTE);
    const peak = await peakWhile(pid, () => upload(id, 128 * MEBIBYTE));
    await glanceFaults.pass();
    const growth = Math.round((peak - before) / MEBIBYTE);
    assert.ok(peak - before < GROWTH_BYTES, `${growth} MiB more`);
  });

  test("does not pile up in the edge when the client reads it slowly", async () => {
    const id = await create();
    await upload(id, 256 * MEBIBYTE);
    const before = await residentBytes(pid);
    const peak = await peakWhile(pid, async () => {
      const headers = { cookie: page.cookie };
      const incoming = await open(edge.url, `/v2/images/${id}/file`, { headers });
      // A client that reads nothing: the rest must stay at Glance.
      await untilStalled();
      incoming.destroy();
    });
    const growth = Math.round((peak - before) / MEBIBYTE);
    assert.ok(peak - before < GROWTH_BYTES, `${growth} MiB more`);
  });

  /** Until nothing more comes from Glance, because nobody takes it. */
  async function untilStalled() {
    const passed = async () => {
      const { connections } = await glanceFaults.status();
      return connections.reduce((sum, connection) => sum + connection.to_client_bytes, 0);
    };
    let last = -1;
    await until("the download stalls", async () => {
      const now = await passed();
      const isStalled = now === last && now > MEBIBYTE;
      last = now;
      return isStalled;
    });
  }
});
