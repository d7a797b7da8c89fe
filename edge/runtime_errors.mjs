// What the runtime writes of its own errors. To the Worker it says "internal error; reference = ID" and no more;
// why, stands beside that reference on its standard error: a disk that is full, a certificate that is not
// trusted, a name that leads nowhere.
import { createInterface } from "node:readline";

/** How many are remembered; the Worker asks at once. */
const MOST_REMEMBERED = 200;
/** How long the Worker waits for a line that may come after its own error. */
const LATE_MS = 300;

/** `workerd/jsg/util.c++:405: error: e = kj/…: failed: WHY; wdErrId = ID`, on several lines. */
const START = /^\S+\.c\+\+:\d+: error: (?:e = )?(?<why>.*)$/;
const REFERENCE = /wdErrId = (?<reference>\w+)/;
/** Addresses in the program, for who makes it. */
const STACK = /^stack: (?:\S+@[0-9a-f]+ ?)+/;
/** Where in the runtime's source it happened. */
const PLACE = /^(?:\S+\.c\+\+:\d+: )?(?:\w+: )?/;

export class RuntimeErrors {
  #reasons = new Map();
  #waiting = new Set();
  #last = "";

  /** Reads what the runtime writes; `print` gets each line of it as one of the log. */
  read(stream, print) {
    createInterface({ input: stream }).on("line", (line) => {
      const { why } = START.exec(line)?.groups ?? {};
      if (why !== undefined) this.#last = why.replace(PLACE, "").trim();
      const { reference } = REFERENCE.exec(line)?.groups ?? {};
      if (reference) this.#remember(reference, this.#last);
      const cause = line.replace(STACK, "").replace(/^; /, "").trim();
      if (cause === "" || cause.startsWith("sentryErrorContext")) return;
      const time = new Date().toISOString();
      print(JSON.stringify({ event: "runtime", level: "error", time, cause }));
    });
  }

  #remember(reference, why) {
    this.#reasons.set(reference, why);
    if (this.#reasons.size > MOST_REMEMBERED) {
      this.#reasons.delete(this.#reasons.keys().next().value);
    }
    for (const check of this.#waiting) check();
  }

  /** Why the error of a reference happened, or an empty text when nobody knows. */
  async reason(reference) {
    const known = this.#reasons.get(reference);
    if (known !== undefined) return known;
    return new Promise((resolve) => {
      const settle = (why) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(why);
      };
      const check = () => {
        if (this.#reasons.has(reference)) settle(this.#reasons.get(reference));
      };
      const timer = setTimeout(() => settle(""), LATE_MS);
      this.#waiting.add(check);
    });
  }
}
