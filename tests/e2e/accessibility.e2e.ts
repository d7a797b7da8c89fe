// Every page by axe, in both themes and on a narrow screen.
import { expectAccessible, expectNoSidewaysScrolling, expectPagesAccessible } from "./support/accessible.ts";
import { choose, rawDisk } from "./support/files.ts";
import { looks } from "./support/looks.ts";
import { expect, signIn, test } from "./support/test.ts";

for (const { colorScheme, width } of looks) {
  test(`every page is accessible in the ${colorScheme} theme at ${width} pixels`, async ({ browser, person, glance }) => {
    const { id } = await glance.create({
      name: "an image with a name that is longer than a narrow screen is wide",
      disk_format: "qcow2",
      container_format: "bare",
      tags: ["one", "two"],
      os_distro: "debian",
    });
    const context = await browser.newContext({
      baseURL: process.env.GAZE_EDGE_URL,
      colorScheme,
      reducedMotion: "reduce",
      viewport: { width, height: 800 },
    });
    const page = await context.newPage();
    await page.goto("/");
    await expect(page.getByLabel("User name")).toBeVisible();
    await expectAccessible(page, "sign in");
    await signIn(page, person);
    await expectPagesAccessible(page, [
      ["/images", "Images"],
      ["/images?name=nothing-like-it", "Images"],
      ["/images/new", "New image"],
      [`/images/${id}`, /an image with a name/],
      [`/images/${id}?tab=properties`, /an image with a name/],
      [`/images/${id}?tab=json`, /an image with a name/],
      ["/uploads", "Uploads"],
      ["/quota", "Quota"],
      ["/admin/quotas", "Only for administrators"],
      ["/nowhere", /./],
    ]);
    await page.goto("/images/new");
    await choose(page, rawDisk("seen.img", 1));
    await expect(page.getByRole("button", { name: "Upload 1.0 MiB" })).toBeVisible();
    await expectAccessible(page, "a file chosen");
    await page.getByRole("button", { name: "Upload 1.0 MiB" }).click();
    await expect(page.getByText("Glance stored exactly the bytes")).toBeVisible();
    await expectAccessible(page, "an upload verified");
    await expectNoSidewaysScrolling(page, "an upload verified");
    await context.close();
  });
}
