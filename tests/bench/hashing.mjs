// Times a digest of a file by the dashboard's file worker, by hash-wasm on a page of the same browser, and by OpenSSL
// in this process, in turns. `cargo xtask bench hashing` builds what it needs and sets the variables.
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const { GAZE_CHROMIUM: executablePath, GAZE_FILES: files, GAZE_FIGURES: figures } = process.env;
const rounds = Number(process.env.GAZE_ROUNDS);
const algorithms = JSON.parse(process.env.GAZE_ALGORITHMS);
const [warmUp, file] = JSON.parse(files);

/** What the dashboard asks for at a time, and what OpenSSL is given at a time. */
const CHUNK_BYTES = 1 << 20;

// The worker's program is the one that the dashboard starts; the page around it is bare, so that hash-wasm may be on it.
const ROOTS = {
  "/hash-wasm/": new URL("../node_modules/hash-wasm/dist/", import.meta.url),
  "/": new URL("../../dist/", import.meta.url),
};
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = '<!doctype html><title>Digests</title><input type="file"><script type="module" src="/page.js"></script>';
const PAGE_SCRIPT = `
  import * as hashwasm from "/hash-wasm/index.esm.min.js";
  const digests = { gaze: ${byWorker}, hashWasm: ${byHashWasm} };
  window.digest = async (way, algorithm) => {
    const file = document.querySelector("input").files[0];
    const started = performance.now();
    const digest = await digests[way](file, algorithm);
    return { digest, seconds: (performance.now() - started) / 1000 };
  };
`;

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const made = { "/": [PAGE, ".html"], "/page.js": [PAGE_SCRIPT, ".js"] }[pathname];
  try {
    const [content, extension] = made ?? [readFileSync(served(pathname)), extname(pathname)];
    response.writeHead(200, { "content-type": TYPES[extension] }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.digest);
  const seconds = {};
  for (const algorithm of algorithms) {
    // What a browser loads and compiles once is no part of any digest.
    await round(page, warmUp, algorithm, 0);
    const counted = { openSsl: [], hashWasm: [], gaze: [] };
    for (let index = 0; index < rounds; index += 1) {
      const took = await round(page, file, algorithm, index);
      for (const way of Object.keys(counted)) counted[way].push(took[way]);
    }
    seconds[algorithm] = counted;
  }
  writeFileSync(figures, JSON.stringify(seconds));
} finally {
  await browser.close();
  server.close();
}

/** Seconds of each way, which all have to come to the same. */
async function round(page, path, algorithm, index) {
  await page.locator("input").setInputFiles(path);
  const inBrowser = (way) => () => page.evaluate(([way, algorithm]) => window.digest(way, algorithm), [way, algorithm]);
  const ways = [
    ["openSsl", () => byOpenSsl(path, algorithm)],
    ["hashWasm", inBrowser("hashWasm")],
    ["gaze", inBrowser("gaze")],
  ];
  // Each comes first in its turn.
  for (let turn = 0; turn < index % ways.length; turn += 1) ways.push(ways.shift());
  const took = {};
  const digests = new Set();
  for (const [way, digest] of ways) {
    const result = await digest();
    took[way] = result.seconds;
    digests.add(result.digest);
  }
  if (digests.size !== 1) throw new Error(`${algorithm} of ${path} came to ${[...digests].join(" and ")}`);
  return took;
}

/** OpenSSL in its fastest form: one buffer, no thread between the file and the digest. */
function byOpenSsl(path, algorithm) {
  const started = performance.now();
  const hash = createHash(algorithm);
  const buffer = Buffer.alloc(CHUNK_BYTES);
  const descriptor = openSync(path);
  for (let length; (length = readSync(descriptor, buffer)) > 0; ) hash.update(buffer.subarray(0, length));
  closeSync(descriptor);
  const digest = hash.digest("hex");
  return { digest, seconds: (performance.now() - started) / 1000 };
}

/** On the page: starts the worker and gives it its task as frontend/src/workers/ does. */
function byWorker(file, algorithm) {
  const worker = new Worker("/file_worker_loader.js", { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      const [word, , digest] = data.split(" ");
      if (word === "ready") worker.postMessage([`hash ${algorithm} 1048576 as-it-is`, file]);
      else if (word === "hashed") resolve(digest);
      else if (word !== "progress") reject(new Error(data));
    };
  }).finally(() => worker.terminate());
}

/**
 * On the page, as hash-wasm's README shows it for files, by its link to https://stackoverflow.com/a/63287199: pieces of
 * 64 MiB by a FileReader, one after the other.
 */
async function byHashWasm(file, algorithm) {
  const chunkSize = 64 * 1024 * 1024;
  const fileReader = new FileReader();
  const hasher = await hashwasm[`create${algorithm.toUpperCase()}`]();
  const hashChunk = (chunk) =>
    new Promise((resolve, reject) => {
      fileReader.onload = (event) => resolve(hasher.update(new Uint8Array(event.target.result)));
      fileReader.onerror = () => reject(fileReader.error);
      fileReader.readAsArrayBuffer(chunk);
    });
  hasher.init();
  for (let start = 0; start < file.size; start += chunkSize) {
    await hashChunk(file.slice(start, Math.min(start + chunkSize, file.size)));
  }
  return hasher.digest();
}

/** The file behind an address; no address leads out of the folders, which the URL parser sees to. */
function served(pathname) {
  const prefix = Object.keys(ROOTS).find((prefix) => pathname.startsWith(prefix));
  return fileURLToPath(new URL(pathname.slice(prefix.length), ROOTS[prefix]));
}
