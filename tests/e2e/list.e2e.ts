// The list of images: what stands in it, in which order, and that its address is its state.
import type { Page } from "@playwright/test";
import { glanceFaults } from "../support/faults.mjs";
import { Glance } from "../support/glance.mjs";
import { createUser, removeUser } from "../support/keystone.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { expect, signIn, test } from "./support/test.ts";
import { holdTime, letTimePass } from "./support/time.ts";

test("the list shows what Glance has, by pages, in the order that was chosen", async ({ page, person, glance }) => {
  const names = Array.from({ length: 30 }, (_, index) => `build-${String(index).padStart(2, "0")}`);
  for (const name of names) await glance.create({ name, disk_format: "raw", container_format: "bare" });
  await signIn(page, person, "/images?sort=name:asc&limit=25");
  const rows = page.getByRole("table").getByRole("row");
  await expect(page.getByRole("link", { name: "build-00" })).toBeVisible();
  await expect(rows).toHaveCount(26);
  await expect(page.getByRole("link", { name: "build-25" })).toBeHidden();

  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByRole("link", { name: "build-29" })).toBeVisible();
  await expect(rows).toHaveCount(6);
  await page.goBack();
  await expect(page.getByRole("link", { name: "build-00" })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("link", { name: "build-29" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("link", { name: "build-29" })).toBeVisible();
});

test("a column's heading sorts at Glance, and the address keeps it", async ({ page, person, glance }) => {
  for (const name of ["b", "c", "a"]) await glance.create({ name });
  await signIn(page, person, "/images");
  const heading = page.getByRole("columnheader", { name: "Name" });
  const links = page.getByRole("table").getByRole("link", { name: /^[abc]$/ });
  await heading.getByRole("link").click();
  await expect(page).toHaveURL(/sort=name%3Aasc/);
  await expect(heading).toHaveAttribute("aria-sort", "ascending");
  await expect(links).toHaveText(["a", "b", "c"]);
  await heading.getByRole("link").click();
  await expect(heading).toHaveAttribute("aria-sort", "descending");
  await expect(links).toHaveText(["c", "b", "a"]);
  await page.goBack();
  await expect(links).toHaveText(["a", "b", "c"]);
});

test("a filter and a search narrow the list, stand in the address, and go back one by one", async ({ page, person, glance }) => {
  const bare = { container_format: "bare" };
  await glance.create({ name: "debian-raw", disk_format: "raw", ...bare });
  await glance.create({ name: "debian-iso", disk_format: "iso", ...bare });
  await glance.create({ name: "fedora-iso", disk_format: "iso", ...bare });
  await signIn(page, person);
  const names = page.getByRole("table").getByRole("link", { name: /-/ });
  await expect(names).toHaveCount(3);
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByLabel("Disk format").selectOption("iso");
  await expect(names).toHaveCount(2);
  await expect(page).toHaveURL(/disk_format=iso/);
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search by name or id" }).fill("debian");
  await expect(names).toHaveText(["debian-iso"]);
  await page.reload();
  await expect(names).toHaveText(["debian-iso"]);
  await expect(page.getByRole("searchbox")).toHaveValue("debian");
  await page.goBack();
  await expect(names).toHaveCount(3);
});

test("a filter that nothing fits says so and offers the way back", async ({ page, person, glance }) => {
  await glance.create({ name: "the only one" });
  await signIn(page, person, "/images?name=something%20else");
  await expect(page.getByRole("link", { name: "the only one" })).toBeHidden();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page.getByRole("link", { name: "the only one" })).toBeVisible();
});

test("an image without data is shown as queued and offers to upload its data", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "waiting", disk_format: "raw", container_format: "bare" });
  await signIn(page, person, "/images");
  await expect(page.getByRole("row", { name: /waiting/ })).toContainText("Queued");
  await page.getByRole("link", { name: "waiting" }).click();
  await page.getByRole("link", { name: "Upload data" }).click();
  await expect(page).toHaveURL(new RegExp(`image=${id}`));
});

const raw = { disk_format: "raw", container_format: "bare" };

/** The images that the pages of a list show one after the other, as their ids. */
async function walk(page: Page) {
  const ids: string[] = [];
  const rows = page.getByRole("table").locator("tbody").getByRole("link");
  const next = page.getByRole("link", { name: "Next" });
  for (let steps = 0; steps < 10; steps += 1) {
    await expect(rows.first()).toBeVisible();
    const links = await rows.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    ids.push(...links.map((link) => link.split("/").at(-1) ?? ""));
    const target = await next.getAttribute("href");
    if (!target) return ids;
    await next.click();
    await expect(page).toHaveURL(new RegExp(`${target.split("after=")[1]?.slice(0, 36)}`));
    await expect(page.locator(`tbody a[href="${links[0]}"]`)).toBeHidden();
  }
  throw new Error(`The pages do not end: ${ids}`);
}

test("every image is listed once under every order, and those without a value come last", async ({ page, person, glance }) => {
  const sizes = new Map<string, number>();
  for (const [index, name] of ["b", "", "C", "a"].entries()) {
    const { id } = await glance.create({ name, ...raw });
    await glance.upload(id, Buffer.alloc(512 * (4 - index)));
    sizes.set(id, 512 * (4 - index));
  }
  for (const image of [{}, { name: "queued" }, { disk_format: "iso" }]) await glance.create(image);
  const all = (await glance.list()).map((image: { id: string }) => image.id).sort();
  await signIn(page, person);
  for (const key of ["size", "name", "disk_format", "container_format", "status", "updated_at"]) {
    for (const direction of ["asc", "desc"]) {
      await page.goto(`/images?limit=2&sort=${key}:${direction}`);
      const met = await walk(page);
      expect([...met].sort(), `${key}:${direction}`).toEqual(all);
      if (key !== "size") continue;
      const sized = met.slice(0, 4).map((id) => sizes.get(id) ?? 0);
      const up = [...sizes.values()].sort((one, other) => one - other);
      expect(sized).toEqual(direction === "asc" ? up : up.reverse());
    }
  }
  await page.goto("/images?limit=2&sort=size:asc&search=queued");
  await expect(page.getByRole("link", { name: "queued" })).toBeVisible();
  await expect(page.getByText("1 image", { exact: true })).toBeVisible();
});

test("the foot tells which images of how many a page shows", async ({ page, person, glance }) => {
  for (let number = 0; number < 30; number += 1) await glance.create({ name: `counted-${number}` });
  await signIn(page, person, "/images");
  await expect(page.getByText("1 to 25 of 30 images")).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("26 to 30 of 30 images")).toBeVisible();
  await page.goto("/images?search=counted-1&limit=5");
  await expect(page.getByText("1 to 5 of 11 images")).toBeVisible();
});

test("the keyboard help stands in the address and filters nothing away", async ({ page, person, glance }) => {
  await glance.create({ name: "still here" });
  await signIn(page, person, "/images");
  const link = page.getByRole("link", { name: "still here" });
  await expect(link).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help).toBeVisible();
  await page.reload();
  await expect(help).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(link).toBeVisible();
  expect(asked.filter((url) => url.includes("/v2/images") && url.includes("help"))).toEqual([]);
});

test("invitations that wait and the hidden images of others are listed where the address says so", async ({ page, person, glance }) => {
  const other = await createUser();
  const others = await Glance.as(other);
  const { id } = await others.create({ name: "offered", visibility: "shared" });
  await others.share(id, glance.projectId);
  const superseded = `superseded-${other.user}`;
  const hidden = await others.create({ name: superseded, visibility: "community", os_hidden: true });
  await signIn(page, person, "/images?view=shared&member_status=pending");
  await expect(page.getByRole("link", { name: "offered" })).toBeVisible();
  await page.getByRole("link", { name: "Take off the filter invitation: pending" }).click();
  await expect(page.getByRole("heading", { name: "Nothing is shared with this project" })).toBeVisible();
  await page.getByRole("navigation", { name: "Whose images" }).getByRole("link", { name: "Hidden" }).click();
  await expect(page.getByRole("link", { name: superseded })).toBeVisible();
  // What a tab holds and what a filter asks for may exclude each other.
  await page.goto("/images?view=public&visibility=private");
  await expect(page.getByRole("heading", { name: "No image matches" })).toBeVisible();
  for (const image of [id, hidden.id]) await others.remove(image);
  await removeUser(other);
});

test("back, loading again and the way back from an image lead to the same filters and the same place", async ({ page, person, glance }) => {
  for (let number = 10; number < 50; number += 1) await glance.create({ name: `deep-${number}` });
  await page.setViewportSize({ width: 1280, height: 600 });
  await signIn(page, person, "/images?status=queued&limit=50&sort=name:asc");
  const link = page.getByRole("link", { name: "deep-45" });
  const isInView = () => expect(link).toBeInViewport();
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: "deep-45" })).toBeVisible();
  await page.goBack();
  await isInView();
  await expect(page).toHaveURL(/status=queued/);
  await page.reload();
  await isInView();
  await link.click();
  await page.getByRole("main").getByRole("link", { name: "Images" }).click();
  await isInView();
  await expect(page).toHaveURL(/status=queued&limit=50&sort=name:asc/);
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: "deep-45" })).toBeVisible();
  await page.reload();
  await page.getByRole("main").getByRole("link", { name: "Images" }).click();
  await expect(page).toHaveURL(/status=queued&limit=50&sort=name:asc/);
});

test("what changes appears by itself, and nothing moves under the pointer", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "waiting", ...raw });
  await holdTime(page);
  await signIn(page, person, "/images");
  const row = page.getByRole("row", { name: /waiting/ });
  await expect(row).toContainText("Queued");
  await row.hover();
  const before = await row.boundingBox();
  await glance.upload(id, Buffer.alloc(512));
  await letTimePass(page, 10_000);
  await expect(row).toContainText("Active");
  await glance.create({ name: "newcomer" });
  await letTimePass(page, 10_000);
  await expect(page.getByRole("status").filter({ hasText: "The list has changed." })).toBeVisible();
  expect(await row.boundingBox()).toEqual(before);
  await expect(page.getByRole("link", { name: "newcomer" })).toBeHidden();
  await expectAccessible(page, "a list that has changed");
  await page.getByRole("button", { name: "Show what has changed" }).click();
  await expect(page.getByRole("link", { name: "newcomer" })).toBeVisible();
  // With the keyboard in the rows it is the same, until it leaves them.
  await page.getByRole("link", { name: "waiting" }).focus();
  await glance.create({ name: "second" });
  await letTimePass(page, 10_000);
  await expect(page.getByText("The list has changed.")).toBeVisible();
  await expect(page.getByRole("link", { name: "waiting" })).toBeFocused();
  await page.getByRole("searchbox").focus();
  await expect(page.getByRole("link", { name: "second" })).toBeVisible();
});

test("the list is renewed by hand, and asks nothing while it is paused or hidden", async ({ page, person, glance }) => {
  await glance.create({ name: "first" });
  await holdTime(page);
  await signIn(page, person, "/images");
  await expect(page.getByRole("link", { name: "first" })).toBeVisible();
  let asked = 0;
  page.on("request", (request) => (asked += request.url().includes("/v2/images") ? 1 : 0));
  await page.getByRole("button", { name: "Pause updates" }).click();
  await expect(page.getByText("Updates are paused.")).toBeVisible();
  await glance.create({ name: "second" });
  await letTimePass(page, 60_000);
  expect(asked).toBe(0);
  await page.getByRole("button", { name: "Refresh the list" }).click();
  await expect(page.getByRole("link", { name: "second" })).toBeVisible();
  await page.getByRole("button", { name: "Resume updates" }).click();
  const hide = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, hidden);
  await hide(true);
  asked = 0;
  await glance.create({ name: "third" });
  await letTimePass(page, 60_000);
  expect(asked).toBe(0);
  await hide(false);
  await expect(page.getByRole("link", { name: "third" })).toBeVisible();
});

test("a list and an image that do not answer say so and offer to try again", async ({ page, person, glance }) => {
  const { id } = await glance.create({ name: "behind a silence" });
  await holdTime(page);
  await signIn(page, person, "/uploads");
  await glanceFaults.hang();
  for (const [path, title, arrived] of [
    ["/images", "The images could not be loaded.", page.getByRole("link", { name: "behind a silence" })],
    [`/images/${id}`, "The image could not be loaded.", page.getByRole("heading", { name: "behind a silence" })],
  ] as const) {
    await glanceFaults.hang();
    await page.goto(path);
    await expect(page.getByText(/^Loading (the image|images)/)).toBeAttached();
    await letTimePass(page, 10_000);
    const panel = page.getByRole("alert").filter({ hasText: "No answer has come yet." });
    await expect(panel).toContainText("It is shown as soon as it comes.");
    // Nothing has failed yet.
    await expect(page.getByText(title)).toHaveCount(0);
    await expectAccessible(page, `${path} without an answer`);
    // The first answer is shown as soon as it comes, and the panel goes: so before it may.
    await panel.getByRole("button", { name: "Try again" }).click();
    await glanceFaults.pass();
    await expect(arrived).toBeVisible();
    await expect(panel).toBeHidden();
  }
});

test("the way back to the first page leads to its own address, where new images appear", async ({ page, person, glance }) => {
  for (let number = 0; number < 4; number += 1) await glance.create({ name: `of-${number}` });
  await signIn(page, person, "/images?limit=2&sort=created_at%3Adesc");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByRole("link", { name: "of-0" })).toBeVisible();
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByRole("link", { name: "of-3" })).toBeVisible();
  await expect(page).toHaveURL(/\/images\?sort=created_at%3Adesc&limit=2$/);
  await glance.create({ name: "newest" });
  await page.getByRole("button", { name: "Refresh the list" }).click();
  await expect(page.getByRole("link", { name: "newest" })).toBeVisible();
});

test("an image that cannot be read is told of, and the project is not said to be empty", async ({ page, person, glance }) => {
  await glance.create({ name: "readable" });
  await signIn(page, person, "/uploads");
  let response = { images: [{ id: 5 }] as unknown[] };
  await page.route("**/v2/images?*", async (route) => {
    const { images } = await (await route.fetch()).json();
    return route.fulfill({ json: { ...response, images: [...response.images, ...(response.images.length > 1 ? images : [])] } });
  });
  await page.goto("/images");
  const main = page.getByRole("main");
  await expect(main).toContainText("1 image could not be read");
  await expect(main).not.toContainText("No images yet");
  response = { images: [null, { name: "without an id" }] };
  await page.reload();
  await expect(page.getByRole("link", { name: "readable" })).toBeVisible();
  await expect(main).toContainText("2 images could not be read");
});
