// Where the lines of the log go. A file takes none while its disk is full, which must end nobody's requests: the
// gateway goes on without its log, and says how many lines are missing as soon as the file takes one.
import { fstatSync, writeSync } from "node:fs";
import { isatty } from "node:tty";

const NEWLINE = "\n".charCodeAt(0);
/** The codes of a disk, or a person's part of one, that takes no more. */
const NO_SPACE = new Set(["ENOSPC", "EDQUOT"]);

const linesIn = (bytes) => bytes.reduce((count, byte) => count + (byte === NEWLINE), 0);

/** Whether what is written there is on a disk. Node ends a program that cannot write to such a stream. */
function isFile(descriptor) {
  const stat = fstatSync(descriptor);
  return !stat.isFIFO() && !stat.isSocket() && !isatty(descriptor);
}

export class LogOutput {
  #writeSome;
  /** The beginning of a line whose end has not come. */
  #begun = Buffer.alloc(0);
  #missingLines = 0;
  #cause = "";
  /** Whether the file ends in the middle of a line. */
  #isTorn = false;

  /**
   * @param {(bytes: Buffer) => number} writeSome Writes a beginning of the bytes, tells how long it was, and throws
   *   why there was none.
   */
  constructor(writeSome) {
    this.#writeSome = writeSome;
  }

  /** The output of a stream of this process. */
  static of(stream) {
    if (isFile(stream.fd)) return new LogOutput((bytes) => writeSync(stream.fd, bytes));
    return new LogOutput((bytes) => {
      stream.write(bytes);
      return bytes.length;
    });
  }

  /** Takes bytes in whatever parts they come; whole lines of them are written. */
  write(bytes) {
    const all = Buffer.concat([this.#begun, bytes]);
    const end = all.lastIndexOf(NEWLINE) + 1;
    this.#begun = all.subarray(end);
    if (end > 0) this.#writeLines(all.subarray(0, end));
  }

  /** Writes one line, given without its end. */
  line(text) {
    this.#writeLines(Buffer.from(`${text}\n`));
  }

  /** Writes what was begun, when no more comes. */
  end() {
    if (this.#begun.length > 0) this.write(Buffer.from("\n"));
  }

  #writeLines(lines) {
    const notice = this.#notice();
    const all = Buffer.concat([notice, lines]);
    let written = 0;
    try {
      while (written < all.length) written += this.#writeSome(all.subarray(written));
    } catch (error) {
      this.#cause = NO_SPACE.has(error.code) ? `disk full: ${error.message}` : error.message;
    }
    if (written >= notice.length) this.#missingLines = 0;
    this.#missingLines += linesIn(all.subarray(Math.max(written, notice.length)));
    if (written > 0) this.#isTorn = all[written - 1] !== NEWLINE;
  }

  /** What is to be said before the next line. */
  #notice() {
    if (this.#missingLines === 0) return Buffer.alloc(0);
    const time = new Date().toISOString();
    const missing = { event: "log", level: "error", time, missing_lines: this.#missingLines, cause: this.#cause };
    return Buffer.from(`${this.#isTorn ? "\n" : ""}${JSON.stringify(missing)}\n`);
  }
}
