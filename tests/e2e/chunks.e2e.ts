// The parts of the program: loaded when they are opened, once; and what a person is told when one does not
// come.
import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, signIn, test } from "./support/test.ts";

// A part that does not come is told on the console, too: by the loader and by the browser, which compares digests.
test.use({
  expectedErrors: /^console: (TypeError: Failed to fetch|Failed to find a valid digest|Fetch API cannot load .*SRI)/,
});

const WASM = /\/assets\/(\w[\w-]*)-[0-9a-f]{16}(?:_bg)?\.wasm$/;
const QUOTA = /\/assets\/quota-[0-9a-f]{16}\.wasm$/;

/** What looks for uploads of earlier pages: it is loaded by itself, once the first page is shown. */
const BY_ITSELF = "resume";

/** The WebAssembly that the page asks for from now on: "image", "quota", and "shared" for what several need. */
function watchParts(page: Page) {
  const paths: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (WASM.test(pathname)) paths.push(pathname);
  });
  const names = () => paths.map((path) => WASM.exec(path)![1]).filter((name) => name !== "shared" && name !== BY_ITSELF);
  return { paths, names };
}

const sidebar = (page: Page) => page.getByRole("navigation", { name: "Pages", exact: true });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });
const alert = (page: Page) => page.getByRole("main").getByRole("alert");

test("each page's part is fetched once, when it is first opened", async ({ page, person, glance }) => {
  await glance.create({ name: "in parts", disk_format: "raw", container_format: "bare" });
  const parts = watchParts(page);
  await signIn(page, person);
  await expect(page.getByRole("link", { name: "in parts" })).toBeVisible();
  expect(parts.names()).toEqual(["gaze-frontend"]);
  const visits: [string, () => Promise<void>, string][] = [
    ["quota", () => sidebar(page).getByRole("link", { name: "Quota" }).click(), "Quota"],
    ["uploads", () => sidebar(page).getByRole("link", { name: "Uploads" }).click(), "Uploads"],
    ["image", () => page.getByRole("link", { name: "in parts" }).click(), "in parts"],
    ["new_image", () => page.getByRole("link", { name: "New image" }).first().click(), "New image"],
  ];
  const expected = new Set(["gaze-frontend"]);
  for (const round of ["first", "second"]) {
    for (const [part, open, title] of visits) {
      if (round === "first") expect(parts.names(), part).not.toContain(part);
      if (part === "image" || part === "new_image") await sidebar(page).getByRole("link", { name: "Images" }).click();
      await open();
      await expect(heading(page, title)).toBeVisible();
      expected.add(part);
      await expect.poll(() => new Set(parts.names())).toEqual(expected);
    }
  }
  expect(parts.paths.toSorted()).toEqual([...new Set(parts.paths)].toSorted());
});

test("a part is fetched before its page is opened when a person points at the link", async ({ page, person }) => {
  const parts = watchParts(page);
  await signIn(page, person);
  await sidebar(page).getByRole("link", { name: "Quota" }).hover();
  await expect.poll(() => parts.names()).toContain("quota");
  await sidebar(page).getByRole("link", { name: "Uploads" }).focus();
  await expect.poll(() => parts.names()).toContain("uploads");
  await expect(page).toHaveURL(/\/images/);
});

for (const [what, lose] of [
  ["is lost", (page: Page) => page.route(QUOTA, (route) => route.abort("connectionreset"))],
  ["is a 404", (page: Page) => page.route(QUOTA, (route) => route.fulfill({ status: 404, body: "" }))],
  ["is another", (page: Page) => page.route(QUOTA, (route) => route.fulfill({ contentType: "application/wasm", body: "\0asm" }))],
] as const) {
  test(`a part whose answer ${what} is told, and loaded when it is asked for again`, async ({ page, person }) => {
    await signIn(page, person);
    await lose(page);
    await sidebar(page).getByRole("link", { name: "Quota" }).click();
    await expect(alert(page)).toContainText("This page could not be loaded.");
    await expect(alert(page)).toContainText("Check the connection and try again.");
    await expect(page).toHaveTitle("Quota · gaze");
    await expectAccessible(page, what);
    const again = alert(page).getByRole("button", { name: "Try again" });
    await again.click();
    await expect(again).toBeFocused();
    await expect(again).not.toHaveAttribute("aria-busy");
    // The rest of the dashboard goes on.
    await sidebar(page).getByRole("link", { name: "Images" }).click();
    await expect(heading(page, "Images")).toBeVisible();
    await page.goBack();
    await expect(alert(page)).toContainText("This page could not be loaded.");
    await page.unroute(QUOTA);
    await again.click();
    await expect(heading(page, "Quota")).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
  });
}

test("a part that does not come is told of after ten seconds, and shown when it comes", async ({ page, person }) => {
  await signIn(page, person);
  let comes = () => {};
  const held = new Promise<void>((resolve) => (comes = resolve));
  await page.route(QUOTA, async (route) => {
    await held;
    await route.continue();
  });
  await sidebar(page).getByRole("link", { name: "Quota" }).click();
  await expect(page.getByText("Loading the page")).toBeAttached();
  await expect(alert(page)).toContainText("This page takes long to load.");
  await expect(alert(page).getByRole("button", { name: "Load again" })).toBeVisible();
  comes();
  await expect(heading(page, "Quota")).toBeVisible();
});

test("after a deployment that took a part away the person is offered to load Gaze again", async ({ page, person }) => {
  await signIn(page, person, "/uploads");
  const renamed = async () => {
    const response = await page.request.get("/", { headers: { accept: "text/html" } });
    return (await response.text()).replaceAll(/gaze-frontend-[0-9a-f]{16}/g, "gaze-frontend-0123456789abcdef");
  };
  const deployed = await renamed();
  const isRoot = (url: URL) => url.pathname === "/";
  await page.route(QUOTA, (route) => route.fulfill({ status: 404, body: "" }));
  await page.route(isRoot, (route) => route.fulfill({ contentType: "text/html", body: deployed }));
  await sidebar(page).getByRole("link", { name: "Quota" }).click();
  await expect(alert(page)).toContainText("Gaze has been updated since this tab was opened.");
  await expectAccessible(page, "replaced");
  await page.unroute(QUOTA);
  await page.unroute(isRoot);
  await alert(page).getByRole("button", { name: "Load again" }).click();
  await expect(heading(page, "Quota")).toBeVisible();
  await expect(page).toHaveURL(/\/quota$/);
});
