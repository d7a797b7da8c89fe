// The dashboard without a mouse: every step is a key, and the focus is always where one would look.
import type { Page } from "@playwright/test";
import { choose, rawDisk } from "./support/files.ts";
import { tabTo } from "./support/keys.ts";
import { expect, test, type Person } from "./support/test.ts";

async function signInByKeyboard(page: Page, person: Person) {
  await page.goto("/");
  await expect(page.getByLabel("User name")).toBeFocused();
  await page.keyboard.type(person.user);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(person.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
}

test("signing in, opening an image, renaming it and saving need no mouse", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "by keyboard" });
  await signInByKeyboard(page, person);
  const link = page.getByRole("link", { name: "by keyboard" });
  await expect(link).toBeVisible();
  await tabTo(page, link);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "by keyboard" })).toBeVisible();
  const name = page.getByLabel("Name", { exact: true });
  await tabTo(page, name);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("renamed by keyboard");
  const save = page.getByRole("button", { name: "Save changes" });
  await expect(save).toBeVisible();
  await tabTo(page, save);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "renamed by keyboard" })).toBeVisible();
  expect((await glance.find(id)).name).toBe("renamed by keyboard");
});

test("the first Tab leads past the shell to the page", async ({ page, person }) => {
  await signInByKeyboard(page, person);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
});

test("a dialog takes the focus, keeps it, and gives it back", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "kept after all" });
  await signInByKeyboard(page, person);
  await tabTo(page, page.getByRole("link", { name: "kept after all" }));
  await page.keyboard.press("Enter");
  const remove = page.getByRole("button", { name: "Delete", exact: true });
  await expect(remove).toBeVisible();
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Delete kept after all?" });
  await expect(dialog).toBeVisible();
  for (let step = 0; step < 6; step += 1) {
    // The browser's own controls may be in the round; the page behind the dialog never is.
    const isBehind = await dialog.evaluate(
      (element) => document.activeElement !== document.body && !element.contains(document.activeElement),
    );
    expect(isBehind).toBe(false);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(remove).toBeFocused();
  expect(await glance.find(id)).toBeDefined();
});

test("a menu opens, closes by Escape and gives the focus back", async ({ page, person }) => {
  await signInByKeyboard(page, person);
  const menu = page.getByRole("button", { name: `Signed in as ${person.user}` });
  await tabTo(page, menu);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Sign out" })).toBeHidden();
  await expect(menu).toBeFocused();
});

test("an upload is started by keyboard once the file is chosen", async ({ page, person, glance }) => {
  await signInByKeyboard(page, person);
  await tabTo(page, page.getByRole("link", { name: "New image" }).first());
  await page.keyboard.press("Enter");
  // Choosing the file itself happens in a window of the system.
  await choose(page, rawDisk("keys.img", 1));
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("without a mouse");
  await tabTo(page, page.getByRole("button", { name: "Upload 1.0 MiB" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Glance stored exactly the bytes that this browser read.")).toBeVisible();
  expect(await glance.list()).toMatchObject([{ name: "without a mouse", status: "active" }]);
});

test("leaving a page by what has the focus or the pointer breaks nothing", async ({ page, person, glance }) => {
  await glance.create({ name: "opened" });
  await signInByKeyboard(page, person);
  const link = page.getByRole("link", { name: "opened" });
  const tags = page.getByRole("textbox", { name: "Tags" });
  const backToTheList = async () => {
    await expect(tags).toBeVisible();
    await page.goBack();
    await expect(link).toBeVisible();
  };
  await link.click();
  await backToTheList();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await backToTheList();
  await link.focus();
  await page.keyboard.press("Enter");
  // A tag that is begun counts only where the person says that it may be lost.
  await tags.focus();
  await backToTheList();
  await page.getByRole("button", { name: "Filter" }).click();
  await page.goForward();
  await backToTheList();
  await expect(page.getByRole("table")).toBeVisible();
});
