// Image data that is hashed and goes nowhere: the runtime's own digest takes it in pieces that nobody here looks at.

/**
 * As much is handed on at a time. The runtime's own pipe hands on so little that its turns take three times as long
 * as the hashing (docs/adr/0024-verifying-at-the-gateway.md).
 */
const PIECE_BYTES = 256 * 1024;

/**
 * Lets the runtime do what has come meanwhile. Where data is always there, reads and writes are done at once, and
 * nobody else, no timer either, would have a turn before its end.
 */
const giveWay = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Hashes a body to its end. */
export class DataDigest {
  #digest;
  #reader;
  #ended;

  /** `algorithm` as the Web Crypto API names it. */
  constructor(data, algorithm) {
    this.#digest = new crypto.DigestStream(algorithm);
    this.#reader = data.getReader({ mode: "byob" });
    this.#ended = this.#read();
    // Whoever waits for the end hears of it; a body that was cancelled has no digest.
    this.#ended.catch(() => {});
    this.#digest.digest.catch(() => {});
  }

  async #read() {
    const writer = this.#digest.getWriter();
    let buffer = new ArrayBuffer(PIECE_BYTES);
    for (;;) {
      const { done, value } = await this.#reader.readAtLeast(PIECE_BYTES, new Uint8Array(buffer));
      if (value?.byteLength > 0) await writer.write(value);
      if (done) break;
      buffer = value.buffer;
      await giveWay();
    }
    await writer.close();
    return true;
  }

  /** How much has been hashed. */
  get bytes() {
    return Number(this.#digest.bytesWritten);
  }

  /** Whether the end has come within so long. Fails when the body breaks off. */
  endsWithin(milliseconds) {
    let timer;
    const timeOver = new Promise((resolve) => {
      timer = setTimeout(resolve, milliseconds, false);
    });
    return Promise.race([this.#ended, timeOver]).finally(() => clearTimeout(timer));
  }

  /** In lower-case hexadecimal, once the end has come. */
  async hex() {
    const bytes = new Uint8Array(await this.#digest.digest);
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Reads no more. What it would end with then is nobody's. */
  stop() {
    this.#reader.cancel().catch(() => {});
  }
}

/** A body that is made line by line, for as long as somebody reads it. */
export class LineStream {
  #pipe = new IdentityTransformStream();
  #writer = this.#pipe.writable.getWriter();
  #encoder = new TextEncoder();
  #writing;
  #isRead = true;

  /** What the answer is made of. */
  get readable() {
    return this.#pipe.readable;
  }

  /** Whether anybody may still read it. */
  get isRead() {
    return this.#isRead;
  }

  /** Writes a line, unless the one before has not been taken yet. */
  offer(line) {
    if (this.#writing === undefined) this.#write(line);
  }

  /** Writes the last line, once those before have been taken. */
  async end(line) {
    await this.#writing;
    await this.#write(line);
    await this.#writer.close().catch(() => {});
  }

  #write(line) {
    this.#writing = this.#writer.write(this.#encoder.encode(`${line}\n`)).then(
      () => {
        this.#writing = undefined;
      },
      () => {
        this.#isRead = false;
        this.#writing = undefined;
      },
    );
    return this.#writing;
  }
}
