// The storage of a ledger's object (core/quota/journal.rs), in as few calls as there are steps. All of it
// is synchronous: nothing else happens in the object between a call and its row.

/** The snapshot's text, and the rows of the journal. */
export function load(storage) {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS snapshot (part INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  sql.exec("CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  const texts = (table, order) =>
    [...sql.exec(`SELECT text FROM ${table} ORDER BY ${order}`).raw()].map(([text]) => text);
  return [texts("snapshot", "part").join(""), ...texts("journal", "number")];
}

/** Adds a row to the journal. */
export function append(storage, text) {
  storage.sql.exec("INSERT INTO journal (text) VALUES (?)", text);
}

/** Puts a new snapshot in the place of the old one and of the journal. */
export function replace(storage, parts) {
  storage.transactionSync(() => {
    storage.sql.exec("DELETE FROM journal");
    storage.sql.exec("DELETE FROM snapshot");
    parts.forEach((text, part) => {
      storage.sql.exec("INSERT INTO snapshot (part, text) VALUES (?, ?)", part, text);
    });
  });
}

/** Waits at least until what has arrived by now has been taken in. */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
