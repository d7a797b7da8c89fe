// Glance itself, but for what becomes of an image's data on its way: as it is told for each answer, in their order.
import { createServer, request } from "node:http";
import { once } from "node:events";
import { Readable, Transform } from "node:stream";
import { glanceUrl } from "./environment.mjs";

/** What may go wrong with one answer to the question for data; nothing does without one. */
const FAULTS = {
  /** The connection breaks after so many bytes. */
  breakAfter: (bytes) => ({ passes: cutAfter(bytes, (response) => response.destroy()) }),
  /** After so many bytes nothing moves any more. */
  stallAfter: (bytes) => ({ passes: cutAfter(bytes, () => {}) }),
  /** The whole comes, whatever part was asked for. */
  whole: () => ({ ignoresRange: true }),
  /** The whole comes, and breaks after so many bytes. */
  wholeBreaksAfter: (bytes) => ({ ignoresRange: true, passes: cutAfter(bytes, (response) => response.destroy()) }),
  /** One byte of the data is another. */
  damage: () => ({
    passes: (answer) => {
      let isChanged = false;
      const passing = new Transform({
        transform(chunk, _encoding, done) {
          const changed = Buffer.from(chunk);
          if (!isChanged) changed[0] ^= 1;
          isChanged = true;
          done(null, changed);
        },
      });
      return passing.on("end", () => answer.end());
    },
  }),
  /** Nobody answers. */
  silence: () => ({ isSilent: true }),
  /** A refusal whose text does not end. */
  refuseForEver: (status) => ({ status, isEndless: true }),
  refuse: (status, headers = {}) => ({ status, headers }),
};

/** Passes so many bytes on, and then does something else with the answer. */
function cutAfter(bytes, then) {
  return (answer) => {
    let left = bytes;
    const passing = new Transform({
      transform(chunk, _encoding, done) {
        const taken = chunk.subarray(0, left);
        left -= taken.length;
        if (taken.length > 0) this.push(taken);
        if (left === 0) this.push(null);
        else done();
      },
    });
    // What is passed on has to leave before the connection goes.
    passing.on("end", () => left === 0 && answer.write("", () => then(answer)));
    return passing;
  };
}

/** Starts one. */
export async function startGlanceData() {
  const { hostname, port } = new URL(glanceUrl);
  /** What happens to the next answers with data, the next one first. */
  let faults = [];
  /** Which part each question for data was for. */
  let ranges = [];
  /** How many refusals without an end are being read. */
  let refusing = 0;
  const refuseForEver = (answer, status) => {
    refusing += 1;
    const words = new Readable({
      read() {
        this.push("No. ".repeat(4096));
      },
    });
    answer.on("close", () => {
      refusing -= 1;
      words.destroy();
    });
    words.pipe(answer.writeHead(status, { "content-type": "text/plain" }));
  };
  const server = createServer((asked, answer) => {
    const isData = asked.method === "GET" && asked.url.endsWith("/file");
    const fault = (isData && faults.shift()) || {};
    if (isData) ranges.push(asked.headers.range);
    if (fault.isSilent) return;
    if (fault.isEndless) return refuseForEver(answer, fault.status);
    if (fault.status) return answer.writeHead(fault.status, fault.headers).end();
    const headers = { ...asked.headers };
    if (fault.ignoresRange) delete headers.range;
    const passed = request({ hostname, port, path: asked.url, method: asked.method, headers }, (upstream) => {
      answer.writeHead(upstream.statusCode, upstream.headers);
      const passing = fault.passes?.(answer);
      if (!passing) return upstream.pipe(answer);
      upstream.pipe(passing).pipe(answer, { end: false });
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** What goes wrong from now on, answer by answer: `["breakAfter", 1000], ["whole"]`. */
    next(...wanted) {
      ranges = [];
      faults = wanted.map(([name, ...of]) => FAULTS[name](...of));
    },
    /** Which parts were asked for since. */
    ranges: () => [...ranges],
    refusing: () => refusing,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
