// The checksum that a publisher gives for a file: what is understood of it, and that nothing else is kept.
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessible.ts";
import { choose, digest, drop, rawDisk, type TestFile } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";

const MIB = 1024 * 1024;
const OTHER = "0".repeat(64);
const verdict = "Glance stored exactly the bytes that this browser read.";

const field = (page: Page) => page.getByLabel("Expected checksum");
const side = (page: Page) => page.getByRole("complementary", { name: "What this file is" });
const transferOf = (page: Page, name: string) => page.getByRole("article", { name: `Upload of ${name}` });

/** A list as `sha256sum` writes it. */
function sums(name: string, lines: [string, string][]): TestFile {
  return { name, buffer: Buffer.from(lines.map(([digest, file]) => `${digest}  ${file}\n`).join("")) };
}

test("a file that has the expected checksum is verified, and the checksum stands with the others", async ({ page, person, glance }) => {
  const file = rawDisk("expected.img", 4);
  const sha256 = digest("sha256", file);
  await signIn(page, person, "/images/new");
  // What is pasted before there is a file waits for it.
  await field(page).fill(`${OTHER}  other.img\n${sha256.toUpperCase()} *./expected.img\n`);
  await expect(side(page)).toContainText("The checksum of the file is looked for as soon as the file is chosen.");
  await choose(page, file);
  await expect(side(page)).toContainText("The file will be compared by the SHA-256 of ./expected.img.");
  await expectAccessible(page, "a checksum that was found");
  await page.getByRole("button", { name: "Upload 4.0 MiB" }).click();

  const transfer = transferOf(page, "expected.img");
  await expect(transfer.getByText(verdict)).toBeVisible();
  const row = transfer.getByRole("row", { name: /^Expected/ });
  await expect(row).toContainText(sha256);
  await expect(row).toContainText("Same");
  await expectAccessible(page, "an upload that is what was expected");
  expect((await glance.named("expected"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });

  // The image's page knows it, too.
  await transfer.getByRole("link", { name: "Open image" }).click();
  await expect(page.getByRole("row", { name: /^Expected/ })).toContainText(sha256);
});

test("a file that has another checksum leaves nothing behind, and goes on when the checksum is corrected", async ({ page, person, glance }) => {
  const file = rawDisk("other.img", 4);
  await signIn(page, person, "/images/new");
  await choose(page, file);
  await field(page).fill(OTHER);
  await expect(side(page)).toContainText("The file will be compared by this SHA-256.");
  await page.getByRole("button", { name: "Upload 4.0 MiB" }).click();
  const transfer = transferOf(page, "other.img");
  await expect(transfer).toContainText("Not the expected file");
  await expect(transfer).toContainText("The SHA-256 of other.img is not the expected checksum");
  await expect(transfer).toContainText("The image was deleted.");
  const row = transfer.getByRole("row", { name: /^SHA-256/ });
  await expect(row).toContainText(digest("sha256", file));
  await expect(row).toContainText(OTHER);
  await expect(row).toContainText("Different");
  // The same file would be the same file again.
  await expect(transfer.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expectAccessible(page, "an upload that is not what was expected");
  expect(await glance.list()).toEqual([]);

  await transfer.getByRole("button", { name: "Edit and upload again" }).click();
  await expect(field(page)).toHaveValue(OTHER);
  await field(page).fill(digest("sha256", file));
  await page.getByRole("button", { name: "Upload 4.0 MiB" }).click();
  await expect(transferOf(page, "other.img").getByText(verdict)).toBeVisible();
  expect(await glance.list()).toMatchObject([{ status: "active", checksum: digest("md5", file) }]);
});

test("a large file that has another checksum is not sent to its end", async ({ page, person, glance }) => {
  await page.route("**/api/config", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), resumable_above: MIB } });
  });
  let parts = 0;
  await page.route("**/api/uploads/*", async (route) => {
    if (route.request().method() !== "PATCH") return route.fallback();
    parts += 1;
    // The second is held until the page gives it up.
    return parts === 1 ? route.fallback() : undefined;
  });
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("large.img", 48));
  await field(page).fill(OTHER);
  await page.getByRole("button", { name: "Upload 48.0 MiB" }).click();
  const transfer = transferOf(page, "large.img");
  await expect(transfer).toContainText("The SHA-256 of large.img is not the expected checksum");
  await expect(transfer).toContainText("The image was deleted.");
  expect(parts).toBeLessThanOrEqual(2);
  expect(await glance.list()).toEqual([]);
  const response = await page.request.get("/api/uploads");
  expect((await response.json()).uploads).toEqual([]);
});

test("an image that was there before is kept when its file is not the expected one", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "waiting", disk_format: "raw", container_format: "bare" });
  await signIn(page, person, `/images/new?image=${id}`);
  // Nothing of it arrives before the file is hashed.
  await page.route("**/v2/images/*/file", () => {});
  await choose(page, rawDisk("wrong.img", 1));
  await field(page).fill(OTHER);
  await page.getByRole("button", { name: "Upload 1.0 MiB" }).click();
  const transfer = transferOf(page, "wrong.img");
  await expect(transfer).toContainText("Not the expected file");
  await expect(transfer).toContainText("The image is still there, without data.");
  expect(await glance.find(id)).toMatchObject({ status: "queued" });
});

test("an image and the list beside it are dropped together, in whatever order", async ({ page, person, glance }) => {
  const file = rawDisk("dropped.img", 1);
  const list = sums("SHA512SUMS", [["f".repeat(128), "else.img"], [digest("sha512", file), "dropped.img"]]);
  await signIn(page, person, "/images/new");
  await drop(page, [list, file]);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("dropped");
  await expect(side(page)).toContainText("SHA512SUMS");
  await expect(side(page)).toContainText("The file will be compared by the SHA-512 of dropped.img.");
  await expect(page.getByText("Only the first of the files was taken.")).toHaveCount(0);
  await page.getByRole("button", { name: "Upload 1.0 MiB" }).click();
  const transfer = transferOf(page, "dropped.img");
  await expect(transfer.getByText(verdict)).toBeVisible();
  await expect(transfer.getByRole("row", { name: /^Expected/ })).toContainText("Same");
  expect(await glance.list()).toMatchObject([{ status: "active", name: "dropped" }]);
});

test("a list of checksums that is chosen alone is never taken for an image", async ({ page, person }) => {
  const file = rawDisk("disk.img", 1);
  const list = sums("CHECKSUM", [[digest("sha256", file), "disk.img"]]);
  await signIn(page, person, "/images/new");
  await choose(page, list);
  await expect(page.getByText("CHECKSUM is a list of checksums, so it was taken as the expected checksum")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Choose a file/ })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("");
  await expectAccessible(page, "a checksum file without an image");

  await choose(page, file);
  await expect(side(page)).toContainText("The file will be compared by the SHA-256 of disk.img.");
  // Without it the field is there again.
  await page.getByRole("button", { name: "Let go of the checksum file" }).click();
  await expect(field(page)).toHaveValue("");
  await choose(page, list, "Checksum file");
  await expect(side(page)).toContainText("The file will be compared by the SHA-256 of disk.img.");
});

test("which of several checksums is meant is asked before anything is sent", async ({ page, person }) => {
  const file = rawDisk("disk.img", 1);
  const [here, elsewhere] = [`amd64/${file.name}`, `arm64/${file.name}`];
  await signIn(page, person, "/images/new");
  await choose(page, file);
  await field(page).fill(`${digest("sha256", file)}  ${here}\n${OTHER}  ${elsewhere}\n`);
  const question = page.getByRole("group", { name: "Several files in the list have this name. Which one is it?" });
  await expect(question.getByRole("radio")).toHaveCount(2);
  const upload = page.getByRole("button", { name: "Upload 1.0 MiB" });
  await expect(upload).toBeDisabled();
  await expect(upload).toHaveAccessibleDescription("Say which of the checksums is meant, or empty the field.");
  await expectAccessible(page, "a question about checksums");
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page, "a question about checksums");

  await question.getByRole("radio", { name: here }).check();
  await expect(side(page)).toContainText(`The file will be compared by the SHA-256 of ${here}.`);
  await expect(upload).toBeEnabled();
  await upload.click();
  await expect(transferOf(page, file.name).getByText(verdict)).toBeVisible();
});

test("a checksum that cannot be used keeps the file from being sent, and an empty field does not", async ({ page, person }) => {
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("disk.img", 1));
  const upload = page.getByRole("button", { name: "Upload 1.0 MiB" });
  await expect(upload).toBeEnabled();
  for (const [given, reason] of [
    ["nothing of the kind", "There is no checksum in it."],
    ["a".repeat(63), "63 hexadecimal digits are no whole checksum."],
    [`SHA1 (disk.img) = ${"a".repeat(40)}`, "Of this file there is only SHA-1, which is not computed here."],
    [`${OTHER}  a.img\n${"1".repeat(64)}  b.img`, "None of the 2 files in the list is disk.img."],
  ] as const) {
    await field(page).fill(given);
    await expect(side(page)).toContainText(reason);
    await expect(upload).toBeDisabled();
  }
  await expect(field(page)).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page, "a checksum that cannot be used");
  await field(page).fill("");
  await expect(upload).toBeEnabled();
});
