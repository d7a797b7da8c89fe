// What costs least on this side of WebAssembly: each function does in one call what would take a
// dozen from there. It decides nothing. Headers cross as one text (core/http/header_lines.rs).

/** A name and a value on a line each. */
function lines(headers) {
  let text = "";
  headers.forEach((value, name) => {
    text += `${name}\n${value}\n`;
  });
  return text;
}

const encoder = new TextEncoder();

/** Writes into the buffer in WebAssembly's memory that is lent; gives the bytes written, or -1 for too little. */
function write(text, buffer) {
  const { read, written } = encoder.encodeInto(text, buffer);
  return read === text.length ? written : -1;
}

/** The headers behind the first lines. As a record they cost the runtime a third of a list. */
function record(parts, before) {
  const headers = {};
  for (let index = before; index + 1 < parts.length; index += 2) {
    headers[parts[index]] = parts[index + 1];
  }
  return headers;
}

/** Method and address; then the headers. */
export function describe(request, buffer) {
  return write(`${request.method}\n${request.url}\n${lines(request.headers)}`, buffer);
}

/**
 * What the platform tells of the client: its address and port on workerd, what compressions it takes on
 * Cloudflare's network, which puts its own words into the header. Asked for on its own, because what
 * it is read from is made anew at every request.
 */
export function describePeer({ cf }) {
  return `${cf?.clientIp ?? ""}\n${cf?.clientAcceptEncoding ?? ""}`;
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

  describe(buffer) {
    return write(this.head, buffer);
  }
}

/**
 * Calls an upstream, and never fails. `head` is method and address, then the headers. A body whose
 * declared length is at most `streamedUpTo` is handed on as it comes, and so is every one when that is
 * Infinity; any other is read to its end first. With a time limit, all that is waited for here has to come
 * in it: the runtime cancels what is left of a call when its request is answered, so no signal is needed.
 */
export function call(head, body, signal, timeoutMs, attempts, streamedUpTo) {
  const parts = head.split("\n");
  const init = { method: parts[0], headers: record(parts, 2), redirect: "manual", signal, body };
  const outcome = exchange(parts[1], init, attempts, streamedUpTo);
  if (timeoutMs === 0) return outcome;
  return new Promise((resolve) => {
    const late = () => resolve(new Outcome(0, `no answer in ${timeoutMs} ms`, "", undefined));
    const timer = setTimeout(late, timeoutMs);
    outcome.then((came) => {
      clearTimeout(timer);
      resolve(came);
    });
  });
}

async function exchange(url, init, attempts, streamedUpTo) {
  let status = 0;
  try {
    const response = await fetch(url, init);
    ({ status } = response);
    const { headers } = response;
    const length = headers.get("content-length");
    const isStreamed = length === null ? streamedUpTo === Infinity : Number(length) <= streamedUpTo;
    const answered = isStreamed ? response.body : await response.arrayBuffer();
    return new Outcome(status, "", lines(headers), answered);
  } catch (error) {
    // A call that only reads is made again when its kept-alive connection turns out to be dead.
    const isOver = status !== 0 || attempts < 2 || init.signal?.aborted;
    if (!isOver) return exchange(url, init, attempts - 1, streamedUpTo);
    return new Outcome(status, error, "", undefined);
  }
}

/** The answer to the client. */
export function makeResponse(status, head, body) {
  return new Response(body, { status, headers: record(head.split("\n"), 0) });
}

/** Asks the object of a name, and gives what it says. */
export function askObject(objects, name, call, timeoutMs) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    const settled = (settle) => (outcome) => {
      clearTimeout(timer);
      settle(outcome);
    };
    // A stub stands for one life of the object: after a failure only a new one reaches the next.
    objects.getByName(name).ask(call).then(settled(resolve), settled(reject));
  });
}
