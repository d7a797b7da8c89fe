// Four gibibytes from a browser into Glance. It takes minutes and four gibibytes of disk, so it runs
// only when GAZE_LARGE_FILES is set (docs/testing.md).
import { readFile } from "node:fs/promises";
import type { Browser } from "@playwright/test";
import { chooseHole } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
/** What the tab may grow by: pieces of the file on their way to two hash workers and to the edge. */
const GROWTH_BYTES = 100 * MIB;
const POLL_INTERVAL_MS = 500;

test.setTimeout(30 * 60_000);

/** The memory that a process has for itself. It may end while it is looked at. */
async function privateBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(status.match(/^RssAnon:\s+(\d+) kB$/m)?.[1] ?? 0) * 1024;
}

/** The memory of all tabs and workers of the browser. */
async function tabBytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const tabs = processInfo.filter(({ type }) => type === "renderer");
  const sizes = await Promise.all(tabs.map(({ id }) => privateBytes(id)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

test("a file of four gibibytes is stored and verified, and the tab does not grow with it", async ({ browser, page, person, glance }, info) => {
  await signIn(page, person, "/images/new");
  await chooseHole(page, "large.img", 4096);
  const upload = page.getByRole("button", { name: "Upload 4.0 GiB" });
  await expect(upload).toBeEnabled();
  const before = await tabBytes(browser);
  let peak = before;
  const looking = setInterval(async () => {
    peak = Math.max(peak, await tabBytes(browser).catch(() => 0));
  }, POLL_INTERVAL_MS);
  const start = Date.now();
  try {
    await upload.click();
    const transfer = page.getByRole("article", { name: "Upload of large.img" });
    const verdict = transfer.getByText("Glance stored exactly the bytes that this browser read.");
    await expect(verdict).toBeVisible({ timeout: 25 * 60_000 });
  } finally {
    clearInterval(looking);
  }
  const seconds = Math.round((Date.now() - start) / 1000);
  const growth = Math.round((peak - before) / MIB);
  info.annotations.push({ type: "measured", description: `${seconds} s, ${growth} MiB more at most` });
  expect(await glance.list()).toMatchObject([{ status: "active", size: 4 * GIB }]);
  expect(peak - before, `${growth} MiB more`).toBeLessThan(GROWTH_BYTES);
});
