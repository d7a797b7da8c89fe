// The launcher's own sockets, out of reach of the other users of the machine.
//
// The launcher and the runtime speak to each other by two sockets: the launcher's server, one of whose routes
// writes files, and an entrance to our Worker that leads through Workers of the launcher's. It opens both at
// ports of the loopback address, where every user of the machine can call them, and has no option for anything
// else. Here they are files in a folder that only this user can enter.
import { mkdtempSync, rmSync } from "node:fs";
import { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Runtime } from "miniflare";

/** A port that nobody listens at: the launcher wants one to be told. */
const NO_PORT = 1;

/** Has the launcher of this process listen at files only, which are deleted when it ends. */
export function keepSocketsPrivate() {
  // A path of a socket has at most 107 bytes, so they are not in the data folder, whose path may be longer.
  const folder = mkdtempSync(join(tmpdir(), "gaze-"));
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
