// Many files at once: one form for all of them, each an upload of its own.
import type { Page } from "@playwright/test";
import { glanceFaults } from "../support/faults.mjs";
import { removeLimits, setLimits } from "../support/quota.mjs";
import { until } from "../support/until.mjs";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessible.ts";
import { choose, digest, drop, qcow2, randomBytes, rawDisk, text, toDisk, type TestFile } from "./support/files.ts";
import { tabTo } from "./support/keys.ts";
import { looks } from "./support/looks.ts";
import { VERDICT } from "./support/parts.ts";
import { expect, signIn, test, type Person } from "./support/test.ts";

const MIB = 1024 * 1024;

const lines = (page: Page) => page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("textbox", { name: /^Name for/ }) });
const line = (page: Page, file: string) => lines(page).filter({ has: page.getByRole("textbox", { name: `Name for ${file}`, exact: true }) });
const nameOf = (page: Page, file: string) => page.getByRole("textbox", { name: `Name for ${file}`, exact: true });
const details = (page: Page, file: string) => page.getByRole("button", { name: `Details of ${file}`, exact: true });
const letGo = (page: Page, file: string) => page.getByRole("button", { name: `Let go of ${file}`, exact: true });
const uploadButton = (page: Page) => page.getByRole("button", { name: /^Upload \d/ });
const transferOf = (page: Page, name: string) => page.getByRole("article", { name: `Upload of ${name}` });

/** The form, once it hears of what is dropped. */
async function openForm(page: Page, person: Person, path = "/images/new") {
  await signIn(page, person, path);
  await expect(page.getByRole("button", { name: /^Choose a file/ })).toBeVisible();
}
const small = (name: string): TestFile => ({ name, buffer: randomBytes(4096, name) });

test("three files are dropped, named and tagged in one form, and one that Glance refuses leaves the others alone", async ({ page, person, glance }) => {
  const [disk, linux, letter] = [rawDisk("disk.img", 1), qcow2("linux.qcow2"), text("letter.txt")];
  await openForm(page, person);
  await drop(page, [disk, linux, letter]);
  await expect(lines(page)).toHaveCount(3);
  // Each is looked at for itself.
  await expect(line(page, "disk.img")).toContainText("Nothing speaks against it.");
  await expect(line(page, "linux.qcow2")).toContainText("qcow2");
  await expect(nameOf(page, "linux.qcow2")).toHaveValue("linux");
  await expect(page.getByLabel("Name", { exact: true })).toHaveCount(0);

  await nameOf(page, "disk.img").fill("golden disk");
  await details(page, "letter.txt").click();
  await line(page, "letter.txt").getByLabel("Disk format").selectOption("qcow2");
  await expect(line(page, "letter.txt")).toContainText("Refused by Glance");
  await details(page, "linux.qcow2").click();
  await expect(line(page, "linux.qcow2").getByLabel("Minimum disk")).toHaveValue("1");
  await page.getByRole("textbox", { name: "Tags" }).fill("nightly");
  await expect(page.getByText("letter.txt: Glance will probably refuse this file.")).toBeVisible();
  await page.getByRole("button", { name: "Upload 3 files, 1.1 MiB anyway" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Uploads" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Transfers" })).toBeHidden();
  // In the order in which they were given.
  await expect(page.getByRole("main").getByRole("article")).toHaveCount(3);
  const names = await page.getByRole("main").getByRole("article").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  expect(names).toEqual(["Upload of disk.img", "Upload of linux.qcow2", "Upload of letter.txt"]);
  await expect(transferOf(page, "letter.txt")).toContainText("The incomplete image was deleted.");
  for (const name of ["disk.img", "linux.qcow2"]) await expect(transferOf(page, name).getByText(VERDICT)).toBeVisible();
  const stored = (await glance.list()).map(({ name, status, disk_format, tags }) => ({ name, status, disk_format, tags }));
  expect(stored.sort((one, other) => one.name.localeCompare(other.name))).toEqual([
    { name: "golden disk", status: "active", disk_format: "raw", tags: ["nightly"] },
    { name: "linux", status: "active", disk_format: "qcow2", tags: ["nightly"] },
  ]);
  // The form has done its work, and begins anew.
  await page.goBack();
  await expect(page.getByRole("button", { name: /^Choose a file/ })).toBeVisible();
});

test("one file is one form as ever, more are added to it, and what is left of them is one form again", async ({ page, person }) => {
  await openForm(page, person);
  await choose(page, rawDisk("first.img", 1));
  await page.getByLabel("Name", { exact: true }).fill("my name");
  await expect(lines(page)).toHaveCount(0);
  const add = page.getByRole("button", { name: "Add files" });
  await add.focus();
  await page.getByLabel("Files to add").setInputFiles([await toDisk(small("second.img")), await toDisk(small("third.img"))]);
  await expect(lines(page)).toHaveCount(3);
  await expect(add).toBeFocused();
  await expect(nameOf(page, "first.img")).toHaveValue("my name");
  // Two images may have one name; a person should know.
  await nameOf(page, "third.img").fill("second");
  await expect(page.getByText("Several images would have the name second. That is allowed.")).toBeVisible();
  await expect(uploadButton(page)).toHaveText("Upload 3 files, 1.0 MiB");
  await letGo(page, "second.img").click();
  await expect(letGo(page, "third.img")).toBeFocused();
  await letGo(page, "third.img").click();
  await expect(add).toBeFocused();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("my name");
  await expect(page.getByRole("button", { name: "Upload 1.0 MiB" })).toBeVisible();
  // A file that takes the place of the one that is there takes over its fields.
  await choose(page, rawDisk("other.img", 2));
  await expect(page.getByRole("button", { name: "Upload 2.0 MiB" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("my name");
});

test("what would be lost with several files is asked about once", async ({ page, person }) => {
  await openForm(page, person);
  await drop(page, [small("a.img"), small("b.img")]);
  await expect(lines(page)).toHaveCount(2);
  const images = page.getByRole("navigation", { name: "Pages", exact: true }).getByRole("link", { name: "Images" });
  await images.click();
  const question = page.getByRole("dialog", { name: "Leave without saving?" });
  await expect(question).toContainText("2 files are chosen and not uploaded.");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Tags" }).fill("mine");
  await images.click();
  await expect(question).toContainText("2 files and what you filled in are not uploaded.");
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
});

test("a list of checksums beside several files serves each of them, and only the wrong one is not kept", async ({ page, person, glance }) => {
  const [right, wrong, unlisted] = [rawDisk("right.img", 1), rawDisk("wrong.img", 1), rawDisk("unlisted.img", 1)];
  const list = `${digest("sha256", right)}  right.img\n${"0".repeat(64)}  wrong.img\n${"f".repeat(64)}  else.img\n`;
  await openForm(page, person);
  await drop(page, [right, { name: "SHA256SUMS", buffer: Buffer.from(list) }, wrong, unlisted]);
  await expect(lines(page)).toHaveCount(3);
  await expect(line(page, "right.img")).toContainText("The file will be compared by the SHA-256 of right.img.");
  await expect(line(page, "unlisted.img")).toContainText("No checksum is given for this file.");
  await expect(page.getByText("2 of 3 files will be compared by a checksum.")).toBeVisible();
  await expectAccessible(page, "several files with a list of checksums");
  await uploadButton(page).click();
  await expect(transferOf(page, "right.img").getByRole("row", { name: /^Expected/ })).toContainText("Same");
  await expect(transferOf(page, "wrong.img")).toContainText("Not the expected file");
  await expect(transferOf(page, "wrong.img")).toContainText("The image was deleted.");
  await expect(transferOf(page, "unlisted.img").getByText(VERDICT)).toBeVisible();
  expect((await glance.list()).map(({ name }) => name).sort()).toEqual(["right", "unlisted"]);
});

test("a checksum without a name is of one of several files, and the person says of which", async ({ page, person }) => {
  const [one, two] = [small("one.img"), small("two.img")];
  await openForm(page, person);
  await drop(page, [one, two]);
  await expect(lines(page)).toHaveCount(2);
  await page.getByLabel("Expected checksum").fill(digest("sha256", two));
  await expect(uploadButton(page)).toHaveAccessibleDescription("Say which of the files the checksum is of, or empty the field.");
  await expect(uploadButton(page)).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page, "the question whose the checksum is");
  await page.getByLabel("The checksum is of one file. Of which one?").selectOption("two.img");
  await expect(line(page, "two.img")).toContainText("The file will be compared by this SHA-256.");
  await expect(line(page, "one.img")).toContainText("No checksum is given for this file.");
  await uploadButton(page).click();
  await expect(transferOf(page, "two.img").getByRole("row", { name: /^Expected/ })).toContainText("Same");
  await expect(transferOf(page, "one.img").getByText(VERDICT)).toBeVisible();
});

test("files that find no room together are told so before one of them is sent", async ({ page, person, glance }) => {
  await setLimits(person.projectId, { image_size_total: 3 });
  await openForm(page, person);
  await drop(page, [rawDisk("a.img", 2), rawDisk("b.img", 2), rawDisk("c.img", 1)]);
  await expect(uploadButton(page)).toHaveAccessibleDescription(/^Stored data: 2\.0 MiB too much/);
  await expect(uploadButton(page)).toHaveAttribute("aria-disabled", "true");
  await letGo(page, "b.img").click();
  await expect(page.getByRole("button", { name: "Upload 2 files, 3.0 MiB" })).toBeEnabled();
  await uploadButton(page).click();
  for (const name of ["a.img", "c.img"]) await expect(transferOf(page, name).getByText(VERDICT)).toBeVisible();
  expect(await glance.list()).toHaveLength(2);
  await removeLimits(person.projectId);
});

test("a file of several that is cancelled in the tray is gone, and the others are verified", async ({ page, person, glance }) => {
  await openForm(page, person);
  await glanceFaults.limit(MIB / 4);
  await drop(page, [rawDisk("one.img", 4), rawDisk("two.img", 4), rawDisk("three.img", 4)]);
  await expect(page.getByRole("button", { name: "Upload 3 files, 12.0 MiB" })).toBeVisible();
  await uploadButton(page).click();
  await page.getByRole("navigation", { name: "Pages", exact: true }).getByRole("link", { name: "Images" }).click();
  const tray = page.getByRole("region", { name: "Transfers" });
  await tray.getByRole("button", { name: "Show transfers" }).click();
  const row = (name: string) => tray.getByRole("listitem").filter({ hasText: name });
  await until("two are being sent", async () => (await glance.list()).filter(({ status }) => status === "saving").length === 2);
  await row("three.img").getByRole("button", { name: "Cancel upload" }).click();
  await expect(row("three.img")).toContainText("Cancelled");
  await row("two.img").getByRole("button", { name: "Cancel upload" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel upload" }).click();
  await expect(row("two.img")).toContainText("Cancelled");
  await glanceFaults.pass();
  await expect(row("one.img")).toContainText("Verified");
  expect((await glance.list()).map(({ name, status }) => [name, status])).toEqual([["one", "active"]]);
});

test("several files need no mouse, and what has come of looking at them is said once", async ({ page, person, glance }) => {
  await openForm(page, person);
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest("[role=status]");
        const words = region?.textContent ?? "";
        if (/ files, /.test(words) && said.at(-1) !== words) said.push(words);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.getByLabel("Image file", { exact: true }).setInputFiles(await Promise.all(["a.img", "b.img", "c.img"].map((name) => toDisk(small(name)))));
  await expect(lines(page)).toHaveCount(3);
  await expect(page.getByText("3 files, 12.0 KiB", { exact: true })).toBeVisible();
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said.filter((words) => words === "3 files, 12.0 KiB")).toHaveLength(1);
  expect(said.length).toBeLessThanOrEqual(2);

  await tabTo(page, nameOf(page, "a.img"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("by keys");
  await tabTo(page, details(page, "b.img"));
  await page.keyboard.press("Enter");
  await tabTo(page, line(page, "b.img").getByLabel("Disk format"));
  await page.keyboard.type("iso");
  await tabTo(page, letGo(page, "c.img"));
  await page.keyboard.press("Enter");
  await expect(lines(page)).toHaveCount(2);
  await expect(letGo(page, "b.img")).toBeFocused();
  await tabTo(page, uploadButton(page));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Uploads" })).toBeVisible();
  await expect(transferOf(page, "a.img").getByText(VERDICT)).toBeVisible();
  expect((await glance.named("by keys"))[0]).toMatchObject({ status: "active" });
});

test("of fifty files a few are looked at at a time, and each becomes an image", async ({ page, person, glance }) => {
  // Each of them is registered, sent, read and compared.
  test.slow();
  const files = Array.from({ length: 50 }, (_, number) => small(`disk-${String(number).padStart(2, "0")}.img`));
  await openForm(page, person);
  const workers = { now: 0, most: 0 };
  page.on("worker", (worker) => {
    workers.now += 1;
    workers.most = Math.max(workers.most, workers.now);
    worker.on("close", () => (workers.now -= 1));
  });
  await drop(page, files);
  await expect(lines(page)).toHaveCount(50);
  await expect(page.getByRole("button", { name: "Upload 50 files, 200.0 KiB" })).toBeEnabled();
  expect(workers.most).toBeGreaterThan(0);
  expect(workers.most).toBeLessThanOrEqual(3);
  await uploadButton(page).click();
  await expect(page.getByRole("main").getByRole("article")).toHaveCount(50);
  await expect(async () => {
    const images = await glance.list();
    expect(images.filter(({ status }) => status === "active")).toHaveLength(50);
  }).toPass();
  await expect(page.getByRole("main").getByText(VERDICT)).toHaveCount(50);
});

test.describe("where a part of the dashboard is lost", () => {
  test.use({ expectedErrors: /Failed to fetch/ });

  test("a list of files that does not come is told, and has the files once it is loaded", async ({ page, person }) => {
    const LIST = "**/several_files-*.wasm";
    await openForm(page, person);
    await page.route(LIST, (route) => route.abort("connectionreset"));
    await drop(page, [small("a.img"), small("b.img")]);
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toContainText("The list of files could not be loaded.");
    // What was dropped is there all the same.
    await expect(page.getByRole("button", { name: "Upload 2 files, 8.0 KiB" })).toBeEnabled();
    await page.unroute(LIST);
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(lines(page)).toHaveCount(2);
  });
});

test("data for an image that waits for it is one file, and a person is told when there were more", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "waiting", disk_format: "raw", container_format: "bare" });
  await openForm(page, person, `/images/new?image=${id}`);
  await drop(page, [small("a.img"), small("b.img")]);
  await expect(page.getByText("Only the first of the files was taken: this image takes one.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Upload 4.0 KiB" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add files" })).toHaveCount(0);
});

for (const { colorScheme, width } of looks) {
  test(`several files are accessible in the ${colorScheme} theme at ${width} pixels, and the tray covers a third of the window at most`, async ({ browser, person }) => {
    const context = await browser.newContext({
      baseURL: process.env.GAZE_EDGE_URL,
      colorScheme,
      reducedMotion: "reduce",
      viewport: { width, height: 800 },
    });
    const page = await context.newPage();
    await openForm(page, person);
    await drop(page, [rawDisk("a-disk-with-a-name-that-is-longer-than-a-narrow-screen-is-wide.img", 1), qcow2("unsafe.qcow2", { backingFile: true }), text("letter.txt"), qcow2("linux.qcow2")]);
    await expect(page.getByRole("button", { name: "Upload 4 files, 1.1 MiB anyway" })).toBeVisible();
    await details(page, "unsafe.qcow2").click();
    await expectAccessible(page, "several files");
    await expectNoSidewaysScrolling(page, "several files");
    // Nothing gets through.
    await page.route("**/v2/images/*/file", async () => {});
    await uploadButton(page).click();
    await page.getByRole("navigation", { name: "Pages", exact: true }).getByRole("link", { name: "Images" }).click();
    const tray = page.getByRole("region", { name: "Transfers" });
    for (const toggle of ["Show transfers", "Hide transfers"]) {
      for (const [width, height] of [[320, 568], [390, 844], [768, 1024], [1280, 800]]) {
        await page.setViewportSize({ width, height });
        const box = await tray.boundingBox();
        expect(box?.height, `${width} by ${height}`).toBeLessThanOrEqual(height / 3 + 1);
        await expectNoSidewaysScrolling(page, `the tray at ${width} pixels`);
      }
      await expectAccessible(page, "the tray of several files");
      await tray.getByRole("button", { name: toggle }).click();
    }
    // The line keeps its height, and the rows theirs.
    await page.setViewportSize({ width: 320, height: 568 });
    await tray.getByRole("button", { name: "Show transfers" }).click();
    const [name, first] = [tray.getByRole("link").first(), tray.getByRole("listitem").first()];
    const [above, below] = [await name.boundingBox(), await first.boundingBox()];
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
    await context.close();
  });
}
