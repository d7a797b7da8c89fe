// The dashboard's session at the edge, as a browser keeps it.
import { edgeUrl } from "./environment.mjs";
import { call } from "./http.mjs";

/** The headers by which a browser page of the edge's own origin is known. */
export const pageHeaders = { "x-gaze-csrf": "1", "sec-fetch-site": "same-origin" };

/** A signed-in page. */
export class Page {
  constructor(cookie, session, base = edgeUrl) {
    this.cookie = cookie;
    this.session = session;
    this.base = base;
  }

  /** Any call as the page makes it. */
  call(path, { headers = {}, ...options } = {}) {
    const sent = { ...pageHeaders, cookie: this.cookie, ...headers };
    return call(this.base, path, { headers: sent, ...options });
  }
}

/** The answer to a sign-in of any kind: `body` is what stands in `POST /api/session`. */
export function requestSession(body, base = edgeUrl, headers = {}) {
  return call(base, "/api/session", { method: "POST", headers: { ...pageHeaders, ...headers }, body });
}

/** The answer to a sign-in by password. */
export function requestSignIn({ user, password, ...rest }, base = edgeUrl) {
  const body = { method: "password", user, password };
  if (rest.scope) body.project = rest.scope;
  return requestSession(body, base);
}

/** Signs in and gives the page. */
export async function signIn(person, base = edgeUrl) {
  return pageOf(await requestSignIn(person, base), 201, base);
}

/** The page after an answer that has set the session's cookie. */
export function pageOf(response, status, base = edgeUrl) {
  if (response.status !== status) throw new Error(`The edge answered ${response.status}: ${response.text}`);
  return new Page(cookieOf(response), response.json, base);
}

/** What a browser would send back of the session: name and value of the cookie that was set. */
export function cookieOf(response) {
  return pairOf(response, "session");
}

/** The same of the cookie by which the browser is known from then on. */
export function deviceOf(response) {
  return pairOf(response, "device");
}

/** The line that sets, or clears, the cookie of the session or of the device; `undefined` without one. */
export function cookieLineOf(response, kind = "session") {
  const name = new RegExp(`^(__Host-)?gaze-${kind}=`);
  return response.headers["set-cookie"]?.find((line) => name.test(line));
}

function pairOf(response, kind) {
  const line = cookieLineOf(response, kind);
  if (!line) throw new Error(`The answer sets no cookie for the ${kind}.`);
  return line.split(";")[0];
}
