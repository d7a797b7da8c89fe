// Four gibibytes from a browser into Glance, and a disk of ten of which little is written. It takes minutes and four
// gibibytes of disk, so it runs only when GAZE_LARGE_FILES is set (docs/testing.md).
import { execFile } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "@playwright/test";
import { Chance } from "../support/chance.mjs";
import { chooseHole, randomBytes } from "./support/files.ts";
import { MIB } from "./support/parts.ts";
import { expect, signIn, test } from "./support/test.ts";

const run = promisify(execFile);

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

/** Writes a disk of so many bytes, a twentieth of which has data, in pieces as a file system leaves them. */
async function sparseDisk(name: string, bytes: number): Promise<string> {
  const path = test.info().outputPath(name);
  await mkdir(dirname(path), { recursive: true });
  const table = Buffer.alloc(512);
  Buffer.from([0x80, 0, 2, 0, 0x83, 0, 0, 0, 1, 0, 0, 0, 0, 8, 0, 0]).copy(table, 446);
  table.writeUInt16BE(0x55aa, 510);
  const disk = await open(path, "w");
  await disk.truncate(bytes);
  const data = randomBytes(4 * MIB, name);
  const chance = new Chance(1);
  // One piece in each twentieth part of the way, at a place of a sector.
  for (let start = 0; start < bytes; start += 20 * data.length) {
    await disk.write(data, 0, data.length, start + 512 * chance.below((19 * data.length) / 512));
  }
  await disk.write(table, 0, table.length, 0);
  await disk.close();
  return path;
}

test("of a disk of ten gibibytes, a twentieth of which has data, at most a tenth travels", async ({ page, person, glance }, info) => {
  const path = await sparseDisk("mostly-empty.raw", 10 * GIB);
  await signIn(page, person, "/images/new");
  await page.getByLabel("Image file").setInputFiles(path);
  await page.getByRole("radio", { name: /^As qcow2/ }).check({ timeout: 10 * 60_000 });
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of mostly-empty.raw" });
  await expect(transfer.getByText("Glance stored exactly the bytes that this browser read.")).toBeVisible({ timeout: 10 * 60_000 });
  const [image] = await glance.list();
  expect(image).toMatchObject({ status: "active", disk_format: "qcow2" });
  info.annotations.push({ type: "measured", description: `${Math.round(image.size / MIB)} MiB travelled` });
  expect(image.size).toBeLessThanOrEqual(GIB);
  const stored = info.outputPath("stored.qcow2");
  await writeFile(stored, await glance.data(image.id));
  await run("qemu-img", ["check", stored]);
  await run("qemu-img", ["compare", "-f", "raw", "-F", "qcow2", path, stored]);
});
