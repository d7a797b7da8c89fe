// tus 1.0 without a client of its own, so that a test sends exactly what it says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { digest } from "./bytes.mjs";
import { Conversation } from "./conversation.mjs";
import { call } from "./http.mjs";
import { until } from "./until.mjs";

/** What every request of tus carries. */
export const TUS = { "tus-resumable": "1.0.0" };

/** `Upload-Metadata` of these pairs. */
export function metadata(pairs) {
  const pair = ([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`;
  return Object.entries(pairs).map(pair).join(",");
}

/** `Upload-Checksum` of these bytes. */
export function checksum(algorithm, body) {
  return `${algorithm} ${createHash(algorithm).update(body).digest("base64")}`;
}

/** Holds what Glance has of an image against what was sent. */
export async function assertStored(glance, id, body) {
  const { status, size, os_hash_value } = await glance.find(id);
  const stored = { status, size, digest: os_hash_value };
  assert.deepEqual(stored, { status: "active", size: body.length, digest: digest("sha512", body) });
}

/** What every request with bytes says of them. */
const framing = (offset) => ({
  "content-type": "application/offset+octet-stream",
  "upload-offset": String(offset),
});

/** Somebody who uploads by tus: with a token, or with the headers of a page. */
export class TusClient {
  /** Those that it has made. */
  uploads = [];

  constructor(base, headers) {
    this.base = base;
    this.headers = { ...TUS, ...headers };
  }

  /** The answer to a creation. */
  request(imageId, length, headers = {}) {
    const sent = {
      ...this.headers,
      "upload-length": String(length),
      "upload-metadata": metadata({ image_id: imageId }),
      ...headers,
    };
    return call(this.base, "/api/uploads", { method: "POST", headers: sent, body: "" });
  }

  /** A new upload. */
  async create(imageId, length) {
    const response = await this.request(imageId, length);
    if (response.status !== 201) throw new Error(`The edge answered ${response.status}: ${response.text}`);
    const upload = new TusUpload(this, new URL(response.headers.location).pathname);
    this.uploads.push(upload);
    return upload;
  }

  /** What it has under way. */
  async list() {
    const response = await call(this.base, "/api/uploads", { headers: this.headers });
    if (response.status !== 200) throw new Error(`The edge answered ${response.status}: ${response.text}`);
    return response.json.uploads;
  }

  /** Ends all that it has under way, whoever made it. */
  async endAll() {
    for (const { location } of await this.list()) {
      await new TusUpload(this, new URL(location).pathname).call("DELETE");
    }
  }

  /** Ends those that it has made and that are still there: they would keep their room for a day. */
  async terminateAll() {
    for (const upload of this.uploads.splice(0)) await upload.call("DELETE");
  }
}

/** An upload of somebody's. */
export class TusUpload {
  constructor(client, path) {
    this.client = client;
    this.path = path;
  }

  /** Any call about it. */
  call(method, { headers = {}, ...options } = {}) {
    const sent = { ...this.client.headers, ...headers };
    return call(this.client.base, this.path, { method, headers: sent, ...options });
  }

  /** Bytes for a place. */
  patch(offset, body, headers = {}) {
    const sent = { ...framing(offset), ...headers };
    return this.call("PATCH", { headers: sent, body, timeoutMs: 120_000 });
  }

  /** A connection on which so many bytes for a place are announced. */
  announce(offset, length, more = {}) {
    const { base, headers } = this.client;
    const sent = { ...headers, ...framing(offset), "content-length": length, ...more };
    return Conversation.begin(base, `PATCH ${this.path}`, sent);
  }

  /** The same for chunks, of which the test says how many come. */
  announceChunks(offset) {
    const { base, headers } = this.client;
    const sent = { ...headers, ...framing(offset), "transfer-encoding": "chunked" };
    return Conversation.begin(base, `PATCH ${this.path}`, sent);
  }

  head() {
    return this.call("HEAD");
  }

  /** Where the next bytes go. */
  async offset() {
    const response = await this.head();
    if (response.status !== 200) throw new Error(`The edge answered ${response.status}`);
    return Number(response.headers["upload-offset"]);
  }

  /** What the edge tells beside tus. */
  async report() {
    const response = await this.call("GET");
    if (response.status !== 200) throw new Error(`The edge answered ${response.status}: ${response.text}`);
    return response.json;
  }

  /** Returns once it is in a state; fails when it gets into another that is final. */
  async reaches(state, timeoutMs = 60_000) {
    return until(`the upload is ${state}`, async () => {
      const report = await this.report();
      const isOver = ["stored", "failed"].includes(report.state) && report.state !== state;
      if (isOver) throw new Error(`The upload is ${report.state}: ${report.reason}`);
      return report.state === state && report;
    }, timeoutMs);
  }
}
