// Time that a story lets pass. What the page waits for a second or longer happens when the story says so;
// Playwright's own clock gives its timers numbers that WebAssembly cannot hold, so they could not be
// called off.
import type { Page } from "@playwright/test";

type Held = Window & { letTimePass: (milliseconds: number) => void };

/** From the next navigation on, long timers of the page wait for [`letTimePass`]. */
export async function holdTime(page: Page) {
  await page.addInitScript(() => {
    const [set, clear] = [window.setTimeout.bind(window), window.clearTimeout.bind(window)];
    const waiting = new Map<number, { act: () => void; milliseconds: number }>();
    let last = 1_000_000_000;
    const setTimeout = (act: () => void, milliseconds = 0) => {
      if (milliseconds < 1000) return set(act, milliseconds);
      last += 1;
      waiting.set(last, { act, milliseconds });
      return last;
    };
    const clearTimeout = (id: number) => (waiting.delete(id) ? undefined : clear(id));
    const letTimePass = (milliseconds: number) => {
      for (const [id, timer] of [...waiting]) {
        if (timer.milliseconds <= milliseconds && waiting.delete(id)) timer.act();
      }
    };
    Object.assign(window, { setTimeout, clearTimeout, letTimePass });
  });
}

/** Everything happens that waits for so long or less. */
export async function letTimePass(page: Page, milliseconds: number) {
  await page.evaluate((milliseconds) => (window as unknown as Held).letTimePass(milliseconds), milliseconds);
}
