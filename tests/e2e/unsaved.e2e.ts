// Nothing that was typed is lost without a question, whatever leads away from it.
import { addProject, admin } from "../support/keystone.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { choose, rawDisk } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";
import type { Page } from "@playwright/test";

const image = { name: "before", disk_format: "raw", container_format: "bare", tags: ["old"] };
const question = (page: Page) => page.getByRole("dialog", { name: "Leave without saving?" });
const pages = (page: Page) => page.getByRole("navigation", { name: "Pages", exact: true });
const signOut = async (page: Page, user: string) => {
  await page.getByRole("button", { name: `Signed in as ${user}` }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
};

test("an edit is asked about on every way out, and is still there afterwards", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, "/images");
  await page.getByRole("link", { name: "before" }).click();
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("after");
  // On the page itself nothing is lost.
  await page.getByRole("link", { name: "JSON" }).click();
  await page.goBack();
  await page.getByRole("button", { name: "Show patch" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();

  const ways: [string, () => Promise<unknown>][] = [
    ["a link", () => pages(page).getByRole("link", { name: "Quota" }).click()],
    ["a key", async () => {
      await page.getByRole("main").focus();
      await page.keyboard.press("n");
    }],
    ["Back", () => page.evaluate(() => history.go(-3))],
    ["signing out", () => signOut(page, person.user)],
  ];
  for (const [what, leave] of ways) {
    await leave();
    await expect(question(page), what).toContainText("1 change to before is not saved: Name.");
    await expect(question(page).getByRole("button", { name: "Keep editing" }), what).toBeFocused();
    if (what === "a link") await expectAccessible(page, "the question");
    await page.keyboard.press("Escape");
    await expect(question(page), what).toBeHidden();
    await expect(name, what).toHaveValue("after");
    await expect(page, what).toHaveURL(new RegExp(`/images/${id}`));
  }

  // The person may want it all the same; Back then leads where it always did.
  await page.evaluate(() => history.go(-3));
  await question(page).getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  await expect(page).toHaveURL(/\/images$/);
  expect((await glance.find(id)).name).toBe("before");
  await page.goForward();
  await expect(name).toHaveValue("before");
});

test("nothing is asked when nothing was changed, or when it is saved", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}`);
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("after");
  await name.fill("before");
  await pages(page).getByRole("link", { name: "Images" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  await page.goBack();
  await name.fill("after");
  await page.getByRole("button", { name: "Save changes" }).click();
  const said = page.getByRole("status").filter({ hasText: /^Saved$/ });
  await expect(said).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  await expectAccessible(page, "a saved edit");
  await pages(page).getByRole("link", { name: "Quota" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Quota" })).toBeVisible();
  await pages(page).getByRole("link", { name: "Images" }).click();
  await page.getByRole("link", { name: "New image" }).first().click();
  await pages(page).getByRole("link", { name: "Quota" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Quota" })).toBeVisible();
});

test("the browser asks before the tab goes with an edit in it, a tag that is not ended included", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}`);
  const asked: string[] = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  await page.reload();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("before");
  expect(asked).toEqual([]);
  await page.getByRole("textbox", { name: "Tags" }).pressSequentially("ne");
  await page.reload();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("before");
  expect(asked).toEqual(["beforeunload"]);
});

test("another project takes an edit away only when that is meant, and the form for a new image not at all", async ({ page, person, glance }) => {
  const other = await addProject(person);
  const { id } = await glance.create(image);
  await signIn(page, person, "/images/new");
  const switchTo = async (project: string) => {
    await page.getByRole("button", { name: /^Project / }).click();
    await page.getByRole("button", { name: project }).first().click();
  };
  await page.getByLabel("Name", { exact: true }).fill("kept");
  await switchTo(other.name);
  await expect(page.getByText(`You now work in project ${other.name}.`)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("kept");
  await switchTo(person.project);
  await expect(page.getByText(`You now work in project ${person.project}.`)).toBeVisible();
  await page.goto(`/images/${id}`);
  await page.getByLabel("Name", { exact: true }).fill("after");
  await switchTo(other.name);
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "Keep editing" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("after");
  await switchTo(other.name);
  await question(page).getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByText(`You now work in project ${other.name}.`)).toBeVisible();
});

test("a new image's form and a plan are asked about too", async ({ browser, page, person }) => {
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("chosen.img", 1));
  await expect(page.getByRole("button", { name: "Upload 1.0 MiB" })).toBeVisible();
  await page.getByRole("link", { name: "gaze, to the images" }).click();
  await expect(question(page)).toContainText("The file chosen.img is chosen and not uploaded.");
  await question(page).getByRole("button", { name: "Keep editing" }).click();
  await page.getByRole("button", { name: "Let go of the file" }).click();
  await page.getByRole("button", { name: "Create without data" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "chosen" })).toBeVisible();
  await expect(question(page)).toBeHidden();

  const context = await browser.newContext({ baseURL: process.env.GAZE_EDGE_URL });
  const office = await context.newPage();
  await signIn(office, admin, `/admin/quotas?project=${person.projectId}`);
  await office.getByLabel("Images: unit").selectOption("images");
  await office.getByRole("link", { name: "All projects" }).click();
  await expect(question(office)).toContainText("The limits that you typed for");
  await question(office).getByRole("button", { name: "Leave without saving" }).click();
  await expect(office.getByRole("heading", { level: 1, name: "Project quotas" })).toBeVisible();
  await context.close();
});

test("what is changed after an answer was lost is in the image that was created", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await page.getByLabel("Name", { exact: true }).fill("first");
  let lost = 0;
  await page.route("**/v2/images", async (route) => {
    if (route.request().method() !== "POST" || lost > 0) return route.fallback();
    lost += 1;
    await route.fetch();
    return route.abort("connectionreset");
  });
  await page.getByRole("button", { name: "Create without data" }).click();
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("second");
  await page.getByRole("button", { name: "Create without data" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "second" })).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").pop() ?? "";
  expect(lost).toBe(1);
  expect(await glance.find(id)).toMatchObject({ name: "second", status: "queued" });
});

test("a property of several lines stays so, and formats are given to an image that waits for data", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "bare", note: "one\r\ntwo\n\nfour", os_distro: "debian" });
  await signIn(page, person, `/images/${id}?tab=properties`);
  const value = page.getByLabel("Value of note");
  await expect(value).toHaveValue("one\ntwo\n\nfour");
  await page.getByLabel("Value of os_distro").fill("debian\n13");
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByLabel("Disk format").selectOption("qcow2");
  await page.getByLabel("Container format").selectOption("bare");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(await glance.find(id)).toMatchObject({
    disk_format: "qcow2",
    container_format: "bare",
    note: "one\r\ntwo\n\nfour",
    os_distro: "debian\n13",
  });
  await expect(page.getByRole("link", { name: "Upload data" })).toBeVisible();
});

test("a value that is as it was is no change, and a property without a name is named so", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "lines", note: "a\r\nb\rc" });
  await signIn(page, person, `/images/${id}?tab=properties`);
  const value = page.getByLabel("Value of note");
  const bar = page.getByRole("region", { name: "Unsaved changes" });
  await value.press("ControlOrMeta+End");
  await value.press("z");
  await expect(bar).toContainText("1 change");
  await value.press("Backspace");
  await expect(bar).toBeHidden();
  await page.getByRole("button", { name: "Add property" }).click();
  await page.getByLabel("Value of a property without a name").fill("only a value");
  await pages(page).getByRole("link", { name: "Quota" }).click();
  await expect(question(page)).toContainText("1 change to lines is not saved: a property without a name.");
});

test("type has the sizes of the design, and follows the person's own", async ({ page, person, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, person, `/images/${id}`);
  const size = (selector: string) =>
    page.locator(selector).first().evaluate((element) => {
      const { fontSize, height } = getComputedStyle(element);
      return [Number.parseFloat(fontSize), Number.parseFloat(height)];
    });
  expect(await size("body")).toMatchObject([14, expect.any(Number)]);
  expect((await size(".page-title"))[0]).toBe(20);
  expect((await size(".field-hint"))[0]).toBe(12);
  expect((await size(".field-label"))[0]).toBe(13);
  expect((await size(".input"))[1]).toBe(32);
  await page.goto("/images");
  await expect(page.getByRole("link", { name: "before" })).toBeVisible();
  expect((await size(".table td"))[1]).toBe(36);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "20px";
  });
  expect((await size("body"))[0]).toBe(17.5);
  expect((await size(".table td"))[1]).toBe(45);
});
