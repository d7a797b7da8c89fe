// What the Worker asks the launcher about this machine, by the binding MACHINE. On Cloudflare's network there is
// no such binding.
import { readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";

/** The file system of a folder, in bytes: what there is, and what this user may still write. */
async function fileSystem(folder) {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}

/** The bytes of the files in a folder, those that are being written too. */
async function held(folder) {
  let bytes = 0;
  for (const name of await readdir(folder)) {
    // Some go while they are counted.
    const { size } = await stat(join(folder, name)).catch(() => ({ size: 0 }));
    bytes += size;
  }
  return bytes;
}

/**
 * Answers `/disks` (core/health/disks.rs reads it) and `/reason?REFERENCE`. `uploads` is the folder in which uploads
 * wait, if there is one, and `data` the one of everything else.
 */
export function machine({ uploads, data, errors }) {
  const disks = async () => ({
    uploads: uploads ? { ...(await fileSystem(uploads)), held: await held(uploads) } : null,
    ledgers: data ? { ...(await fileSystem(data)), held: null } : null,
  });
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const text =
      pathname === "/disks" ? JSON.stringify(await disks()) : await errors.reason(search.slice(1));
    return new Response(text);
  };
}
