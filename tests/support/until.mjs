// Waiting for something to become true, where nobody tells when.
import { setTimeout as pause } from "node:timers/promises";

const POLL_INTERVAL_MS = 20;

/**
 * Returns once `condition` holds; fails when it has not after `timeoutMs`.
 *
 * @param {string} what What is waited for, for the failure.
 * @param {() => unknown | Promise<unknown>} condition
 */
export async function until(what, condition, timeoutMs = 30_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await pause(POLL_INTERVAL_MS);
  }
}
