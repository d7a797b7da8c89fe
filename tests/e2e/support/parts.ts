// Uploads by tus as a page sends them: in parts.
import type { BrowserContext, Page, Request, Route } from "@playwright/test";

export const MIB = 1024 * 1024;

/** The addresses of uploads. */
export const UPLOADS = "**/api/uploads/*";

/** What a page says of an upload that was stored as it was read. */
export const VERDICT = "Glance stored exactly the bytes that this browser read.";

/** The deployment counts a file of more than so many bytes as large. */
export async function largeIsAbove(context: BrowserContext, bytes: number) {
  await context.route("**/api/config", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), resumable_above: bytes } });
  });
}

/** Where the parts begin that the page sends, in mebibytes. */
export function watchParts(page: Page): number[] {
  const offsets: number[] = [];
  page.on("request", (request: Request) => {
    if (request.method() === "PATCH" && request.url().includes("/api/uploads/")) {
      offsets.push(Number(request.headers()["upload-offset"]) / MIB);
    }
  });
  return offsets;
}

/** Does something else in the place of the nth part that is sent, counted from zero. */
export async function atPart(page: Page, nth: number, act: (route: Route) => Promise<void>) {
  let parts = 0;
  await page.route(UPLOADS, async (route) => {
    if (route.request().method() !== "PATCH") return route.fallback();
    parts += 1;
    return parts === nth + 1 ? act(route) : route.fallback();
  });
}

/** Loses each part from the nth on. */
export async function loseFrom(page: Page, nth: number) {
  let parts = 0;
  await page.route(UPLOADS, async (route) => {
    if (route.request().method() !== "PATCH") return route.fallback();
    parts += 1;
    return parts > nth ? route.abort("connectionreset") : route.fallback();
  });
}

/** What the gateway still keeps for whoever is signed in. */
export async function kept(page: Page): Promise<{ offset: number; image_id: string }[]> {
  const response = await page.request.get("/api/uploads");
  return (await response.json()).uploads;
}
