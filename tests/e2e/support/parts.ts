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

/**
 * From the nth part on nothing leaves the page that is open. Parts that are held on their way would go on when the
 * page is closed.
 */
export async function keepFrom(page: Page, nth: number) {
  await page.evaluate((nth) => {
    let parts = 0;
    const { open, send } = XMLHttpRequest.prototype;
    const isPart = new WeakSet<XMLHttpRequest>();
    XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, method: string, ...rest: unknown[]) {
      if (method === "PATCH") isPart.add(this);
      return Reflect.apply(open, this, [method, ...rest]);
    };
    XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body?: XMLHttpRequestBodyInit | null) {
      if (isPart.has(this)) parts += 1;
      if (!isPart.has(this) || parts <= nth) Reflect.apply(send, this, [body]);
    };
  }, nth);
}

/** What the gateway still keeps for whoever is signed in. */
export async function kept(page: Page): Promise<{ offset: number; image_id: string }[]> {
  const response = await page.request.get("/api/uploads");
  return (await response.json()).uploads;
}
