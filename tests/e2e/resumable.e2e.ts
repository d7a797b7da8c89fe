// Large files by tus: in parts, over whatever happens between the browser and the gateway, to a verified image.
import { glanceFaults } from "../support/faults.mjs";
import { addProject } from "../support/keystone.mjs";
import { until } from "../support/until.mjs";
import { choose, digest, rawDisk, text } from "./support/files.ts";
import { atPart, kept, largeIsAbove, MIB, VERDICT as verdict, watchParts } from "./support/parts.ts";
import { expect, signIn, signInAgain, test } from "./support/test.ts";

const SIZE_MIB = 24;

test.beforeEach(async ({ context }) => largeIsAbove(context, MIB));

test("a large file goes in parts and is verified", async ({ page, person, glance }) => {
  const offsets = watchParts(page);
  const file = rawDisk("large.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  await choose(page, file);
  await page.getByRole("button", { name: "Upload 24.0 MiB" }).click();
  const transfer = page.getByRole("article", { name: "Upload of large.img" });
  await expect(transfer.getByText(verdict)).toBeVisible();
  expect(offsets.length).toBeGreaterThan(1);
  expect(offsets).toEqual([...new Set(offsets)].sort((one, other) => one - other));
  const [stored] = await glance.named("large");
  expect(stored).toMatchObject({ status: "active", size: SIZE_MIB * MIB, checksum: digest("md5", file) });
  expect(await kept(page)).toEqual([]);
});

test("a part that is lost on the way is sent again, and nothing before it", async ({ page, person, glance }) => {
  const offsets = watchParts(page);
  const file = rawDisk("lossy.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  await atPart(page, 1, (route) => route.abort("connectionreset"));
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of lossy.img" });
  await expect(transfer.getByText(verdict)).toBeVisible();
  const [, lost, again] = offsets;
  expect(again).toBe(lost);
  expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
  expect((await glance.named("lossy"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("while there is no network the upload says so, and goes on when it is back", async ({ page, context, person, glance }) => {
  const file = rawDisk("offline.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  await atPart(page, 1, async (route) => {
    await context.setOffline(true);
    await route.abort("internetdisconnected");
  });
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of offline.img" });
  await expect(transfer).toContainText("Connection lost");
  await expect(transfer).toContainText("goes on from there");
  await context.setOffline(false);
  await expect(transfer.getByText(verdict)).toBeVisible();
  expect((await glance.named("offline"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("a session that ends in the middle costs no byte that has arrived", async ({ page, context, person, glance }) => {
  const offsets = watchParts(page);
  const file = rawDisk("long.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  await atPart(page, 1, async (route) => {
    await context.clearCookies();
    await route.continue();
  });
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  await signInAgain(page, person);
  const transfer = page.getByRole("article", { name: "Upload of long.img" });
  await expect(transfer.getByText(verdict)).toBeVisible();
  expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
  expect((await glance.named("long"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("a project that another tab switches to stops the upload, and it goes on when this one is back", async ({ page, context, person, glance }) => {
  const offsets = watchParts(page);
  const other = await addProject(person);
  const file = rawDisk("shared-session.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  const tab = await context.newPage();
  await atPart(page, 1, async (route) => {
    await tab.goto("/");
    await tab.getByRole("button", { name: `Project ${person.project}` }).click();
    await tab.getByRole("button", { name: other.name }).click();
    await expect(tab.getByRole("button", { name: `Project ${other.name}` })).toBeVisible();
    await route.continue();
  });
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of shared-session.img" });
  await expect(transfer).toContainText(`Sign in to the project ${person.project} to go on.`);
  expect((await glance.named("shared-session"))[0]).toMatchObject({ status: "queued" });
  await page.getByRole("button", { name: `Project ${other.name}` }).click();
  await page.getByRole("button", { name: person.project, exact: true }).click();
  await page.getByRole("link", { name: "Uploads" }).click();
  await expect(page.getByText(verdict)).toBeVisible();
  expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
  expect((await glance.named("shared-session"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("a cancelled upload leaves no image and nothing at the gateway", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  // Held until the page gives it up.
  await atPart(page, 1, async () => {});
  await choose(page, rawDisk("unwanted.img", SIZE_MIB));
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of unwanted.img" });
  await until("a part has arrived", async () => (await kept(page)).length === 1);
  await transfer.getByRole("button", { name: "Cancel upload" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel upload" }).click();
  await expect(transfer).toContainText("The image was deleted.");
  expect(await glance.list()).toEqual([]);
  expect(await kept(page)).toEqual([]);
});

test("while Glance is away the gateway keeps what it has, and brings it there later", async ({ page, person, glance }) => {
  const file = rawDisk("patient.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  await atPart(page, 1, async (route) => {
    await glanceFaults.stop();
    await route.continue();
  });
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of patient.img" });
  await expect(transfer).toContainText("The gateway brings it to Glance");
  await glanceFaults.pass();
  await expect(transfer.getByText(verdict)).toBeVisible({ timeout: 60_000 });
  expect((await glance.named("patient"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("large data that Glance refuses is told as such and leaves nothing behind", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  const letter = text("letter.qcow2");
  await choose(page, { ...letter, buffer: Buffer.concat([letter.buffer, Buffer.alloc(2 * MIB, "text ")]) });
  await page.getByLabel("Disk format").selectOption("qcow2");
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of letter.qcow2" });
  await expect(transfer).toContainText("Refused");
  await expect(transfer).toContainText("The incomplete image was deleted.");
  expect(await glance.list()).toEqual([]);
  expect(await kept(page)).toEqual([]);
});
