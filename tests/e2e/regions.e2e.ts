// Working in more than one region of a cloud.
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { expect, signIn, test } from "./support/test.ts";

let south: Awaited<ReturnType<typeof startRecorder>>;
let edge: Awaited<ReturnType<typeof startEdge>>;

test.beforeAll(async () => {
  // A region in which nobody has stored anything yet.
  south = await startRecorder(({ url }) => ({
    headers: { "content-type": "application/json" },
    body: url.startsWith("/v2/images") ? '{"images":[],"schema":"/v2/schemas/images","first":"/v2/images"}' : "{}",
  }));
  const REGIONS = `north=${glanceUrl},south=${south.url}`;
  edge = await startEdge({ bindings: { GLANCE_URL: "", REGIONS }, page: null });
});
test.afterAll(async () => {
  await edge.stop();
  south.stop();
});

test("another region is switched to, and the list is that region's", async ({ page, person, glance }) => {
  await glance.create({ name: "in the north" });
  await signIn(page, person, edge.url);
  await expect(page.getByTitle("Region")).toHaveText("north");
  await expect(page.getByRole("link", { name: "in the north" })).toBeVisible();

  const menu = page.getByRole("button", { name: `Project ${person.project}` });
  await menu.click();
  await expect(page.getByRole("button", { name: "north Region" })).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page, "the menu of projects and regions");
  await page.getByRole("button", { name: "south Region" }).click();
  await expect(page.getByText("You now work in region south.")).toBeVisible();
  await expect(page.getByTitle("Region")).toHaveText("south");
  await expect(page.getByRole("link", { name: "in the north" })).toBeHidden();

  await page.reload();
  await expect(page.getByTitle("Region")).toHaveText("south");
  await menu.click();
  await page.getByRole("button", { name: "north Region" }).click();
  await expect(page.getByRole("link", { name: "in the north" })).toBeVisible();
});
