// HTTP as the tests need it: every header is the test's own, nothing is retried, followed or kept
// alive. `fetch` sets headers of its own and hides others.
import { request as httpRequest } from "node:http";
import { connect } from "node:net";

/** No answer takes longer than this in a run that goes well. */
const TIMEOUT_MS = 60_000;

/** An answer, read to its end. */
export class HttpResponse {
  constructor(incoming, body) {
    this.status = incoming.statusCode;
    this.headers = incoming.headers;
    this.body = body;
  }

  get text() {
    return this.body.toString("utf8");
  }

  /** The body as JSON; throws when it is something else. */
  get json() {
    return JSON.parse(this.text);
  }
}

/**
 * Calls `base` + `path` and reads the whole answer.
 *
 * @param {string} base
 * @param {string} path
 * @param {{ method?: string, headers?: Record<string, string | string[]>, body?: unknown,
 *   timeoutMs?: number }} [options] `body`: a string or Buffer is sent with its length, a readable
 *   stream as it comes, any other value as JSON.
 * @returns {Promise<HttpResponse>}
 */
export async function call(base, path, options = {}) {
  const incoming = await open(base, path, options);
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return new HttpResponse(incoming, Buffer.concat(chunks));
}

/**
 * Like `call`, but gives the answer as soon as its headers are there, for bodies that are too large
 * to be kept.
 *
 * @returns {Promise<import("node:http").IncomingMessage>}
 */
export function open(base, path, { method = "GET", headers = {}, body, timeoutMs } = {}) {
  const { hostname, port } = new URL(base);
  const plain = body === undefined || typeof body === "string" || Buffer.isBuffer(body);
  const isStream = typeof body?.pipe === "function";
  const payload = plain || isStream ? body : JSON.stringify(body);
  const sent = { host: new URL(base).host, ...headers };
  if (!plain && !isStream && !has(sent, "content-type")) sent["content-type"] = "application/json";
  if (payload !== undefined && !isStream && !has(sent, "content-length")) {
    sent["content-length"] = String(Buffer.byteLength(payload));
  }
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers: sent, agent: false });
    const timeout = timeoutMs ?? TIMEOUT_MS;
    request.setTimeout(timeout, () => request.destroy(new Error(`no answer in ${timeout} ms`)));
    request.once("response", resolve);
    // After an answer that came before the body was sent, the rest of the body fails: that is fine.
    request.on("error", reject);
    if (isStream) {
      body.once("error", (error) => request.destroy(error));
      body.pipe(request);
    } else {
      request.end(payload);
    }
  });
}

/**
 * Sends bytes as they are over a connection of their own and then no more, and reads what comes.
 *
 * @param {string} base
 * @param {string} text One byte per character.
 */
export function sendRaw(base, text) {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const chunks = [];
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("no answer over a raw socket")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.once("error", reject);
    socket.once("close", () => resolve(parseRaw(Buffer.concat(chunks).toString("latin1"))));
    // Without this end workerd would wait some seconds for another request.
    socket.end(Buffer.from(text, "latin1"));
  });
}

/** Sends one request whose target and headers stay exactly as they are written here. */
export function callRaw(base, method, target, headers = [], body = "") {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${new URL(base).host}`, ...headers];
  return sendRaw(base, `${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** The answers in the text of a connection, the first one's status first. */
function parseRaw(text) {
  const statuses = [...text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((match) => Number(match[1]));
  return { status: statuses[0], statuses, text };
}

function has(headers, name) {
  return Object.keys(headers).some((key) => key.toLowerCase() === name);
}
