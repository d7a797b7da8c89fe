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

/** The answer to a sign-in. */
export function requestSignIn({ user, password, ...rest }, base = edgeUrl) {
  const body = { method: "password", user, password };
  if (rest.scope) body.project = rest.scope;
  return call(base, "/api/session", { method: "POST", headers: pageHeaders, body });
}

/** Signs in and gives the page. */
export async function signIn(person, base = edgeUrl) {
  const answer = await requestSignIn(person, base);
  if (answer.status !== 201) throw new Error(`The edge answered ${answer.status}: ${answer.text}`);
  return new Page(cookieOf(answer), answer.json, base);
}

/** What a browser would send back: name and value of the one cookie that was set. */
export function cookieOf(answer) {
  const [line] = answer.headers["set-cookie"] ?? [];
  if (!line) throw new Error("The answer sets no cookie.");
  return line.split(";")[0];
}
