// The Worker's entry, around the one that worker-build makes (docs/adr/0009-hot-path.md).
import { DurableObject } from "cloudflare:workers";
import Shim, {
  ImageUpload as BuiltUpload,
  ImageVerifications as BuiltVerifications,
  QuotaLedger as BuiltLedger,
  UploadDirectory as BuiltDirectory,
  UploadKeys as BuiltKeys,
} from "./build/index.js";

export * from "./build/index.js";

const { fetch } = Shim.prototype;
const state = globalThis.__worker_init_state;

// Rust's executor takes its turns by this. The runtime's own function costs a multiple of a promise's
// turn; what it does with an error, which tells the shim that WebAssembly has failed, is kept.
globalThis.queueMicrotask = (task) => {
  Promise.resolve().then(() => {
    try {
      task();
    } catch (error) {
      reportError(error);
    }
  });
};

// V8 keeps most of what a request leaves behind until it collects its whole heap, and the runtime then frees
// it in one go. Left to itself that comes every two to four thousand creates, and holds everybody up for 40 to
// 50 ms; asked for sooner it takes about 10. Reads do not ask: they leave less, and it made each of them dearer
// (docs/adr/0009-hot-path.md). Only the launcher of this machine exposes `gc`.
const WRITES_BETWEEN_COLLECTIONS = 256;
const { gc: collectGarbage } = globalThis;
let writesSinceCollection = 0;

function countWrite() {
  writesSinceCollection += 1;
  if (writesSinceCollection < WRITES_BETWEEN_COLLECTIONS) return;
  writesSinceCollection = 0;
  collectGarbage?.();
}

/**
 * Where the launcher of this machine leads requests to (`serve.mjs`). The shim wraps every request in
 * several proxies; they are needed only to start WebAssembly anew when it has failed.
 */
export const direct = {
  fetch(request, env, ctx) {
    if (state.criticalError) return new Shim(ctx, env).fetch(request);
    const response = fetch.call({ env, ctx }, request);
    if (request.method !== "GET") {
      // What has been reserved is settled also when the client does not wait for the answer.
      ctx.waitUntil(response);
      countWrite();
    }
    return response;
  },
};

export default direct;

/**
 * An object around the one in Rust. Only what extends this class of the runtime's has methods that a
 * Worker can call.
 */
const askedByMethod = (Built) =>
  class extends DurableObject {
    #built;

    constructor(ctx, env) {
      super(ctx, env);
      this.#built = new Built(ctx, env);
    }

    ask(call) {
      return this.#built.ask(call);
    }

    alarm() {
      return this.#built.alarm();
    }
  };

/** The ledger of a project. */
export class QuotaLedger extends askedByMethod(BuiltLedger) {}

/** Which uploads are under way. */
export class UploadDirectory extends askedByMethod(BuiltDirectory) {}

/** An upload by tus. */
export class ImageUpload extends askedByMethod(BuiltUpload) {}

/** What names uploads and seals their tokens. */
export class UploadKeys extends askedByMethod(BuiltKeys) {}

/** What a project has read at the gateway. */
export class ImageVerifications extends askedByMethod(BuiltVerifications) {}
