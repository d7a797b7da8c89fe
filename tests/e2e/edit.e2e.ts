// Changing an image, saving it in spite of what can come between, and deleting it.
import { glanceFaults } from "../support/faults.mjs";
import { endTokensOf } from "../support/keystone.mjs";
import { withoutFileAccess } from "./support/disk.ts";
import { randomBytes } from "./support/files.ts";
import { expect, signIn, signInAgain, test } from "./support/test.ts";

const image = { name: "before", disk_format: "raw", container_format: "bare", tags: ["old"] };

test("every setting of an image is changed in one go", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("after ☃");
  await page.getByRole("radio", { name: /^Private/ }).check();
  await page.getByRole("button", { name: "Delete tag old" }).click();
  const tags = page.getByRole("textbox", { name: "Tags" });
  await tags.fill("new");
  await tags.press("Enter");
  await page.getByLabel("Minimum disk").fill("12");
  await page.getByLabel("Minimum memory").fill("512");
  await page.getByRole("checkbox", { name: /^Protected/ }).check();
  const bar = page.getByRole("region", { name: "Unsaved changes" });
  await expect(bar).toContainText("6 changes");
  await bar.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "after ☃" })).toBeVisible();
  await expect(bar).toBeHidden();
  expect(await glance.find(id)).toMatchObject({
    name: "after ☃",
    visibility: "private",
    tags: ["new"],
    min_disk: 12,
    min_ram: 512,
    protected: true,
  });
});

test("a property is added, changed and deleted", async ({ page, person, glance }) => {
  const { id } = await glance.create({ ...image, os_distro: "debian", os_version: "12" });
  await signIn(page, person, `/images/${id}?tab=properties`);
  await page.getByLabel("Value of os_version").fill("13");
  await page.getByRole("button", { name: "Delete property os_distro" }).click();
  await page.getByRole("button", { name: "Add property" }).click();
  await page.getByRole("textbox", { name: "Property name" }).last().fill("hw_disk_bus");
  await page.getByLabel("Value of hw_disk_bus").fill("virtio");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("region", { name: "Unsaved changes" })).toBeHidden();
  const stored = await glance.find(id);
  expect(stored).toMatchObject({ os_version: "13", hw_disk_bus: "virtio" });
  expect(stored).not.toHaveProperty("os_distro");
});

test("a property that is added stays while another tab is looked at", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}?tab=properties`);
  const name = page.getByRole("textbox", { name: "Property name" }).last();
  await page.getByRole("button", { name: "Add property" }).click();
  await name.fill("hw_disk_bus");
  await page.getByLabel("Value of hw_disk_bus").fill("virtio");
  await page.getByRole("link", { name: "Overview" }).click();
  await expect(page.getByLabel("Minimum disk")).toBeVisible();
  await page.getByRole("link", { name: "Properties" }).click();
  await expect(name).toHaveValue("hw_disk_bus");
  await page.getByLabel("Value of hw_disk_bus").fill("scsi");
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("region", { name: "Unsaved changes" })).toBeHidden();
  expect(await glance.find(id)).toMatchObject({ hw_disk_bus: "scsi" });
});

test("a number that Glance does not take is told before it is sent", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}`);
  const disk = page.getByLabel("Minimum disk");
  for (const wrong of ["-1", "1.5", "many", "2147483648"]) {
    await disk.fill(wrong);
    await expect(disk, wrong).toHaveAttribute("aria-invalid", "true");
  }
  await expect(page.getByRole("region", { name: "Unsaved changes" })).toContainText("Minimum disk: ");
  await disk.fill("1");
  await expect(disk).not.toHaveAttribute("aria-invalid", "true");
  expect((await glance.find(id)).min_disk).toBe(0);
});

test("what somebody else changed meanwhile is not overwritten unasked", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("mine");
  await page.getByLabel("Minimum disk").fill("7");
  await glance.patch(id, [
    { op: "replace", path: "/name", value: "theirs" },
    { op: "replace", path: "/min_ram", value: 64 },
  ]);
  await page.getByRole("button", { name: "Save changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody else changed this image" });
  await expect(dialog.getByRole("row", { name: /^Name / })).toContainText("theirs");
  expect((await glance.find(id)).name).toBe("theirs");
  await dialog.getByRole("radio", { name: "mine" }).check();
  await dialog.getByRole("button", { name: "Save with these values" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "mine" })).toBeVisible();
  // Both of mine, and what they changed where I did not.
  expect(await glance.find(id)).toMatchObject({ name: "mine", min_disk: 7, min_ram: 64 });
});

test("a session that ends while somebody edits costs nothing that was typed", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("typed before the end");
  await endTokensOf(person);
  await page.getByRole("button", { name: "Save changes" }).click();
  await signInAgain(page, person);
  await expect(page.getByRole("heading", { level: 1, name: "typed before the end" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Unsaved changes" })).toBeHidden();
});

test("while Glance is away nothing is saved, nothing is lost, and saving again works", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("kept");
  await glanceFaults.stop();
  await page.getByRole("button", { name: "Save changes" }).click();
  const bar = page.getByRole("region", { name: "Unsaved changes" });
  await expect(bar.getByRole("alert")).toContainText("Nothing was saved. The image service does not answer.");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("kept");
  await glanceFaults.pass();
  await bar.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "kept" })).toBeVisible();
  expect((await glance.find(id)).name).toBe("kept");
});

test("a protected image is deleted only after its protection", async ({ page, person, glance }) => {
  const { id } = await glance.create({ ...image, protected: true });
  await signIn(page, person, `/images/${id}`);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Delete before?" });
  await expect(dialog).toContainText("protected from deletion");
  await dialog.getByRole("button", { name: /protection/ }).click();
  await dialog.getByRole("button", { name: "Delete image" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  expect(await glance.find(id)).toBeUndefined();
});

test("unsaved changes do not keep a protected image from being deleted, and go with it unasked", async ({ page, person, glance }) => {
  const { id } = await glance.create({ ...image, protected: true });
  await signIn(page, person, `/images/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("never saved");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Delete before?" });
  await dialog.getByRole("button", { name: /protection/ }).click();
  await dialog.getByRole("button", { name: "Delete image" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  expect(await glance.find(id)).toBeUndefined();
});

test("an image that is gone says so and leads back to the list", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await glance.remove(id);
  await signIn(page, person, `/images/${id}`);
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1 })).toBeVisible();
  await main.getByRole("link", { name: /images/i }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
});

test("the data is downloaded under the image's name, to the byte", async ({ page, person, glance }) => {
  const data = randomBytes(300_000, "download");
  const { id } = await glance.create(image);
  await glance.upload(id, data);
  await withoutFileAccess(page);
  await signIn(page, person, `/images/${id}`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("before.raw");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).equals(data)).toBe(true);
});
