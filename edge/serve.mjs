// Runs the edge on this machine: the Worker as wrangler.toml describes it, in the real Workers
// runtime (workerd), with the settings of one JSON file. Miniflare is the runtime's own launcher.
//
//   node edge/serve.mjs SETTINGS.json
//
// Prints `ready URL` once it listens, and on standard error which settings are wrong. Ends with 1 and one
// sentence when it cannot listen, or when the runtime ends by itself.
import { createServer } from "node:net";
import { chmod, mkdir, readFile, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CoreHeaders, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptions } from "wrangler";
import { whatIsWrongWith } from "./certificates.mjs";
import { sweepEndedUploads } from "./ended_uploads.mjs";
import { LogOutput } from "./log_output.mjs";
import { machine } from "./machine.mjs";
import { keepSocketsPrivate, sweepLeftSockets } from "./private_sockets.mjs";
import { RuntimeErrors } from "./runtime_errors.mjs";
import { startWithV8Flags } from "./v8_flags.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
/** How long the Worker may take to say how it is when it starts. */
const HEALTH_MS = 10_000;

/** Ends with one sentence for a person. */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** The code of the error with which listening fails, or nothing: workerd itself says less. */
function whyNotListening(host, port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve(error.code));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
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

/** What wrangler.toml says of the Worker, with the folder of the dashboard that was built. */
function describeWorker(assets) {
  try {
    const overrides = assets ? { assets: { directory: assets } } : {};
    return workerOptions(`${here}wrangler.toml`, undefined, { overrides }).workerOptions;
  } catch (error) {
    return fail(`The dashboard or the Worker is not built: ${error.message.replaceAll("\n", " ")}`);
  }
}

/** The lines about what is wrong with the settings, as the Worker tells it at `/healthz`. */
async function wrongSettings(url) {
  try {
    const response = await fetch(new URL("/healthz", url), { signal: AbortSignal.timeout(HEALTH_MS) });
    const { settings = [] } = await response.json();
    return settings.map(({ variable, expected }) => `${variable}: ${expected}`);
  } catch (error) {
    return [`The Worker does not say how it is: ${error.message}`];
  }
}

/** What a settings file may say. One that is misspelt would be left out without a word, the folder of all that is kept among them. */
const SETTINGS = [
  "host",
  "port",
  "persist",
  "assets",
  "bindings",
  "neighbours",
  "uploads",
  "uploadSweepSeconds",
  "v8Flags",
];

const settings = await readSettings(process.argv[2]);
const unknown = Object.keys(settings).filter((name) => !SETTINGS.includes(name));
if (unknown.length > 0) {
  fail(`The settings file has what is no setting: ${unknown.join(", ")}. There are ${SETTINGS.join(", ")}.`);
}
const { NODE_EXTRA_CA_CERTS: certificates } = process.env;
const wrongCertificates = certificates && (await whatIsWrongWith(certificates));
if (wrongCertificates) {
  fail(`The file ${certificates}, which NODE_EXTRA_CA_CERTS names, ${wrongCertificates}.`);
}
const { host = "127.0.0.1", port = 8787, persist, assets, bindings = {}, neighbours = [] } = settings;
const { uploads = "folder", uploadSweepSeconds } = settings;
// Further ones, such as --trace-gc, are for who looks into the runtime.
const v8Flags = ["--max-semi-space-size=1", "--expose-gc", ...(settings.v8Flags ?? [])];
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(`${port} is no port. Choose one from 1 to 65535, or 0 for one that is free.`);
}
switch (await whyNotListening(host, port)) {
  case undefined:
    break;
  case "EADDRINUSE":
    fail(`Port ${port} is taken. Stop the program that uses it, or choose another port.`);
    break;
  case "EACCES":
    fail(`Port ${port} may not be used by you. Choose one above 1023.`);
    break;
  default:
    fail(`${host} is no address of this machine.`);
}

// The runtime has one thread for everybody. V8 would let the young part of its heap grow to 16 MiB, and to
// collect that holds all requests up for 10 to 30 ms; a MiB takes one. What writes leave behind is collected
// by the Worker's entry, which needs `gc` for it (docs/adr/0009-hot-path.md).
startWithV8Flags(v8Flags);
// All that is written is for this user alone, whoever starts this: the runtime takes the mask over.
process.umask(0o077);
await sweepLeftSockets();
keepSocketsPrivate();
const errors = new RuntimeErrors();
// The launcher's own Workers in front of ours compress anew what is compressed, obey request headers of
// their own (`MF-…`), and look for static files that ours looks for itself; together they cost several
// times what ours costs. So requests come in by a socket without them, to an entry point with a name
// (the unnamed one leads through the static files), and nobody but this user reaches theirs.
const described = describeWorker(assets);
// Behind the launcher's Worker a socket believes what a request says of itself in the header MF-CF-Blob,
// as `request.cf`. Without a name for that header the runtime fills `request.cf.clientIp` with the address
// that it sees, and nobody can make one up.
CoreHeaders.CF_BLOB = undefined;
const ofThisMachine = {
  // What wrangler.toml says of the client's address holds on Cloudflare's network only.
  CLIENT_ADDRESS_HEADER: "",
  // There each line belongs to its request; here all go into one pipe, and to write is what costs.
  LOG_DELAY_MS: 100,
};
const uploadFolder = persist && uploads !== "bucket" ? join(persist, "uploads") : undefined;
/**
 * Where the bytes of uploads wait: in a folder, which the runtime serves by itself, unless the settings ask
 * for a bucket as on Cloudflare's network. The launcher's bucket is a Worker of its own, in JavaScript, which
 * takes some twenty times as long for a byte, and holds everybody up with it.
 */
async function placeOfUploads() {
  const path = uploadFolder;
  if (!path) return {};
  await mkdir(path, { recursive: true });
  // The runtime writes a file under a hidden name first (`HIDDEN_PREFIX` of kj's filesystem-disk-unix.c++).
  // What it was writing when it was last ended has that name still, and nobody else knows of it.
  for (const name of await readdir(path)) {
    if (name.startsWith(".")) await rm(join(path, name), { force: true });
  }
  return {
    r2Buckets: undefined,
    folders: { UPLOAD_FOLDER: { disk: { path, writable: true } } },
  };
}

if (persist) {
  await mkdir(persist, { recursive: true });
  // One that was there may be open to others. Somebody else's stays as it is.
  await chmod(persist, 0o700).catch(() => {});
}
const { folders, ...place } = await placeOfUploads();
const gaze = {
  ...described,
  ...place,
  serviceBindings: {
    ...described.serviceBindings,
    ...folders,
    MACHINE: machine({ uploads: uploadFolder, data: persist, errors }),
  },
  unsafeDirectSockets: [{ host, port, entrypoint: "direct" }],
  name: "gaze",
  rootPath: here,
  modules: [
    { type: "ESModule", path: `${here}entry.js` },
    { type: "ESModule", path: `${here}build/index.js` },
    { type: "CompiledWasm", path: `${here}build/index_bg.wasm` },
  ],
  modulesRoot: here,
  // A Worker of the launcher's that takes a header off what goes out, which the edge never sends.
  stripCfConnectingIp: false,
  bindings: { ...described.bindings, ...ofThisMachine, ...bindings },
};
// What the edge is measured beside: a Worker of one module in the same runtime, with a port.
const neighbour = ({ name, module, port: itsPort, bindings: itsBindings }) => ({
  name,
  compatibilityDate: described.compatibilityDate,
  modules: [{ type: "ESModule", path: module }],
  modulesRoot: dirname(module),
  stripCfConnectingIp: false,
  unsafeDirectSockets: [{ host, port: itsPort }],
  bindings: itsBindings,
});
const [log, errorLog] = [process.stdout, process.stderr].map(LogOutput.of);
let isStopping = false;
const miniflare = new Miniflare({
  host: "127.0.0.1",
  port: 0,
  workers: [gaze, ...neighbours.map(neighbour)],
  defaultPersistRoot: persist,
  // One line per request is the Worker's own; the launcher adds nothing.
  logRequests: false,
  handleRuntimeStdio(stdout, stderr) {
    stdout.on("data", (bytes) => log.write(bytes));
    errors.read(stderr, (line) => errorLog.line(line));
    stdout.once("close", () => {
      log.end();
      if (!isStopping) fail("The Workers runtime has ended.");
    });
  },
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    isStopping = true;
    miniflare.dispose().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

if (persist) await sweepEndedUploads(persist, uploadSweepSeconds);

try {
  await miniflare.ready;
} catch (error) {
  fail(`The Workers runtime does not start: ${error.message}`);
}
const name = host === "127.0.0.1" ? "localhost" : host;
const listening = await miniflare.unsafeGetDirectURL("gaze", "direct");
// The Worker reads its settings at its first request, and then seals the key of uploads anew where the keys of
// sessions have changed (core/uploads/key.rs). It must not wait for somebody to come: the old one may go next.
for (const line of await wrongSettings(listening)) errorLog.line(line);
log.line(`ready http://${name}:${listening.port || 80}`);
