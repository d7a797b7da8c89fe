// Image data only passes through: however much of it, the memory of the edge does not grow.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
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
/**
 * The functions of the Worker are compiled once and for all, before the measurement. V8 otherwise compiles
 * those that have become hot a second time, beside the requests, and keeps some 40 MiB that this took: once,
 * at a moment that depends on the number of calls and not on the bytes that pass.
 */
const COMPILE_ONCE = ["--no-wasm-dynamic-tiering"];
const raw = { name: "edge streaming test", disk_format: "raw", container_format: "bare" };

/** The memory of a process, from the kernel: what it has in use, and the most that it ever had. */
async function memoryOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const bytes = (name) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m"))[1]) * 1024;
  return { nowBytes: bytes("VmRSS"), peakBytes: bytes("VmHWM") };
}

describe("a gibibyte", () => {
  let edge;
  let pid;
  let page;
  let glance;
  const made = [];

  before(async () => {
    edge = await startEdge({ glance: await glanceFaults.url(), v8Flags: COMPILE_ONCE });
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
    const response = await page.call(`/v2/images/${id}/file`, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", "content-length": String(length) },
      body: byteStream("streaming", length),
    });
    assert.equal(response.status, 204, response.text);
  }

  async function download(id) {
    const headers = { cookie: page.cookie };
    const incoming = await open(edge.url, `/v2/images/${id}/file`, { headers });
    assert.equal(incoming.statusCode, 200);
    const hash = createHash("md5");
    for await (const piece of incoming) hash.update(piece);
    return hash.digest("hex");
  }

  /** Does something, and fails when workerd grew meanwhile by more than its buffers. */
  async function assertFlatWhile(t, what, work) {
    // The peak of what came before is forgotten (proc(5), clear_refs): memory may have been given back since.
    await writeFile(`/proc/${pid}/clear_refs`, "5");
    const { nowBytes } = await memoryOf(pid);
    await work();
    const { peakBytes } = await memoryOf(pid);
    const growth = `${what}: at most ${Math.round((peakBytes - nowBytes) / MEBIBYTE)} MiB more`;
    t.diagnostic(growth);
    assert.ok(peakBytes - nowBytes < GROWTH_BYTES, growth);
  }

  test("goes up and down through the edge with flat memory, and arrives as it was", async (t) => {
    const id = await create();
    await assertFlatWhile(t, "up", () => upload(id, GIBIBYTE));
    let received;
    await assertFlatWhile(t, "down", async () => {
      received = await download(id);
    });
    const image = await glance.find(id);
    assert.equal(image.size, GIBIBYTE);
    assert.equal(received, image.checksum);
    assert.equal(image.checksum, digest("md5", pieces("streaming", GIBIBYTE)));
  });

  test("does not pile up in the edge when Glance takes it slowly", async (t) => {
    const id = await create();
    await glanceFaults.limit(16 * MEBIBYTE);
    // What piles up would be nearly all of it.
    await assertFlatWhile(t, "a slow Glance", () => upload(id, 128 * MEBIBYTE));
    await glanceFaults.pass();
  });

  test("does not pile up in the edge when the client reads it slowly", async (t) => {
    const id = await create();
    await upload(id, 256 * MEBIBYTE);
    await assertFlatWhile(t, "a slow client", async () => {
      const headers = { cookie: page.cookie };
      const incoming = await open(edge.url, `/v2/images/${id}/file`, { headers });
      // A client that reads nothing: the rest must stay at Glance.
      await untilStalled();
      incoming.destroy();
    });
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
