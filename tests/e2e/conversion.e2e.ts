// What is sent of a file in the place of its bytes: what a compressor made it of, and raw disks as qcow2. What
// arrives is the disk of the person, whatever travelled.
import { execFile } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "@playwright/test";
import { until } from "../support/until.mjs";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessible.ts";
import { choose, chooseHole, digest, disk, randomBytes, type TestFile } from "./support/files.ts";
import { keepFrom, kept, largeIsAbove, MIB, VERDICT, watchParts } from "./support/parts.ts";
import { expect, signIn, test } from "./support/test.ts";

const run = promisify(execFile);

const side = (page: Page) => page.getByRole("complementary", { name: "What this file is" });
const transferOf = (page: Page, name: string) => page.getByRole("article", { name: `Upload of ${name}` });
const uploadButton = (page: Page) => page.getByRole("button", { name: /^Upload/ });

/** What python's standard library packs a file into. */
async function packed(module: "bz2" | "lzma", file: TestFile, name: string): Promise<TestFile> {
  const source = test.info().outputPath(`${module}-source`);
  await mkdir(dirname(source), { recursive: true });
  await writeFile(source, file.buffer);
  const program = `import ${module}, sys; sys.stdout.buffer.write(${module}.compress(open(sys.argv[1], "rb").read()))`;
  const options = { encoding: "buffer" as const, maxBuffer: 64 * MIB };
  const { stdout } = await run("python3", ["-c", program, source], options);
  return { name, buffer: stdout };
}

/** Counts the requests that bring data. */
function watchData(page: Page) {
  const sent = { requests: 0 };
  page.on("request", (request) => {
    const isData = request.url().includes("/api/uploads/") || request.url().endsWith("/file");
    if (isData && ["PATCH", "PUT"].includes(request.method())) sent.requests += 1;
  });
  return sent;
}

test("a compressed disk is unpacked on its way, and the image is the disk", async ({ page, person, glance }) => {
  const file = disk("debian.raw", randomBytes(20 * MIB, "unpacked"));
  await signIn(page, person, "/images/new");
  await choose(page, { name: "debian.raw.gz", buffer: gzipSync(file.buffer, { level: 1 }) });
  const whole = page.getByRole("radio", { name: /^What is in it, 20.0 MiB/ });
  await expect(whole).toBeChecked();
  await expect(page.getByRole("radio", { name: /^The compressed file as it is/ })).not.toBeChecked();
  await expect(side(page)).toContainText("Nothing speaks against it");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("debian");
  await expectAccessible(page, "what is sent of a compressed file");
  await page.getByRole("button", { name: "Upload 20.0 MiB" }).click();
  const transfer = transferOf(page, "debian.raw.gz");
  await expect(transfer.getByText(VERDICT)).toBeVisible();
  await expect(transfer).toContainText("debian.raw.gz, unpacked");
  const [image] = await glance.named("debian");
  expect(image).toMatchObject({ status: "active", disk_format: "raw", size: 20 * MIB, checksum: digest("md5", file) });
  await transfer.getByRole("link", { name: "Open image" }).click();
  await expect(page.getByText(/Computed in this browser from debian.raw.gz, unpacked/)).toBeVisible();
});

test("each kind of compressed file is unpacked, also one of several streams", async ({ page, person, glance }) => {
  const parts = [disk("disk.raw", randomBytes(MIB, "first")), { name: "", buffer: randomBytes(MIB, "second") }];
  const whole = { name: "whole.raw", buffer: Buffer.concat(parts.map(({ buffer }) => buffer)) };
  const joined = async (module: "bz2" | "lzma", name: string) => {
    const streams: Buffer[] = [];
    for (const part of parts) streams.push((await packed(module, part, name)).buffer);
    return { name, buffer: Buffer.concat(streams) };
  };
  await signIn(page, person, "/images/new");
  for (const file of [await joined("bz2", "b.raw.bz2"), await joined("lzma", "x.raw.xz")]) {
    await choose(page, file);
    await expect(page.getByRole("radio", { name: /^What is in it, 2.0 MiB/ })).toBeChecked();
    await uploadButton(page).click();
    await expect(transferOf(page, file.name).getByText(VERDICT)).toBeVisible();
    const [image] = await glance.named(file.name.slice(0, 1));
    expect(image).toMatchObject({ status: "active", checksum: digest("md5", whole) });
    await page.getByRole("button", { name: "Upload another file" }).click();
  }
});

test("a compressed file that is cut off is told, and can be sent as it is by those who mean it", async ({ page, person, glance }) => {
  const whole = gzipSync(randomBytes(3 * MIB, "cut"));
  const file = { name: "cut.raw.gz", buffer: whole.subarray(0, whole.length - MIB) };
  await signIn(page, person, "/images/new");
  await choose(page, file);
  await expect(side(page).getByRole("alert")).toHaveText("The file ends too early and cannot be unpacked. Get it again.");
  await expect(uploadButton(page)).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page, "a file that cannot be unpacked");
  await page.getByRole("radio", { name: /^The compressed file as it is/ }).check();
  await uploadButton(page).click();
  await expect(transferOf(page, file.name).getByText(VERDICT)).toBeVisible();
  expect((await glance.named("cut"))[0]).toMatchObject({ checksum: digest("md5", file) });
});

test("the checksum of a publisher is that of the file or of what is in it, and another one stops before a byte is sent", async ({ page, person, glance }) => {
  const content = disk("sums.raw", randomBytes(2 * MIB, "sums"));
  const file = { name: "sums.raw.gz", buffer: gzipSync(content.buffer) };
  const sent = watchData(page);
  await signIn(page, person, "/images/new");
  await choose(page, file);
  const field = page.getByLabel("Expected checksum");
  for (const [checksum, told] of [
    [digest("sha256", file), "sums.raw.gz has the expected checksum."],
    ["0".repeat(64), "sums.raw.gz does not have the expected checksum."],
    [digest("sha512", content), "sums.raw.gz has the expected checksum."],
  ]) {
    await field.fill(checksum);
    await expect(side(page).getByText(told, { exact: true })).toBeVisible();
    const isDisabled = expect(uploadButton(page));
    await (told.includes(" has ") ? isDisabled.not : isDisabled).toHaveAttribute("aria-disabled", "true");
  }
  expect(sent.requests).toBe(0);
  await uploadButton(page).click();
  await expect(transferOf(page, file.name).getByText(VERDICT)).toBeVisible();
  expect((await glance.named("sums"))[0]).toMatchObject({ checksum: digest("md5", content) });
});

test("a list that names what is in the file counts, and a line of the file itself goes before it", async ({ page, person }) => {
  const content = disk("listed.raw", randomBytes(2 * MIB, "listed"));
  const file = { name: "listed.raw.gz", buffer: gzipSync(content.buffer) };
  const others = `${"1".repeat(64)}  other.raw\n`;
  const ofContent = `${digest("sha256", content)}  ./listed.raw\n`;
  await signIn(page, person, "/images/new");
  await choose(page, file);
  const field = page.getByLabel("Expected checksum");
  await field.fill(others + ofContent);
  await expect(side(page)).toContainText("What is in the file will be compared by the SHA-256 of ./listed.raw.");
  await expect(side(page).getByText("listed.raw.gz has the expected checksum.", { exact: true })).toBeVisible();
  await expect(uploadButton(page)).not.toHaveAttribute("aria-disabled", "true");
  await field.fill(`${others}${ofContent}${"0".repeat(64)}  listed.raw.gz\n`);
  await expect(side(page)).toContainText("The file will be compared by the SHA-256 of listed.raw.gz.");
  await expect(side(page).getByText("listed.raw.gz does not have the expected checksum.", { exact: true })).toBeVisible();
  await field.fill(others + ofContent);
  await page.getByRole("radio", { name: /^The compressed file as it is/ }).check();
  await expect(side(page)).toContainText("None of the 2 files in the list is listed.raw.gz.");
});

test("a file that takes too much memory to unpack is told as that, and not as damaged", async ({ page, person }) => {
  // What `printf Gaze | zstd --long=31` writes: its window is 2 GiB.
  const wide = Buffer.from("28b52ffd04a821000047617a6568c3bc2b", "hex");
  await signIn(page, person, "/images/new");
  await choose(page, { name: "wide.raw.zst", buffer: wide });
  await expect(side(page).getByRole("alert")).toHaveText(
    "This file was packed so that unpacking it takes more memory than a browser has for it. Unpack it yourself, or send it as it is.",
  );
  await expect(uploadButton(page)).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("radio", { name: /^The compressed file as it is/ }).check();
  await expect(uploadButton(page)).not.toHaveAttribute("aria-disabled", "true");
});

test("of a raw disk with holes only the data travels, and qemu finds the same disk", async ({ page, person, glance }) => {
  const size = 512 * MIB;
  const path = test.info().outputPath("holes.raw");
  await mkdir(dirname(path), { recursive: true });
  const writing = await open(path, "w");
  await writing.truncate(size);
  await writing.write(disk("", randomBytes(MIB, "boot")).buffer, 0, MIB, 0);
  for (let place = 1; place < 20; place += 1) {
    await writing.write(randomBytes(MIB, `data ${place}`), 0, MIB, place * 25 * MIB + 4321);
  }
  await writing.close();
  await signIn(page, person, "/images/new");
  await page.getByLabel("Image file").setInputFiles(path);
  const asDisk = page.getByRole("radio", { name: /^The disk as it is, 512.0 MiB/ });
  await expect(asDisk).toBeChecked({ timeout: 60_000 });
  await expect(page.getByRole("button", { name: "Upload 512.0 MiB" })).toBeVisible();
  const asQcow2 = page.getByRole("radio", { name: /^As qcow2, 2\d\.\d MiB/ });
  await asQcow2.check();
  await expect(page.getByLabel("Disk format")).toHaveValue("qcow2");
  await expectAccessible(page, "what is sent of a disk");
  await uploadButton(page).click();
  await expect(transferOf(page, "holes.raw").getByText(VERDICT)).toBeVisible();
  // Verified is what was sent, so its size is what travelled.
  const [image] = await glance.named("holes");
  expect(image).toMatchObject({ status: "active", disk_format: "qcow2" });
  expect(image.size).toBeLessThan(size / 10);
  const stored = test.info().outputPath("stored.qcow2");
  await writeFile(stored, await glance.data(image.id));
  await run("qemu-img", ["check", stored]);
  await run("qemu-img", ["compare", "-f", "raw", "-F", "qcow2", path, stored]);
});

test("an appliance is compared with its manifest, file by file", async ({ page, person }) => {
  const ovf = { name: "a.ovf", buffer: Buffer.from('<Envelope><References><File href="d.vmdk"/></References></Envelope>') };
  const vmdk = { name: "d.vmdk", buffer: randomBytes(MIB, "appliance") };
  const manifest = [ovf, vmdk].map((file) => `SHA256(${file.name})= ${digest("sha256", file)}\n`).join("");
  const folder = dirname(test.info().outputPath("a.ovf"));
  await mkdir(folder, { recursive: true });
  const archive = async (name: string, disk: Buffer) => {
    await writeFile(`${folder}/a.ovf`, ovf.buffer);
    await writeFile(`${folder}/a.mf`, manifest);
    await writeFile(`${folder}/d.vmdk`, disk);
    await run("tar", ["--format=ustar", "-C", folder, "-cf", `${folder}/${name}`, "a.ovf", "a.mf", "d.vmdk"]);
    return { name, buffer: await readFile(`${folder}/${name}`) };
  };
  await signIn(page, person, "/images/new");
  await choose(page, await archive("whole.ova", vmdk.buffer));
  await expect(side(page)).toContainText("2 files in it are as its manifest says.");
  const other = Buffer.from(vmdk.buffer);
  other[77] ^= 1;
  await choose(page, await archive("damaged.ova", other));
  await expect(side(page).getByRole("alert")).toHaveText("d.vmdk is not as its manifest says. Get the appliance again.");
  await expectAccessible(page, "an appliance that is not as its manifest says");
});

test("leaving the page while a file is worked out ends that, and the next file is worked out as ever", async ({ page, person }) => {
  await signIn(page, person, "/images/new");
  await chooseHole(page, "large.raw", 6 * 1024);
  await expect(side(page)).toContainText("Looking for empty parts");
  await page.getByRole("link", { name: "Uploads" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave without saving" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Uploads" })).toBeVisible();
  await page.goto("/images/new");
  await choose(page, { name: "next.raw.gz", buffer: gzipSync(disk("", randomBytes(MIB, "next")).buffer) });
  await expect(page.getByRole("radio", { name: /^What is in it/ })).toBeChecked();
});

test.describe("what is made of a file outlives its page", () => {
  test.beforeEach(async ({ context }) => largeIsAbove(context, MIB));

  async function closeAndReopen(page: Page, context: BrowserContext) {
    await page.close();
    const next = await context.newPage();
    await next.goto("/uploads");
    return next;
  }

  test("what is in a compressed file goes on where it was, once the file is chosen again", async ({ page, context, person, glance }) => {
    const file = disk("late.raw", randomBytes(24 * MIB, "late"));
    const chosen = { name: "late.raw.gz", buffer: gzipSync(file.buffer, { level: 1 }) };
    await signIn(page, person, "/images/new");
    await keepFrom(page, 1);
    await choose(page, chosen);
    await expect(page.getByRole("radio", { name: /^What is in it/ })).toBeChecked();
    await uploadButton(page).click();
    await until("a part has arrived", async () => (await kept(page))[0]?.offset > 0);
    const arrived = (await kept(page))[0].offset / MIB;
    const next = await closeAndReopen(page, context);
    const offsets = watchParts(next);
    await expect(next.getByRole("main").getByText("late.raw.gz, unpacked")).toBeVisible();
    await choose(next, chosen, "File of late");
    await expect(transferOf(next.getByRole("main") as unknown as Page, chosen.name).getByText(VERDICT)).toBeVisible();
    expect(offsets[0]).toBe(arrived);
    expect((await glance.named("late"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
  });

  test("another file is not taken for the one whose checksum was expected, also where nothing of that has arrived", async ({ page, context, person, glance }) => {
    const raw = Buffer.alloc(64 * MIB);
    randomBytes(20 * MIB, "expected part").copy(raw, 8 * MIB);
    const file = disk("expected-holes.raw", raw);
    await signIn(page, person, "/images/new");
    await keepFrom(page, 0);
    await choose(page, file);
    await page.getByRole("radio", { name: /^As qcow2/ }).check();
    await page.getByLabel("Expected checksum").fill(digest("sha256", file));
    await expect(side(page).getByText("expected-holes.raw has the expected checksum.")).toBeVisible();
    await uploadButton(page).click();
    await until("the gateway waits for the data", async () => (await kept(page)).length === 1);
    const next = await closeAndReopen(page, context);
    // A browser does not tell of a file that is chosen twice at one place.
    const other = { name: "of-the-same-length.raw", buffer: Buffer.from(file.buffer) };
    other.buffer[9 * MIB] ^= 1;
    await choose(next, other, "File of expected-holes");
    await expect(next.getByRole("main").getByRole("alert")).toHaveText(
      "This file is not the one that was being sent, or it has been changed since.",
    );
    expect((await kept(next))[0].offset).toBe(0);
    await choose(next, file, "File of expected-holes");
    await expect(next.getByRole("main").getByText(VERDICT)).toBeVisible();
    expect((await glance.named("expected-holes"))[0]).toMatchObject({ status: "active", disk_format: "qcow2" });
  });

  test("after a wrong file the right one is taken, once more where its worker did not start", async ({ page, context, person, glance }) => {
    const raw = Buffer.alloc(64 * MIB);
    randomBytes(20 * MIB, "right part").copy(raw, 8 * MIB);
    const file = disk("right-holes.raw", raw);
    await signIn(page, person, "/images/new");
    await keepFrom(page, 1);
    await choose(page, file);
    await page.getByRole("radio", { name: /^As qcow2/ }).check();
    await uploadButton(page).click();
    await until("a part has arrived", async () => (await kept(page))[0]?.offset > 0);
    const next = await closeAndReopen(page, context);
    const wrong = { name: "wrong-holes.raw", buffer: Buffer.from(file.buffer) };
    wrong.buffer[9 * MIB] ^= 1;
    await choose(next, wrong, "File of right-holes");
    const transfer = transferOf(next.getByRole("main") as unknown as Page, wrong.name);
    await expect(transfer).toContainText("What has arrived is of a file with other bytes.");
    await next.route("**/file_worker*", (route) => route.abort());
    await choose(next, file, `File of ${wrong.name}`);
    const alert = transfer.getByRole("alert");
    await expect(alert).toHaveText("Its file worker does not run. Load the page again, then try again.");
    await next.unroute("**/file_worker*");
    await transfer.getByRole("button", { name: "Try again" }).click();
    await expect(next.getByRole("main").getByText(VERDICT)).toBeVisible();
    expect((await glance.named("right-holes"))[0]).toMatchObject({ status: "active", disk_format: "qcow2" });
  });

  test("a disk that is sent as qcow2 goes on where it was", async ({ page, context, person, glance }) => {
    const raw = Buffer.alloc(64 * MIB);
    randomBytes(20 * MIB, "part of it").copy(raw, 8 * MIB);
    const file = disk("late-holes.raw", raw);
    await signIn(page, person, "/images/new");
    await keepFrom(page, 1);
    const path = await choose(page, file);
    await page.getByRole("radio", { name: /^As qcow2/ }).check();
    await uploadButton(page).click();
    await until("a part has arrived", async () => (await kept(page))[0]?.offset > 0);
    const arrived = (await kept(page))[0].offset / MIB;
    const next = await closeAndReopen(page, context);
    const offsets = watchParts(next);
    await next.getByLabel("File of late-holes").setInputFiles(path);
    await expect(next.getByRole("main").getByText(VERDICT)).toBeVisible();
    expect(offsets[0]).toBe(arrived);
    const [image] = await glance.named("late-holes");
    const stored = test.info().outputPath("stored.qcow2");
    await writeFile(stored, await glance.data(image.id));
    await run("qemu-img", ["compare", "-f", "raw", "-F", "qcow2", path, stored]);
    expect((await readFile(path)).length).toBe(64 * MIB);
  });
});

for (const width of [1280, 320]) {
  test(`the choice of what is sent fits a window of ${width} pixels`, async ({ page, person }) => {
    await page.setViewportSize({ width, height: 800 });
    await signIn(page, person, "/images/new");
    await choose(page, { name: "narrow.raw.gz", buffer: gzipSync(disk("", randomBytes(MIB, "narrow")).buffer) });
    await expect(page.getByRole("radio", { name: /^What is in it/ })).toBeChecked();
    await expectNoSidewaysScrolling(page, "the choice");
  });
}
