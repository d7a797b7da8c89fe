// The last step of `trunk build` (a hook in Trunk.toml): joins the style sheets into one file, minifies
// the scripts, notes the program's size for the loading state, refuses a page that the policy would
// break, and stores each file compressed beside itself.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
// The esbuild that the edge is bundled with.
import { transformSync } from "../edge/node_modules/esbuild/lib/main.js";

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
function replaceFile(path, before, after) {
  const renamed = path.replace(/-[0-9a-f]+(\.js|_bg\.wasm)$/, `-${contentHash(after)}$1`);
  rmSync(join(staging, path));
  writeFileSync(join(staging, renamed), after);
  page = page.replaceAll(path, renamed).replaceAll(integrity(before), integrity(after));
}

// Two hundred functions that the program imports are named after what they do and a hash, in the program
// and in the script: five kilobytes of the download that nobody reads. A number of the same length takes
// the place of each, so that the program needs no other change than these bytes.
const [scriptPath, programPath] = ["data-script", "data-wasm"].map((name) => attribute(program, name));
const script = readFileSync(join(staging, scriptPath), "utf8");
const wasm = readFileSync(join(staging, programPath));
const imported = [...new Set(script.match(/\b__wbg_\w+_[0-9a-f]{16}\b/g))];
const numbers = new Map(imported.map((name, index) => [name, String(index).padStart(name.length, "_")]));
const renumbered = (text) => text.replace(/__wbg_\w+?_[0-9a-f]{16}/g, (name) => numbers.get(name) ?? name);
replaceFile(programPath, wasm, Buffer.from(renumbered(wasm.toString("latin1")), "latin1"));
replaceFile(scriptPath, script, minified(renumbered(script)));

const bootPath = /\/assets\/boot-\w+\.js/.exec(page)[0];
const boot = readFileSync(join(staging, bootPath), "utf8");
replaceFile(bootPath, boot, minified(boot));
const workerScript = join(staging, "file_worker.js");
writeFileSync(workerScript, minified(readFileSync(workerScript, "utf8")));

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
