// The storage of an upload's object. Loading and saving are synchronous: nothing else happens in the object
// between a change and its row.

/** The upload's text, and those of its segments; nothing when there is no upload. */
export function load({ sql }) {
  const tables = sql.exec("SELECT name FROM sqlite_master WHERE name = 'upload'");
  // Whoever asks for what is not there leaves nothing behind.
  if (tables.next().done) return [];
  const texts = (table, order) =>
    [...sql.exec(`SELECT text FROM ${table} ORDER BY ${order}`).raw()].map(([text]) => text);
  return [...texts("upload", "only"), ...texts("segment", "place")];
}

/** Puts the upload in the place of the one before, and adds segments behind those that there are. */
export function save(storage, upload, segments) {
  storage.transactionSync(() => {
    storage.sql.exec("CREATE TABLE IF NOT EXISTS upload (only INTEGER PRIMARY KEY, text TEXT NOT NULL)");
    storage.sql.exec("CREATE TABLE IF NOT EXISTS segment (place INTEGER PRIMARY KEY, text TEXT NOT NULL)");
    storage.sql.exec("INSERT OR REPLACE INTO upload (only, text) VALUES (1, ?)", upload);
    for (const segment of segments) {
      storage.sql.exec("INSERT INTO segment (text) VALUES (?)", segment);
    }
  });
}

/** Deletes everything, the alarm too. */
export async function forget(storage) {
  await storage.deleteAlarm();
  await storage.deleteAll();
}
