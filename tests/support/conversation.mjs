// A connection on which a test says exactly what it wants, when it wants.
import { connect } from "node:net";
import { until } from "./until.mjs";

/** One connection; what came back so far is in `text`, a character per byte. */
export class Conversation {
  text = "";
  isClosed = false;

  constructor(socket) {
    this.socket = socket;
    socket.on("data", (chunk) => {
      this.text += chunk.toString("latin1");
    });
    // A reset is one of the ways in which the other side ends.
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isClosed = true;
    });
  }

  /** Connects to an address without a path. */
  static async open(base) {
    const { hostname, port } = new URL(base);
    const socket = connect({ host: hostname, port: Number(port) });
    await new Promise((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    return new Conversation(socket);
  }

  /** Connects, and sends the head of a request. Its body, or less than that, is for the test to say. */
  static async begin(base, line, headers) {
    const conversation = await Conversation.open(base);
    const fields = Object.entries({ host: new URL(base).host, ...headers });
    const lines = [`${line} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)];
    conversation.say(`${lines.join("\r\n")}\r\n\r\n`);
    return conversation;
  }

  /** Sends text or bytes as they are. */
  say(data) {
    this.socket.write(typeof data === "string" ? Buffer.from(data, "latin1") : data);
  }

  /** Waits until what came matches. */
  async hears(pattern) {
    await until(`the answer matches ${pattern}`, () => pattern.test(this.text) || this.isClosed);
    if (!pattern.test(this.text)) throw new Error(`The connection has ended after: ${this.text}`);
  }

  /** The statuses that came so far. */
  get statuses() {
    return [...this.text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((match) => Number(match[1]));
  }

  end() {
    this.socket.destroy();
  }
}
