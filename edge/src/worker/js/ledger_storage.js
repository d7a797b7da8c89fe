// The storage of a ledger's object (core/quota/journal.rs), in as few calls as there are steps. All of it
// is synchronous: nothing else happens in the object between a call and its row.

/** The snapshot's text, and the rows of the journal; nothing of a project that nothing was stored of. */
export function load({ sql }) {
  // Whoever asks for what is not there leaves nothing behind: names of projects can be made up.
  if (sql.exec("SELECT name FROM sqlite_master WHERE name = 'journal'").next().done) return [""];
  const texts = (table, order) =>
    [...sql.exec(`SELECT text FROM ${table} ORDER BY ${order}`).raw()].map(([text]) => text);
  return [texts("snapshot", "part").join(""), ...texts("journal", "number")];
}

/** The storages that are known to have their tables: every write asks. */
const made = new WeakSet();

function withTables(storage) {
  const { sql } = storage;
  if (!made.has(storage)) {
    sql.exec("CREATE TABLE IF NOT EXISTS snapshot (part INTEGER PRIMARY KEY, text TEXT NOT NULL)");
    sql.exec("CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY, text TEXT NOT NULL)");
    made.add(storage);
  }
  return sql;
}

/** Adds a row to the journal. */
export function append(storage, text) {
  withTables(storage).exec("INSERT INTO journal (text) VALUES (?)", text);
}

/** Puts a new snapshot in the place of the old one and of the journal. */
export function replace(storage, parts) {
  const sql = withTables(storage);
  storage.transactionSync(() => {
    sql.exec("DELETE FROM journal");
    sql.exec("DELETE FROM snapshot");
    parts.forEach((text, part) => {
      sql.exec("INSERT INTO snapshot (part, text) VALUES (?, ?)", part, text);
    });
  });
}

/** Waits at least until what has arrived by now has been taken in. */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
