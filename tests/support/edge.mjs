// An edge of the test's own, in workerd, before upstreams of the test's choice.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { mkdtemp, open, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { glanceUrl, keystoneUrl } from "./environment.mjs";
import { portsOf } from "./sockets.mjs";
import { until } from "./until.mjs";

const program = fileURLToPath(new URL("../../edge/serve.mjs", import.meta.url));

/**
 * A command in a file system of its own, which holds so many MiB at a folder and goes with the command. Its files
 * are below `/proc/PID/root`.
 */
function onDisk(mebibytes, folder, command) {
  const mount = 'mkdir -p "$0" && mount -t tmpfs -o "size=$1m" tmpfs "$0" && shift && exec "$@"';
  const asRoot = process.getuid() === 0 ? [] : ["--map-root-user"];
  const alone = ["unshare", ...asRoot, "--mount", "--propagation", "private"];
  return [...alone, "sh", "-c", mount, folder, String(mebibytes), ...command];
}

/**
 * Starts an edge. Without `keystone` and `glance` it talks to the real ones, without fault proxies.
 *
 * @param {{ keystone?: string, glance?: string, bindings?: Record<string, unknown>, page?: string | null,
 *   v8Flags?: string[], uploads?: "folder" | "bucket", uploadSweepSeconds?: number,
 *   environment?: Record<string, string>, diskMebibytes?: number, logFile?: string }} [options] Addresses without
 *   a path; `page` is an index.html in the dashboard's place, null for the dashboard as it was built. `environment` is
 *   added to this process's own; `diskMebibytes` is the size of the file system of all that it stores; `logFile` is
 *   where its lines go, which are not read here then.
 */
export async function startEdge({
  keystone,
  glance,
  bindings,
  page = "<!doctype html>",
  v8Flags,
  environment,
  diskMebibytes,
  logFile,
  ...launcher
} = {}) {
  const directory = await mkdtemp(join(tmpdir(), "gaze-edge-"));
  if (page !== null) await writeFile(join(directory, "index.html"), page);
  const settings = {
    host: "127.0.0.1",
    // Any that is free: one that this process had found free could be taken before the runtime listens.
    port: 0,
    persist: join(directory, "persist"),
    ...(page === null ? {} : { assets: directory }),
    v8Flags,
    ...launcher,
    bindings: {
      KEYSTONE_URL: `${keystone ?? keystoneUrl}/v3`,
      GLANCE_URL: glance ?? glanceUrl,
      SESSION_KEYS: `k1:${randomBytes(32).toString("base64url")}`,
      ...bindings,
    },
  };
  const file = join(directory, "settings.json");
  await writeFile(file, JSON.stringify(settings));
  const launch = [process.execPath, program, file];
  const command = diskMebibytes ? onDisk(diskMebibytes, settings.persist, launch) : launch;
  const edge = new Edge(directory, file, settings.bindings.SESSION_KEYS, { command, environment, logFile });
  await edge.begin();
  return edge;
}

class Edge {
  /** Where it listens. */
  url = "";
  /** The lines that it has written, requests' log lines among them. */
  log = [];
  lines = new EventEmitter();

  constructor(directory, file, keys, { command, environment, logFile }) {
    this.directory = directory;
    this.file = file;
    this.keys = keys;
    this.command = command;
    this.logFile = logFile;
    this.environment = { ...process.env, ...environment };
  }

  /** The folder of all that it stores, as this process sees it. */
  get persist() {
    return join(`/proc/${this.child.pid}/root`, this.directory, "persist");
  }

  /** Changes variables of the Worker, for when it is started again. */
  async change(bindings) {
    const settings = JSON.parse(await readFile(this.file, "utf8"));
    Object.assign(settings.bindings, bindings);
    await writeFile(this.file, JSON.stringify(settings));
  }

  /** Ends it as an operator does, and starts it again with all that it has stored. */
  async restart() {
    this.child.kill("SIGTERM");
    await this.ended;
    await this.begin();
  }

  /** Starts it, or starts it again with all that it has stored. */
  async begin() {
    const log = this.logFile && (await open(this.logFile, "a"));
    const stdio = ["ignore", log?.fd ?? "pipe", log?.fd ?? "pipe"];
    const [name, ...options] = this.command;
    this.child = spawn(name, options, { stdio, env: this.environment });
    await log?.close();
    this.ended = once(this.child, "close");
    for (const stream of [this.child.stdout, this.child.stderr].filter(Boolean)) {
      createInterface({ input: stream }).on("line", (line) => {
        this.log.push(line);
        this.lines.emit("line", line);
      });
    }
    try {
      this.url = await (this.logFile ? this.listeningSilently() : this.listening());
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends the runtime as a loss of power does: in the middle of whatever it does. */
  async kill() {
    process.kill(await this.workerdPid(), "SIGKILL");
    await this.ended;
  }

  /** Waits until the program says where it listens. */
  async listening() {
    const gone = this.ended.then(() => {
      throw new Error(`The edge did not start: ${this.log.join("\n")}`);
    });
    // Several lines may come at once, of which an event at a time shows the first.
    let next = this.log.length;
    const ready = async () => {
      for (;;) {
        for (; next < this.log.length; next += 1) {
          const [, url] = this.log[next].match(/^ready (\S+)$/) ?? [];
          if (url) return url;
        }
        await once(this.lines, "line");
      }
    };
    return Promise.race([ready(), gone]);
  }

  /** Waits until the runtime listens, where nobody reads what the program says of it. */
  async listeningSilently() {
    const port = await until("the runtime listens", async () => {
      if (this.child.exitCode !== null) throw new Error("The edge has ended.");
      const pid = await this.workerdPid().catch(() => undefined);
      return pid && (await portsOf(pid))[0];
    });
    return `http://127.0.0.1:${port}`;
  }

  /** The process id of workerd, which the edge's own process starts. */
  async workerdPid() {
    for (const entry of await readdir("/proc")) {
      if (!/^\d+$/.test(entry)) continue;
      // A process may end while it is looked at.
      const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
      const [, name, rest] = stat.match(/^\d+ \((.*)\) (.*)$/s) ?? [];
      const parent = Number(rest?.split(" ")[1]);
      if (name === "workerd" && parent === this.child.pid) return Number(entry);
    }
    throw new Error("workerd is not running");
  }

  /** The log line of an answered request, as soon as it is written. */
  logLineOf(response) {
    return this.lineOf(response, "request");
  }

  /** The audit line of a request that may have changed something, as soon as it is written. */
  auditLineOf(response) {
    return this.lineOf(response, "audit");
  }

  async lineOf(response, event) {
    const id = response.headers["x-openstack-request-id"];
    return this.lineWhere((line) => line.request_id === id && line.event === event);
  }

  /** The first line for which this holds, as soon as it is written. */
  async lineWhere(holds) {
    const isLine = (line) => line.startsWith("{") && holds(JSON.parse(line));
    while (!this.log.some(isLine)) await once(this.lines, "line");
    return JSON.parse(this.log.find(isLine));
  }

  async stop() {
    if (this.child.exitCode === null) this.child.kill("SIGTERM");
    await this.ended;
    await rm(this.directory, { recursive: true, force: true });
  }
}
