// What a project may have: seen, told before a file is sent, refused with its numbers, and changed by an
// administrator.
import { glanceFaults } from "../support/faults.mjs";
import { admin } from "../support/keystone.mjs";
import { removeLimits, setLimits } from "../support/quota.mjs";
import { expectAccessible, expectPagesAccessible } from "./support/accessible.ts";
import { choose, chooseHole, rawDisk } from "./support/files.ts";
import { looks } from "./support/looks.ts";
import { expect, signIn, test } from "./support/test.ts";
import type { Browser, Locator, Page } from "@playwright/test";

const image = (name: string) => ({ name, disk_format: "raw", container_format: "bare" });

// The limits of a project go with it, but not by themselves.
test.afterEach(({ person }) => removeLimits(person.projectId));

/** The row of a resource. */
const row = (page: Page, label: string) =>
  page.getByRole("main").getByRole("listitem").filter({ has: page.getByText(label, { exact: true }) });

/** The numbers of a resource by their names. */
async function expectFacts(line: Locator, facts: Record<string, string>) {
  for (const [name, text] of Object.entries(facts)) {
    const term = line.page().getByRole("term").getByText(name, { exact: true });
    const pair = line.locator("dl > div").filter({ has: term });
    await expect(pair.getByRole("definition")).toHaveText(text);
  }
}

test("the quota page says how much there may be, is, and is left, and whose limit it is", async ({ page, person, glance }) => {
  await setLimits(person.projectId, { image_count_total: 5, image_size_total: 8 });
  for (const name of ["a", "b", "c"]) await glance.create(image(name));
  const { id } = await glance.create(image("d"));
  await glance.upload(id, rawDisk("d.img", 3).buffer);
  await signIn(page, person);
  await page.getByRole("navigation", { name: "Pages", exact: true }).getByRole("link", { name: "Quota" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Quota" })).toBeVisible();
  const images = row(page, "Images");
  await expect(images).toContainText("4 of 5 images: running low");
  await expectFacts(images, {
    Limit: "5 images",
    Used: "4 images",
    Reserved: "0 images",
    Remaining: "1 image",
    "Limit set by": "The cloud",
  });
  const stored = row(page, "Stored data");
  await expectFacts(stored, { Limit: "8.0 MiB", Used: "3.0 MiB", Remaining: "5.0 MiB" });
  await expect(page.getByText("The cloud was last asked")).toBeVisible();
  await expectAccessible(page, "the quota page");

  await glance.create(image("e"));
  await expect(async () => {
    await page.getByRole("button", { name: "Look again" }).click();
    await expect(images).toContainText("5 of 5 images: full", { timeout: 1000 });
  }).toPass();
});

test("what is known stands on the quota page at once with its age, until the newer answer that is awaited is there", async ({ page, person, glance }) => {
  await setLimits(person.projectId, { image_count_total: 5 });
  await glance.create(image("a"));
  // Of what is from just now, no newer answer is said to be awaited.
  await page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 60_000;
  });
  await signIn(page, person, "/quota");
  const images = row(page, "Images");
  await expect(images).toContainText("1 of 5 images");
  const about = page.getByText("The cloud was last asked");
  await expect(about).not.toContainText("awaited");

  await glance.create(image("b"));
  await glanceFaults.hang();
  await expect(async () => {
    await page.getByRole("button", { name: "Look again" }).click();
    await expect(about).toContainText("A newer answer is awaited.", { timeout: 3000 });
  }).toPass();
  await expect(images).toContainText("1 of 5 images");
  await page.reload();
  await expect(images).toContainText("1 of 5 images");
  await expect(about).toContainText("A newer answer is awaited.");
  await expectAccessible(page, "the quota page while a newer answer is awaited");

  await glanceFaults.pass();
  await expect(images).toContainText("2 of 5 images");
  await expect(about).not.toContainText("awaited");
});

test("a file that does not fit cannot be sent, and its numbers say why, until there is room", async ({ page, person }) => {
  await setLimits(person.projectId, { image_size_total: 8 });
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("too-large.img", 10));
  const words = "Stored data: 2.0 MiB too much (8.0 MiB allowed, 0 B used, 0 B reserved, 10.0 MiB needed).";
  const button = page.getByRole("button", { name: "Upload 10.0 MiB" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(words);
  await expect(page.getByRole("complementary")).toContainText("10.0 MiB of 8.0 MiB: 2.0 MiB too much");
  await expectAccessible(page, "a file that does not fit");
  // Nothing happens.
  await button.click({ force: true });
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("too-large");

  // The page sees by itself that there is more room.
  await setLimits(person.projectId, { image_size_total: 64 });
  await expect(button).not.toHaveAttribute("aria-disabled", "true", { timeout: 60_000 });
  await button.click();
  await expect(page.getByText("Glance stored exactly the bytes")).toBeVisible();
});

test("a file that found no room any more is refused with the numbers of then", async ({ page, person, glance }) => {
  await setLimits(person.projectId, { image_size_total: 8 });
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("late.img", 6));
  await page.getByLabel("Name", { exact: true }).fill("kept name");
  await expect(page.getByRole("complementary")).toContainText("6.0 MiB of 8.0 MiB");
  const { id } = await glance.create(image("sooner"));
  await glance.upload(id, rawDisk("sooner.img", 5).buffer);
  await page.getByRole("button", { name: "Upload 6.0 MiB" }).click();
  const transfer = page.getByRole("article", { name: "Upload of late.img" });
  await expect(transfer).toContainText("Over quota");
  await expect(transfer).toContainText("Stored data: 3.0 MiB too much (8.0 MiB allowed, 5.0 MiB used");
  await expect(transfer).toContainText("The incomplete image was deleted.");
  expect(await glance.named("kept name")).toEqual([]);
});

test("a file so large that the browser never hears the refusal gets its reason all the same", async ({ page, person, glance }) => {
  // Whoever refuses answers before the data is read and resets the connection; from some hundred mebibytes
  // on, Chromium gets to see only the reset.
  await setLimits(person.projectId, { image_size_total: 700 });
  await signIn(page, person, "/images/new");
  await chooseHole(page, "far-too-large.img", 600);
  const button = page.getByRole("button", { name: "Upload 600.0 MiB" });
  await expect(button).not.toHaveAttribute("aria-disabled", "true");
  await setLimits(person.projectId, { image_size_total: 64 });
  await button.click();
  const transfer = page.getByRole("article", { name: "Upload of far-too-large.img" });
  await expect(transfer).toContainText("Over quota");
  // Glance tells what is used in whole mebibytes, so that one of them may count that is not there.
  await expect(transfer).toContainText(/Stored data: 53[67]\.0 MiB too much \(64\.0 MiB allowed/);
  await expect(transfer).toContainText("The incomplete image was deleted.");
  expect(await glance.named("far-too-large")).toEqual([]);
});

test("where no image more is allowed a new one cannot be begun, and can once one is gone", async ({ page, person, glance }) => {
  await setLimits(person.projectId, { image_count_total: 1 });
  const { id } = await glance.create(image("the only one"));
  await signIn(page, person);
  const button = page.getByRole("button", { name: "New image" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/^Images: 1 image too much \(1 image allowed/);
  await page.goto("/images/new");
  const without = page.getByRole("button", { name: "Create without data" });
  await expect(without).toHaveAttribute("aria-disabled", "true");

  await glance.remove(id);
  await expect(async () => {
    await page.goto("/images");
    const link = page.getByRole("main").getByRole("link", { name: "New image" }).first();
    await expect(link).toBeVisible({ timeout: 2000 });
  }).toPass();
});

/** A page of the administrator. */
async function adminPage(browser: Browser, options = {}) {
  const context = await browser.newContext({ baseURL: process.env.GAZE_EDGE_URL, ...options });
  const page = await context.newPage();
  await signIn(page, admin);
  return page;
}

const limitOf = (page: Page, label: string, amount: string, unit: string) =>
  page
    .getByLabel(`${label}: unit`)
    .selectOption({ label: unit })
    .then(() => page.getByLabel(label, { exact: true }).fill(amount));

test("an administrator finds a project, changes its plan, and the plan holds", async ({ browser, page, person, glance }) => {
  await glance.create(image("one"));
  const office = await adminPage(browser);
  await office.getByRole("navigation", { name: "Pages", exact: true }).getByRole("link", { name: "Projects" }).click();
  await office.getByLabel("Search projects by name").fill(person.project.toUpperCase());
  await expect(office.getByText("1 project, the one")).toBeVisible();
  await office.getByRole("link", { name: person.project }).click();
  await expect(office.getByRole("heading", { level: 1, name: `Plan of ${person.project}` })).toBeVisible();
  await expect(office.getByText("Nobody has changed this plan.")).toBeVisible();

  const save = office.getByRole("button", { name: "Save plan" });
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await limitOf(office, "Images", "two", "images");
  await expect(office.getByText("Write a whole number")).toBeVisible();
  await expect(save).toHaveAccessibleDescription("Correct the marked fields first.");
  await limitOf(office, "Images", "1", "images");
  await limitOf(office, "Stored data", "3", "GiB");
  await save.click();
  await expect(office.getByText(`The plan of ${person.project} is changed.`)).toBeVisible();
  await expect(office.getByRole("main")).toContainText("Plan changed by admin");
  await expect(office.getByRole("main")).toContainText("Stored data 3 GiB, Images 1 image");

  await signIn(page, person, "/quota");
  await expectFacts(row(page, "Images"), { Limit: "1 image", "Limit set by": "This gateway's plan" });
  await page.goto("/images");
  await expect(page.getByRole("button", { name: "New image" })).toHaveAttribute("aria-disabled", "true");

  // Somebody else changes it meanwhile: that is told, and nothing is lost.
  const other = await adminPage(browser);
  await other.goto(office.url());
  await limitOf(other, "Images", "7", "images");
  await other.getByRole("button", { name: "Save plan" }).click();
  await expect(other.getByText(`The plan of ${person.project} is changed.`)).toBeVisible();
  await limitOf(office, "Images", "9", "images");
  await save.click();
  await expect(office.getByRole("alert")).toContainText("admin has changed this plan meanwhile: Stored data 3 GiB, Images 7 images.");
  await expectAccessible(office, "a plan that was changed meanwhile");
  await expect(office.getByLabel("Images", { exact: true })).toHaveValue("9");
  await office.getByRole("button", { name: "Take theirs" }).click();
  await expect(office.getByLabel("Images", { exact: true })).toHaveValue("7");

  await office.getByRole("button", { name: "Back to the configuration's plan" }).click();
  await expect(office.getByText("Back to the plan of the configuration")).toBeVisible();
  await expect(office.getByLabel("Images", { exact: true })).toHaveValue("");
  await page.reload();
  await expect(page.getByRole("main").getByRole("link", { name: "New image" }).first()).toBeVisible();
  await office.context().close();
  await other.context().close();
});

test("an administrator is shown all projects, however many answers that takes, and finds each by its name", async ({ browser, person }) => {
  const page = await adminPage(browser);
  let responses = 0;
  await page.route(/\/api\/admin\/plans(\?|$)/, (route) => {
    responses += 1;
    const url = new URL(route.request().url());
    url.searchParams.set("limit", "1");
    return route.continue({ url: url.href });
  });
  await page.goto("/admin/quotas");
  const main = page.getByRole("main");
  await expect(main.getByText(/^\d+ projects, the one that is nearest to a limit first\.$/)).toBeVisible();
  const shown = await main.getByRole("heading", { level: 2 }).count();
  expect(shown).toBeGreaterThan(1);
  expect(responses).toBe(shown);
  await page.getByLabel("Search projects by name").fill(person.project);
  await expect(main.getByText("1 project, the one")).toBeVisible();
  await expect(main.getByRole("link", { name: person.project })).toBeVisible();
  await expect(main.getByRole("listitem")).toContainText("Not known yet: nobody has used this project here.");
  expect(responses).toBe(shown);
  await page.context().close();
});

test("of very many projects the fullest are shown first, and the others on demand", async ({ browser }) => {
  const page = await adminPage(browser);
  // As the gateway tells one of them, 250 times over.
  await page.route(/\/api\/admin\/plans(\?|$)/, async (route) => {
    const response = await route.fetch();
    const { projects } = await response.json();
    const many = Array.from({ length: 250 }, (_, number) => {
      const name = `project ${number}`;
      return { ...projects[0], project: { ...projects[0].project, id: name, name } };
    });
    return route.fulfill({ response: response, json: { projects: many, next: null } });
  });
  await page.goto("/admin/quotas");
  const rows = page.getByRole("main").getByRole("heading", { level: 2 });
  await expect(page.getByText("250 projects, the one")).toBeVisible();
  await expect(rows).toHaveCount(100);
  await page.getByRole("button", { name: "Show 100 more" }).focus();
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(200);
  await expect(page.getByRole("button", { name: "Show 50 more" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(250);
  await expect(page.getByRole("button", { name: /^Show \d+/ })).toHaveCount(0);
  await page.context().close();
});

test("only administrators are shown the quotas of others", async ({ page, person }) => {
  await signIn(page, person, "/admin/quotas");
  await expect(page.getByRole("heading", { level: 1, name: "Only for administrators" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Pages", exact: true }).getByRole("link", { name: "Projects" })).toHaveCount(0);
});

for (const { colorScheme, width } of looks) {
  test(`an administrator's pages are accessible in the ${colorScheme} theme at ${width} pixels`, async ({ browser, person }) => {
    const page = await adminPage(browser, { colorScheme, reducedMotion: "reduce", viewport: { width, height: 800 } });
    await expectPagesAccessible(page, [
      ["/quota", "Quota"],
      ["/admin/quotas", "Project quotas"],
      ["/admin/quotas?search=nothing-like-it", "Project quotas"],
      [`/admin/quotas?project=${person.projectId}`, `Plan of ${person.project}`],
    ]);
    await page.context().close();
  });
}
