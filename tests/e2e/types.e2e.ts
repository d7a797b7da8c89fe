// The stories are run without a look at their types, so that is done here.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";

const tests = fileURLToPath(new URL("..", import.meta.url));

test("the stories agree with the types of what they use", async () => {
  const checked = promisify(execFile)("node_modules/.bin/tsc", ["--project", "tsconfig.json"], { cwd: tests });
  const complaints = await checked.then(
    () => "",
    ({ stdout, stderr }) => stdout + stderr,
  );
  expect(complaints).toBe("");
});
