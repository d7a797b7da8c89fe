// The last step of `trunk build` (a hook in Trunk.toml): joins the style sheets into one file, puts the split
// program in the place of the whole one, minifies the scripts, notes the program's size for the loading
// state, refuses a page that the policy would break, and stores each file compressed beside itself.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
// The esbuild that the edge is bundled with.
import { transformSync } from "../edge/node_modules/esbuild/lib/main.js";
import { splitProgram } from "./split_program.mjs";

const staging = process.env.TRUNK_STAGING_DIR;
const pagePath = join(staging, "index.html");
let page = readFileSync(pagePath, "utf8");

// Trunk's minifier reorders attributes and drops quotes.
const attribute = (tag, name) => new RegExp(`\\s${name}="?([^"\\s>]+)`).exec(tag)?.[1];
const STYLE_SHEET = /<link\b[^>]*\brel="?stylesheet"?[^>]*>\s*/g;
const PROGRAM = /<meta\b[^>]*\bname="?gaze-program"?[^>]*>/;

const contentHash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);
const integrity = (text) => `sha384-${createHash("sha384").update(text).digest("base64")}`;
const minified = (text) => transformSync(text, { minify: true, format: "esm", target: "es2022" }).code;

const sheets = (page.match(STYLE_SHEET) ?? []).map((tag) => join(staging, attribute(tag, "href")));
const css = sheets.map((path) => readFileSync(path, "utf8")).join("\n");
const cssPath = `/assets/gaze-${contentHash(css)}.css`;
writeFileSync(join(staging, cssPath), css);
new Set(sheets).forEach((path) => rmSync(path));
let joined = `<link rel="stylesheet" href="${cssPath}" integrity="${integrity(css)}">`;
page = page.replace(STYLE_SHEET, () => {
  const first = joined;
  joined = "";
  return first;
});

const program = PROGRAM.exec(page)?.[0];
if (!program) {
  console.error("index.html lacks the place of the program: check pattern_script in Trunk.toml.");
  process.exit(1);
}
/** Puts a file in the place of another; the page names each by the hash of its content and pins it. */
function replaceFile(path, after) {
  const before = readFileSync(join(staging, path));
  const renamed = path.replace(/-[0-9a-f]+(\.js|_bg\.wasm)$/, `-${contentHash(after)}$1`);
  rmSync(join(staging, path));
  writeFileSync(join(staging, renamed), after);
  page = page.replaceAll(path, renamed).replaceAll(integrity(before), integrity(after));
}

// Trunk cannot split a program. What it made of the whole one gives the names in the page, no more.
const target = process.env.CARGO_TARGET_DIR ?? "target";
const linked = join(target, "wasm32-unknown-unknown", "frontend", "gaze-frontend.wasm");
const { script, wasm, chunks } = splitProgram(linked, join(target, "wasm-split"));
replaceFile(attribute(program, "data-wasm"), wasm);
replaceFile(attribute(program, "data-script"), script);
for (const { name, content } of chunks) writeFileSync(join(staging, "assets", name), content);

const bootPath = /\/assets\/boot-\w+\.js/.exec(page)[0];
replaceFile(bootPath, minified(readFileSync(join(staging, bootPath), "utf8")));
for (const name of ["file_worker.js", "unpacking_worker.js"]) {
  const workerScript = join(staging, name);
  writeFileSync(workerScript, minified(readFileSync(workerScript, "utf8")));
}

page = page.replace(PROGRAM, (tag) => tag.replace("<meta", `<meta data-wasm-bytes="${wasm.length}"`));

// `trunk serve` adds its own inline reload script after this hook, and serves no policy.
const inlineScript = /<script(?![^>]*\bsrc=)[^>]*>/.exec(page);
const inlineStyle = /<style\b|<[^>]+\sstyle=/.exec(page);
if (inlineScript || inlineStyle) {
  const found = (inlineScript ?? inlineStyle)[0];
  console.error(`index.html holds ${found}, which the content security policy forbids.`);
  process.exit(1);
}
writeFileSync(pagePath, page);

// Node's default is the best quality. Small blocks follow the program's changes of code and data.
const options = { params: { [constants.BROTLI_PARAM_LGBLOCK]: constants.BROTLI_MIN_INPUT_BLOCK_BITS } };
const isServed = (name) => /\.(html|js|css|svg|wasm)$/.test(name);
for (const name of readdirSync(staging, { recursive: true }).filter(isServed)) {
  const path = join(staging, name);
  writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), options));
}
