// What a person sees of a gateway that does not hold to the limits itself.
import { startEdge } from "../support/edge.mjs";
import { removeLimits, setLimits } from "../support/quota.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { choose, rawDisk } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";

let edge: Awaited<ReturnType<typeof startEdge>>;
test.afterEach(async ({ person }) => {
  await edge.stop();
  await removeLimits(person.projectId);
});

for (const [mode, notice] of [
  ["observe", "This gateway only observes"],
  ["off", "This gateway counts nothing"],
] as const) {
  test(`in mode ${mode} the page says so, and what does not fit may be sent and is refused by Glance`, async ({ page, person }) => {
    edge = await startEdge({ bindings: { QUOTA_MODE: mode }, page: null });
    await setLimits(person.projectId, { image_size_total: 8 });
    await signIn(page, person, `${edge.url}/quota`);
    await expect(page.getByRole("main")).toContainText(notice);
    await expect(page.getByRole("main")).toContainText("of 8.0 MiB");
    await expectAccessible(page, mode);

    await page.goto(`${edge.url}/images/new`);
    await choose(page, rawDisk("large.img", 10));
    await expect(page.getByText("Stored data: 2.0 MiB too much (8.0 MiB allowed")).toBeVisible();
    await page.getByRole("button", { name: "Upload 10.0 MiB anyway" }).click();
    const transfer = page.getByRole("article", { name: "Upload of large.img" });
    await expect(transfer).toContainText("Over quota");
    await expect(transfer).toContainText("Stored data: 2.0 MiB too much (8.0 MiB allowed");
  });
}
