// The launcher's own sockets, out of reach of the other users of the machine.
//
// The launcher and the runtime speak to each other by two sockets: the launcher's server, one of whose routes
// writes files, and an entrance to our Worker that leads through Workers of the launcher's. It opens both at
// ports of the loopback address, where every user of the machine can call them, and has no option for anything
// else. Here they are files in a folder that only this user can enter.
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Runtime } from "miniflare";

/** The sockets in a folder. */
const SOCKETS = ["launcher", "entry"];
/** `gaze-PROCESS-XXXXXX` */
const FOLDER = /^gaze-(?<process>\d+)-\w{6}$/;
/** How old a folder is whose process has long opened its sockets. */
const SETTLED_MS = 60_000;

/** A port that nobody listens at: the launcher wants one to be told. */
const NO_PORT = 1;

/** Has the launcher of this process listen at files only, which are deleted when it ends. */
export function keepSocketsPrivate() {
  // A path of a socket has at most 107 bytes, so they are not in the data folder, whose path may be longer.
  const folder = mkdtempSync(join(tmpdir(), `gaze-${process.pid}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const socketOf = (name) => join(folder, name);
  const { listen } = Server.prototype;
  Server.prototype.listen = function (_port, _host, listening) {
    this.address = () => ({ port: NO_PORT });
    return listen.call(this, socketOf("launcher"), listening);
  };
  const { updateConfig } = Runtime.prototype;
  Runtime.prototype.updateConfig = function (configuration, options, ...rest) {
    const addresses = {
      loopbackAddress: `unix:${socketOf("launcher")}`,
      entryAddress: `unix:${socketOf("entry")}`,
    };
    return updateConfig.call(this, configuration, { ...options, ...addresses }, ...rest);
  };
}

function isRunning(id) {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

function isListening(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/**
 * Whether nobody has the folder any more. That there is no such process is not enough: it may be one of another
 * container, which shares the folder and not the numbers.
 */
async function isLeft(folder, id) {
  if (isRunning(id)) return false;
  const { uid, mtimeMs } = await stat(folder);
  if (uid !== process.getuid() || Date.now() - mtimeMs < SETTLED_MS) return false;
  const listening = await Promise.all(SOCKETS.map((name) => isListening(join(folder, name))));
  return !listening.includes(true);
}

/** Deletes the folders of those that were killed and could not. */
export async function sweepLeftSockets() {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const id = Number(FOLDER.exec(name)?.groups.process);
    const folder = join(tmpdir(), name);
    // One may go while it is looked at.
    if (id && (await isLeft(folder, id).catch(() => false))) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
