// The whole stories, in real Chromium on the real stack. `cargo xtask test --only e2e` starts the
// stack and sets the variables (docs/testing.md).
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.e2e.ts",
  // Gigabytes are only for who asks for them.
  testIgnore: process.env.GAZE_LARGE_FILES ? [] : "large_file.e2e.ts",
  outputDir: "e2e/.results",
  // One at a time: the fault proxies between the edge and the cloud are shared by all tests.
  workers: 1,
  // A story that passes at the second try has found something.
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: process.env.GAZE_EDGE_URL,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.GAZE_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
