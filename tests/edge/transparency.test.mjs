// The `openstack` client before the edge does what it does before Glance itself: the same output and
// the same exit status, for every command that people use on images.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { MEBIBYTE, bytes, digest } from "../support/bytes.mjs";
import { edgeUrl, glanceUrl, keystoneUrl, openstackProgram } from "../support/environment.mjs";
import { createUser, removeUser } from "../support/keystone.mjs";

/** Where the client finds the image service: in Keystone's catalog, which names Glance itself. */
const catalog = {};
const override = (url) => ({ OS_IMAGE_ENDPOINT_OVERRIDE: url });

let directory;
let person;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "gaze-openstack-"));
  person = await createUser();
});
after(async () => {
  await removeUser(person);
  await rm(directory, { recursive: true, force: true });
});

/** Runs the client; a command that fails is an outcome like another. */
function openstack(endpoint, ...command) {
  const env = {
    PATH: process.env.PATH,
    HOME: directory,
    // The machine's proxy for the internet is none for this machine.
    no_proxy: "localhost,127.0.0.1",
    OS_AUTH_URL: `${keystoneUrl}/v3`,
    OS_USERNAME: person.user,
    OS_PASSWORD: person.password,
    OS_PROJECT_NAME: person.project,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
    OS_IDENTITY_API_VERSION: "3",
    ...endpoint,
  };
  return new Promise((resolve) => {
    execFile(openstackProgram(), command, { env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

/** Without what differs from image to image, from call to call and from service to service. */
function masked(text) {
  return text
    .replaceAll(edgeUrl, "<image service>")
    .replaceAll(glanceUrl, "<image service>")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "<time>")
    .replaceAll(/req-<id>/g, "<request>");
}

const json = ["-f", "json"];

/** Runs steps one after the other and keeps what came of each. */
class Session {
  outcomes = {};

  constructor(endpoint) {
    this.endpoint = endpoint;
  }

  async step(title, ...command) {
    const { code, stdout, stderr } = await openstack(this.endpoint, ...command);
    this.outcomes[title] = { code, stdout: masked(stdout), stderr: masked(stderr) };
    return stdout;
  }
}

/** What a person does with an image from its first day to its last. */
async function lifeOfAnImage(endpoint, source) {
  const session = new Session(endpoint);
  const step = (title, ...command) => session.step(title, "image", ...command);
  const bare = ["--container-format", "bare", "--file", source];
  const details = ["--disk-format", "raw", "--property", "os_distro=debian", "--tag", "first"];
  const created = await step("create", "create", "one", ...bare, ...details, ...json);
  const { id } = JSON.parse(created);
  await step("create in a wrong format", "create", "two", ...bare, "--disk-format", "iso", ...json);
  await step("create for everybody", "create", "three", "--public", ...json);
  await step("show", "show", id, ...json);
  await step("show by name", "show", "one", ...json);
  await step("list", "list", "--long", "--sort", "name:asc,id:asc", ...json);
  await step("list by tag, page by page", "list", "--shared", "--tag", "first", "--limit", "1", ...json);
  const changes = ["--name", "renamed ☃", "--property", "hw_disk_bus=virtio", "--min-disk", "3"];
  await step("set", "set", ...changes, "--tag", "second", "--protected", id);
  await step("unset", "unset", "--property", "os_distro", id);
  await step("show after the changes", "show", id, ...json);
  const target = join(directory, "saved.img");
  await step("save", "save", "--file", target, id);
  session.outcomes.saved = digest("sha256", await readFile(target));
  await step("delete while protected", "delete", id);
  await step("unprotect", "set", "--unprotected", "--private", id);
  await step("delete", "delete", id, "two");
  await step("show after the end", "show", id, ...json);
  return session.outcomes;
}

describe("the openstack client", () => {
  test("sees no difference between Glance and the edge in the life of an image", async () => {
    const source = join(directory, "source.img");
    await writeFile(source, bytes("transparency", 3 * MEBIBYTE));
    const direct = await lifeOfAnImage(catalog, source);
    assert.equal(direct.list.code, 0, direct.list.stderr);
    assert.equal(direct.saved, digest("sha256", await readFile(source)));
    const seen = await lifeOfAnImage(override(edgeUrl), source);
    for (const step of Object.keys(direct)) assert.deepEqual(seen[step], direct[step], step);
  });

  test("finds the edge by every address by which it finds Glance", async () => {
    // With the version at its end, without a slash, discovery leads nowhere at Glance itself either.
    for (const end of ["/", "/v2", "/v2/"]) {
      const [direct, seen] = [new Session(override(glanceUrl + end)), new Session(override(edgeUrl + end))];
      for (const session of [direct, seen]) await session.step("list", "image", "list", ...json);
      assert.deepEqual(seen.outcomes, direct.outcomes, end);
    }
  });
});
