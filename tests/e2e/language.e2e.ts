// The language of the dashboard: the browser's until another is chosen; sentences, numbers and the page itself.
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessible.ts";
import { choose, randomBytes, rawDisk, text } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";

const GERMAN = /\/assets\/german-[0-9a-f]{16}\.wasm$/;
const image = { name: "Probe", disk_format: "raw", container_format: "bare" };

const language = (page: Page) => page.locator("html").getAttribute("lang");
const person = (page: Page, user: string) =>
  page.getByRole("button", { name: new RegExp(`^(Signed in as|Angemeldet als) ${user}$`) });

async function chooseLanguage(page: Page, user: string, name: string) {
  await person(page, user).click();
  await page.getByRole("button", { name, exact: true }).click();
}

test.describe("a browser that prefers German", () => {
  test.use({ locale: "de-AT" });

  test("is spoken to in German from the start, with its numbers", async ({ page, person: someone, glance }) => {
    const { id } = await glance.create(image);
    await glance.upload(id, randomBytes(1_572_864, "Probe"));
    await page.goto("/");
    await page.getByLabel("Benutzername").fill(someone.user);
    await page.getByLabel("Passwort", { exact: true }).fill(someone.password);
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await expect(page.getByRole("navigation", { name: "Seiten", exact: true })).toContainText("Kontingent");
    await expect(page.getByRole("row").filter({ hasText: "Probe" })).toContainText("1,5 MiB");
    expect(await language(page)).toBe("de");
    await expectAccessible(page, "the list in German");
  });

  test("has room for its longer words in a narrow window, on every page and under an upload", async ({ page, person: someone, glance }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    const { id } = await glance.create(image);
    await page.goto("/");
    await page.getByLabel("Benutzername").fill(someone.user);
    await page.getByLabel("Passwort", { exact: true }).fill(someone.password);
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await expect(page.getByRole("navigation", { name: "Seiten", exact: true })).toBeVisible();
    for (const [path, heading] of [
      ["/images", "Images"],
      ["/images?name=nothing-like-it", "Images"],
      ["/images/new", "Neues Image"],
      [`/images/${id}`, "Probe"],
      [`/images/${id}?tab=properties`, "Probe"],
      ["/uploads", "Uploads"],
      ["/quota", "Kontingent"],
      ["/admin/quotas", "Nur für Administratoren"],
    ] as const) {
      await page.goto(path);
      const title = page.getByRole("heading", { level: 1, name: heading });
      await expect(title).toBeVisible();
      await page.waitForLoadState("networkidle");
      await expectAccessible(page, path);
      await expectNoSidewaysScrolling(page, path);
      const lines = await title.evaluate((element) => element.clientHeight / parseFloat(getComputedStyle(element).lineHeight));
      expect(Math.round(lines), `the lines of the title of ${path}`).toBe(1);
    }
    await page.goto("/images/new");
    await choose(page, text("brief.qcow2"), "Image-Datei");
    await page.getByLabel("Datenträgerformat").selectOption("qcow2");
    await page.getByRole("button", { name: /hochladen$/ }).click();
    await expect(page.getByRole("button", { name: "Bearbeiten und noch einmal hochladen" })).toBeVisible();
    await expectAccessible(page, "a refused upload");
    await expectNoSidewaysScrolling(page, "a refused upload");
  });
});

test("the chosen language is spoken at once and in later visits, and uploads go on beside the change", async ({ page, person: someone }) => {
  await signIn(page, someone, "/images/new");
  await choose(page, rawDisk("unterwegs.raw", 1));
  await page.getByLabel("Name", { exact: true }).fill("unterwegs");
  await page.getByRole("button", { name: /^Upload/ }).click();
  await expect(page.getByRole("article", { name: "Upload of unterwegs.raw" })).toContainText("Verified");
  await chooseLanguage(page, someone.user, "Deutsch");
  await expect(page.getByRole("navigation", { name: "Seiten", exact: true })).toBeVisible();
  expect(await language(page)).toBe("de");
  // The page goes on with its upload, told in the new language.
  await expect(page.getByRole("article", { name: "Upload von unterwegs.raw" })).toContainText("Geprüft");
  await expect(page.getByRole("main")).toBeFocused();
  await page.reload();
  await expect(page.getByRole("navigation", { name: "Seiten", exact: true })).toBeVisible();
  await chooseLanguage(page, someone.user, "English");
  await expect(page.getByRole("navigation", { name: "Pages", exact: true })).toBeVisible();
  expect(await language(page)).toBe("en");
});

test("what is typed is asked about before the language changes", async ({ page, person: someone, glance }) => {
  const { id } = await glance.create(image);
  await signIn(page, someone, `/images/${id}`);
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("Probe 2");
  await chooseLanguage(page, someone.user, "Deutsch");
  await page.getByRole("dialog").getByRole("button", { name: "Keep editing" }).click();
  await expect(name).toHaveValue("Probe 2");
  expect(await language(page)).toBe("en");
  await chooseLanguage(page, someone.user, "Deutsch");
  await page.getByRole("dialog").getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("navigation", { name: "Seiten", exact: true })).toBeVisible();
});

test.describe("a language that does not come", () => {
  test.use({ expectedErrors: /^console: (TypeError: Failed to fetch|Failed to find a valid digest|Fetch API cannot load)/ });

  test.describe("in a browser that prefers it", () => {
    test.use({ locale: "de-DE" });

    test("lets the page speak English, and the person is told", async ({ page, person: someone }) => {
      await page.route(GERMAN, (route) => route.abort());
      await page.goto("/");
      await expect(page.getByRole("status").filter({ hasText: "Deutsch could not be loaded." })).toBeVisible();
      expect(await language(page)).toBe("en");
      await signIn(page, someone);
    });
  });

  test("leaves the page as it is, says so, and comes at the next try", async ({ page, person: someone }) => {
    await page.route(GERMAN, (route) => route.abort());
    await signIn(page, someone);
    await chooseLanguage(page, someone.user, "Deutsch");
    await expect(page.getByRole("status").filter({ hasText: "Deutsch could not be loaded." })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Pages", exact: true })).toBeVisible();
    await page.unroute(GERMAN);
    await chooseLanguage(page, someone.user, "Deutsch");
    await expect(page.getByRole("navigation", { name: "Seiten", exact: true })).toBeVisible();
  });
});
