// Signing in, and everything that can be wrong with it.
import { glanceFaults, keystoneFaults } from "../support/faults.mjs";
import { Glance } from "../support/glance.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { addProject, createDomain, endTokensOf, removeDomain } from "../support/keystone.mjs";
import { startWayWithoutCookies } from "../support/way_without_cookies.mjs";
import { choose, rawDisk } from "./support/files.ts";
import { expect, fillSignIn, signIn, signInAgain, test } from "./support/test.ts";

test("a wrong password is told at its field, and the right one signs in", async ({ page, person }) => {
  await page.goto("/");
  await fillSignIn(page, { ...person, password: "not this" });
  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toHaveAccessibleDescription(/The user name or password is wrong\./);
  await expect(password).toBeFocused();
  await expect(page.getByLabel("User name")).toHaveValue(person.user);
  await password.fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
});

test("a sign-in that the browser has not kept is told as that, and not as a session that has ended", async ({ page, person }) => {
  const way = await startWayWithoutCookies(edgeUrl);
  try {
    await page.goto(way.url);
    await fillSignIn(page, person);
    await expect(page.getByRole("alert")).toContainText("Your browser has not kept this sign-in.");
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.close();
  } finally {
    way.stop();
  }
});

test("a project of another domain is worked in when it is named with it", async ({ page, person }) => {
  const domain = await createDomain();
  const project = await addProject(person, domain.id);
  await page.goto("/");
  await page.getByText("More").click();
  await page.getByLabel("Project", { exact: true }).fill(project.name);
  await page.getByLabel("Domain of the project").fill(domain.name);
  await fillSignIn(page, person);
  await expect(page.getByRole("button", { name: new RegExp(project.name) })).toBeVisible();
  await page.close();
  await removeDomain(domain);
});

test("while Keystone is away the page says so, and signs in when it is back", async ({ page, person }) => {
  await page.goto("/");
  await keystoneFaults.stop();
  await fillSignIn(page, person);
  await expect(page.getByRole("alert")).toContainText("The identity service does not answer.");
  await keystoneFaults.pass();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
});

test("while Glance is away the list says so, and loads when it is back", async ({ page, person }) => {
  await signIn(page, person);
  await expect(page.getByRole("heading", { level: 1, name: "Images" })).toBeVisible();
  await glanceFaults.stop();
  await page.reload();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The image service does not answer.");
  await glanceFaults.pass();
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeHidden();
  await expect(page.getByText("No images yet")).toBeVisible();
});

test("a session that ends in the middle asks for the password and loses nothing", async ({ page, person }) => {
  await signIn(page, person, "/images/new");
  await choose(page, rawDisk("kept.img", 1));
  await page.getByLabel("Name", { exact: true }).fill("typed before the end");
  await endTokensOf(person);
  await page.getByRole("button", { name: "Upload 1.0 MiB" }).click();
  await signInAgain(page, person);
  await expect(page.getByText("Glance stored exactly the bytes that this browser read.")).toBeVisible();
  // The token before has ended with the session.
  const again = await Glance.as(person);
  expect(await again.list()).toMatchObject([{ name: "typed before the end", status: "active" }]);
});

test("signing out ends the session, and no address brings it back", async ({ page, person }) => {
  await signIn(page, person);
  await page.getByRole("button", { name: `Signed in as ${person.user}` }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
  await page.goto("/images");
  await expect(page.getByLabel("User name")).toBeVisible();
  expect((await page.request.get("/api/session")).status()).toBe(401);
});

test("whoever wanted to go somewhere gets there after signing in", async ({ page, person }) => {
  await signIn(page, person, "/images?name=nothing-like-it");
  await expect(page).toHaveURL(/\/images\?name=nothing-like-it$/);
});
