// The Worker's entry. The one that worker-build makes wraps every request in several proxies, which cost
// more than all that the edge decides; they are needed only when WebAssembly has failed and has to be
// started anew.
import Shim from "./build/index.js";

export * from "./build/index.js";

const { fetch } = Shim.prototype;
const state = globalThis.__worker_init_state;

/** Where the launcher of this machine leads requests to (`serve.mjs`). */
export const direct = {
  fetch(request, env, ctx) {
    if (state.criticalError) return new Shim(ctx, env).fetch(request);
    return fetch.call({ env, ctx }, request);
  },
};

export default direct;
