// Runs the edge on this machine: the Worker as wrangler.toml describes it, in the real Workers
// runtime (workerd), with the settings of one JSON file. Miniflare is the runtime's own launcher.
//
//   node edge/serve.mjs SETTINGS.json
//
// Prints `ready URL` once it listens. Ends with 1 and one sentence when it cannot.
import { createServer } from "node:net";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptions } from "wrangler";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Ends with one sentence for a person. */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Whether somebody else listens already: workerd itself would only say "Address already in use". */
function isPortFree(host, port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

async function readSettings(path) {
  if (!path) fail("Usage: node edge/serve.mjs SETTINGS.json");
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    return fail(`The settings file ${path} cannot be read: ${error.message}`);
  }
}

const settings = await readSettings(process.argv[2]);
const { host = "127.0.0.1", port = 8787, persist, assets, bindings = {} } = settings;
if (!(await isPortFree(host, port))) {
  fail(`Port ${port} is taken. Stop the program that uses it, or choose another port.`);
}

const { workerOptions: described } = workerOptions(`${here}wrangler.toml`, undefined, {
  overrides: assets ? { assets: { directory: assets } } : {},
});
const { SESSION_KEYS: sessionKeys, ...variables } = bindings;
const miniflare = new Miniflare({
  ...described,
  host,
  port,
  name: "gaze",
  rootPath: here,
  modules: [
    { type: "ESModule", path: `${here}build/index.js` },
    { type: "CompiledWasm", path: `${here}build/index_bg.wasm` },
  ],
  modulesRoot: `${here}build`,
  bindings: { ...described.bindings, ...variables, SESSION_KEYS: sessionKeys },
  defaultPersistRoot: persist,
  // One line per request is the Worker's own; the launcher adds nothing.
  logRequests: false,
  handleRuntimeStdio(stdout, stderr) {
    stdout.pipe(process.stdout);
    stderr.pipe(process.stderr);
  },
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    miniflare.dispose().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

try {
  await miniflare.ready;
} catch (error) {
  fail(`The Workers runtime does not start: ${error.message}`);
}
const name = host === "127.0.0.1" ? "localhost" : host;
process.stdout.write(`ready http://${name}:${port}\n`);
