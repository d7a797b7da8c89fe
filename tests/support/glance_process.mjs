// Glance's processes, for tests that end them.
import { readFile, readdir } from "node:fs/promises";
import { glanceUrl } from "./environment.mjs";
import { portsOf } from "./sockets.mjs";

/** The processes that listen at Glance's port: the one that supervises, and those that work. */
async function processes() {
  const port = Number(new URL(glanceUrl).port);
  const found = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    // A process may end while it is looked at, or be somebody else's.
    const ports = await portsOf(entry).catch(() => []);
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const [, parent] = stat.match(/\) \S (\d+)/) ?? [];
    if (parent && ports.includes(port)) found.push({ pid: Number(entry), parent: Number(parent) });
  }
  return found;
}

/**
 * Ends Glance's workers as a machine that runs out of memory does, in the middle of whatever they are at. What
 * supervises them starts others.
 */
export async function killGlance() {
  const all = await processes();
  const pids = new Set(all.map(({ pid }) => pid));
  const workers = all.filter(({ parent }) => pids.has(parent));
  if (workers.length === 0) throw new Error("Glance has no workers.");
  for (const { pid } of workers) process.kill(pid, "SIGKILL");
}
