// A file that the cloud has already: it is found, and no byte of it is sent.
import { utimes } from "node:fs/promises";
import { Glance } from "../support/glance.mjs";
import { createUser, removeUser } from "../support/keystone.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { choose, digest, rawDisk, toDisk } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";

const raw = { disk_format: "raw", container_format: "bare" };

test("a file that this browser has uploaded is found the next time, and no byte of it is sent", async ({ page, person, glance }) => {
  const file = rawDisk("again.img", 1);
  await signIn(page, person, "/images/new");
  const path = await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  await expect(page.getByRole("main").getByText("Glance stored exactly the bytes")).toBeVisible();
  await page.goto("/images/new");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(`${request.method()} ${request.url()}`);
  });
  await page.getByLabel("Image file").setInputFiles(path);
  const main = page.getByRole("main");
  await expect(main).toContainText("This browser has uploaded a file of this name, length and date before: the image again has its bytes.");
  await main.getByRole("button", { name: "Make sure that it is the same" }).click();
  await expect(main).toContainText("The image again has exactly these bytes, by SHA-512. Nothing need be sent.");
  await expectAccessible(page, "a file that is here already");
  await main.getByRole("button", { name: "Use that image" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "again" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Integrity" })).toContainText("Verified");
  expect(sent).toEqual([]);
  expect(await glance.list()).toHaveLength(1);
});

test("a file that has changed under the same date is not taken for the one before", async ({ page, person }) => {
  const file = rawDisk("dated.img", 1);
  await signIn(page, person, "/images/new");
  const path = await toDisk(file);
  // A date that every file system and browser writes in the same way.
  const date = new Date("2026-11-01T12:00:00Z");
  await utimes(path, date, date);
  await page.getByLabel("Image file").setInputFiles(path);
  await page.getByRole("button", { name: /^Upload/ }).click();
  await expect(page.getByRole("main").getByText("Glance stored exactly the bytes")).toBeVisible();
  await page.goto("/images/new");
  file.buffer[7] ^= 1;
  await toDisk(file);
  await utimes(path, date, date);
  await page.getByLabel("Image file").setInputFiles(path);
  await page.getByRole("button", { name: "Make sure that it is the same" }).click();
  await expect(page.getByRole("main")).toContainText("No image that this project may use has these bytes.");
});

test("a file that nobody has hashed here is looked for when the person wants it", async ({ page, person, glance }) => {
  const file = rawDisk("unknown.img", 2);
  const { id } = await glance.create({ ...raw, name: "the same bytes" });
  await glance.upload(id, file.buffer);
  await signIn(page, person, "/images/new");
  await choose(page, file);
  await page.getByRole("button", { name: "Look for it first" }).click();
  await expect(page.getByRole("main")).toContainText("The image the same bytes has exactly these bytes");
  await page.getByRole("button", { name: "Use that image" }).click();
  await expect(page).toHaveURL(new RegExp(`/images/${id}`));
  expect(await glance.find(id)).toMatchObject({ checksum: digest("md5", file) });
});

test("what another project keeps to itself is not found, and the file can be uploaded", async ({ page, person }) => {
  const file = rawDisk("secret.img", 1);
  const other = await createUser();
  const theirs = await Glance.as(other);
  const { id } = await theirs.create({ ...raw, name: "theirs", visibility: "private" });
  await theirs.upload(id, file.buffer);
  await signIn(page, person, "/images/new");
  await choose(page, file);
  await page.getByRole("button", { name: "Look for it first" }).click();
  const main = page.getByRole("main");
  await expect(main).toContainText("No image that this project may use has these bytes.");
  await page.getByRole("button", { name: /^Upload/ }).click();
  await expect(main.getByText("Glance stored exactly the bytes")).toBeVisible();
  await theirs.remove(id);
  await removeUser(other);
});

test("another file ends the search for the first", async ({ page, person }) => {
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("first.img", 1));
  await page.getByRole("button", { name: "Look for it first" }).click();
  await choose(page, rawDisk("second.img", 1));
  await expect(page.getByRole("button", { name: "Look for it first" })).toBeVisible();
});
