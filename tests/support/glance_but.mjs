// Glance itself, but for what a test answers in its place: what stands between Gaze and a cloud answers in
// shapes of its own.
import { glanceUrl } from "./environment.mjs";
import { call } from "./http.mjs";
import { startRecorder } from "./recorder.mjs";

/** What is passed on in either direction. */
const KEPT = ["accept", "content-type", "x-auth-token", "x-openstack-image-size"];

/**
 * Starts one. `instead` may be set at any time: a function of a request's method and path that gives an
 * answer as a recorder gives it, or nothing for Glance's own.
 */
export async function startGlanceBut() {
  const upstream = await startRecorder(async ({ method, url, headers, body }) => {
    const instead = upstream.instead(method, url);
    if (instead) return instead;
    const kept = Object.fromEntries(KEPT.filter((name) => headers[name]).map((name) => [name, headers[name]]));
    const response = await call(glanceUrl, url, { method, headers: kept, body: body.length ? body : undefined });
    return { status: response.status, headers: { "content-type": response.headers["content-type"] ?? "" }, body: response.body };
  });
  /** @type {(method: string, path: string) => object | undefined} */
  upstream.instead = () => undefined;
  return upstream;
}
