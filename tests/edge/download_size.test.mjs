// What a browser loads before a person sees the dashboard, compressed by brotli at its best, as a proxy
// or CDN keeps files that never change. (What workerd compresses while it sends is a third larger.)
// The budget is a promise of the product: whoever exceeds it takes something out.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { brotliCompressSync, gunzipSync } from "node:zlib";
import { edgeUrl } from "../support/environment.mjs";
import { call } from "../support/http.mjs";

const FIRST_LOAD_BYTES = 350_000;
const HASH_WORKER_BYTES = 40_000;

/** A file as a browser gets it: its size compressed, and what it says. */
async function load(path, accept = "*/*") {
  const headers = { accept, "accept-encoding": "gzip" };
  const answer = await call(edgeUrl, path, { headers });
  assert.equal(answer.status, 200, path);
  const isCompressed = answer.headers["content-encoding"] === "gzip";
  const content = isCompressed ? gunzipSync(answer.body) : answer.body;
  const compressedBytes = brotliCompressSync(content).length;
  return { path, compressedBytes, isCompressed, content, headers: answer.headers };
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
  return files.reduce((sum, file) => sum + file.compressedBytes, 0);
}

const table = (files) => files.map((file) => `${file.compressedBytes} ${file.path}`).join("\n");

describe("the download", () => {
  test("of the first load is at most 350 KB", async () => {
    const files = programs(await firstLoad());
    const kinds = files.map((file) => file.path.split(".").at(-1));
    for (const kind of ["wasm", "js", "css"]) assert.ok(kinds.includes(kind), `no ${kind} found`);
    assert.ok(total(files) <= FIRST_LOAD_BYTES, `${total(files)} bytes:\n${table(files)}`);
  });

  test("of the hash worker is at most 40 KB more", async () => {
    const paths = ["/hash_worker_loader.js", "/hash_worker.js", "/hash_worker_bg.wasm"];
    const files = await Promise.all(paths.map((path) => load(path)));
    assert.ok(total(files) <= HASH_WORKER_BYTES, `${total(files)} bytes:\n${table(files)}`);
  });

  test("is compressed, and what carries a hash in its name is kept for ever", async () => {
    for (const file of await firstLoad()) {
      assert.ok(file.isCompressed, file.path);
      const isHashed = file.path.startsWith("/assets/");
      assert.equal(/immutable/.test(file.headers["cache-control"]), isHashed, file.path);
    }
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
