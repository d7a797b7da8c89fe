// Image data whose length nobody has declared: it is counted on this side of WebAssembly, where its bytes
// are, and none goes on that is not granted yet.

/** Copies the body of a request, as far as it may. */
export class CountingPipe {
  #body;
  #writer;
  #chunk;

  constructor(body, target) {
    this.passed = 0;
    this.#body = body;
    this.#writer = target.getWriter();
  }

  /**
   * Copies until the end, and gives 0 then; or until the next chunk would go beyond `granted` bytes in
   * all, and gives how many it needs. What has been read for that is kept for the next call.
   */
  async run(granted) {
    for (;;) {
      if (this.#chunk === undefined) {
        this.#chunk = await this.#body.read();
        if (this.#chunk === undefined) {
          await this.#writer.close();
          return 0;
        }
      }
      const needed = this.passed + this.#chunk.byteLength;
      if (needed > granted) return needed;
      await this.#writer.write(this.#chunk);
      this.passed = needed;
      this.#chunk = undefined;
    }
  }

  /** Reads no more. The target is left as it is: its end would look like the data's. */
  stop() {
    this.#body.stop();
  }
}
