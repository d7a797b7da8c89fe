// The storage of the directory of uploads: one table, in which an image stands at most once. All of it is
// synchronous: nothing else happens in the object between a look and a change.

function open({ sql }) {
  sql.exec(
    "CREATE TABLE IF NOT EXISTS claim (upload_id TEXT PRIMARY KEY, region TEXT NOT NULL, image_id TEXT NOT NULL, " +
      "user_id TEXT NOT NULL, project_id TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL, " +
      "UNIQUE (region, image_id))",
  );
  sql.exec("CREATE INDEX IF NOT EXISTS claim_by ON claim (project_id, user_id, at)");
  return sql;
}

/** The line of an image, or nothing. */
export function ofImage(storage, region, imageId) {
  const found = open(storage)
    .exec("SELECT text FROM claim WHERE region = ? AND image_id = ?", region, imageId)
    .next();
  return found.value?.text;
}

/** The lines of somebody, the newest first. */
export function ofUploader(storage, userId, projectId, most) {
  const found = open(storage).exec(
    "SELECT text FROM claim WHERE project_id = ? AND user_id = ? ORDER BY at DESC LIMIT ?",
    projectId,
    userId,
    most,
  );
  return [...found.raw()].map(([text]) => text);
}

/** Writes a line, in the place of the one that its image has. */
export function put(storage, uploadId, region, imageId, userId, projectId, at, text) {
  open(storage).exec(
    "INSERT OR REPLACE INTO claim (upload_id, region, image_id, user_id, project_id, at, text) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
    uploadId,
    region,
    imageId,
    userId,
    projectId,
    at,
    text,
  );
}

/** Strikes a line out. */
export function remove(storage, uploadId) {
  open(storage).exec("DELETE FROM claim WHERE upload_id = ?", uploadId);
}
