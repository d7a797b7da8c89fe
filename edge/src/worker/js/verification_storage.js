// The storage of a project's verifications. All of it is synchronous: nothing else happens in the object between
// a look and a change.

/** So many images keep what was last found out about them; of more, those that were read last do. */
const KEPT = 10_000;

function open({ sql }) {
  sql.exec("CREATE TABLE IF NOT EXISTS book (only INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  sql.exec(
    "CREATE TABLE IF NOT EXISTS verification (number INTEGER PRIMARY KEY AUTOINCREMENT, " +
      "image_id TEXT NOT NULL UNIQUE, text TEXT NOT NULL)",
  );
  return sql;
}

/** The book, or nothing before there is one. */
export function loadBook(storage) {
  return open(storage).exec("SELECT text FROM book").next().value?.text;
}

/** Puts a book in the place of the one before. */
export function saveBook(storage, text) {
  open(storage).exec("INSERT OR REPLACE INTO book (only, text) VALUES (1, ?)", text);
}

/** What was last found out about an image, or nothing. */
export function find(storage, imageId) {
  const found = open(storage).exec("SELECT text FROM verification WHERE image_id = ?", imageId);
  return found.next().value?.text;
}

/** Writes down what was found out about an image. */
export function put(storage, imageId, text) {
  const sql = open(storage);
  sql.exec("INSERT OR REPLACE INTO verification (image_id, text) VALUES (?, ?)", imageId, text);
  sql.exec(
    "DELETE FROM verification WHERE number <= (SELECT MAX(number) FROM verification) - ?",
    KEPT,
  );
}
