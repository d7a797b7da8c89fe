// What a person can get wrong before anything is sent, and what only Glance can refuse.
import { alt } from "../support/keystone.mjs";
import { Glance } from "../support/glance.mjs";
import { choose, chooseHole, digest, empty, qcow2, rawDisk } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";

test("an empty file is pointed out, and stored only when that is meant", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  const file = empty("nothing.img");
  await choose(page, file);
  const side = page.getByRole("complementary", { name: "What this file is" });
  await expect(side).toContainText("The file is empty.");
  expect(await glance.list()).toEqual([]);
  await page.getByRole("button", { name: /^Upload/ }).click();
  const question = page.getByRole("dialog", { name: "Upload an empty file?" });
  await expect(question).toBeVisible();
  expect(await glance.list()).toEqual([]);
  await question.getByRole("button", { name: /^Upload/ }).click();
  await expect(page.getByText("Glance stored exactly the bytes that this browser read.")).toBeVisible();
  expect(await glance.list()).toMatchObject([{ status: "active", size: 0, checksum: digest("md5", file) }]);
});

test("a name of more than 255 characters is told at its field before anything is sent", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("long.img", 1));
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("ü".repeat(256));
  await expect(name).toHaveAccessibleDescription(/256 characters\. At most 255 are allowed\./);
  await expect(name).toHaveAttribute("aria-invalid", "true");
  const upload = page.getByRole("button", { name: /^Upload/ });
  await expect(upload).toBeDisabled();
  await expect(upload).toHaveAccessibleDescription(/./);
  expect(await glance.list()).toEqual([]);
  await name.fill("ü".repeat(255));
  await page.getByRole("button", { name: /^Upload/ }).click();
  await expect(page.getByText("Glance stored exactly the bytes that this browser read.")).toBeVisible();
  expect((await glance.list())[0].name).toBe("ü".repeat(255));
});

test("only formats that the cloud's own schema names can be chosen", async ({ page, person, glance }) => {
  const { properties } = (await glance.call("/v2/schemas/image")).json;
  const allowed = properties.disk_format.enum.filter((format: string | null) => format !== null);
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("format.img", 1));
  const offered = page.getByLabel("Disk format").getByRole("option");
  await expect(offered.filter({ hasText: "qcow2" })).toHaveCount(1);
  const values = await offered.evaluateAll((options) =>
    options.map((option) => (option as HTMLOptionElement).value).filter((value) => value !== ""),
  );
  expect(values.sort()).toEqual(allowed.sort());
});

test("a disk that refers to another file is explained before it is sent", async ({ page, person }) => {
  await signIn(page, person, "/images/new");
  await choose(page, qcow2("overlay.qcow2", { backingFile: true }));
  const side = page.getByRole("complementary", { name: "What this file is" });
  await expect(side).toContainText("This qcow2 has a backing file");
  await expect(side).toContainText("Flatten it first.");
});

test("a file over the quota is told before it is sent, refused with its numbers, and nothing typed is lost", async ({ page }) => {
  const glance = await Glance.as(alt);
  await signIn(page, alt, "/images/new");
  await choose(page, rawDisk("too-large.img", 80));
  await page.getByLabel("Name", { exact: true }).fill("kept name");
  const side = page.getByRole("complementary", { name: "What this file is" });
  await expect(side).toContainText("64.0 MiB");
  await page.getByRole("button", { name: /^Upload/ }).click();
  const transfer = page.getByRole("article", { name: "Upload of too-large.img" });
  await expect(transfer).toContainText("Over quota");
  await expect(transfer).toContainText("Your project may store 64.0 MiB.");
  await expect(transfer).toContainText("The incomplete image was deleted.");
  expect((await glance.named("kept name")).length).toBe(0);
});

test("a file so large that the browser never hears the refusal gets its reason all the same", async ({ page }) => {
  // Glance answers before it has read the data and resets the connection; from some hundred mebibytes
  // on, Chromium gets to see only the reset.
  const glance = await Glance.as(alt);
  await signIn(page, alt, "/images/new");
  await chooseHole(page, "far-too-large.img", 600);
  await page.getByRole("button", { name: "Upload 600.0 MiB" }).click();
  const transfer = page.getByRole("article", { name: "Upload of far-too-large.img" });
  await expect(transfer).toContainText("Over quota");
  await expect(transfer).toContainText("Your project may store 64.0 MiB.");
  await expect(transfer).toContainText("The incomplete image was deleted.");
  expect(await glance.named("far-too-large")).toEqual([]);
});
