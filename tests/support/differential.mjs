// The same requests straight at Glance and through the edge, and what an API client sees of both.
import assert from "node:assert/strict";
import { edgeUrl, glanceUrl } from "./environment.mjs";
import { call } from "./http.mjs";

/** Headers that belong to a connection or a moment, not to the answer. */
const OF_THE_HOP = ["connection", "date", "keep-alive", "server", "transfer-encoding"];

/** What the edge adds for browsers; an API client takes no notice of it. */
const OF_THE_EDGE = [
  "cache-control",
  "content-disposition",
  "content-security-policy",
  "server-timing",
  "vary",
  "x-content-type-options",
  "x-openstack-request-id",
];

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Without what differs from one resource, moment or server to the next. */
function masked(text, base) {
  return text
    .replaceAll(base, "<image service>")
    .replaceAll(ID, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?/g, "<time>");
}

/** One side: Glance itself, or the edge. */
export class Side {
  /** What was answered, by the request. */
  transcript = [];

  /**
   * @param {string} base The address of an image service, which may have a path.
   * @param {Record<string, string>} headers What every request has.
   */
  constructor(base, headers = {}) {
    this.base = base;
    this.headers = headers;
  }

  /**
   * Makes a request and keeps what an API client sees of its answer.
   *
   * @param {string} line Method and path, such as `GET /v2/images`.
   */
  async send(line, { headers = {}, body, chunked = false } = {}) {
    const [method, path] = line.split(/ (.*)/s);
    const sent = { ...this.headers, ...headers };
    for (const [name, value] of Object.entries(sent)) if (value === undefined) delete sent[name];
    if (chunked) sent["transfer-encoding"] = "chunked";
    const below = new URL(this.base).pathname.replace(/\/$/, "");
    const response = await call(this.base, below + path, { method, headers: sent, body });
    const kept = Object.entries(response.headers).filter(([name]) => !OF_THE_HOP.includes(name));
    const length = kept.find(([name]) => name === "content-length");
    // A body that names its service is as long as the service's name makes it.
    if (length?.[1] === `${response.body.length}` && response.text.includes(this.base)) {
      length[1] = `${masked(response.text, this.base).length}`;
    }
    this.transcript.push({
      request: `${masked(line, this.base)} ${JSON.stringify(headers)}`,
      status: response.status,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, masked(String(value), this.base)])),
      body: masked(response.text, this.base),
    });
    return response;
  }
}

/**
 * Plays a scene on both sides at once and compares. What a scene makes must not show in what it reads
 * of the other side.
 *
 * @param {(side: Side) => Promise<void>} scene
 * @param {Record<string, string>} headers What every request has.
 * @param {{ edge?: string, glance?: string, direct?: Record<string, string> }} [options] The addresses of both
 *   sides, and what every request past the edge has in place of the headers above.
 */
export async function assertNoDifference(scene, headers, options = {}) {
  const { edge = edgeUrl, glance = glanceUrl, direct: own = headers } = options;
  const direct = new Side(glance, own);
  const through = new Side(edge, headers);
  await Promise.all([scene(direct), scene(through)]);
  assert.ok(direct.transcript.length > 0);
  const seen = through.transcript.map((response, index) => comparable(response, direct.transcript[index]));
  assert.deepEqual(seen, direct.transcript);
}

/** An answer of the edge without what it may add. */
function comparable(seen, expected) {
  const headers = { ...seen.headers };
  for (const name of OF_THE_EDGE) if (!(name in expected.headers)) delete headers[name];
  // What Glance sends in chunks may have a length here.
  if (!("content-length" in expected.headers)) delete headers["content-length"];
  // Keystone's address inside the cloud is nothing that the edge tells.
  const challenge = "www-authenticate";
  if (headers[challenge] === "Keystone") headers[challenge] = expected.headers[challenge];
  return { ...seen, headers };
}
