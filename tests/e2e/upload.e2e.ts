// From a file on this machine to a verified image in Glance, and everything that can stop it.
import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { glanceFaults } from "../support/faults.mjs";
import { until } from "../support/until.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { choose, digest, qcow2, rawDisk, text } from "./support/files.ts";
import { expect, fillSignIn, signIn, test } from "./support/test.ts";

const MIB = 1024 * 1024;

test("an image is uploaded, verified, renamed and deleted", async ({ page, person, glance }) => {
  const file = rawDisk("build-64.img", 64);
  await signIn(page, person);
  await page.getByRole("link", { name: "New image" }).first().click();
  await choose(page, file);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("build-64");
  await expect(page.getByLabel("Disk format")).toHaveValue("raw");
  await page.getByRole("button", { name: "Upload 64.0 MiB" }).click();

  const transfer = page.getByRole("article", { name: "Upload of build-64.img" });
  // What took the form's place begins at the top of the page, where the keyboard goes on too.
  await expect(page.getByRole("heading", { level: 1 })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("main")).toBeFocused();
  await expect(transfer.getByText("Glance stored exactly the bytes that this browser read.")).toBeVisible();
  const verdict = transfer.getByRole("table");
  await expect(verdict.getByText(digest("sha512", file))).toHaveCount(2);
  // What is compared is hashed, and no more, until somebody asks for it.
  const md5 = verdict.getByRole("row", { name: /^MD5/ });
  await expect(md5).toContainText("Not compared");
  await transfer.getByRole("button", { name: "Compare MD5 too" }).click();
  await expect(md5.getByText(digest("md5", file))).toHaveCount(2);
  await expect(md5).toContainText("Same");
  await expect(transfer.getByRole("button", { name: "Compare MD5 too" })).toHaveCount(0);
  const [stored] = await glance.named("build-64");
  expect(stored).toMatchObject({ status: "active", size: 64 * MIB, checksum: digest("md5", file) });

  await transfer.getByRole("link", { name: "Open image" }).click();
  await page.getByLabel("Name", { exact: true }).fill("golden image");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "golden image" })).toBeVisible();
  expect((await glance.find(stored.id)).name).toBe("golden image");

  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("golden image");
  await dialog.getByRole("button", { name: /^Delete/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  expect(await glance.find(stored.id)).toBeUndefined();
});

test("a receipt of an upload is saved, and again from the image's page", async ({ page, person, glance }) => {
  const file = rawDisk("receipt.img", 1);
  await signIn(page, person, "/images/new");
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of receipt.img" });
  await expect(transfer.getByText("Glance stored exactly the bytes")).toBeVisible();
  const save = async (within: Locator) => {
    const [download] = await Promise.all([page.waitForEvent("download"), within.getByRole("button", { name: "Save receipt" }).click()]);
    expect(download.suggestedFilename()).toBe("receipt.img.receipt.json");
    return JSON.parse(await readFile(await download.path(), "utf8"));
  };
  const [image] = await glance.named("receipt");
  const receipt = await save(transfer);
  expect(receipt).toMatchObject({
    gaze_receipt: 1,
    verdict: "verified",
    file: { name: "receipt.img", size: file.buffer.length, digests: { sha512: digest("sha512", file) } },
    image: { id: image.id, checksum: digest("md5", file), os_hash_value: digest("sha512", file) },
    project_id: person.projectId,
    user_id: person.id,
  });
  for (const kind of ["create", "data", "read"]) expect(receipt.request_ids[kind]).toMatch(/^req-/);
  expect(Date.parse(receipt.compared_at)).toBeGreaterThanOrEqual(Date.parse(receipt.begun_at));
  await page.goto(`/images/${image.id}`);
  expect(await save(page.getByRole("region", { name: "Integrity" }))).toEqual(receipt);
});

test("qcow2 bytes declared raw are stored, and shown for what they are", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await choose(page, qcow2("disk.qcow2"));
  await expect(page.getByLabel("Disk format")).toHaveValue("qcow2");
  await page.getByLabel("Disk format").selectOption("raw");
  const side = page.getByRole("complementary", { name: "What this file is" });
  await expect(side).toContainText("qcow2");
  await expect(side).toContainText("1.0 GiB");
  await page.getByRole("button", { name: /^Upload/ }).click();
  await expect(page.getByText("Glance stored exactly the bytes")).toBeVisible();
  const [stored] = await glance.named("disk");
  expect(stored).toMatchObject({ status: "active", disk_format: "raw" });
});

test("text declared qcow2 is refused by Glance, explained, and leaves nothing behind", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await choose(page, text("letter.qcow2"));
  await page.getByLabel("Disk format").selectOption("qcow2");
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of letter.qcow2" });
  await expect(transfer).toContainText("Refused");
  await expect(transfer).toContainText("Glance does not take the file as qcow2. The file is a text, not a disk image.");
  await expect(transfer).toContainText("The incomplete image was deleted.");
  expect(await glance.list()).toEqual([]);
  // Anything is raw to Glance, and no server boots from a text.
  await expect(transfer.getByRole("button", { name: "Edit and upload again" })).toBeVisible();
  await expect(transfer.getByRole("button", { name: /Upload as/ })).toHaveCount(0);
});

test("a disk declared as another format is refused by Glance, and uploaded as what it is", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("disk.qcow2", 1));
  await page.getByLabel("Disk format").selectOption("qcow2");
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of disk.qcow2" });
  await expect(transfer).toContainText("Glance found raw in the file, not qcow2.");
  await expect(transfer).toContainText("The incomplete image was deleted.");

  // The way out is offered, and works.
  await transfer.getByRole("button", { name: "Upload as raw" }).click();
  await expect(transfer.getByText("Glance stored exactly the bytes")).toBeVisible();
  expect(await glance.list()).toMatchObject([{ status: "active", disk_format: "raw" }]);
});

test("a file that no worker can look at is uploaded all the same, and said to be not verified", async ({ page, person, glance }) => {
  await page.route("**/file_worker*", (route) => route.abort());
  await signIn(page, person, "/images/new");
  const file = qcow2("unseen.qcow2");
  await choose(page, file);
  const side = page.getByRole("complementary", { name: "What this file is" });
  await expect(side.getByRole("alert")).toContainText("This browser could not look into the file, so Glance alone will judge it.");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("unseen");
  await expect(page.getByLabel("Disk format")).toHaveValue("qcow2");
  await page.getByRole("button", { name: "Upload 64.0 KiB" }).click();
  const transfer = page.getByRole("article", { name: "Upload of unseen.qcow2" });
  await expect(transfer.getByText("Stored, not verified")).toBeVisible();
  await expect(transfer.getByText("The file could not be hashed in this browser.")).toBeVisible();
  expect(await glance.named("unseen")).toMatchObject([{ status: "active", checksum: digest("md5", file) }]);
});

test("signing out during an upload asks first, and it is verified after signing in again", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await glanceFaults.limit(2 * MIB);
  await choose(page, rawDisk("left.img", 64));
  await page.getByRole("button", { name: /^Upload/ }).click();
  await until("the image is being saved", async () => (await glance.list())[0]?.status === "saving");
  const openMenu = () => page.getByRole("button", { name: `Signed in as ${person.user}` }).click();
  await openMenu();
  await page.getByRole("button", { name: "Sign out" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign out while files upload?" });
  await expect(dialog).toContainText("1 upload has not ended.");
  await dialog.getByRole("button", { name: "Stay signed in" }).click();
  await expect(dialog).toBeHidden();

  await openMenu();
  await page.getByRole("button", { name: "Sign out" }).click();
  await dialog.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
  await glanceFaults.pass();
  await fillSignIn(page, person);
  const tray = page.getByRole("region", { name: "Transfers" });
  await tray.getByRole("link", { name: "left.img" }).click();
  const transfer = page.getByRole("article", { name: "Upload of left.img" });
  await expect(transfer.getByText("Glance stored exactly the bytes that this browser read.")).toBeVisible();
});

test("an upload that is cancelled in the middle leaves no image behind", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await glanceFaults.limit(2 * MIB);
  await choose(page, rawDisk("slow.img", 64));
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of slow.img" });
  await until("the image is being saved", async () => (await glance.list())[0]?.status === "saving");
  await transfer.getByRole("button", { name: "Cancel upload" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel upload" }).click();
  await expect(transfer).toContainText("The image was deleted.");
  expect(await glance.list()).toEqual([]);
});

test("when Glance goes away in the middle, the upload says so and goes on when it is back", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await glanceFaults.limit(4 * MIB);
  const file = rawDisk("interrupted.img", 32);
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of interrupted.img" });
  await until("the image is being saved", async () => (await glance.list())[0]?.status === "saving");
  await glanceFaults.stop();
  await expect(transfer).toContainText("Checking the image");
  await expect(transfer).toContainText("The image service");
  await glanceFaults.pass();
  await expect(transfer).toContainText("Interrupted");
  await transfer.getByRole("button", { name: "Try again" }).click();
  await expect(transfer.getByText("Glance stored exactly the bytes")).toBeVisible();
  expect(await glance.list()).toMatchObject([{ status: "active", checksum: digest("md5", file) }]);
});

test("the tray has a line for each file with its own cancel, covers a third of the window at most, and leaves the page of uploads alone", async ({ page, person }) => {
  await signIn(page, person, "/images/new");
  // Nothing gets through.
  await page.route("**/v2/images/*/file", async () => {});
  for (const name of ["one.img", "two.img", "three.img", "four.img", "five.img"]) {
    await choose(page, rawDisk(name, 1));
    await page.getByRole("button", { name: /^Upload 1/ }).click();
    await page.getByRole("button", { name: "Upload another file" }).click();
  }
  await page.getByRole("link", { name: "Images" }).first().click();
  const tray = page.getByRole("region", { name: "Transfers" });
  await tray.getByRole("button", { name: "Show transfers" }).click();
  await expect(tray.getByRole("listitem")).toHaveCount(5);
  for (const [width, height] of [[1280, 720], [320, 640]]) {
    await page.setViewportSize({ width, height });
    const box = await tray.boundingBox();
    expect(box?.height).toBeLessThanOrEqual(height / 3 + 1);
    await expectAccessible(page, `the open tray at ${width} pixels`);
  }
  const waiting = tray.getByRole("listitem").filter({ hasText: "five.img" });
  await waiting.getByRole("button", { name: "Cancel upload" }).click();
  await expect(waiting).toContainText("Cancelled");
  await tray.getByRole("link", { name: "five.img" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Uploads" })).toBeVisible();
  await expect(tray).toBeHidden();
  await expect(page.getByRole("main").getByRole("article")).toHaveCount(5);
});
