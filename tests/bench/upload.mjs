// Times a file through the dashboard to "verified", and the same file by a bare XMLHttpRequest, in one browser and in
// turns. `cargo xtask bench upload` starts what it needs and sets the variables.
import { statSync, writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";

const { GAZE_URL: url, GAZE_CHROMIUM: executablePath, GAZE_FILES: files, GAZE_FIGURES: figures } = process.env;
const rounds = Number(process.env.GAZE_ROUNDS);
const [warmUp, file] = JSON.parse(files);
const TIMEOUT_MS = 600_000;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage({ baseURL: url });
  page.setDefaultTimeout(TIMEOUT_MS);
  await page.goto("/");
  await page.getByLabel("User name").fill("demo");
  await page.getByLabel("Password", { exact: true }).fill("demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Images" }).waitFor();
  // What a browser loads and compiles once is no part of any upload.
  await bare(page, warmUp);
  await verified(page, warmUp);
  const seconds = { bare: [], verified: [] };
  for (let round = 0; round < rounds; round += 1) {
    const ways = [["bare", bare], ["verified", verified]];
    // Whoever comes second finds other caches than whoever came first.
    for (const [name, upload] of round % 2 ? ways.reverse() : ways) seconds[name].push(await upload(page, file));
  }
  writeFileSync(figures, JSON.stringify({ bytes: statSync(file).size, ...seconds }));
} finally {
  await browser.close();
}

/** A call of the page's own, which throws what is refused. */
async function call(page, method, path, body) {
  const response = await page.evaluate(
    async ([method, path, body]) => {
      const headers = { "x-gaze-csrf": "1", ...(body ? { "content-type": "application/json" } : {}) };
      const response = await fetch(path, { method, headers, body });
      return { status: response.status, text: await response.text() };
    },
    [method, path, body && JSON.stringify(body)],
  );
  if (response.status >= 300) throw new Error(`${method} ${path}: ${response.status} ${response.text}`);
  return response.text && JSON.parse(response.text);
}

/** Seconds from sending to Glance's answer. */
async function bare(page, path) {
  const { id } = await call(page, "POST", "/v2/images", { name: "bare", disk_format: "raw", container_format: "bare" });
  await page.evaluate(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.id = "bare";
    document.body.append(input);
  });
  await page.locator("#bare").setInputFiles(path);
  const milliseconds = await page.evaluate((id) => {
    const input = document.querySelector("#bare");
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("PUT", `/v2/images/${id}/file`);
      request.setRequestHeader("content-type", "application/octet-stream");
      request.setRequestHeader("x-gaze-csrf", "1");
      request.onload = () => {
        if (request.status === 204) resolve(performance.now() - started);
        else reject(new Error(`${request.status} ${request.responseText}`));
      };
      request.onerror = () => reject(new Error("The connection broke."));
      request.send(input.files[0]);
    }).finally(() => input.remove());
  }, id);
  await call(page, "DELETE", `/v2/images/${id}`);
  return milliseconds / 1000;
}

/** Seconds from the click on the button to the verdict on the page. */
async function verified(page, path) {
  await page.goto("/images/new");
  await page.locator("input[type=file]").first().setInputFiles(path);
  const button = page.getByRole("button", { name: /^Upload \d/ });
  await button.waitFor();
  const started = performance.now();
  await button.click();
  await page.getByText("Glance stored exactly the bytes that this browser read.").waitFor();
  const seconds = (performance.now() - started) / 1000;
  const image = await page.getByRole("link", { name: "Open image" }).getAttribute("href");
  await call(page, "DELETE", `/v2${image}`);
  return seconds;
}
