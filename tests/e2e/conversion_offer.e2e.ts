// What is offered to be sent of a file follows what the gateway and the cloud are known to take, and what a worker
// that fails can be asked once more.
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { choose, digest, disk, randomBytes } from "./support/files.ts";
import { MIB, VERDICT } from "./support/parts.ts";
import { expect, signIn, test } from "./support/test.ts";

const CONFIG = "**/api/config";
const SCHEMA = "**/v2/schemas/image";

const side = (page: Page) => page.getByRole("complementary", { name: "What this file is" });
const uploadButton = (page: Page) => page.getByRole("button", { name: /^Upload/ });
const content = (page: Page) => page.getByRole("radio", { name: /^What is in it/ });
const asItIs = (page: Page) => page.getByRole("radio", { name: /^The compressed file as it is/ });
const transferOf = (page: Page, name: string) => page.getByRole("article", { name: `Upload of ${name}` });

function packedDisk(name: string) {
  return { name: `${name}.raw.gz`, buffer: gzipSync(disk("", randomBytes(2 * MIB, name)).buffer) };
}

/** A raw disk of which little would be left as qcow2. */
function emptyDisk(name: string) {
  return disk(`${name}.raw`, Buffer.concat([randomBytes(MIB, name), Buffer.alloc(63 * MIB)]));
}

/** Something that a story lets happen when it is time. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test("a compressed file that was looked at before the gateway has told what it takes is unpacked once it has", async ({ page, person }) => {
  const answer = gate();
  await page.route(CONFIG, async (route) => {
    await answer.opened;
    await route.continue();
  });
  await signIn(page, person, "/images/new");
  await choose(page, packedDisk("slow"));
  await expect(side(page)).toContainText("Asking the gateway whether what is in the file can be sent.");
  await expect(asItIs(page)).not.toBeChecked();
  await expect(uploadButton(page)).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page, "a compressed file of which it is not known what can be sent");
  answer.open();
  await expect(content(page)).toBeChecked();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("slow");
  await expect(page.getByRole("button", { name: "Upload 2.0 MiB" })).not.toHaveAttribute("aria-disabled", "true");
});

test("who says that the compressed file goes as it is keeps that when more can be sent", async ({ page, person }) => {
  const answer = gate();
  await page.route(CONFIG, async (route) => {
    await answer.opened;
    await route.continue();
  });
  await signIn(page, person, "/images/new");
  await choose(page, packedDisk("chosen"));
  await asItIs(page).check();
  answer.open();
  await expect(content(page)).toBeVisible();
  await expect(asItIs(page)).toBeChecked();
});

test("a gateway that does not tell what it takes is told, asked again, and the file can go as it is", async ({ page, person, glance }) => {
  await page.route(CONFIG, (route) => route.abort("connectionreset"));
  await signIn(page, person, "/images/new");
  const untold = packedDisk("untold");
  await choose(page, untold);
  const alert = side(page).getByRole("alert");
  await expect(alert).toHaveText("The gateway did not answer whether what is in the file can be sent. It is asked again.");
  await expect(uploadButton(page)).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page, "a gateway that does not tell what it takes");
  await asItIs(page).check();
  await uploadButton(page).click();
  await expect(transferOf(page, untold.name).getByText(VERDICT)).toBeVisible();
  expect((await glance.named("untold"))[0]).toMatchObject({ checksum: digest("md5", untold) });
  await page.getByRole("button", { name: "Upload another file" }).click();
  await choose(page, packedDisk("told"));
  await expect(alert).toBeVisible();
  await page.unroute(CONFIG);
  await side(page).getByRole("button", { name: "Try again" }).click();
  await expect(content(page)).toBeChecked();
});

test("a raw disk is offered as qcow2 as soon as the cloud is known to have that, and no longer than it has", async ({ page, person }) => {
  const answer = gate();
  const formats = ["raw", "iso"];
  await page.route(SCHEMA, async (route) => {
    await answer.opened;
    const response = await route.fetch();
    const schema = await response.json();
    schema.properties.disk_format.enum = formats;
    await route.fulfill({ response, json: schema });
  });
  const asQcow2 = page.getByRole("radio", { name: /^As qcow2/ });
  await signIn(page, person, "/images/new");
  await choose(page, emptyDisk("formats"));
  // Glance's own formats, as long as it has not told others.
  await asQcow2.check();
  await expect(page.getByLabel("Disk format")).toHaveValue("qcow2");
  answer.open();
  await expect(asQcow2).toHaveCount(0);
  await expect(page.getByLabel("Disk format")).toHaveValue("raw");
  await expect(page.getByRole("button", { name: "Upload 64.0 MiB" })).not.toHaveAttribute("aria-disabled", "true");
});

test.describe("where a worker does not start", () => {
  const UNPACKING = "**/unpacking_worker*";
  const NOT_RUNNING = "Its file worker does not run. Load the page again, then try again.";

  // The browser tells of a script that it did not get.
  test.use({ expectedErrors: /^console: Failed to load resource/ });

  test("what is in a file is looked at once more when the person says so", async ({ page, person }) => {
    await signIn(page, person, "/images/new");
    await page.route(UNPACKING, (route) => route.abort());
    await choose(page, packedDisk("retried"));
    await expect(side(page).getByRole("alert")).toHaveText(NOT_RUNNING);
    await expectAccessible(page, "a file whose worker does not start");
    await page.unroute(UNPACKING);
    await side(page).getByRole("button", { name: "Try again" }).click();
    await expect(content(page)).toBeChecked();
    await expect(side(page).getByRole("button", { name: "Try again" })).toHaveCount(0);
  });

  test("a checksum is compared once more when the person says so", async ({ page, person }) => {
    const file = packedDisk("checked");
    await signIn(page, person, "/images/new");
    await choose(page, file);
    await expect(content(page)).toBeChecked();
    await page.route("**/file_worker*", (route) => route.abort());
    await page.getByLabel("Expected checksum").fill(digest("sha256", file));
    await expect(side(page).getByRole("alert")).toHaveText(NOT_RUNNING);
    await expect(uploadButton(page)).toHaveAttribute("aria-disabled", "true");
    await page.unroute("**/file_worker*");
    await side(page).getByRole("button", { name: "Try again" }).click();
    await expect(side(page).getByText("checked.raw.gz has the expected checksum.", { exact: true })).toBeVisible();
    await expect(uploadButton(page)).not.toHaveAttribute("aria-disabled", "true");
  });

  test("an upload says that its worker does not run, and goes on when it does", async ({ page, person, glance }) => {
    const file = packedDisk("late-worker");
    await signIn(page, person, "/images/new");
    await choose(page, file);
    await expect(content(page)).toBeChecked();
    await page.route(UNPACKING, (route) => route.abort());
    await uploadButton(page).click();
    const transfer = transferOf(page, file.name);
    await expect(transfer).toContainText("File not read");
    await expect(transfer).toContainText(NOT_RUNNING);
    await expect(transfer).not.toContainText("connection");
    await page.unroute(UNPACKING);
    await expect(transfer.getByText(VERDICT)).toBeVisible({ timeout: 60_000 });
    expect((await glance.named("late-worker"))[0]).toMatchObject({ status: "active", size: 2 * MIB });
  });
});
