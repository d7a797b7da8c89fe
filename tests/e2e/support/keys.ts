// The keyboard as a person uses it.
import type { Locator, Page } from "@playwright/test";

/** More than any page has between two things. */
const MOST_STEPS = 60;

/** Presses Tab until something has the focus. */
export async function tabTo(page: Page, target: Locator) {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not lead there.");
}
