// What every story starts from: a person of its own, so that no story sees another's images, and
// fault proxies that let everything pass.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { glanceFaults, keystoneFaults } from "../../support/faults.mjs";
import { Glance } from "../../support/glance.mjs";
import { createUser, removeUser } from "../../support/keystone.mjs";

/** A user of Keystone with a project of its own. */
export type Person = Awaited<ReturnType<typeof createUser>>;

type Options = {
  /** What the browser says to the console in these stories because of what they break. */
  expectedErrors: RegExp | undefined;
};

type Fixtures = {
  /** Whom the story is about. */
  person: Person;
  /** Glance as that person sees it, without Gaze. */
  glance: Glance;
  /** Whatever a story breaks is whole again afterwards. */
  wholeCloud: void;
  /** The dashboard itself fails in no story, in whatever window. */
  noFailures: void;
};

/** What the browser says of an answer that is a refusal: stories ask for many. */
const REFUSED = "Failed to load resource";

/** Writes down what the dashboard of a window throws, and what it says to the console as an error. */
function listen(context: BrowserContext, failures: string[]) {
  context.on("weberror", (error) => failures.push(`thrown: ${error.error()}`));
  context.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith(REFUSED)) failures.push(`console: ${message.text()}`);
  });
}

export const test = base.extend<Options & Fixtures>({
  expectedErrors: [undefined, { option: true }],
  noFailures: [
    async ({ browser, context, expectedErrors }, use) => {
      const failures: string[] = [];
      listen(context, failures);
      const open = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const opened = await open(options);
        listen(opened, failures);
        return opened;
      };
      await use();
      browser.newContext = open;
      expect(failures.filter((failure) => !expectedErrors?.test(failure))).toEqual([]);
    },
    { auto: true },
  ],
  wholeCloud: [
    async ({}, use) => {
      await use();
      await glanceFaults.pass();
      await keystoneFaults.pass();
    },
    { auto: true },
  ],
  person: async ({ wholeCloud: _ }, use) => {
    const person = await createUser();
    await use(person);
    await glanceFaults.pass();
    await keystoneFaults.pass();
    const glance = await Glance.as(person);
    for (const image of await glance.list()) await glance.remove(image.id);
    await removeUser(person);
  },
  glance: async ({ person }, use) => {
    await use(await Glance.as(person));
  },
});

export { expect };

type Credentials = { user: string; password: string };

/** Fills in the sign-in form that is open, and sends it. */
export async function fillSignIn(page: Page, { user, password }: Credentials) {
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in at the page that is open, or at the first one. */
export async function signIn(page: Page, person: Credentials, path = "/") {
  await page.goto(path);
  await fillSignIn(page, person);
  await expect(page.getByRole("button", { name: `Signed in as ${person.user}` })).toBeVisible();
}

/** Signs in in the dialog that asks for it above what the person was doing. */
export async function signInAgain(page: Page, { password }: Credentials) {
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("session");
  await dialog.getByLabel("Password", { exact: true }).fill(password);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog).toBeHidden();
}
