// An image's data on its way to the disk: written by the page where the browser lets it, and verified on the way.
import type { Page } from "@playwright/test";
import { startEdge } from "../support/edge.mjs";
import { glanceFaults } from "../support/faults.mjs";
import { startGlanceData } from "../support/glance_data.mjs";
import { until } from "../support/until.mjs";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessible.ts";
import { filesOnDisk, saveToOwnDisk, sha512, withoutFileAccess } from "./support/disk.ts";
import { rawDisk, toDisk } from "./support/files.ts";
import { looks } from "./support/looks.ts";
import { MIB } from "./support/parts.ts";
import { expect, signIn, signInAgain, test } from "./support/test.ts";

// A connection that breaks is told on the console by the browser, too.
test.use({ expectedErrors: /^console: Failed to load resource/ });

const raw = { disk_format: "raw", container_format: "bare" };
/** In bytes a second: nothing comes to its end before it is told to. */
const SLOW = MIB / 4;
const SAME = "The file has exactly the bytes that Glance stored.";

const panel = (page: Page, file: string) => page.getByRole("region", { name: `Download of ${file}`, exact: true });
const line = (page: Page) => page.getByRole("region", { name: "Downloads", exact: true });
const press = (page: Page) => page.getByRole("link", { name: "Download", exact: true }).click();

test("an image is saved where the person says, and verified while it is written", async ({ page, person, glance }) => {
  const file = rawDisk("disk.raw", 8);
  const { id } = await glance.create({ ...raw, name: "disk" });
  await glance.upload(id, file.buffer);
  await saveToOwnDisk(page);
  await signIn(page, person, `/images/${id}`);
  await glanceFaults.limit(SLOW);
  await press(page);
  const download = panel(page, "disk.raw");
  await expect(download).toContainText("Downloading");
  await expect(download).toContainText(/of 8\.0 MiB/);
  await expect(download).toContainText("You can go on working");
  await expectAccessible(page, "a download under way");
  // Nothing lies there under its name before it is known to be what it should be.
  expect((await filesOnDisk(page))["disk.raw"]).toBe(sha512(Buffer.alloc(0)));
  await glanceFaults.pass();
  await expect(download).toContainText(SAME);
  await expect(download).toContainText("Verified");
  await expect(download.getByRole("row", { name: "SHA-512" }).getByText(sha512(file.buffer))).toHaveCount(2);
  expect(await filesOnDisk(page)).toEqual({ "disk.raw": sha512(file.buffer) });
  await expectAccessible(page, "a download that is verified");
  await download.getByRole("button", { name: "Dismiss" }).click();
  await expect(download).toHaveCount(0);
});

test("a download goes on beside the pages, asks before the tab goes, and leaves nothing when it is cancelled", async ({
  page,
  person,
  glance,
}) => {
  const { id } = await glance.create({ ...raw, name: "beside" });
  await glance.upload(id, rawDisk("beside.raw", 8).buffer);
  await saveToOwnDisk(page);
  await signIn(page, person, `/images/${id}`);
  await glanceFaults.limit(SLOW);
  await press(page);
  await expect(panel(page, "beside.raw")).toContainText("Downloading");
  await expect(line(page)).toHaveCount(0);
  await page.getByRole("link", { name: "Images" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  await expect(line(page)).toContainText("beside.raw");
  await expect(line(page)).toContainText("Downloading");
  await expectAccessible(page, "a download beside the list");
  const asked: string[] = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await line(page).getByRole("link", { name: "beside.raw" }).click();
  const download = panel(page, "beside.raw");
  await download.getByRole("button", { name: "Cancel the download of beside.raw" }).click();
  await expect(download).toContainText("Nothing of the file was kept.");
  expect(await filesOnDisk(page)).toEqual({});
  await glanceFaults.pass();
  await download.getByRole("button", { name: "Try the download of beside.raw again" }).click();
  await expect(download).toContainText(SAME);
});

test("an ended session waits for the person, and goes on from there", async ({ page, person, glance, context }) => {
  const file = rawDisk("later.raw", 4);
  const { id } = await glance.create({ ...raw, name: "later" });
  await glance.upload(id, file.buffer);
  await saveToOwnDisk(page);
  await signIn(page, person, `/images/${id}`);
  await glanceFaults.limit(SLOW);
  await press(page);
  const download = panel(page, "later.raw");
  await expect(download).toContainText(/[1-9]\.\d of 4\.0 MiB/);
  await context.clearCookies();
  await glanceFaults.breakConnections();
  await expect(download).toContainText("Paused");
  await glanceFaults.pass();
  await signInAgain(page, person);
  await expect(download).toContainText(SAME);
  expect(await filesOnDisk(page)).toEqual({ "later.raw": sha512(file.buffer) });
});

test.describe("where data is lost on its way", () => {
  let upstream: Awaited<ReturnType<typeof startGlanceData>>;
  let edge: Awaited<ReturnType<typeof startEdge>>;

  test.beforeAll(async () => {
    upstream = await startGlanceData();
    edge = await startEdge({ glance: upstream.url, page: null });
  });
  test.afterAll(async () => {
    await edge.stop();
    upstream.stop();
  });

  test("a download goes on from the byte that is missing, whatever is answered", async ({ page, person, glance }) => {
    const file = rawDisk("lost.raw", 8);
    const { id } = await glance.create({ ...raw, name: "lost" });
    await glance.upload(id, file.buffer);
    await saveToOwnDisk(page);
    await signIn(page, person, `${edge.url}/images/${id}`);
    upstream.next(
      ["breakAfter", 3 * MIB],
      ["refuse", 503],
      ["wholeBreaksAfter", 5 * MIB],
      ["refuse", 416],
      ["whole"],
    );
    await press(page);
    const download = panel(page, "lost.raw");
    await expect(download).toContainText(SAME);
    expect(await filesOnDisk(page)).toEqual({ "lost.raw": sha512(file.buffer) });
    const from = upstream.ranges().map((range) => range && Number(/^bytes=(\d+)-$/.exec(range)![1]));
    expect(from).toHaveLength(5);
    const [first, second, third, fourth, fifth] = from;
    expect([first, fifth]).toEqual([undefined, undefined]);
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThanOrEqual(3 * MIB);
    expect(third).toBe(second);
    expect(fourth).toBeGreaterThan(third as number);
  });

  test("a download of which nothing is heard is asked for again", async ({ page, person, glance }) => {
    const file = rawDisk("stalled.raw", 4);
    const { id } = await glance.create({ ...raw, name: "stalled" });
    await glance.upload(id, file.buffer);
    await saveToOwnDisk(page);
    await signIn(page, person, `${edge.url}/images/${id}`);
    upstream.next(["stallAfter", MIB]);
    await press(page);
    const download = panel(page, "stalled.raw");
    await expect(download).toContainText(SAME, { timeout: 60_000 });
    expect(await filesOnDisk(page)).toEqual({ "stalled.raw": sha512(file.buffer) });
    expect(upstream.ranges()).toHaveLength(2);
  });

  test("a download that is cancelled before the worker has begun to ask for the data ends at once", async ({ page, person, glance }) => {
    const { id } = await glance.create({ ...raw, name: "early" });
    await glance.upload(id, rawDisk("early.raw", 1).buffer);
    await saveToOwnDisk(page);
    let begin = () => {};
    const cancelled = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let isAwaited = false;
    await page.route("**/file_worker*", async (route) => {
      isAwaited = true;
      await cancelled;
      await route.continue();
    });
    await signIn(page, person, `${edge.url}/images/${id}`);
    upstream.next(["silence"]);
    await press(page);
    const download = panel(page, "early.raw");
    // Before that there is nobody whom a cancel would have to reach.
    await until("the worker is asked for", () => isAwaited);
    await download.getByRole("button", { name: "Cancel the download of early.raw" }).click();
    await expect(download).toContainText("Cancelling");
    // What the page has said until now reaches the worker at one go.
    begin();
    await expect(download).toContainText("Nothing of the file was kept.");
    expect(await filesOnDisk(page)).toEqual({});
    expect(upstream.ranges()).toEqual([]);
  });

  test("of a refusal without an end only as much is read as is told", async ({ page, person, glance }) => {
    const { id } = await glance.create({ ...raw, name: "endless" });
    await glance.upload(id, rawDisk("endless.raw", 1).buffer);
    await saveToOwnDisk(page);
    await signIn(page, person, `${edge.url}/images/${id}`);
    upstream.next(["refuseForEver", 403]);
    await press(page);
    const download = panel(page, "endless.raw");
    await expect(download.getByRole("button", { name: "Try the download of endless.raw again" })).toBeVisible();
    await until("nobody reads the refusal", async () => upstream.refusing() === 0);
  });

  for (const { colorScheme, width } of looks) {
    test(`data that differs is told and not kept (${colorScheme}, ${width})`, async ({ page, person, glance }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const file = rawDisk("damaged.raw", 1);
      const { id } = await glance.create({ ...raw, name: "damaged" });
      await glance.upload(id, file.buffer);
      await saveToOwnDisk(page);
      await signIn(page, person, `${edge.url}/images/${id}`);
      upstream.next(["damage"]);
      await press(page);
      const download = panel(page, "damaged.raw");
      await expect(download).toContainText("Does not match");
      await expect(download).toContainText("so the file was not kept");
      await expect(download).toContainText(sha512(file.buffer));
      await expectAccessible(page, "a download that differs");
      await expectNoSidewaysScrolling(page, "a download that differs");
      expect(await filesOnDisk(page)).toEqual({});
      await download.getByRole("button", { name: "Try the download of damaged.raw again" }).click();
      await expect(download).toContainText(SAME);
      expect(await filesOnDisk(page)).toEqual({ "damaged.raw": sha512(file.buffer) });
      await expectNoSidewaysScrolling(page, "a download that is verified");
    });
  }
});

test("a file that the browser has downloaded is compared with what Glance stored", async ({ page, person, glance }) => {
  const file = rawDisk("by hand.raw", 2);
  const { id } = await glance.create({ ...raw, name: "by hand" });
  await glance.upload(id, file.buffer);
  await withoutFileAccess(page);
  await signIn(page, person, `/images/${id}`);
  const [download] = await Promise.all([page.waitForEvent("download"), press(page)]);
  expect(download.suggestedFilename()).toBe("by hand.raw");
  const integrity = page.getByRole("region", { name: "Integrity" });
  await integrity.getByRole("button", { name: "Check a downloaded file" }).click();
  await expect(integrity).toContainText(`echo '${sha512(file.buffer)}  by hand.raw' | sha512sum --check`);
  const input = integrity.getByLabel("Check a downloaded file");
  await input.setInputFiles(await download.path());
  await expect(integrity).toContainText("has exactly the bytes that Glance stored.");
  await expect(integrity.getByText("Verified")).toBeVisible();
  await expectAccessible(page, "a file that is what Glance stored");
  await input.setInputFiles(await toDisk(rawDisk("another.raw", 1)));
  await expect(integrity).toContainText("another.raw is not what Glance stored.");
  await expect(integrity.getByText("Does not match")).toBeVisible();
  await expectAccessible(page, "a file that is another");
});
