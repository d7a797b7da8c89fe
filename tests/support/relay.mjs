// A server between two parts that speak HTTP: it passes everything on as it comes, and at a place in the data of
// some request it does what a test says. What breaks connections and knows nothing of HTTP is the fault proxy.
import { once } from "node:events";
import { createServer, request } from "node:http";

/**
 * @typedef {object} Trigger Where something happens.
 * @property {(method: string, path: string) => boolean} when In which requests.
 * @property {number} [bytes] After how many bytes of their bodies, over all of them; before the first without it.
 * @property {boolean} [answered] When the answer to the first of them is there, and has not been passed on.
 */

/** A request on its way, and what can become of it other than to be passed on. */
class Exchange {
  isOver = false;

  constructor(asked, answer) {
    Object.assign(this, { asked, answer });
  }

  /** Answers in the place of the part behind. What is still sent of the body is read and dropped, as proxies do. */
  respond(status, { headers = {}, body = "" } = {}) {
    this.isOver = true;
    this.passed?.destroy();
    this.answer.writeHead(status, { "content-type": "text/plain", connection: "close", ...headers });
    this.answer.end(body);
    this.asked.resume();
  }

  /** Ends both connections in the middle of whatever they are at. */
  break() {
    this.isOver = true;
    this.passed?.destroy();
    this.answer.destroy();
  }

  /** Lets nothing move any more, until the one who asked or the one who was asked gives it up. */
  stall() {
    this.isOver = true;
    const sides = [this.answer, this.passed].filter(Boolean);
    Promise.race(sides.map((side) => once(side, "close"))).finally(() => this.break());
  }
}

class Relay {
  #server;
  /** @type {(Trigger & { left: number, act: (exchange: Exchange) => unknown, done: (value?: unknown) => void,
   *   failed: (error: unknown) => void })[]} */
  #armed = [];

  constructor(upstream) {
    /** Where requests are passed on to; it may be another at any time. */
    this.upstream = upstream;
    this.#server = createServer((asked, answer) => this.#relay(asked, answer));
  }

  async start() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  /**
   * Does something once, at that place, and passes the rest on unless the exchange is over then.
   *
   * @param {Trigger} trigger
   * @param {(exchange: Exchange) => unknown} act What it gives is waited for before anything is passed on.
   * @returns {Promise<void>} Settles when it was done: a test that waits for it has not passed by in silence.
   */
  once(trigger, act) {
    const struck = new Promise((done, failed) => {
      this.#armed.push({ ...trigger, left: trigger.bytes ?? 0, act, done, failed });
    });
    // It is told by whoever waits for it; until then nobody does.
    struck.catch(() => {});
    return struck;
  }

  /** Nothing more happens to what comes from now on. */
  disarm() {
    this.#armed = [];
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #triggerOf({ method, url }, isAnswered) {
    return this.#armed.find(({ when, answered = false }) => answered === isAnswered && when(method, url));
  }

  async #strike(trigger, exchange) {
    this.#armed = this.#armed.filter((other) => other !== trigger);
    try {
      await trigger.act(exchange);
      trigger.done();
    } catch (error) {
      exchange.break();
      trigger.failed(error);
    }
  }

  async #relay(asked, answer) {
    const exchange = new Exchange(asked, answer);
    const { hostname, port } = new URL(this.upstream);
    const { method, url: path, headers } = asked;
    // Whoever asked may be gone at any time, and so may the part behind.
    for (const side of [asked, answer]) side.on("error", () => exchange.break());
    const early = this.#triggerOf(asked, false);
    if (early?.left === 0) await this.#strike(early, exchange);
    if (exchange.isOver) return;
    exchange.passed = request({ hostname, port, path, method, headers }, (upstream) => this.#answer(exchange, upstream));
    // A part that answers before it has read everything may close the connection: its answer still counts.
    const ended = () => (answer.headersSent ? asked.resume() : exchange.break());
    exchange.passed.on("error", ended);
    answer.on("close", () => exchange.passed.destroy());
    await this.#body(exchange).catch(ended);
  }

  async #body(exchange) {
    const { asked, passed } = exchange;
    // Left early, the request stays open for its answer.
    for await (const chunk of asked.iterator({ destroyOnReturn: false })) {
      let rest = chunk;
      for (let trigger; (trigger = this.#triggerOf(asked, false)) && trigger.left <= rest.length; ) {
        await write(passed, rest.subarray(0, trigger.left));
        rest = rest.subarray(trigger.left);
        await this.#strike(trigger, exchange);
        if (exchange.isOver) return;
      }
      const trigger = this.#triggerOf(asked, false);
      if (trigger) trigger.left -= rest.length;
      await write(passed, rest);
    }
    passed.end();
  }

  async #answer(exchange, upstream) {
    const trigger = this.#triggerOf(exchange.asked, true);
    if (trigger) await this.#strike(trigger, exchange);
    if (exchange.isOver) return upstream.destroy();
    upstream.on("error", () => exchange.break());
    exchange.answer.writeHead(upstream.statusCode, upstream.headers);
    upstream.pipe(exchange.answer);
  }
}

/** Writes, and waits where the other side is slower; what is closed meanwhile is an error. */
async function write(stream, chunk) {
  if (chunk.length === 0 || stream.write(chunk)) return;
  const closing = new AbortController();
  const closed = once(stream, "close", { signal: closing.signal }).then(() => {
    throw new Error("The part behind has closed the connection.");
  });
  try {
    await Promise.race([once(stream, "drain", { signal: closing.signal }), closed]);
  } finally {
    closing.abort();
    closed.catch(() => {});
  }
}

/** Starts one before a part; gives its address as `url`. */
export const startRelay = (upstream) => new Relay(upstream).start();
