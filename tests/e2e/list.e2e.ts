// The list of images: what stands in it, in which order, and that its address is its state.
import { expect, signIn, test } from "./support/test.ts";

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
