// What Glance stores is verified on the image's page, by the gateway: no byte of it comes to the browser.
import { glanceFaults } from "../support/faults.mjs";
import { until } from "../support/until.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { digest, rawDisk } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";

const raw = { disk_format: "raw", container_format: "bare" };

test("stored data is verified by the gateway, and what came of it is there the next time", async ({ page, person, glance }) => {
  const file = rawDisk("stored.img", 2);
  const { id } = await glance.create({ ...raw, name: "stored" });
  await glance.upload(id, file.buffer);
  const data: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/file")) data.push(request.url());
  });
  await signIn(page, person, `/images/${id}`);
  const integrity = page.getByRole("region", { name: "Integrity" });
  await expect(integrity).toContainText("Nothing of it comes to this browser.");
  await integrity.getByRole("button", { name: "Verify stored data" }).click();
  const found = "The stored data has the SHA-512 that Glance computed when it stored it.";
  await expect(integrity).toContainText(found);
  await expect(integrity).toContainText("Verified");
  await expectAccessible(page, "an image whose stored data was verified");
  await page.reload();
  await expect(integrity).toContainText(found);
  await expect(integrity).toContainText("Read on");
  expect(data).toEqual([]);
});

test("stored data is compared with a publisher's checksum, and what is none is told", async ({ page, person, glance }) => {
  const file = rawDisk("published.img", 2);
  const { id } = await glance.create({ ...raw, name: "published" });
  await glance.upload(id, file.buffer);
  await signIn(page, person, `/images/${id}`);
  const integrity = page.getByRole("region", { name: "Integrity" });
  const expected = integrity.getByLabel("Expected checksum (optional)");
  const verify = integrity.getByRole("button", { name: "Verify stored data" });
  await expected.fill(` ${digest("sha256", file).toUpperCase()} `);
  await verify.click();
  await expect(integrity).toContainText("The stored data has the SHA-256 that was expected.");
  await expected.fill(digest("sha512", rawDisk("another.img", 3)));
  await verify.click();
  await expect(integrity).toContainText("Not the expected file");
  await expect(integrity).toContainText("The stored data has another SHA-512 than was expected.");
  await expected.fill("not a checksum");
  await verify.click();
  await expect(integrity.getByRole("alert")).toContainText("what is expected is no digest in hexadecimal");
  await expectAccessible(page, "a checksum that is none");
});

test("a verification that is stopped, or whose page is left, reads no more", async ({ page, person, glance }) => {
  const { id } = await glance.create({ ...raw, name: "large" });
  await glance.upload(id, rawDisk("large.img", 8).buffer);
  await signIn(page, person, `/images/${id}`);
  const integrity = page.getByRole("region", { name: "Integrity" });
  const ends = [
    () => integrity.getByRole("button", { name: "Stop" }).click(),
    () => page.getByRole("link", { name: "Images" }).first().click(),
  ];
  for (const end of ends) {
    await glanceFaults.limit(512 * 1024);
    await integrity.getByRole("button", { name: "Verify stored data" }).click();
    await expect(integrity).toContainText(/of 8\.0 MiB/);
    await expectAccessible(page, "a verification under way");
    await end();
    await until("nobody reads the image", async () => {
      const { connections } = await glanceFaults.status();
      return connections.every((connection) => connection.to_client_bytes < 256 * 1024);
    });
    await glanceFaults.pass();
    await expect(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
  }
});

test("a verification that somebody else has begun is shown, and so is what comes of it", async ({ page, person, glance, context }) => {
  const { id } = await glance.create({ ...raw, name: "shared" });
  await glance.upload(id, rawDisk("shared.img", 8).buffer);
  await signIn(page, person, `/images/${id}`);
  const verify = (of: typeof page) => of.getByRole("region", { name: "Integrity" }).getByRole("button", { name: "Verify stored data" });
  const integrity = page.getByRole("region", { name: "Integrity" });
  const others = "The gateway is reading the stored data for somebody in this project. What comes of it is shown here.";
  await expect(verify(page)).toBeVisible();
  const other = await context.newPage();
  await other.goto(`/images/${id}`);
  await expect(verify(other)).toBeVisible();
  await glanceFaults.limit(512 * 1024);
  await verify(other).click();
  await expect(other.getByRole("region", { name: "Integrity" })).toContainText(/of 8\.0 MiB/);
  // A page that does not know of it yet is told when it asks for the same.
  await verify(page).click();
  await expect(integrity.getByRole("status").filter({ hasText: others })).toBeVisible();
  await expect(verify(page)).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page, "a verification of somebody else");
  await page.reload();
  await expect(integrity.getByRole("status").filter({ hasText: others })).toBeVisible();
  await glanceFaults.pass();
  await expect(integrity).toContainText("The stored data has the SHA-512 that Glance computed when it stored it.");
  await expect(integrity.getByText(others)).toHaveCount(0);
  await expect(verify(page)).not.toHaveAttribute("aria-disabled", "true");
});
