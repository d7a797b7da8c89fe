// The last step of `trunk build` (a hook in Trunk.toml): joins the style sheets into one file, notes
// the program's size for the loading state, and refuses a page that the policy would break.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const staging = process.env.TRUNK_STAGING_DIR;
const pagePath = join(staging, "index.html");
let page = readFileSync(pagePath, "utf8");

const STYLE_SHEET = /<link\b[^>]*\brel="?stylesheet"?[^>]*>\s*/g;
const sheets = page.match(STYLE_SHEET) ?? [];
const paths = sheets.map((tag) => join(staging, /\bhref="?([^"\s>]+)/.exec(tag)[1]));
if (paths.length > 0) {
  const css = paths.map((path) => readFileSync(path, "utf8")).join("\n");
  const hash = createHash("sha256").update(css).digest("hex").slice(0, 16);
  const integrity = `sha384-${createHash("sha384").update(css).digest("base64")}`;
  writeFileSync(join(staging, `gaze-${hash}.css`), css);
  paths.forEach((path) => rmSync(path, { force: true }));
  let joined = `<link rel="stylesheet" href="/gaze-${hash}.css" integrity="${integrity}">\n`;
  page = page.replace(STYLE_SHEET, () => {
    const first = joined;
    joined = "";
    return first;
  });
}

page = page.replace(/(<meta name="gaze-program"[^>]*data-wasm="([^"]+)")/, (tag, _, wasm) =>
  `${tag} data-wasm-bytes="${statSync(join(staging, wasm)).size}"`);

// `trunk serve` adds its own inline reload script after this hook, and serves no policy.
const inlineScript = /<script(?![^>]*\bsrc=)[^>]*>/.exec(page);
const inlineStyle = /<style\b|<[^>]+\sstyle=/.exec(page);
if (inlineScript || inlineStyle) {
  console.error(`index.html holds ${(inlineScript ?? inlineStyle)[0]}, which the content security policy forbids.`);
  process.exit(1);
}
if (!page.includes("data-wasm-bytes=")) {
  console.error("index.html lacks the place of the program: check pattern_script in Trunk.toml.");
  process.exit(1);
}
writeFileSync(pagePath, page);
