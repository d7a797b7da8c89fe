// How it looks where there is little room, and in the dark.
import type { Locator } from "@playwright/test";
import { Glance } from "../support/glance.mjs";
import { createUser, removeUser } from "../support/keystone.mjs";
import { expect, signIn, test } from "./support/test.ts";

const image = { name: "before", disk_format: "raw", container_format: "bare" };

async function box(locator: Locator) {
  const found = await locator.boundingBox();
  if (!found) throw new Error("It is not shown.");
  return { ...found, right: found.x + found.width, bottom: found.y + found.height };
}

test.describe("in a narrow window", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("what somebody else changed is told in lines of their own", async ({ page, person, glance }) => {
    const { id } = await glance.create(image);
    await signIn(page, person, `/images/${id}`);
    await page.getByLabel("Name", { exact: true }).fill("mine");
    await glance.patch(id, [{ op: "replace", path: "/name", value: "theirs" }]);
    await page.getByRole("button", { name: "Save changes" }).click();
    const row = page.getByRole("dialog").getByRole("row", { name: /^Name / });
    for (const value of ["before", "theirs", "mine"]) {
      expect((await box(row.getByRole("cell", { name: value }))).width).toBeGreaterThan(200);
    }
  });

  test("the bar of changes does not cover what is typed in", async ({ page, person, glance }) => {
    const { id } = await glance.create(image);
    await signIn(page, person, `/images/${id}`);
    const disk = page.getByLabel("Minimum disk");
    await disk.scrollIntoViewIfNeeded();
    // At the bottom of what is seen, where the bar comes.
    await disk.evaluate((input) => input.scrollIntoView({ block: "end" }));
    const bar = page.getByRole("region", { name: "Unsaved changes" });
    for (const typed of ["7", "many"]) {
      await disk.fill(typed);
      await expect(bar).toBeVisible();
      await expect(async () => expect((await box(disk)).bottom).toBeLessThanOrEqual((await box(bar)).y)).toPass({ timeout: 3000 });
    }
  });

  test("every tab is seen, and a long name leaves room for others and for its lock", async ({ page, person, glance }) => {
    const name = "a name that goes on ".repeat(12);
    await glance.create({ ...image, name, protected: true });
    await signIn(page, person, "/images");
    const tabs = page.getByRole("navigation", { name: "Whose images" }).getByRole("link");
    for (const tab of await tabs.all()) expect((await box(tab)).right).toBeLessThanOrEqual(320);
    const link = page.locator("a.row-link");
    await expect(link).toHaveAttribute("title", name);
    const [shown, lock] = [await box(link), await box(page.getByTitle("Protected from deletion"))];
    expect(shown.height).toBeLessThan(70);
    expect(lock.y).toBeLessThan(shown.bottom);
  });
});

test("in the dark a box that can be ticked does not look like one that cannot", async ({ page, person }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn(page, person, "/images/new");
  const surface = (locator: Locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);
  const control = await surface(page.getByLabel("Name", { exact: true }));
  expect(await surface(page.getByRole("checkbox", { name: /^Protected/ }))).toBe(control);
  expect(await surface(page.getByRole("radio", { name: /^Shared/ }))).toBe(control);
  expect(await surface(page.getByRole("radio", { name: /^Public/ }))).not.toBe(control);
});

test("the tags of an image that cannot be changed are shown without what changes them", async ({ page, person }) => {
  const other = await createUser();
  const theirs = await Glance.as(other);
  const { id } = await theirs.create({ ...image, visibility: "community", tags: ["lts"] });
  await signIn(page, person, `/images/${id}`);
  await expect(page.getByRole("list", { name: "Tags of the image" })).toHaveText("lts");
  await expect(page.getByRole("button", { name: "Delete tag lts", includeHidden: true })).toBeHidden();
  await expect(page.getByText("Enter or a comma ends a tag.")).toBeHidden();
  await theirs.remove(id);
  await removeUser(other);
});

test("what clears all filters stays beside them", async ({ page, person }) => {
  await signIn(page, person, "/images?name=nothing+that+is&status=active&disk_format=qcow2&container_format=bare");
  const chip = await box(page.getByRole("link", { name: /^Take off the filter name/ }));
  expect((await box(page.getByRole("link", { name: "Clear all" }))).x).toBeGreaterThanOrEqual(chip.x);
});
