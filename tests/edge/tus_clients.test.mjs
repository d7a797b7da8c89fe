// Clients of tus that others wrote, as they are: what they send reaches Glance as it was. Uppy, which needs a browser,
// is in tests/e2e/uppy.e2e.ts.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import * as tus from "tus-js-client";
import { MEBIBYTE, bytes } from "../support/bytes.mjs";
import { runClient } from "../support/clients.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { TusClient, TusUpload, assertStored } from "../support/tus.mjs";

const image = { name: "tus clients", disk_format: "raw", container_format: "bare" };
const endpoint = `${edgeUrl}/api/uploads`;

let glance;
let client;
let token;
before(async () => {
  glance = await Glance.as(demo);
  ({ token } = await issueToken(demo));
  client = new TusClient(edgeUrl, { "x-auth-token": token });
});
afterEach(async () => {
  await client.terminateAll();
  for (const { id } of await glance.named(image.name)) await glance.remove(id);
});

/** Holds that what a client sent to an address is in Glance. */
async function assertArrived(url, id, body) {
  await new TusUpload(client, new URL(url).pathname).reaches("stored");
  await assertStored(glance, id, body);
}

describe("tus-js-client", () => {
  /** Uploads until the client says that it is done, or until a chunk is accepted after which it is to be cut. */
  const upload = (body, id, { stopAt = Infinity, url } = {}) =>
    new Promise((resolve, reject) => {
      const sending = new tus.Upload(body, {
        endpoint,
        uploadUrl: url,
        headers: { "X-Auth-Token": token },
        metadata: { image_id: id, filename: "größe.img" },
        chunkSize: 5 * MEBIBYTE,
        retryDelays: null,
        onError: reject,
        onChunkComplete: (_size, accepted) => {
          if (accepted >= stopAt) sending.abort().then(() => resolve(sending.url), reject);
        },
        onSuccess: () => resolve(sending.url),
      });
      sending.start();
    });

  test("sends a file in chunks", async () => {
    const { id } = await glance.create(image);
    const body = bytes("tus-js-client", 21 * MEBIBYTE + 7);
    await assertArrived(await upload(body, id), id, body);
  });

  test("goes on where an earlier one was cut", async () => {
    const { id } = await glance.create(image);
    const body = bytes("tus-js-client, cut", 21 * MEBIBYTE + 7);
    const url = await upload(body, id, { stopAt: 10 * MEBIBYTE });
    assert.equal(await upload(body, id, { url }), url);
    await assertArrived(url, id, body);
  });
});

describe("tuspy", () => {
  let directory;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "gaze-tuspy-"));
  });
  after(() => rm(directory, { recursive: true }));

  /** Uploads a file whose bytes these are. */
  async function upload(body, id, more = {}) {
    const file = join(directory, "disk.img");
    await writeFile(file, body);
    const asked = {
      endpoint,
      headers: { "X-Auth-Token": token },
      metadata: { image_id: id, filename: "größe.img" },
      file,
      chunk_size: 5 * MEBIBYTE,
      checksums: false,
      ...more,
    };
    return runClient("tus_client.py", asked, directory);
  }

  for (const checksums of [false, true]) {
    test(`sends a file in chunks ${checksums ? "with" : "without"} checksums`, async () => {
      const { id } = await glance.create(image);
      const body = bytes("tuspy", 21 * MEBIBYTE + 7);
      const { url } = await upload(body, id, { checksums });
      await assertArrived(url, id, body);
    });
  }

  test("goes on where an earlier one was cut", async () => {
    const { id } = await glance.create(image);
    const body = bytes("tuspy, cut", 21 * MEBIBYTE + 7);
    const { url, offset } = await upload(body, id, { stop_at: 10 * MEBIBYTE });
    assert.equal(offset, 10 * MEBIBYTE);
    await upload(body, id, { url });
    await assertArrived(url, id, body);
  });
});
