// An upstream of the test's own in Glance's place: it keeps what the edge sent, header by header, and
// answers what the test wants. It is for the edge's side of the wire only; what Glance makes of a
// request is tested with Glance.
import { createServer } from "node:http";

/**
 * @typedef {object} Recorded
 * @property {string} method
 * @property {string} url
 * @property {Record<string, string>} headers Lower-case names; a name that came twice is joined.
 * @property {string[]} names The header names as they came, in order.
 * @property {Buffer} body
 */

/**
 * Starts a recorder.
 *
 * @param {(request: Recorded) => { status?: number, headers?: Record<string, string | string[]>,
 *   body?: string | Buffer }} respond It may also give a promise.
 */
export async function startRecorder(respond = () => ({})) {
  /** @type {Recorded[]} */
  const requests = [];
  const recorder = {
    requests,
    respond,
    /** How many requests have begun to come in. */
    begun: 0,
    /** How many of them broke off before their end. */
    brokenOff: 0,
  };
  const server = createServer(async (request, response) => {
    const chunks = [];
    recorder.begun += 1;
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      recorder.brokenOff += 1;
      return;
    }
    const recorded = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      names: request.rawHeaders.filter((_, index) => index % 2 === 0),
      body: Buffer.concat(chunks),
    };
    requests.push(recorded);
    const { status = 200, headers = {}, body = "{}" } = await recorder.respond(recorded);
    // With its length, as Glance sends it.
    if (![204, 304].includes(status)) response.setHeader("content-length", Buffer.byteLength(body));
    response.writeHead(status, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(recorder, {
    url: `http://127.0.0.1:${server.address().port}`,
    /** What was sent since the last look. */
    take: () => requests.splice(0),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  });
}
