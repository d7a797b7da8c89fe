// The body of a request. Every one of them is read through here, so that it is noticed when no more of it
// comes: whoever holds a connection open without a word holds memory, disk and a place in a quota with it.

/** How much is read at once: each read and each write costs a turn of the one thread that everybody shares. */
const BUFFER_BYTES = 1 << 21;

/** The same of a document that does not say how long it is. */
const UNDECLARED_BYTES = 1 << 14;

/** How often in its time a body that has stopped is checked. */
const CHECKS = 4;

/** The body, read piece by piece. */
export class RequestBody {
  #reader;
  #buffer;
  #idleMs;
  #fail;
  #reads = 0;
  #watch;

  /** Whether it was given up because nothing came for so long. */
  isIdle = false;

  constructor(stream, idleMs) {
    this.#reader = stream.getReader({ mode: "byob" });
    this.#idleMs = idleMs;
  }

  /**
   * Gives the next bytes, at most so many, and nothing at the end. What it has given before is overwritten.
   * Fails when the client breaks off, or sends nothing for too long. While nobody reads, nobody waits for the
   * client, and no time counts.
   */
  read(mostBytes = BUFFER_BYTES) {
    const bytes = Math.min(mostBytes, BUFFER_BYTES);
    // A document takes no more than it has: what is made for each request has to be collected, too.
    if (!(this.#buffer?.byteLength >= bytes)) this.#buffer = new ArrayBuffer(bytes);
    const view = new Uint8Array(this.#buffer, 0, bytes);
    this.#watch ??= this.#begin();
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#reader.read(view).then(({ value, done }) => {
        this.#fail = undefined;
        this.#reads += 1;
        if (value) this.#buffer = value.buffer;
        resolve(done ? undefined : value);
      }, reject);
    });
  }

  // One timer for all reads: to set one for each costs as much as the read.
  #begin() {
    let seen = -1;
    let checks = 0;
    return setInterval(() => {
      if (!this.#fail || this.#reads !== seen) {
        seen = this.#reads;
        checks = 0;
      } else if ((checks += 1) === CHECKS) {
        this.isIdle = true;
        this.#fail(new Error("no more of the body comes"));
        this.end();
      }
    }, this.#idleMs / CHECKS);
  }

  /** Nobody reads any more. */
  end() {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** Nobody wants the rest. */
  stop() {
    this.end();
    this.#reader.cancel().catch(() => {});
  }

  /** Gives all of it in one piece, when it is at most so many bytes, and nothing otherwise. */
  async whole(mostBytes, declared) {
    const pieces = [];
    let filled = 0;
    try {
      // Behind the last byte of a declared length nothing can come.
      while (filled !== declared) {
        const piece = await this.read(declared === undefined ? UNDECLARED_BYTES : declared - filled);
        if (!piece) break;
        filled += piece.byteLength;
        if (filled > mostBytes) return undefined;
        if (filled === declared && pieces.length === 0) return piece;
        pieces.push(piece.slice());
      }
    } finally {
      this.end();
    }
    if (declared !== undefined && filled < declared) throw new Error("the body ends too soon");
    const all = new Uint8Array(filled);
    let place = 0;
    for (const piece of pieces) {
      all.set(piece, place);
      place += piece.byteLength;
    }
    return all;
  }
}
