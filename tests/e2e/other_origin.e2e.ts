// What a page of another origin can do, as the browser itself sees it. The rules stand as tables in
// tests/edge/cors.test.mjs.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { startEdge } from "../support/edge.mjs";
import { issueToken } from "../support/keystone.mjs";
import { expect, test } from "./support/test.ts";

// What a page may not see its browser tells on the console.
test.use({ expectedErrors: /has been blocked by CORS policy/ });

/** A site of an origin of its own, with one empty page. */
async function startSite() {
  const server: Server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>site</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, stop: () => server.close() };
}

type Seen = { status: number; headers: Record<string, string>; text: string };
type Call = { method?: string; headers?: Record<string, string>; body?: string; credentials?: "include" };

/** A call that the page makes; `undefined` when the browser keeps the answer from it. */
function fetched(page: Page, url: string, call: Call = {}): Promise<Seen | undefined> {
  const run = async ([url, call]: [string, Call]) => {
    try {
      const response = await fetch(url, call);
      const headers = Object.fromEntries(response.headers);
      return { status: response.status, headers, text: await response.text() };
    } catch {
      return undefined;
    }
  };
  return page.evaluate(run, [url, call] as [string, Call]);
}

let listed: Awaited<ReturnType<typeof startSite>>;
let trusted: Awaited<ReturnType<typeof startSite>>;
let other: Awaited<ReturnType<typeof startSite>>;
let edge: Awaited<ReturnType<typeof startEdge>>;

test.beforeAll(async () => {
  [listed, trusted, other] = [await startSite(), await startSite(), await startSite()];
  const bindings = { CORS_ORIGINS: listed.url, CORS_SESSION_ORIGINS: trusted.url };
  edge = await startEdge({ bindings });
});
test.afterAll(async () => {
  await edge.stop();
  for (const site of [listed, trusted, other]) site.stop();
});

test("a page of a listed origin works with images by a token of its own", async ({ page, person }) => {
  const { token } = await issueToken(person);
  const auth = { "x-auth-token": token };
  await page.goto(listed.url);
  const image = { name: "other origin", disk_format: "raw", container_format: "bare" };
  const made = await fetched(page, `${edge.url}/v2/images`, {
    method: "POST",
    headers: { ...auth, "content-type": "application/json" },
    body: JSON.stringify(image),
  });
  expect(made?.status).toBe(201);
  expect(made?.headers["openstack-image-store-ids"]).toContain("fast");
  const location = made?.headers.location ?? "";
  expect(location).toContain(`${edge.url}/v2/images/`);

  const stored = await fetched(page, `${location}/file`, {
    method: "PUT",
    headers: {
      ...auth,
      "content-type": "application/octet-stream",
      "x-openstack-image-size": "4",
      "x-image-meta-store": "fast",
    },
    body: "data",
  });
  expect(stored?.status).toBe(204);
  const part = await fetched(page, `${location}/file`, { headers: { ...auth, range: "bytes=1-2" } });
  expect([part?.status, part?.text]).toEqual([206, "at"]);
  expect(part?.headers["content-range"]).toBe("bytes 1-2/4");
  expect(part?.headers["content-md5"]).toMatch(/^[0-9a-f]{32}$/);
  expect(part?.headers["x-openstack-request-id"]).toMatch(/^req-/);

  // What is refused can be read too, by Glance and by the edge.
  expect((await fetched(page, `${edge.url}/v2/images/none`, { headers: auth }))?.status).toBe(404);
  expect((await fetched(page, `${edge.url}/v2/images`))?.status).toBe(401);
});

test("a page of any other origin sees nothing, with a token or without", async ({ page, person }) => {
  const { token } = await issueToken(person);
  await page.goto(other.url);
  const withToken: Record<string, string> = { "x-auth-token": token };
  for (const headers of [{}, withToken]) {
    for (const path of ["/v2/images", "/versions", "/api/config", "/healthz", "/"]) {
      expect(await fetched(page, edge.url + path, { headers }), path).toBeUndefined();
    }
  }
});

test("the session of the dashboard counts for pages that are trusted with it alone", async ({ page, person }) => {
  await page.goto(edge.url);
  const csrf = { "x-gaze-csrf": "1" };
  const signIn = { method: "password", user: person.user, password: person.password };
  const signedIn = await fetched(page, "/api/session", {
    method: "POST",
    headers: { ...csrf, "content-type": "application/json" },
    body: JSON.stringify(signIn),
  });
  expect(signedIn?.status).toBe(201);

  // The sites are of the same site as the edge, so the browser sends the cookie along.
  const list = `${edge.url}/v2/images`;
  await page.goto(trusted.url);
  expect((await fetched(page, list, { credentials: "include" }))?.status).toBe(200);
  const write: Call = { method: "POST", body: "{", credentials: "include" };
  expect((await fetched(page, list, { ...write, headers: csrf }))?.status).toBe(400);
  expect((await fetched(page, list, write))?.status).toBe(403);
  await page.goto(listed.url);
  expect((await fetched(page, list, { credentials: "include" }))?.status).toBe(403);
  expect((await fetched(page, list, { ...write, headers: csrf }))?.status).toBe(403);
  await page.goto(other.url);
  expect(await fetched(page, list, { credentials: "include" })).toBeUndefined();
});
