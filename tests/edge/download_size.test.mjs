// What a browser loads before a person sees the dashboard, in bytes on the wire. The budget is a promise
// of the product: whoever exceeds it takes something out.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { edgeUrl } from "../support/environment.mjs";
import { call } from "../support/http.mjs";

/** Until the list is on the screen. Everything else is loaded when it is opened. */
const FIRST_LOAD_BYTES = 260_000;
/** What is loaded when it is opened, and with it what it shares with others and nobody has loaded before. */
const PART_BYTES = {
  // Writing an image's data to the disk, and comparing a file that is there.
  downloads: 32_000,
  german: 30_000,
  image: 60_000,
  // With the reader of lists of checksums.
  new_image: 84_000,
  project_quotas: 30_000,
  quota: 5_000,
  // Loaded once the page is shown, to look for uploads that an earlier page has begun.
  resume: 8_000,
  // The list of several files for new images.
  several_files: 20_000,
  uploads: 32_000,
  // One for each set of those that need it. The largest is the engine of uploads with its two transports, which new
  // images need, and the uploads' page to go on with what was begun.
  shared: 92_000,
};
/** Loaded when a file is chosen, or a place for one, and not before. Why it is not less: docs/adr/0016-what-a-file-lacks.md. */
const FILE_WORKER_BYTES = 90_000;
/** The same with decoders: loaded when a compressed file is chosen. */
const UNPACKING_WORKER_BYTES = 158_000;

/** What Chromium and Firefox say that they take. */
const BROWSER = "gzip, deflate, br, zstd";

const decode = { br: brotliDecompressSync, gzip: gunzipSync, undefined: (body) => body };

/** A file as a client gets it: as many bytes as travel, and what they say. */
async function load(path, accept = "*/*", acceptEncoding = BROWSER) {
  const headers = { accept, "accept-encoding": acceptEncoding };
  const response = await call(edgeUrl, path, { headers });
  assert.equal(response.status, 200, path);
  const encoding = response.headers["content-encoding"];
  const content = decode[encoding](response.body);
  return { path, bytes: response.body.length, encoding, content, headers: response.headers };
}

/** The files that a page or script names, in the places that the build writes. */
function references({ path, content }) {
  const text = content.toString("utf8");
  const found = path.endsWith(".js")
    ? text.matchAll(/(?:from\s*|import\s*\(?\s*)["'](\.{0,2}\/[^"']+\.js)["']/g)
    : text.matchAll(/(?:src|href|data-script|data-wasm)=["']?(\/[^\s"'>]+)/g);
  return [...found].map(([, reference]) => new URL(reference, edgeUrl + path).pathname);
}

/** Everything that the page needs to start, the page itself first. */
async function firstLoad() {
  const files = [await load("/", "text/html")];
  const seen = new Set(["/"]);
  for (const file of files) {
    if (file.path !== "/" && !file.path.endsWith(".js")) continue;
    for (const path of references(file)) {
      if (seen.has(path)) continue;
      seen.add(path);
      files.push(await load(path));
    }
  }
  return files;
}

/** The kinds that the budget is for. */
const programs = (files) => files.filter((file) => /\.(wasm|js|css)$/.test(file.path));

function total(files) {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

const table = (files) => files.map((file) => `${file.bytes} ${file.path}`).join("\n");

/** The parts of the program that the script of the first load names: "/assets/quota-0123456789abcdef.wasm". */
function partsOf(files) {
  const paths = files
    .filter(({ path }) => path.endsWith(".js"))
    .flatMap(({ path, content }) => {
      const found = content.toString("utf8").matchAll(/["'`](\.\/\w+-[0-9a-f]{16}\.wasm)["'`]/g);
      return [...found].map(([, reference]) => new URL(reference, edgeUrl + path).pathname);
    });
  return Promise.all(paths.map((path) => load(path)));
}

const partName = ({ path }) => /(\w+)-[0-9a-f]{16}\.wasm$/.exec(path)[1];

describe("the download", () => {
  test("of the first load is at most 260 KB", async (context) => {
    const files = programs(await firstLoad());
    context.diagnostic(`first load: ${total(files)} bytes`);
    const kinds = files.map((file) => file.path.split(".").at(-1));
    for (const kind of ["wasm", "js", "css"]) assert.ok(kinds.includes(kind), `no ${kind} found`);
    assert.ok(total(files) <= FIRST_LOAD_BYTES, `${total(files)} bytes:\n${table(files)}`);
  });

  test("of each part of the program is within its limit", async (context) => {
    const parts = await partsOf(await firstLoad());
    for (const part of parts) {
      const [name, limit] = [partName(part), PART_BYTES[partName(part)]];
      context.diagnostic(`${name}: ${part.bytes} bytes`);
      assert.ok(limit, `${name} has no limit`);
      assert.ok(part.bytes <= limit, `${part.bytes} bytes of ${part.path}, ${limit} at most`);
      assert.equal(part.encoding, "br", part.path);
      assert.match(part.headers["content-type"], /^application\/wasm/, part.path);
      assert.match(part.headers["cache-control"], /immutable/, part.path);
    }
    assert.deepEqual([...new Set(parts.map(partName))].sort(), Object.keys(PART_BYTES).sort());
  });

  for (const [worker, limit] of [["file_worker", FILE_WORKER_BYTES], ["unpacking_worker", UNPACKING_WORKER_BYTES]]) {
    test(`of the ${worker} is at most ${limit / 1000} KB more`, async (context) => {
      const paths = [`/${worker}_loader.js`, `/${worker}.js`, `/${worker}_bg.wasm`];
      const files = await Promise.all(paths.map((path) => load(path)));
      context.diagnostic(`${worker}: ${total(files)} bytes`);
      assert.ok(total(files) <= limit, `${total(files)} bytes:\n${table(files)}`);
    });
  }

  test("is what the build compressed, and what carries a hash in its name is kept for ever", async () => {
    for (const file of await firstLoad()) {
      assert.equal(file.encoding, "br", file.path);
      const isHashed = file.path.startsWith("/assets/");
      assert.equal(/immutable/.test(file.headers["cache-control"]), isHashed, file.path);
    }
  });

  test("is the same for a client that takes another compression or none", async () => {
    for (const { path, content, headers } of await firstLoad()) {
      const accept = path === "/" ? "text/html" : "*/*";
      for (const encoding of ["gzip", undefined]) {
        const other = await load(path, accept, encoding ?? "identity");
        assert.equal(other.encoding, encoding, path);
        assert.ok(other.content.equals(content), path);
        assert.equal(other.headers["content-type"], headers["content-type"], path);
        assert.match(other.headers.vary, /accept-encoding/i, path);
      }
    }
  });

  test("is not repeated for a browser that has it", async () => {
    const headers = { accept: "text/html", "accept-encoding": BROWSER };
    const { headers: first } = await call(edgeUrl, "/", { headers });
    const again = await call(edgeUrl, "/", { headers: { ...headers, "if-none-match": first.etag } });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
  });

  test("of a file that is not there is a 404", async () => {
    const headers = { accept: "*/*", "accept-encoding": BROWSER };
    for (const path of ["/assets/gone.js", "/assets/gone.wasm"]) {
      assert.equal((await call(edgeUrl, path, { headers })).status, 404, path);
    }
    // What is compressed for others has no address of its own: there, as at every address that means
    // nothing, an API client is told which versions there are.
    assert.equal((await call(edgeUrl, "/file_worker.js.br", { headers })).status, 300);
  });

  test("brings a policy that lets no foreign and no inline script run", async () => {
    const { headers, content } = await load("/", "text/html");
    const policy = headers["content-security-policy"];
    for (const rule of [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      assert.ok(policy.split("; ").includes(rule), rule);
    }
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "no-referrer");
    const html = content.toString("utf8");
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/, "an inline script");
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/, "an inline style or handler");
    // Every script and style is pinned to its content.
    for (const [tag] of html.matchAll(/<(?:script|link rel="?stylesheet)[^>]*>/g)) {
      assert.match(tag, /integrity=/, tag);
    }
  });
});
