// `cargo xtask verify`: a file beside an image, as a script sees it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { credentials } from "../support/clients.mjs";
import { edgeUrl, xtaskProgram } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { createUser, issueToken, removeUser } from "../support/keystone.mjs";

const raw = { disk_format: "raw", container_format: "bare" };
const bytes = Buffer.from("what an image has ".repeat(4096));

/** Runs the command, and gives what it printed and how it ended. */
function verify(words, environment) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_PROXY: "*", ...environment };
  const program = spawn(xtaskProgram(), ["verify", ...words], { env });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) {
    program[stream].on("data", (text) => {
      output[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    program.on("error", reject);
    program.on("close", (code) => resolve({ code, ...output }));
  });
}

describe("cargo xtask verify", () => {
  let [folder, file, person, glance, image] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "gaze-verify-"));
    file = join(folder, "disk.img");
    await writeFile(file, bytes);
    person = await createUser();
    glance = await Glance.as(person);
    image = await glance.create({ ...raw, name: "verified from outside" });
    await glance.upload(image.id, bytes);
  });
  after(async () => {
    await glance.remove(image.id);
    await removeUser(person);
    await rm(folder, { recursive: true });
  });

  test("tells that a file is what the image has, by its id and by its name, at the edge and at Glance", async () => {
    for (const wanted of [image.id, "verified from outside"]) {
      for (const endpoint of [[], ["--endpoint", edgeUrl]]) {
        const { code, stdout, stderr } = await verify([file, wanted, ...endpoint], credentials(person));
        assert.equal(code, 0, stderr);
        const report = JSON.parse(stdout);
        assert.equal(report.verdict, "verified");
        assert.equal(report.image.id, image.id);
        const sha512 = createHash("sha512").update(bytes).digest("hex");
        assert.equal(report.file.digests.sha512, sha512);
        assert.deepEqual(report.compared.find(({ algorithm }) => algorithm === "sha512").stored, sha512);
      }
    }
  });

  test("tells that a file of other bytes is not", async () => {
    const other = join(folder, "other.img");
    await writeFile(other, bytes.map((byte, index) => (index === 7 ? byte ^ 1 : byte)));
    const { code, stdout } = await verify([other, image.id], credentials(person));
    assert.equal(code, 1);
    assert.equal(JSON.parse(stdout).verdict, "mismatch");
  });

  test("takes a token that is there already", async () => {
    const { token } = await issueToken(person);
    const { code, stderr } = await verify([file, image.id, "--endpoint", edgeUrl], { OS_TOKEN: token });
    assert.equal(code, 0, stderr);
  });

  test("tells what could not be compared apart from other bytes", async () => {
    const nobody = { ...credentials(person), OS_PASSWORD: "wrong" };
    for (const [words, environment, said] of [
      [[file, "no such image"], credentials(person), /no image no such image/],
      [[join(folder, "none.img"), image.id], credentials(person), /none\.img/],
      [[file, image.id], nobody, /Signing in/],
      [[file, image.id], {}, /OS_AUTH_URL/],
    ]) {
      const { code, stdout, stderr } = await verify(words, environment);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, said);
    }
  });
});
