// The last step of `trunk build` (a hook in Trunk.toml): joins the style sheets into one file, notes
// the program's size for the loading state, and refuses a page that the policy would break.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const staging = process.env.TRUNK_STAGING_DIR;
const pagePath = join(staging, "index.html");
let page = readFileSync(pagePath, "utf8");

// Trunk's minifier reorders attributes and drops quotes.
const attribute = (tag, name) => new RegExp(`\\s${name}="?([^"\\s>]+)`).exec(tag)?.[1];
const STYLE_SHEET = /<link\b[^>]*\brel="?stylesheet"?[^>]*>\s*/g;
const PROGRAM = /<meta\b[^>]*\bname="?gaze-program"?[^>]*>/;

const sheets = (page.match(STYLE_SHEET) ?? []).map((tag) => join(staging, attribute(tag, "href")));
const css = sheets.map((path) => readFileSync(path, "utf8")).join("\n");
const hash = createHash("sha256").update(css).digest("hex").slice(0, 16);
const integrity = `sha384-${createHash("sha384").update(css).digest("base64")}`;
writeFileSync(join(staging, "assets", `gaze-${hash}.css`), css);
new Set(sheets).forEach((path) => rmSync(path));
let joined = `<link rel="stylesheet" href="/assets/gaze-${hash}.css" integrity="${integrity}">`;
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
const bytes = statSync(join(staging, attribute(program, "data-wasm"))).size;
page = page.replace(program, program.replace("<meta", `<meta data-wasm-bytes="${bytes}"`));

// `trunk serve` adds its own inline reload script after this hook, and serves no policy.
const inlineScript = /<script(?![^>]*\bsrc=)[^>]*>/.exec(page);
const inlineStyle = /<style\b|<[^>]+\sstyle=/.exec(page);
if (inlineScript || inlineStyle) {
  const found = (inlineScript ?? inlineStyle)[0];
  console.error(`index.html holds ${found}, which the content security policy forbids.`);
  process.exit(1);
}
writeFileSync(pagePath, page);
