// Uploads that outlive their page: a tab that dies costs no byte that has arrived, another file is never sent in the
// place of the first, and no two tabs send the same.
import type { BrowserContext, Page } from "@playwright/test";
import { edgeUrl } from "../support/environment.mjs";
import { addProject, issueToken } from "../support/keystone.mjs";
import { until } from "../support/until.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { choose, digest, rawDisk, type TestFile } from "./support/files.ts";
import { atPart, kept, largeIsAbove, keepFrom, MIB, VERDICT, watchParts } from "./support/parts.ts";
import { expect, signIn, test } from "./support/test.ts";

const SIZE_MIB = 12;

test.beforeEach(async ({ context }) => largeIsAbove(context, MIB));

/** Begins an upload, of which nothing passes but the first part. */
async function begin(page: Page, file: TestFile) {
  await keepFrom(page, 1);
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  await until("a part has arrived", async () => (await kept(page))[0]?.offset > 0);
  return (await kept(page))[0].offset / MIB;
}

/** The tab dies, and another comes. */
async function reopen(page: Page, context: BrowserContext, address = "/uploads"): Promise<Page> {
  await page.close();
  const next = await context.newPage();
  await next.goto(address);
  return next;
}

const offered = (page: Page, name: string) => page.getByRole("main").getByRole("article", { name: `Interrupted upload of ${name}` });

/** A picker that gives a real handle of a file in the page's own file system. */
async function pickByHandle(context: BrowserContext, file: TestFile) {
  await context.addInitScript(
    ({ name, base64 }) => {
      Object.assign(window, {
        showOpenFilePicker: async () => {
          const folder = await navigator.storage.getDirectory();
          const handle = await folder.getFileHandle(name, { create: true });
          const writing = await handle.createWritable();
          await writing.write(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
          await writing.close();
          return [handle];
        },
      });
    },
    { name: file.name, base64: file.buffer.toString("base64") },
  );
}

test("a closed tab costs no byte that has arrived: the file is chosen again and only the rest is sent", async ({ page, context, person, glance }) => {
  const file = rawDisk("closed.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  const arrived = await begin(page, file);
  const next = await reopen(page, context);
  const offsets = watchParts(next);
  const offer = offered(next, "closed");
  await expect(offer).toContainText("closed.img");
  await expect(offer).toContainText(`${arrived.toFixed(1)} of 12.0 MiB arrived`);
  await expectAccessible(next, "an interrupted upload");
  await choose(next, file, "File of closed");
  const transfer = next.getByRole("main").getByRole("article", { name: "Upload of closed.img" });
  await expect(transfer.getByText(VERDICT)).toBeVisible();
  expect(offsets[0]).toBe(arrived);
  expect((await glance.named("closed"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
  expect(await kept(next)).toEqual([]);
  await next.reload();
  await expect(next.getByText("No transfers")).toBeVisible();
});

test("a file that has changed since is refused before a byte of it is sent", async ({ page, context, person, glance }) => {
  const file = rawDisk("changed.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  const arrived = await begin(page, file);
  const next = await reopen(page, context);
  const offsets = watchParts(next);
  const other = { name: file.name, buffer: Buffer.from(file.buffer) };
  other.buffer[MIB] ^= 1;
  await choose(next, other, "File of changed");
  const transfer = next.getByRole("main").getByRole("article", { name: "Upload of changed.img" });
  await expect(transfer).toContainText("What has arrived is of a file with other bytes.");
  await expectAccessible(next, "another file");
  expect(offsets).toEqual([]);
  expect((await kept(next))[0].offset / MIB).toBe(arrived);
  // The file as it was goes on from there.
  await choose(next, file, "File of changed.img");
  await expect(transfer.getByText(VERDICT)).toBeVisible();
  expect(offsets[0]).toBe(arrived);
  expect((await glance.named("changed"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("a file of another length is told at once", async ({ page, context, person }) => {
  await signIn(page, person, "/images/new");
  await begin(page, rawDisk("shorter.img", SIZE_MIB));
  const next = await reopen(page, context);
  await choose(next, rawDisk("shorter.img", 3), "File of shorter");
  await expect(offered(next, "shorter")).toContainText("This file has 3.0 MiB, and the one that was being sent has 12.0 MiB.");
});

test("a file whose handle is kept need not be chosen again", async ({ page, context, person, glance }) => {
  const file = rawDisk("handle.img", SIZE_MIB);
  await pickByHandle(context, file);
  await signIn(page, person, "/images/new");
  await keepFrom(page, 1);
  await page.getByRole("button", { name: /^Choose a file/ }).click();
  await page.getByRole("button", { name: /^Upload/ }).click();
  await until("a part has arrived", async () => (await kept(page))[0]?.offset > 0);
  const next = await reopen(page, context);
  const offsets = watchParts(next);
  await offered(next, "handle").getByRole("button", { name: "Go on" }).click();
  await expect(next.getByRole("main").getByText(VERDICT)).toBeVisible();
  expect(offsets[0]).toBeGreaterThan(0);
  expect((await glance.named("handle"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("what one tab sends no other is offered, and what it leaves another goes on with", async ({ page, context, person, glance }) => {
  const file = rawDisk("tabs.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  await begin(page, file);
  const other = await context.newPage();
  await other.goto("/uploads");
  await expect(other.getByText("No transfers")).toBeVisible();
  await page.close();
  // The browser takes the lock of a tab that is gone away a moment after it: who comes back before that comes again.
  await expect(async () => {
    await other.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect(other.getByLabel("File of tabs")).toBeAttached({ timeout: 1000 });
  }).toPass();
  await choose(other, file, "File of tabs");
  await expect(other.getByRole("main").getByText(VERDICT)).toBeVisible();
  expect((await glance.named("tabs"))[0]).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("two tabs that are offered the same upload do not both send it", async ({ page, context, person }) => {
  const file = rawDisk("twice.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  await begin(page, file);
  const first = await reopen(page, context);
  const second = await context.newPage();
  await second.goto("/uploads");
  await expect(offered(first, "twice")).toBeVisible();
  await expect(offered(second, "twice")).toBeVisible();
  await atPart(first, 0, async () => {});
  await choose(first, file, "File of twice");
  await expect(first.getByRole("main").getByRole("article", { name: "Upload of twice.img" })).toContainText("Uploading");
  const parts = watchParts(second);
  await choose(second, file, "File of twice");
  await expect(offered(second, "twice")).toContainText("Another tab of this browser is sending it.");
  expect(parts).toEqual([]);
});

test("what had left the tab as a whole is verified by a later page without the file", async ({ page, context, person, glance }) => {
  const file = rawDisk("whole.img", SIZE_MIB);
  await signIn(page, person, "/images/new");
  // All has arrived, and the page hears no more of it.
  await page.route("**/api/uploads/*", (route) => (route.request().method() === "GET" ? undefined : route.fallback()));
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  await until("the image is stored", async () => (await glance.named("whole"))[0]?.status === "active");
  const next = await reopen(page, context, "/images");
  await expect(next.getByRole("region", { name: "Transfers" })).toContainText("Verified");
  await next.getByRole("link", { name: "Uploads" }).click();
  await expect(next.getByRole("main").getByText(VERDICT)).toBeVisible();
});

test("an interrupted upload that nobody wants any more leaves nothing behind", async ({ page, context, person, glance }) => {
  await signIn(page, person, "/images/new");
  await begin(page, rawDisk("unwanted.img", SIZE_MIB));
  const next = await reopen(page, context, "/images");
  const tray = next.getByRole("region", { name: "Transfers" });
  await expect(tray).toContainText("1 upload can be resumed");
  await tray.getByRole("button", { name: "Show transfers" }).click();
  await expectAccessible(next, "an interrupted upload in the tray");
  await tray.getByRole("button", { name: "Delete upload" }).click();
  const dialog = next.getByRole("dialog");
  await expect(dialog).toContainText("What has arrived is deleted, and the image that was made for it.");
  await dialog.getByRole("button", { name: "Delete upload" }).click();
  await expect(tray).toContainText("The image was deleted.");
  expect(await glance.list()).toEqual([]);
  expect(await kept(next)).toEqual([]);
  await next.reload();
  await expect(next.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  await expect(tray).toBeHidden();
});

test("what another program has begun is offered, and gone on with", async ({ page, person, glance }) => {
  const file = rawDisk("program.img", SIZE_MIB);
  const image = await glance.create({ name: "by a program", disk_format: "raw", container_format: "bare" });
  const { token } = await issueToken(person);
  const headers = { "x-auth-token": token, "tus-resumable": "1.0.0" };
  const metadata = `image_id ${Buffer.from(image.id).toString("base64")}`;
  const made = await fetch(`${edgeUrl}/api/uploads`, {
    method: "POST",
    headers: { ...headers, "upload-length": String(file.buffer.length), "upload-metadata": metadata },
  });
  const location = new URL(made.headers.get("location") ?? "", edgeUrl);
  await fetch(location, {
    method: "PATCH",
    headers: { ...headers, "upload-offset": "0", "content-type": "application/offset+octet-stream" },
    body: new Uint8Array(file.buffer.subarray(0, 5 * MIB)),
  });
  await signIn(page, person, "/uploads");
  const offsets = watchParts(page);
  const offer = offered(page, "by a program");
  await expect(offer).toContainText("Another browser or program began it.");
  await choose(page, file, "File of by a program");
  await expect(page.getByRole("main").getByText(VERDICT)).toBeVisible();
  expect(offsets[0]).toBe(5);
  expect(await glance.find(image.id)).toMatchObject({ status: "active", checksum: digest("md5", file) });
});

test("a file in one request that a closed tab has cut is sent again to the same image", async ({ page, context, person, glance }) => {
  const file = rawDisk("small.img", 1);
  await signIn(page, person, "/images/new");
  await page.route("**/v2/images/*/file", async () => {});
  const path = await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  await until("the image is there", async () => (await glance.named("small")).length === 1);
  const next = await reopen(page, context);
  const offer = offered(next, "small");
  await expect(offer).toContainText("The file is sent again from its start, to the same image.");
  await next.getByLabel("File of small").setInputFiles(path);
  await expect(next.getByRole("main").getByText(VERDICT)).toBeVisible();
  expect(await glance.named("small")).toMatchObject([{ status: "active", checksum: digest("md5", file) }]);
});

test("an image that was stored and never verified is verified by the file, or left as it is, and not deleted", async ({ page, context, person, glance }) => {
  const file = rawDisk("stored.img", 1);
  await signIn(page, person, "/images/new");
  // The page hears nothing of its data, which arrives.
  await page.route("**/v2/images/*/file", async () => {});
  await choose(page, file);
  await page.getByRole("button", { name: /^Upload/ }).click();
  await until("the image is there", async () => (await glance.named("stored")).length === 1);
  await glance.upload((await glance.named("stored"))[0].id, file.buffer);
  const next = await reopen(page, context);
  const offer = offered(next, "stored");
  await expect(offer).toContainText("The image is stored, and the page was closed before it was verified.");
  await expect(offer.getByRole("button", { name: "Delete upload" })).toHaveCount(0);
  await choose(next, file, "File of stored");
  await expect(next.getByRole("main").getByText(VERDICT)).toBeVisible();
  expect(await glance.named("stored")).toHaveLength(1);
  const last = await reopen(next, context);
  await expect(last.getByText("No transfers")).toBeVisible();
});

test("what was offered to somebody is not shown to who signs in after them", async ({ page, context, person }) => {
  await signIn(page, person, "/images/new");
  await begin(page, rawDisk("private.img", SIZE_MIB));
  const next = await reopen(page, context);
  await expect(offered(next, "private")).toBeVisible();
  const other = await addProject(person);
  await next.getByRole("button", { name: `Project ${person.project}` }).click();
  await next.getByRole("button", { name: other.name }).click();
  await expect(next.getByText("No transfers")).toBeVisible();
  await next.getByRole("button", { name: `Project ${other.name}` }).click();
  await next.getByRole("button", { name: person.project, exact: true }).click();
  await expect(offered(next, "private")).toBeVisible();
});
