// The databases of uploads that have ended.
//
// On Cloudflare's network an object that has deleted all that it stored takes no room. The runtime on this
// machine makes the database of an object when it is first asked, empties it at `deleteAll`, and never deletes
// its file (tried with workerd of 2026-04: 4,096 bytes stay, also after the object was dropped from memory). So
// each upload would leave a file for good.
import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";

/** SQLite's smallest database: one page, without a table. */
const EMPTY_BYTES = 4096;

/** How often it is looked for them, unless the settings say otherwise. */
const SECONDS_BETWEEN_SWEEPS = 600;

const sizeOf = async (path) => (await stat(path).catch(() => undefined))?.size ?? 0;

/**
 * Whether a database is empty, and was for so long. What was written and is not in the file yet is in its log
 * (`-wal`); a new upload writes in the moment in which its object is made.
 */
async function isSpent(path, olderThanMs) {
  const { size, mtimeMs } = await stat(path);
  const isOld = Date.now() - mtimeMs > olderThanMs;
  return isOld && size <= EMPTY_BYTES && (await sizeOf(`${path}-wal`)) === 0;
}

/**
 * Deletes the files. Nobody misses one: ids are never given twice, and an object that is asked for an upload that
 * has ended says from an empty database, or from a new one, that there is none.
 */
async function sweep(directory, olderThanMs) {
  for (const name of await readdir(directory).catch(() => [])) {
    // Beside them lies the runtime's own database of alarms.
    if (!/^[0-9a-f]{64}\.sqlite$/.test(name)) continue;
    const path = join(directory, name);
    // A file may go, or be taken up again, while it is looked at.
    if (!(await isSpent(path, olderThanMs).catch(() => false))) continue;
    for (const end of ["", "-shm", "-wal"]) await unlink(`${path}${end}`).catch(() => {});
  }
}

/** Deletes the databases of ended uploads below the folder of the runtime's data, now and from time to time. */
export async function sweepEndedUploads(persist, seconds = SECONDS_BETWEEN_SWEEPS) {
  const directory = join(persist, "do", "gaze-ImageUpload");
  const run = () => sweep(directory, seconds * 1000);
  await run();
  setInterval(run, seconds * 1000).unref();
}
