// What a script in the page could get hold of: never the token, never the cookie.
import { choose, rawDisk } from "./support/files.ts";
import { expect, signIn, test } from "./support/test.ts";

/** A Fernet token, wherever it stands. */
const TOKEN = /gAAAA[\w-]{20,}/;

test("no token is in any answer, in any storage or in a cookie that a script can read", async ({ page, person }) => {
  const bodies: { url: string; text: Promise<string> }[] = [];
  page.on("response", (response) => {
    // Static files and images' data are the same for everybody.
    if (/\/(api|v2)\//.test(response.url()) && !response.url().endsWith("/file")) {
      bodies.push({ url: response.url(), text: response.text().catch(() => "") });
    }
  });
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("secret.img", 1));
  await page.getByRole("button", { name: /^Upload/ }).click();
  await expect(page.getByText("Glance stored exactly the bytes that this browser read.")).toBeVisible();
  await page.getByRole("link", { name: "Open image" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "secret" })).toBeVisible();

  expect(bodies.length).toBeGreaterThan(5);
  for (const { url, text } of bodies) expect(await text, url).not.toMatch(TOKEN);
  const readable = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const contents: unknown[] = [];
    for (const { name } of databases) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name ?? "");
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        contents.push(
          await new Promise<unknown>((resolve, reject) => {
            all.onsuccess = () => resolve(all.result);
            all.onerror = () => reject(all.error);
          }),
        );
      }
    }
    return JSON.stringify({
      cookie: document.cookie,
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: databases.map(({ name }) => name),
      contents,
      caches: await caches.keys(),
    });
  });
  expect(readable).not.toMatch(TOKEN);
  // What is kept of an upload goes when the upload has ended.
  expect(JSON.parse(readable)).toMatchObject({ cookie: "", databases: ["gaze"], contents: [[], []], caches: [] });

  // The cookies that there are belong to the edge alone. Within one machine they have to do without
  // `Secure`, because WebKit would not keep them.
  const cookies = (await page.context().cookies()).sort((a, b) => a.name.localeCompare(b.name));
  expect(cookies.map(({ name }) => name)).toEqual(["gaze-device", "gaze-session"]);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, secure: false, sameSite: "Strict", path: "/" });
    expect(cookie.value).not.toMatch(TOKEN);
  }
});
