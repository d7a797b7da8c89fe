// The fault proxies (tests/src/fault_proxy), by their control ports.
import { glanceFaultUrl, keystoneFaultUrl } from "./environment.mjs";
import { call } from "./http.mjs";

/** One fault proxy. Every method returns once what it asks for is in force. */
export class FaultProxy {
  #control;

  constructor(control) {
    this.#control = control;
  }

  async #ask(method, path, body) {
    const response = await call(this.#control, path, { method, body });
    if (response.status >= 400) {
      throw new Error(`The fault proxy answered ${response.status}: ${response.text}`);
    }
    return response;
  }

  /** Where clients connect, the fault in force, the open connections and the counts. */
  async status() {
    return (await this.#ask("GET", "/")).json;
  }

  /** The address of the service behind, by way of this proxy. */
  async url() {
    return `http://${(await this.status()).listen}`;
  }

  /** Sets a fault; its forms are in tests/src/fault_proxy/fault.rs. */
  async set(fault) {
    await this.#ask("PUT", "/fault", fault);
  }

  /** No fault any more. */
  async pass() {
    await this.set({ kind: "pass" });
  }

  /** As if the program behind had been stopped: open connections break, new ones are refused. */
  async stop() {
    await this.set({ kind: "refuse" });
    await this.#ask("DELETE", "/connections");
  }

  /** Breaks the first connection on which so many bytes have gone up. */
  async resetAfter(bytes) {
    await this.set({ kind: "reset", direction: "to_upstream", after_bytes: bytes });
  }

  /** Each connection carries no more than this each way. */
  async limit(bytesPerSecond) {
    await this.set({ kind: "bandwidth", bytes_per_second: bytesPerSecond });
  }

  /** Connections are taken and nothing moves. */
  async hang() {
    await this.set({ kind: "hang" });
  }

  /** Ends the connections that are open, whatever the fault. */
  async breakConnections() {
    await this.#ask("DELETE", "/connections");
  }
}

/** Between the edge and Keystone. */
export const keystoneFaults = new FaultProxy(keystoneFaultUrl);

/** Between the edge and Glance. */
export const glanceFaults = new FaultProxy(glanceFaultUrl);
