// Takes the dashboard's program apart (docs/adr/0020-split-program.md): into what is loaded first, with the
// script around it, and chunks that are loaded when the page or part that they hold is opened. The split
// points are the functions with `#[wasm_split]`.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
// The esbuild that the edge is bundled with.
import { buildSync } from "../edge/node_modules/esbuild/lib/main.js";

const NAME = "gaze-frontend";
/** Imports the program's script and is imported by the program; loads the chunks. */
const LOADER = "__wasm_split.js";

// Sorted by name, functions of the same generic stand together and compress better. The lowest KiB of
// memory may count as unused, because it is the far end of the stack, which Rust's linker puts first.
const OPTIMISATION = ["-Os", "--low-memory-unused", "--reorder-functions-by-name"];
const FEATURES = [
  "--enable-simd",
  "--enable-bulk-memory",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-multivalue",
];

const run = (program, ...args) => execFileSync(program, args, { stdio: "inherit" });

function optimised(path) {
  run("wasm-opt", ...OPTIMISATION, ...FEATURES, path, `--output=${path}`);
  return readFileSync(path);
}

const hash = (content, kind, encoding) => createHash(kind).update(content).digest(encoding);

/** "split_image.wasm" is the chunk of the split point `image`, "chunk_3.wasm" what several have in common. */
const title = (file) => file.replace(/^split_|\.wasm$/g, "").replace(/^chunk_\d+$/, "shared");

/** Puts the chunks under their final names into the loader, each pinned to its content. */
function chunksOf(folder) {
  const loaderPath = join(folder, LOADER);
  let loader = readFileSync(loaderPath, "utf8");
  const files = readdirSync(folder).filter((file) => /^(split|chunk)_.*\.wasm$/.test(file));
  const chunks = files.map((file) => {
    const content = optimised(join(folder, file));
    const name = `${title(file)}-${hash(content, "sha256", "hex").slice(0, 16)}.wasm`;
    const integrity = `sha256-${hash(content, "sha256", "base64")}`;
    const place = `new URL("./${file}", import.meta.url)`;
    if (!loader.includes(place)) throw new Error(`${LOADER} does not load ${file}.`);
    loader = loader.replace(place, `new URL("./${name}", import.meta.url), { integrity: "${integrity}" }`);
    return { name, content };
  });
  writeFileSync(loaderPath, loader);
  return chunks;
}

/** The script, the program of the first load and the chunks, from the program that cargo has linked. */
export function splitProgram(linked, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const main = join(folder, `${NAME}.wasm`);
  run("wasm-split-cli", linked, folder, "--out-name", NAME);
  run("wasm-bindgen", "--target=web", "--no-typescript", "--keep-lld-exports", `--out-dir=${folder}`, main);
  const chunks = chunksOf(folder);
  const wasm = optimised(join(folder, `${NAME}_bg.wasm`));
  // The script and the loader import each other. In one file neither has to know the other's name.
  const bundle = buildSync({
    entryPoints: [join(folder, `${NAME}.js`)],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "warning",
    // wasm-bindgen imports the loader once for each of its functions.
    logOverride: { "duplicate-object-key": "silent" },
  });
  return { script: bundle.outputFiles[0].text, wasm, chunks };
}
