// What a person can get wrong before anything is sent, and what only Glance can refuse.
import { choose, cutOffQcow2, descriptorAlone, digest, empty, qcow2, rawDisk, text } from "./support/files.ts";
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

test("a name that somebody types while the file is looked at is theirs", async ({ page, person }) => {
  let goOn = () => {};
  const typed = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route("**/file_worker*", async (route) => {
    await typed;
    await route.continue();
  });
  await signIn(page, person, "/images/new");
  await choose(page, qcow2("debian.qcow2"));
  await expect(page.getByRole("status").filter({ hasText: "Looking at the file" })).toBeVisible();
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toHaveValue("debian");
  await name.fill("trixie");
  goOn();
  await expect(page.getByLabel("Disk format")).toHaveValue("qcow2");
  await expect(name).toHaveValue("trixie");
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

test("what is no whole disk is said to be that, and never offered as raw", async ({ page, person }) => {
  await signIn(page, person, "/images/new");
  const side = page.getByRole("complementary", { name: "What this file is" });
  const asRaw = side.getByRole("button", { name: "Choose raw" });
  await choose(page, descriptorAlone("disk.vmdk"));
  await expect(side).toContainText("This is the descriptor of a VMDK without its data.");
  await page.getByLabel("Disk format").selectOption("vmdk");
  await expect(side).toContainText("Refused by Glance");
  await expect(asRaw).toBeHidden();
  await choose(page, text("letter.qcow2"));
  await expect(side).toContainText("The file is a text, not a disk image.");
  await page.getByLabel("Disk format").selectOption("qcow2");
  await expect(side).toContainText("Refused by Glance");
  await expect(asRaw).toBeHidden();
  await choose(page, cutOffQcow2("half.qcow2"));
  await expect(side).toContainText("The file is cut off: it leads to at least 2.8 MiB more than it has.");
  // Random bytes can be a disk as they are.
  await choose(page, rawDisk("disk.img", 1));
  await expect(side).toContainText("counts as raw");
  await page.getByLabel("Disk format").selectOption("qcow2");
  await expect(asRaw).toBeVisible();
});

test("a disk that refers to another file is explained before it is sent", async ({ page, person }) => {
  await signIn(page, person, "/images/new");
  await choose(page, qcow2("overlay.qcow2", { backingFile: true }));
  const side = page.getByRole("complementary", { name: "What this file is" });
  await expect(side).toContainText("This qcow2 has a backing file");
  await expect(side).toContainText("Flatten it first.");
  await expect(side.getByRole("definition").filter({ hasText: "/etc/passwd" })).toBeVisible();
});
