// What costs least on this side of WebAssembly: each function does in one call what would take a
// dozen from there. It decides nothing. Headers cross as one text (core/header_lines.rs).

/** A name and a value on a line each. */
function lines(headers) {
  let text = "";
  headers.forEach((value, name) => {
    text += `${name}\n${value}\n`;
  });
  return text;
}

/** The headers behind the first lines. As a record they cost the runtime a third of a list. */
function record(parts, before) {
  const headers = {};
  for (let index = before; index + 1 < parts.length; index += 2) {
    headers[parts[index]] = parts[index + 1];
  }
  return headers;
}

/**
 * Method, address, what the platform tells of the client (its address and port on workerd, what
 * compressions it takes on Cloudflare's network, which puts its own words into the header); then the
 * headers.
 */
export function describe(request) {
  const { method, url, cf, headers } = request;
  const peer = cf?.clientIp ?? "";
  const taken = cf?.clientAcceptEncoding ?? "";
  return `${method}\n${url}\n${peer}\n${taken}\n${lines(headers)}`;
}

/**
 * What came of a call. `head` is the status (0 for no answer), why it failed, and the headers; `body` is
 * an ArrayBuffer when it was read to its end, else a stream or null.
 */
class Outcome {
  constructor(status, failure, headers, body) {
    this.head = `${status}\n${String(failure).replaceAll("\n", " ")}\n${headers}`;
    this.body = body;
  }
}

/**
 * Calls an upstream. `head` is method and address, then the headers. A body whose declared length is
 * at most `streamedUpTo` is handed on as it comes, and so is every one when that is Infinity; any other
 * is read to its end first. With a patience, all that is waited for here has to come in it.
 */
export async function call(head, body, signal, patienceMs, attempts, streamedUpTo) {
  const parts = head.split("\n");
  const init = { method: parts[0], headers: record(parts, 2), redirect: "manual", signal, body };
  let timer;
  let inTime = (work) => work;
  if (patienceMs > 0) {
    // The runtime cancels what is left of a call when its request is answered: no signal is needed.
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms`)), patienceMs);
    });
    inTime = (work) => Promise.race([work, late]);
  }
  let status = 0;
  try {
    const response = await inTime(attempt(parts[1], init, attempts));
    ({ status } = response);
    const length = response.headers.get("content-length");
    const isStreamed = length === null ? streamedUpTo === Infinity : Number(length) <= streamedUpTo;
    const answered = isStreamed ? response.body : await inTime(response.arrayBuffer());
    return new Outcome(status, "", lines(response.headers), answered);
  } catch (error) {
    return new Outcome(status, error, "", undefined);
  } finally {
    clearTimeout(timer);
  }
}

/** A call that only reads is made again when its kept-alive connection turns out to be dead. */
async function attempt(url, init, attempts) {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (attempts < 2 || init.signal?.aborted) throw error;
    return attempt(url, init, attempts - 1);
  }
}

/** The answer to the client. */
export function answer(status, head, body) {
  return new Response(body, { status, headers: record(head.split("\n"), 0) });
}
