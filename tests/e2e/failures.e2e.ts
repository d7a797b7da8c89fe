// What a person is told when something between Gaze and the cloud answers in a shape of its own.
import { startEdge } from "../support/edge.mjs";
import { startGlanceBut } from "../support/glance_but.mjs";
import { startRawUpstream } from "../support/raw_upstream.mjs";
import { glanceFaults } from "../support/faults.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { choose, rawDisk } from "./support/files.ts";
import { removeLimits, setLimits } from "../support/quota.mjs";
import { expect, signIn, test } from "./support/test.ts";

const PAGE = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr>proxy</body></html>";
const image = { name: "before", disk_format: "raw", container_format: "bare" };

let glanceBut: Awaited<ReturnType<typeof startGlanceBut>>;
let edge: Awaited<ReturnType<typeof startEdge>>;

test.beforeAll(async () => {
  glanceBut = await startGlanceBut();
  edge = await startEdge({ glance: glanceBut.url, page: null });
});
test.afterEach(() => {
  glanceBut.instead = () => undefined;
});
test.afterAll(async () => {
  await edge.stop();
  glanceBut.stop();
});

/** Words, and nothing of what came over the wire. */
const RAW = /[{}<>]|Bad Gateway|sqlalchemy|proxy|line 1|column|undefined|expected/;

for (const [what, response, words] of [
  ["a refusal without words", { status: 403, body: "{}" }, "This is not allowed (status 403). If you need it, ask an administrator"],
  ["a limit of rates", { status: 429, headers: { "retry-after": "42" }, body: "slow {down}" }, "Wait 42 seconds, then try again."],
  ["a page of a proxy", { status: 502, headers: { "content-type": "text/html" }, body: PAGE }, "The server does not answer at the moment (status 502). Wait a moment"],
  ["a failure with what is inside", { status: 500, body: '{"message": "sqlalchemy.exc.OperationalError: boom"}' }, "The server failed (status 500)."],
  ["a document that breaks off", { status: 200, body: '{"id": "x", "na' }, "The answer could not be read."],
  ["a page in the place of a document", { status: 200, headers: { "content-type": "text/html" }, body: PAGE }, "The answer could not be read."],
] as const) {
  test(`${what} is told in words where an image is loaded and where it is saved`, async ({ page, person, glance }) => {
    const { id } = await glance.create(image);
    const of = (wanted: string) => (method: string, path: string) =>
      method === wanted && path === `/v2/images/${id}` ? { headers: { "content-type": "application/json" }, ...response } : undefined;
    await signIn(page, person, `${edge.url}/uploads`);
    glanceBut.instead = of("GET");
    await page.goto(`${edge.url}/images/${id}`);
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toContainText(words);
    expect(await alert.innerText()).not.toMatch(RAW);
    glanceBut.instead = () => undefined;
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "before" })).toBeVisible();
    // What is no image is not shown as one either.
    glanceBut.instead = of("GET");
    await page.getByRole("link", { name: "JSON" }).click();
    await expect(alert).toContainText(words);
    expect(await alert.innerText()).not.toMatch(RAW);
    await page.getByRole("link", { name: "Overview" }).click();
    glanceBut.instead = of("PATCH");
    await page.getByLabel("Name", { exact: true }).fill("after");
    const bar = page.getByRole("region", { name: "Unsaved changes" });
    await bar.getByRole("button", { name: "Save changes" }).click();
    await expect(bar.getByRole("alert")).toContainText(words);
    // Who got no answer to a change does not know that it was not made.
    const isKnown = response.status === 403 || response.status === 429;
    await expect(bar.getByRole("alert")).toContainText(isKnown ? "Nothing was saved." : "It is not known whether this was done.");
    expect(await bar.getByRole("alert").innerText()).not.toMatch(RAW);
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("after");
    await page.evaluate(() => scrollTo(0, 0));
    await expectAccessible(page, what);
    glanceBut.instead = () => undefined;
    await bar.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  });
}

test("an image is said to be created only when the answer is that image", async ({ page, person, glance }) => {
  await signIn(page, person, `${edge.url}/images/new`);
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("doubtful");
  const alert = page.getByRole("main").getByRole("alert");
  for (const body of [PAGE, '{"id": "x", "na', "", '{"images":{}}', "null"]) {
    const headers = { "content-type": body === PAGE ? "text/html" : "application/json" };
    glanceBut.instead = (method, path) => (method === "POST" && path === "/v2/images" ? { status: 200, headers, body } : undefined);
    await page.getByRole("button", { name: "Create without data" }).click();
    await expect(alert, body).toContainText("It is not known whether this was done.");
    await expect(name).toHaveValue("doubtful");
  }
  glanceBut.instead = () => undefined;
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "doubtful" })).toBeVisible();
  expect(await glance.named("doubtful")).toHaveLength(1);
});

test("an upload that a proxy refuses says what happened and what to do", async ({ page, person }) => {
  glanceBut.instead = (method) =>
    method === "POST" ? { status: 403, headers: { "content-type": "text/html" }, body: PAGE } : undefined;
  await signIn(page, person, `${edge.url}/images/new`);
  await choose(page, rawDisk("refused.img", 1));
  await page.getByRole("button", { name: "Upload 1.0 MiB" }).click();
  const transfer = page.getByRole("article", { name: "Upload of refused.img" });
  await expect(transfer).toContainText("No image was made. This is not allowed (status 403). If you need it, ask an administrator");
  expect(await transfer.innerText()).not.toMatch(RAW);
  glanceBut.instead = () => undefined;
  await transfer.getByRole("button", { name: "Try again" }).click();
  await expect(transfer.getByText("Glance stored exactly the bytes")).toBeVisible();
});

test("an upload that a proxy puts off says for how long, and need not wait", async ({ page, person }) => {
  glanceBut.instead = (method) =>
    method === "POST" ? { status: 429, headers: { "retry-after": "90", "content-type": "text/html" }, body: PAGE } : undefined;
  await signIn(page, person, `${edge.url}/images/new`);
  await choose(page, rawDisk("limited.img", 1));
  await page.getByRole("button", { name: "Upload 1.0 MiB" }).click();
  const transfer = page.getByRole("article", { name: "Upload of limited.img" });
  await expect(transfer).toContainText("Too many requests were made within a short time (status 429). Gaze tries again after 1 min 30 s.");
  expect(await transfer.innerText()).not.toMatch(RAW);
  glanceBut.instead = () => undefined;
  await transfer.getByRole("button", { name: "Try now" }).click();
  await expect(transfer.getByText("Glance stored exactly the bytes")).toBeVisible();
});

test("an answer that is no HTTP is told in words", async ({ page, person }) => {
  const raw = await startRawUpstream();
  raw.response = "garbage {\r\n\r\n";
  const broken = await startEdge({ glance: raw.url, page: null });
  await signIn(page, person, `${broken.url}/images/71c675ab-d94f-49cd-a114-e12490b328d9`);
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("The image service does not answer.");
  expect(await alert.innerText()).not.toMatch(RAW);
  await broken.stop();
  raw.stop();
});

test("an interrupted upload is never said to go on", async ({ page, person, glance }) => {
  await signIn(page, person, "/images/new");
  await glanceFaults.limit(2 * 1024 * 1024);
  await choose(page, rawDisk("interrupted.img", 32));
  await page.getByRole("button", { name: /^Upload/ }).click();
  const main = page.getByRole("main");
  await expect(main).toContainText("the upload goes on");
  await expect(async () => expect((await glance.list())[0]?.status).toBe("saving")).toPass();
  await glanceFaults.stop();
  await expect(main).toContainText("Checking the image");
  await expect(main).not.toContainText("goes on");
});

test("nothing is said to speak for a file that the quota refuses", async ({ page, person }) => {
  await setLimits(person.projectId, { image_size_total: 8 });
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("too-large.img", 10));
  await expect(page.getByRole("complementary")).toContainText("2.0 MiB too much");
  await expect(page.getByText("Nothing speaks against it")).toHaveCount(0);
  await choose(page, rawDisk("fits.img", 4));
  await expect(page.getByText("Nothing speaks against it")).toBeVisible();
  await removeLimits(person.projectId);
});
