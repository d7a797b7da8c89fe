// Fixtures as files: readable, small, and free of what belongs to one machine.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { glanceUrl } from "../support/environment.mjs";

const FOLDER = new URL("../../shared/tests/", import.meta.url);
/** Lists are cut to so many elements: more of the same teach a test nothing. */
const KEPT_ELEMENTS = 3;

const machineWords = [];

/** From now on, writes `replacement` wherever `word` would be. */
export function replaceWord(word, replacement) {
  machineWords.push([word, replacement]);
}

replaceWord(glanceUrl, "http://localhost:9292");

/** Text without the names and paths of this machine. */
export function scrub(text) {
  return machineWords.reduce((clean, [word, other]) => clean.replaceAll(word, other), text);
}

/** A value with its long lists cut. */
export function trimmed(value, keys) {
  const kept = keys.map((key) => [key, value[key].slice(0, KEPT_ELEMENTS)]);
  return { ...value, ...Object.fromEntries(kept) };
}

/** Writes a list as a fixture below shared/tests/, one element per line. */
export async function writeFixture(path, elements) {
  const file = fileURLToPath(new URL(path, FOLDER));
  await mkdir(dirname(file), { recursive: true });
  const lines = elements.map((element) => scrub(JSON.stringify(element)));
  await writeFile(file, `[\n${lines.join(",\n")}\n]\n`);
  console.log(`${path}: ${elements.length} recorded`);
}

/** An image without what differs from run to run and decides nothing. */
export function anonymous({ os_hash_value: _hash, self: _self, file: _file, schema: _schema, ...image }) {
  const time = "2026-11-21T17:38:45Z";
  return { ...image, id: "71c675ab-d94f-49cd-a114-e12490b328d9", created_at: time, updated_at: time };
}

/** An answer as the tests in Rust read it: which model it is for, and what came. */
export function recorded(model, name, response, change = (body) => body) {
  if (response.status >= 400 !== (model === "GlanceError")) {
    throw new Error(`${model}, ${name}: Glance answered ${response.status}: ${response.text}`);
  }
  const type = response.headers["content-type"] ?? "";
  const body = type.startsWith("application/json") ? change(response.json) : response.text;
  return { model, name, status: response.status, content_type: type, body };
}
