// A page as axe sees it.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Nothing on the page breaks a rule of WCAG 2.2 AA that a program can check. For that the window is as tall
 * as the page: axe takes a control that a bar at the window's edge happens to cover for too small a target.
 */
export async function expectAccessible(page: Page, what: string) {
  const window = page.viewportSize();
  if (window) {
    const pageHeight = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ ...window, height: Math.max(window.height, pageHeight) });
  }
  await standStill(page);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  if (window) await page.setViewportSize(window);
  const descriptions = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n  ")}`);
  expect(descriptions, what).toEqual([]);
}

/** A button that has just become usable changes its colours for a moment, and axe would see one that nobody stays to see. */
async function standStill(page: Page) {
  await page.evaluate(async () => {
    const ends = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    // One that is cancelled has ended, too.
    await Promise.allSettled(ends.map((one) => one.finished));
  });
}

/** The same of several pages, each of which is opened and has to be the one of its heading. */
export async function expectPagesAccessible(page: Page, pages: readonly (readonly [string, string | RegExp])[]) {
  for (const [path, heading] of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expectAccessible(page, path);
    await expectNoSidewaysScrolling(page, path);
  }
}

/** Nothing is cut off or reached only by scrolling sideways. */
export async function expectNoSidewaysScrolling(page: Page, what: string) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, what).toBeLessThanOrEqual(0);
}
