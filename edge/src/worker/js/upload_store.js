// The bytes of uploads on their way into the bucket and out of it, on this side of WebAssembly.

/**
 * A folder of this machine with the calls of a bucket. The runtime writes and reads its files by itself
 * (`DiskDirectory` in workerd.capnp), and one that is broken off is not there.
 */
export class Folder {
  #service;

  constructor(service) {
    this.#service = service;
  }

  async #call(key, init) {
    const response = await this.#service.fetch(`http://folder/${key}`, init);
    if (!response.ok && response.status !== 404) throw new Error(`the folder answers ${response.status}`);
    return response;
  }

  async put(key, body, { signal } = {}) {
    const { ok } = await this.#call(key, { method: "PUT", body, signal });
    if (!ok) throw new Error("the folder takes no file");
  }

  async get(key) {
    const { ok, body, headers } = await this.#call(key);
    return ok ? { body, size: Number(headers.get("content-length")) } : null;
  }

  async delete(keys) {
    for (const key of keys) await this.#call(key, { method: "DELETE" });
  }
}

/** How long after a pipe has broken it is still the store that may tell why. */
const ABORT_GRACE_MS = 500;

/** What a body that does not say its length takes before a byte of it has come. */
const FIRST_BUFFER_BYTES = 1 << 14;

/** Nothing when it succeeds, else what it says. */
const wordsOf = (promise) =>
  promise.then(
    () => "",
    (error) => String(error),
  );

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The bytes of a request, from which one object after the other is made. */
export class Incoming {
  #body;
  #digest;
  #hashing;
  #collected;

  /** Of a body, or of none; with the name of an algorithm, all that passes is also hashed. */
  constructor(body, algorithm) {
    this.#body = body;
    if (algorithm) {
      this.#digest = new crypto.DigestStream(algorithm);
      this.#hashing = this.#digest.getWriter();
    }
  }

  /**
   * Makes an object of the next bytes. Gives nothing when it is stored, else whose end broke, a blank and
   * the error: `client` or `store`. Nothing may follow then.
   */
  async store(bucket, key, bytes) {
    const pipe = new FixedLengthStream(bytes);
    // The bucket of Cloudflare's network takes no signal: a pipe that breaks ends it.
    const isCancelled = bucket instanceof Folder;
    const canceller = new AbortController();
    const writer = pipe.writable.getWriter();
    const copied = wordsOf(this.#copy(writer, bytes, isCancelled));
    const stored = bucket.put(key, pipe.readable, isCancelled ? canceller : undefined).then(
      () => "",
      (error) => `store ${error}`,
    );
    // The store may break while nothing more comes of the client, who is to be told all the same. Why, says the
    // pipe, and only to whoever writes into it.
    const broken = stored.then((outcome) => (outcome === "" ? copied : wordsOf(writer.write(new Uint8Array(1)))));
    const failure = await Promise.race([copied, broken]);
    if (failure === "") return stored;
    // A pipe breaks with the same words whichever end broke. When it was the store's, its own outcome comes at
    // the same moment; when there is none by now, it was the client's, and the store waits for the rest.
    const outcome = await Promise.race([stored, after(isCancelled ? ABORT_GRACE_MS : 0)]);
    // Of the two words for it, one may have the runtime's reference to the reason.
    if (outcome) return `${outcome}; ${failure}`;
    canceller.abort();
    await stored;
    return `client ${failure}`;
  }

  async #copy(writer, bytes, isCancelled) {
    try {
      for (let left = bytes; left > 0; ) {
        const piece = await this.#next(left);
        if (!piece) throw new Error("the body ends too soon");
        await Promise.all([writer.write(piece), this.#hashing?.write(piece)]);
        left -= piece.byteLength;
      }
    } catch (error) {
      // Without this the object would wait for the rest.
      if (!isCancelled) await writer.abort(error);
      throw error;
    }
    await writer.close();
  }

  #next(mostBytes) {
    return this.#body?.read(mostBytes);
  }

  /**
   * Takes the next bytes, at most so many, of a body that does not say how many come: an object has to be told
   * its size before its bytes. Gives how many there are; with fewer than asked for the body has ended.
   */
  async collect(mostBytes) {
    let buffer = new Uint8Array(Math.min(mostBytes, FIRST_BUFFER_BYTES));
    let filled = 0;
    while (filled < mostBytes) {
      const piece = await this.#next(mostBytes - filled);
      if (!piece) break;
      if (filled + piece.byteLength > buffer.byteLength) {
        const larger = new Uint8Array(Math.min(mostBytes, 2 * (filled + piece.byteLength)));
        larger.set(buffer);
        buffer = larger;
      }
      buffer.set(piece, filled);
      filled += piece.byteLength;
    }
    this.#collected = buffer.subarray(0, filled);
    return filled;
  }

  /** Makes an object of what was collected. Answers as `store` does. */
  async storeCollected(bucket, key) {
    const bytes = this.#collected;
    const pipe = new FixedLengthStream(bytes.byteLength);
    const writer = pipe.writable.getWriter();
    const written = writer.write(bytes).then(() => writer.close());
    try {
      await Promise.all([bucket.put(key, pipe.readable), written, this.#hashing?.write(bytes)]);
    } catch (error) {
      return `store ${error}`;
    }
    return "";
  }

  /** The digest of all that has passed. */
  async digest() {
    await this.#hashing.close();
    return new Uint8Array(await this.#digest.digest);
  }

  /** Nobody wants the rest of the body. */
  end() {
    this.#body?.stop();
  }
}

/**
 * Writes the objects one after the other, and then the end. The next one is asked for meanwhile. Gives the key
 * of an object that is missing, or is not as long as it was: a loss of power may cut a file off.
 */
export async function concatenate(bucket, keys, sizes, target) {
  const get = (index) => (index < keys.length ? bucket.get(keys[index]) : undefined);
  let next = get(0);
  for (let index = 0; index < keys.length; index += 1) {
    const object = await next;
    if (object?.size !== sizes[index]) return keys[index];
    next = get(index + 1);
    // Whoever stops here does not ask for it any more.
    next?.catch(() => {});
    await object.body.pipeTo(target, { preventClose: true, preventAbort: true });
  }
  await target.close();
  return undefined;
}

/** How many keys the bucket takes in one call. */
const KEYS_AT_ONCE = 1000;

/** Deletes objects; those that are not there too. */
export async function discard(bucket, keys) {
  for (let index = 0; index < keys.length; index += KEYS_AT_ONCE) {
    await bucket.delete(keys.slice(index, index + KEYS_AT_ONCE));
  }
}
