// Working in more than one project.
import { addProject, demo } from "../support/keystone.mjs";
import { Glance } from "../support/glance.mjs";
import { expect, signIn, test } from "./support/test.ts";

test("another project is switched to, and the list is that project's", async ({ page, person, glance }) => {
  await glance.create({ name: "in the first project" });
  const other = await addProject(person);
  const there = await Glance.as({ ...person, project: other.name });
  const { id } = await there.create({ name: "in the second project" });
  await signIn(page, person);
  await expect(page.getByRole("link", { name: "in the first project" })).toBeVisible();
  await page.getByRole("button", { name: `Project ${person.project}` }).click();
  await page.getByRole("button", { name: other.name }).click();
  await expect(page.getByRole("link", { name: "in the second project" })).toBeVisible();
  await expect(page.getByRole("link", { name: "in the first project" })).toBeHidden();
  await page.reload();
  await expect(page.getByRole("button", { name: `Project ${other.name}` })).toBeVisible();
  await expect(page.getByRole("link", { name: "in the second project" })).toBeVisible();
  await there.remove(id);
});

test("an image of another project can be seen and not changed", async ({ page, person }) => {
  const owner = await Glance.as(demo);
  const { id } = await owner.create({ name: "for everybody who looks", visibility: "community" });
  try {
    await signIn(page, person, `/images/${id}`);
    await expect(page.getByRole("heading", { level: 1, name: "for everybody who looks" })).toBeVisible();
    const remove = page.getByRole("button", { name: "Delete", exact: true });
    await expect(remove).toHaveAttribute("aria-disabled", "true");
    await expect(remove).toHaveAccessibleDescription(/project/);
    await expect(page.getByLabel("Name", { exact: true })).not.toBeEditable();
  } finally {
    await owner.remove(id);
  }
});
