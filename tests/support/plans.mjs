// Plans at the gateway, changed by the administrator of the test cloud.
import { call } from "./http.mjs";
import { admin, issueToken } from "./keystone.mjs";

/** Calls `/api/admin/plans` and what is below it, with a token of the administrator's. */
export async function plans(base, below = "", options = {}) {
  const { token } = await issueToken(admin);
  const headers = { "x-auth-token": token, ...options.headers };
  return call(base, `/api/admin/plans${below}`, { ...options, headers });
}
