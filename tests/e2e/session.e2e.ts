// The ways in besides the password, and the end of a session.
import { createApplicationCredential, createUser, issueToken, removeUser } from "../support/keystone.mjs";
import { Authenticator } from "../support/totp.mjs";
import { expectAccessible } from "./support/accessible.ts";
import { chooseHole } from "./support/files.ts";
import { expect, fillSignIn, signInAgain, test, type Person } from "./support/test.ts";
import type { Page } from "@playwright/test";

const images = (page: Page) => page.getByRole("heading", { level: 1, name: "Images" });
const notice = (page: Page) => page.getByRole("status").filter({ hasText: "Your session ends at" });

/** Signs in by an application credential that ends in so many minutes, and the session with it. */
async function signInFor(page: Page, person: Person, minutes: number) {
  const ends = new Date(Date.now() + minutes * 60_000).toISOString().replace("Z", "");
  const { id, secret } = await createApplicationCredential(person, { expires_at: ends });
  await page.goto("/");
  await page.getByText("More").click();
  await page.getByLabel("Sign in with").selectOption("Application credential");
  await expect(page.getByLabel("Project", { exact: true })).toBeHidden();
  await expectAccessible(page, "a way to sign in");
  await page.getByLabel("Credential ID").fill(id);
  await page.getByLabel("Secret").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(images(page)).toBeVisible();
}

test("an account with a second factor is asked for the code, and a wrong one is told there", async ({ page }) => {
  const careful = await createUser();
  const authenticator = await Authenticator.for(careful);
  await page.goto("/");
  await fillSignIn(page, careful);
  const code = page.getByLabel("Code");
  await expect(code).toBeFocused();
  await expectAccessible(page, "a code is asked for");
  await code.fill(authenticator.wrongCode());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(code).toHaveAccessibleDescription(/The code is wrong or has expired\./);
  await code.fill(authenticator.code());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(images(page)).toBeVisible();
  await page.close();
  await removeUser(careful);
});

test("a session that ends soon says when, and the person goes on before it does", async ({ page, person }) => {
  await signInFor(page, person, 8);
  await expect(notice(page)).toBeVisible();
  await notice(page).getByRole("button", { name: "Sign in again" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page, "the session ends soon");
  await dialog.getByRole("button", { name: "Not now" }).click();
  await expect(dialog).toBeHidden();
  await notice(page).getByRole("button", { name: "Sign in again" }).click();
  await dialog.getByLabel("Password", { exact: true }).fill(person.password);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(notice(page)).toBeHidden();
  await page.reload();
  await expect(images(page)).toBeVisible();
  await expect(notice(page)).toBeHidden();
});

test("an upload that would outlive the session asks first, and starts after signing in", async ({ page, person }) => {
  await signInFor(page, person, 2);
  await page.goto("/images/new");
  await chooseHole(page, "long.img", 400);
  await page.getByRole("button", { name: /^Upload 400/ }).click();
  const question = page.getByRole("dialog", { name: "Sign in again first?" });
  await expect(question).toContainText("your session ends before");
  await expectAccessible(page, "an upload that takes too long");
  await question.getByRole("button", { name: "Sign in again" }).click();
  await signInAgain(page, person);
  await expect(page.getByRole("button", { name: "Cancel" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).first().click();
});

test("a token signs in", async ({ page, person }) => {
  const { token } = await issueToken(person);
  await page.goto("/");
  await page.getByText("More").click();
  await page.getByLabel("Sign in with").selectOption("Token");
  await page.getByLabel("Token", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(images(page)).toBeVisible();
  await expect(page.getByRole("button", { name: `Signed in as ${person.user}` })).toBeVisible();
});

test("too many failures are told with how long to wait", async ({ page, person }) => {
  await page.goto("/");
  const password = page.getByLabel("Password", { exact: true });
  for (let n = 0; n < 10; n += 1) {
    await fillSignIn(page, { ...person, password: `wrong ${n}` });
    await expect(password).toHaveAccessibleDescription(/wrong\./);
  }
  await fillSignIn(page, person);
  await expect(page.getByRole("alert")).toContainText("Too many sign-ins have failed.");
  await expect(page.getByRole("alert")).toContainText(/Wait \d+ seconds/);
});
