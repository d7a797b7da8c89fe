// A second Glance on the same database with other settings: quotas off, locations shown, a cache, a
// read-only store, and the operator's own properties in the schema.
import { spawn } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recorded, replaceWord } from "../fixture.mjs";
import { call } from "../../support/http.mjs";
import { demo, issueToken } from "../../support/keystone.mjs";
import { until } from "../../support/until.mjs";

export async function recordSecondGlance(_people, { data, programs }) {
  const folder = await mkdtemp(join(tmpdir(), "glance-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  replaceWord(url, "http://localhost:9292");
  replaceWord(folder, "/srv/glance");
  await prepare(folder, data);
  const server = spawn(join(programs, "gunicorn"), {
    cwd: data,
    stdio: "ignore",
    env: {
      PATH: process.env.PATH,
      GUNICORN_CMD_ARGS: "--config config/gunicorn.py",
      GAZE_WSGI_APP: "glance.wsgi.api:application",
      GAZE_BIND: `127.0.0.1:${port}`,
      GAZE_WORKERS: "1",
      GAZE_THREADS: "4",
      OS_GLANCE_CONFIG_DIR: join(folder, "config"),
    },
  });
  try {
    await until("the second Glance answers", () => isUp(url), 60_000);
    return await record(url);
  } finally {
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("exit", resolve));
    await rm(folder, { recursive: true });
  }
}

async function prepare(folder, data) {
  const config = join(folder, "config");
  await mkdir(join(folder, "cache"), { recursive: true });
  await cp(join(data, "config"), config, { recursive: true });
  const settings = await readFile(new URL("../second_glance.conf", import.meta.url), "utf8");
  // Of a setting that stands there twice, the last one counts.
  await appendFile(join(config, "glance-api.conf"), settings.replaceAll("{{folder}}", folder));
  await cp(new URL("../schema-image.json", import.meta.url), join(config, "schema-image.json"));
}

async function isUp(url) {
  try {
    return (await call(url, "/healthcheck")).status === 200;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function record(url) {
  const as = async (person) => {
    const { token } = await issueToken(person);
    return (path, { headers, ...options } = {}) =>
      call(url, path, { ...options, headers: { "x-auth-token": token, ...headers } });
  };
  const own = await as(demo);
  const body = { name: "located", disk_format: "raw", container_format: "bare", kernel_id: "71c675ab-d94f-49cd-a114-e12490b328d9" };
  const made = await own("/v2/images", { method: "POST", body });
  const image = `/v2/images/${made.json.id}`;
  const octets = { "content-type": "application/octet-stream" };
  await own(`${image}/file`, { method: "PUT", headers: octets, body: "hello world" });
  const found = [
    recorded("Image", "queued, with an empty list of locations", made),
    recorded("Image", "active, with locations and a direct URL", await own(image)),
    recorded("UsageInfo", "quotas off", await own("/v2/info/usage")),
    recorded("StoreInfo", "with a read-only store", await own("/v2/info/stores")),
    recorded("SchemaDocument", "image, with the operator's properties", await own("/v2/schemas/image")),
    recorded("VersionList", "with a cache", await own("/versions")),
  ];
  await own(image, { method: "DELETE" });
  return found;
}
