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
export function pageOf(answer, status, base = edgeUrl) {
  if (answer.status !== status) throw new Error(`The edge answered ${answer.status}: ${answer.text}`);
  return new Page(cookieOf(answer), answer.json, base);
}

/** What a browser would send back: name and value of the one cookie that was set. */
export function cookieOf(answer) {
  const [line] = answer.headers["set-cookie"] ?? [];
  if (!line) throw new Error("The answer sets no cookie.");
  return line.split(";")[0];
}
