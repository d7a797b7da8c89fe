// A disk that a page may write to without a person: the browser's own (OPFS). Only the dialog that asks where is
// replaced; the handle that it gives, and what is done with it, are the browser's.
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";

type Picker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/** From the next navigation on, whatever is saved goes to that disk under the name that is suggested. */
export async function saveToOwnDisk(page: Page) {
  await page.addInitScript(() => {
    const picker: Picker = async ({ suggestedName }) => {
      const disk = await navigator.storage.getDirectory();
      return disk.getFileHandle(suggestedName, { create: true });
    };
    Object.assign(window, { showSaveFilePicker: picker });
  });
}

/** From the next navigation on, the browser is one that lets no page write files. */
export async function withoutFileAccess(page: Page) {
  await page.addInitScript(() => {
    for (const name of ["showSaveFilePicker", "showOpenFilePicker"]) {
      Object.defineProperty(window, name, { value: undefined });
    }
  });
}

/** What lies on that disk: names, and the SHA-512 of each file. */
export async function filesOnDisk(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const disk = await navigator.storage.getDirectory();
    const found: Record<string, string> = {};
    for await (const [name, entry] of disk as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
      const bytes = await (await entry.getFile()).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-512", bytes));
      found[name] = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    return found;
  });
}

export const sha512 = (bytes: Buffer) => createHash("sha512").update(bytes).digest("hex");
