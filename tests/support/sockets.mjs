// The sockets of a process, as the system's tables tell them.
import { readFile, readdir, readlink } from "node:fs/promises";

/** The inodes of a process's open sockets. */
async function socketsOf(pid) {
  const inodes = new Set();
  for (const name of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${name}`).catch(() => "");
    const [, inode] = target.match(/^socket:\[(\d+)\]$/) ?? [];
    if (inode) inodes.add(inode);
  }
  return inodes;
}

/** The rows of one of the kernel's tables of sockets. */
async function table(pid, name) {
  const text = await readFile(`/proc/${pid}/net/${name}`, "utf8").catch(() => "");
  return text.trim().split("\n").slice(1).map((row) => row.trim().split(/\s+/));
}

/** The ports at which a process listens. */
export async function portsOf(pid) {
  const own = await socketsOf(pid);
  const rows = [...(await table(pid, "tcp")), ...(await table(pid, "tcp6"))];
  const listening = rows.filter((row) => row[3] === "0A" && own.has(row[9]));
  return listening.map((row) => Number.parseInt(row[1].split(":").at(-1), 16));
}

/** The files at which a process listens. */
export async function socketFilesOf(pid) {
  const own = await socketsOf(pid);
  const listening = (await table(pid, "unix")).filter((row) => row[5] === "01" && own.has(row[6]));
  return listening.map((row) => row[7]).filter((path) => path?.startsWith("/"));
}
