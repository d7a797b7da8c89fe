// Takes the pictures of the documentation from a running demo. `cargo xtask screenshot` starts one
// and sets the variables.
import { join } from "node:path";
import { chromium } from "@playwright/test";

const { GAZE_URL: url, GAZE_CHROMIUM: executablePath, GAZE_PICTURES: folder } = process.env;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({
      baseURL: url,
      colorScheme,
      deviceScaleFactor: 2,
      // A picture must not show a moment of a movement.
      reducedMotion: "reduce",
      viewport: { width: 1280, height: 720 },
    });
    const page = await context.newPage();
    await signIn(page);
    const image = page.getByRole("link", { name: "Kubernetes node 1.34" });
    await image.waitFor();
    await picture(page, `image-list-${colorScheme}`);
    await image.click();
    await page.getByRole("heading", { level: 1, name: "Kubernetes node 1.34" }).waitFor();
    await picture(page, `image-${colorScheme}`);
    await context.close();
  }
} finally {
  await browser.close();
}

async function signIn(page) {
  await page.goto("/");
  await page.getByLabel("User name").fill("demo");
  await page.getByLabel("Password", { exact: true }).fill("demo");
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** One file, once nothing is being loaded any more. */
async function picture(page, name) {
  await page.mouse.move(0, 0);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
