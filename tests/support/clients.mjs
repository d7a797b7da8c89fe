// OpenStack's own clients, before Glance itself and before the edge.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { edgeUrl, glanceUrl, keystoneUrl, openstackProgram } from "./environment.mjs";
import { Glance } from "./glance.mjs";
import { createUser, removeUser } from "./keystone.mjs";

/** Python with the clients in it. */
const python = () => join(dirname(openstackProgram()), "python");

/** What a comparison plays with: a folder, and one person for each side, so that neither sees the other's images. */
export class Cast {
  static async assemble() {
    const cast = new Cast();
    cast.directory = await mkdtemp(join(tmpdir(), "gaze-clients-"));
    cast.people = [await createUser(), await createUser()];
    return cast;
  }

  /** Takes everything away that they have made, and them. */
  async dismiss() {
    for (const person of this.people) {
      const glance = await Glance.as(person);
      for (const { id } of await glance.list()) await glance.remove(id);
      await removeUser(person);
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** The variables by which a client signs in as somebody. */
export function credentials({ user, password, project }) {
  return {
    OS_AUTH_URL: `${keystoneUrl}/v3`,
    OS_USERNAME: user,
    OS_PASSWORD: password,
    OS_PROJECT_NAME: project,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
    OS_IDENTITY_API_VERSION: "3",
  };
}

/**
 * Runs a Python program of `tests/clients` with a JSON document, and gives the one that it prints.
 *
 * @param {string} name
 * @param {unknown} input
 * @param {string} directory Where it works.
 */
export function runClient(name, input, directory) {
  const program = fileURLToPath(new URL(`../clients/${name}`, import.meta.url));
  const env = {
    PATH: process.env.PATH,
    HOME: directory,
    COLUMNS: "200",
    // The machine's proxy for the internet is none for this machine.
    no_proxy: "localhost,127.0.0.1",
  };
  const child = spawn(python(), [program], { env, cwd: directory });
  child.stdin.end(JSON.stringify(input));
  return new Promise((resolve, reject) => {
    const [output, errors] = [[], []];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => errors.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(output).toString("utf8")));
      else reject(new Error(`${name} ended with ${code}: ${Buffer.concat(errors)}`));
    });
  });
}

/** Without what differs from person to person, moment to moment and service to service. */
export function masked(outcomes, person) {
  const text = JSON.stringify(outcomes, null, 1)
    .replaceAll(edgeUrl, "<image service>")
    .replaceAll(glanceUrl, "<image service>")
    .replaceAll(person.projectId, "<project>")
    .replaceAll(person.id, "<user>")
    .replaceAll(person.user, "<name>")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, "<time>");
  return JSON.parse(text);
}
