// Settings that are wrong, and putting the Worker onto Cloudflare's network.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a command of the repository; gives its exit code and everything that it wrote. */
function xtask(...options) {
  return new Promise((resolve) => {
    execFile("cargo", ["xtask", ...options], { cwd: checkout }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, output: stdout + stderr });
    });
  });
}

describe("settings that are wrong", () => {
  test("are named at the health check, all of them, with what is expected and not with their values", async () => {
    const secret = "k1:too-short-for-a-key";
    const bindings = { KEYSTONE_URL: "cloud.example", SESSION_KEYS: secret };
    const edge = await startEdge({ bindings });
    try {
      const health = await call(edge.url, "/healthz");
      assert.equal(health.status, 500);
      assert.equal(health.json.status, "misconfigured");
      assert.deepEqual(
        health.json.settings.map(({ variable }) => variable),
        ["KEYSTONE_URL", "SESSION_KEYS"],
      );
      assert.match(health.json.settings[0].expected, /^expected Keystone's address with \/v3/);
      assert.doesNotMatch(health.text, /too-short|cloud\.example/);
      const { level, cause } = await edge.logLineOf(health);
      assert.equal(level, "error");
      assert.match(cause, /^settings: KEYSTONE_URL: expected .*; SESSION_KEYS: expected /);
      const complaints = edge.log.filter((line) => /^(KEYSTONE_URL|SESSION_KEYS): expected /.test(line));
      assert.equal(complaints.length, 2, "not told at the start");

      const response = await call(edge.url, "/v2/images", { headers: { "x-auth-token": "any" } });
      assert.equal(response.status, 500);
      assert.equal(response.json.error.kind, "misconfigured");
      assert.doesNotMatch(response.text, /KEYSTONE_URL|too-short/);
      const line = await edge.logLineOf(response);
      assert.match(line.cause, /KEYSTONE_URL: expected .*; SESSION_KEYS: expected /);
      assert.doesNotMatch(JSON.stringify(line), /too-short/);
    } finally {
      await edge.stop();
    }
  });
});

describe("a name that is no setting's", () => {
  test("is told with the one that is meant, wherever it is set", async () => {
    const edge = await startEdge({ bindings: { QUOTA_MODUS: "off", UPLOAD_MAX_BYTE: 5, quota_mode: "off" } });
    try {
      const { status, json } = await call(edge.url, "/healthz");
      assert.equal(status, 500);
      assert.deepEqual(json.settings, [
        { variable: "QUOTA_MODUS", expected: "there is no such setting; QUOTA_MODE is one" },
        { variable: "UPLOAD_MAX_BYTE", expected: "there is no such setting; UPLOAD_MAX_BYTES is one" },
        { variable: "quota_mode", expected: "there is no such setting; QUOTA_MODE is one" },
      ]);
    } finally {
      await edge.stop();
    }
  });

  test("is not what a table in place of a text is: it is read as its JSON", async () => {
    const edge = await startEdge({ bindings: { QUOTA_DEFAULT_PLAN: { images: -1 } } });
    try {
      const { json } = await call(edge.url, "/healthz");
      assert.deepEqual(json.settings?.map(({ variable }) => variable), ["QUOTA_DEFAULT_PLAN"]);
    } finally {
      await edge.stop();
    }
  });
});

describe("a secret", () => {
  test("is not taken from an argument, which stands in the list of processes", async () => {
    const urls = ["--keystone", "http://k/v3", "--glance", "http://g"];
    const { code, output } = await xtask("serve", ...urls, "--set", "SESSION_KEYS=k1:secret");
    assert.notEqual(code, 0);
    assert.match(output, /SESSION_KEYS is a secret/);
    assert.doesNotMatch(output, /k1:/);
    const misspelt = await xtask("serve", ...urls, "--set", "session_keys=k1:secret");
    assert.match(misspelt.output, /--set: expected NAME=VALUE/);
    assert.doesNotMatch(misspelt.output, /k1:/);
    const missing = await xtask("serve", ...urls, "--set-file", "SESSION_KEYS=/nowhere/keys");
    assert.match(missing.output, /SESSION_KEYS cannot be read from \/nowhere\/keys/);
  });
});

describe("a setting that is given twice", () => {
  test("is told, whichever of the two is meant", async () => {
    const twice = ["--set", "QUOTA_MODE=off", "--set", "QUOTA_MODE=observe"];
    const { code, output } = await xtask("serve", "--keystone", "http://k/v3", "--glance", "http://g", ...twice);
    assert.notEqual(code, 0);
    assert.match(output, /QUOTA_MODE is set twice/);
  });
});

describe("a deployment", () => {
  test("is built and packed whole without an account", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gaze-deploy-"));
    try {
      const set = ["--set", "KEYSTONE_URL=https://keystone.example:5000/v3"];
      const { code, output } = await xtask("deploy", "--dry-run", ...set, "--", "--outdir", folder);
      assert.equal(code, 0, output);
      assert.match(output, /env\.ASSETS/);
      assert.match(output, /KEYSTONE_URL/);
      const files = await readdir(folder);
      for (const kind of [".js", ".wasm"]) {
        assert.ok(files.some((file) => file.endsWith(kind)), `no ${kind} in ${files}`);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
