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
    const answer = await this.#service.fetch(`http://folder/${key}`, init);
    if (!answer.ok && answer.status !== 404) throw new Error(`the folder answers ${answer.status}`);
    return answer;
  }

  async put(key, body, { signal }) {
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

/** How much is read at once where bytes are cut or hashed; each read and write costs a turn. */
const ROOM_BYTES = 1 << 18;

/** How long after a pipe has broken it is still the store that may tell why. */
const GRACE_MS = 500;

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The body of a request, from which one object after the other is made. */
export class Incoming {
  #source;
  #reader;
  #digest;
  #hashing;

  /** With the name of an algorithm, all that passes is also hashed. */
  constructor(source, algorithm) {
    this.#source = source;
    if (algorithm) {
      this.#digest = new crypto.DigestStream(algorithm);
      this.#hashing = this.#digest.getWriter();
    }
  }

  /**
   * Makes an object of the next bytes. Gives nothing when it is stored, else whose end broke, a blank and
   * the error: `client` or `store`. Nothing may follow the last one.
   */
  async store(bucket, key, bytes, isLast) {
    const pipe = new FixedLengthStream(bytes);
    const isWhole = isLast && !this.#reader && !this.#hashing;
    // The bucket of Cloudflare's network takes no signal: a pipe that breaks ends it.
    const isCancelled = bucket instanceof Folder;
    const canceller = new AbortController();
    const copying = isWhole
      ? this.#source.pipeTo(pipe.writable, { preventAbort: isCancelled })
      : this.#copy(pipe.writable.getWriter(), bytes, isCancelled);
    const stored = bucket.put(key, pipe.readable, isCancelled ? canceller : undefined).then(
      () => "",
      (error) => `store ${error}`,
    );
    const failure = await copying.then(
      () => "",
      (error) => String(error),
    );
    if (failure === "") return stored;
    // A pipe breaks with the same words whichever end broke. When it was the store's, its own outcome comes at
    // the same moment; when there is none by now, it was the client's, and the store waits for the rest.
    const outcome = await Promise.race([stored, after(isCancelled ? GRACE_MS : 0)]);
    // Of the two words for it, one may have the runtime's reference to the reason.
    if (outcome) return `${outcome}; ${failure}`;
    canceller.abort();
    await stored;
    return `client ${failure}`;
  }

  async #copy(writer, bytes, isCancelled) {
    this.#reader ??= this.#source.getReader({ mode: "byob" });
    try {
      for (let left = bytes; left > 0; ) {
        const room = new Uint8Array(Math.min(left, ROOM_BYTES));
        const { value, done } = await this.#reader.readAtLeast(room.byteLength, room);
        const came = value?.byteLength ?? 0;
        if (came > 0) await Promise.all([writer.write(value), this.#hashing?.write(value)]);
        left -= came;
        if (done && left > 0) throw new Error("the body ends too soon");
      }
    } catch (error) {
      // Without this the object would wait for the rest.
      if (!isCancelled) await writer.abort(error);
      throw error;
    }
    await writer.close();
  }

  /** The digest of all that has passed. */
  async digest() {
    await this.#hashing.close();
    return new Uint8Array(await this.#digest.digest);
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
