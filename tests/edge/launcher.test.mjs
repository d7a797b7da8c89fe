// What runs around the Worker on an operator's own machine: its sockets, and the certificates that it trusts.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { LogOutput } from "../../edge/log_output.mjs";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { portsOf, socketFilesOf } from "../support/sockets.mjs";

const run = promisify(execFile);

test("a settings file with what is no setting starts nothing, and the name is told", async () => {
  await assert.rejects(startEdge({ persits: "/nowhere" }), /what is no setting: persits\. There are host, port, persist/);
});

describe("the launcher and the runtime", () => {
  let edge;
  before(async () => {
    edge = await startEdge();
  });
  after(() => edge.stop());

  test("listen at the one port that is set, and speak to each other where nobody else gets in", async () => {
    const [launcher, runtime] = [edge.child.pid, await edge.workerdPid()];
    assert.deepEqual(await portsOf(launcher), []);
    assert.deepEqual(await portsOf(runtime), [Number(new URL(edge.url).port)]);
    const files = [...(await socketFilesOf(launcher)), ...(await socketFilesOf(runtime))];
    assert.ok(files.length >= 2, "they have no sockets of their own");
    for (const file of files) {
      const { mode, uid } = await stat(dirname(file));
      assert.deepEqual([mode & 0o777, uid], [0o700, process.getuid()], file);
    }
  });
});

describe("a log on a full disk", () => {
  test("stops neither the start nor a request", async () => {
    const edge = await startEdge({ logFile: "/dev/full" });
    try {
      for (let request = 0; request < 3; request += 1) assert.equal((await call(edge.url, "/healthz")).status, 200);
      assert.equal((await call(edge.url, "/v2/images")).status, 401);
    } finally {
      await edge.stop();
    }
  });

  test("tells how many lines are missing when it takes some again, and every line is whole", () => {
    let room = 30;
    let file = "";
    const output = new LogOutput((bytes) => {
      if (room === 0) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      const part = bytes.subarray(0, room);
      room -= part.length;
      file += part.toString();
      return part.length;
    });
    const lines = (...numbers) => Buffer.from(numbers.map((number) => `{"line":${number}}\n`).join(""));
    output.write(lines(1, 2, 3, 4));
    output.write(lines(5).subarray(0, 4));
    output.write(Buffer.concat([lines(5).subarray(4), lines(6)]));
    assert.equal(file, '{"line":1}\n{"line":2}\n{"line":');
    room = 1000;
    output.line('{"line":7}');
    output.write(lines(8));
    const [first, second, torn, notice, ...rest] = file.trimEnd().split("\n");
    assert.deepEqual([first, second, torn, ...rest], ['{"line":1}', '{"line":2}', '{"line":', '{"line":7}', '{"line":8}']);
    const { event, level, missing_lines: missing, cause } = JSON.parse(notice);
    assert.deepEqual([event, level, missing], ["log", "error", 4]);
    assert.match(cause, /^disk full: ENOSPC/);
  });
});

describe("what is written on the disk", () => {
  test("is its user's alone, whoever starts it and whatever was there", async () => {
    const edge = await startEdge();
    try {
      await call(edge.url, "/healthz");
      const modes = async (folder) => {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
        const others = async (path) => (await stat(path).catch(() => ({ mode: 0 }))).mode & 0o077;
        return Promise.all([folder, ...paths].map(async (path) => [path, await others(path)]));
      };
      const written = await modes(edge.persist);
      assert.ok(written.some(([path]) => path.endsWith(".sqlite")), "nothing is written");
      assert.deepEqual(written.filter(([, others]) => others !== 0), []);
    } finally {
      await edge.stop();
    }
  });

  test("of sockets goes at the next start where it was killed, and nobody else's does", async () => {
    const temporary = await mkdtemp(join(tmpdir(), "gaze-launcher-"));
    const edge = await startEdge({ environment: { TMPDIR: temporary } });
    const folders = async () => (await readdir(temporary)).filter((name) => /^gaze-\d+-/.test(name)).sort();
    const past = async (name) => utimes(join(temporary, name), 1, 1);
    try {
      const [left] = await folders();
      const runtime = await edge.workerdPid();
      edge.child.kill("SIGKILL");
      process.kill(runtime, "SIGKILL");
      await edge.ended;
      // No process has so high a number; one of another container may be about to listen.
      const [young, running] = ["gaze-4194305-abcdef", `gaze-${process.pid}-abcdef`];
      for (const name of [young, running]) await mkdir(join(temporary, name));
      await Promise.all([left, running].map(past));
      await edge.begin();
      const now = await folders();
      assert.ok(!now.includes(left), "what the killed one left is there still");
      assert.equal(now.length, 3);
      assert.ok([young, running].every((name) => now.includes(name)));
    } finally {
      await edge.stop();
      await rm(temporary, { recursive: true, force: true });
    }
  });
});

describe("certificates of an authority of the operator's own", () => {
  let folder;
  let upstream;
  let token;
  const path = (name) => join(folder, name);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "gaze-authority-"));
    const openssl = (...options) => run("openssl", options, { cwd: folder });
    const key = (name) => ["-newkey", "rsa:2048", "-nodes", "-keyout", name];
    await openssl("req", "-x509", ...key("authority.key"), "-subj", "/CN=Authority", "-days", "2", "-out", "authority.pem");
    await openssl("req", ...key("glance.key"), "-subj", "/CN=glance", "-out", "glance.csr");
    await writeFile(path("names"), "subjectAltName=DNS:localhost");
    const by = ["-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-extfile", "names"];
    await openssl("x509", "-req", "-in", "glance.csr", ...by, "-days", "2", "-out", "glance.pem");
    const [key_, cert] = await Promise.all([readFile(path("glance.key")), readFile(path("glance.pem"))]);
    upstream = createServer({ key: key_, cert }, (_, response) => response.end('{"images": []}'));
    await new Promise((resolve) => upstream.listen(0, "127.0.0.1", resolve));
    ({ token } = await issueToken(demo));
  });
  after(async () => {
    upstream.close();
    upstream.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });

  /** What the edge answers, and its line, before a Glance of this name. */
  async function listed(host, environment = {}) {
    const glance = `https://${host}:${upstream.address().port}`;
    const edge = await startEdge({ glance, environment });
    try {
      const response = await call(edge.url, "/v2/images", { headers: { "x-auth-token": token } });
      return { status: response.status, text: response.text, ...(await edge.logLineOf(response)) };
    } finally {
      await edge.stop();
    }
  }

  test("are trusted where the operator names the file, and named in the log where not", async () => {
    const refused = await listed("localhost");
    assert.equal(refused.status, 503);
    assert.equal(refused.level, "error");
    assert.match(refused.cause, /^Glance cannot be reached: TLS peer's certificate is not trusted; reason = /);
    assert.doesNotMatch(refused.text, /certificate/);
    const environment = { NODE_EXTRA_CA_CERTS: path("authority.pem") };
    assert.equal((await listed("localhost", environment)).status, 200);
    const otherName = await listed("127.0.0.1", environment);
    assert.match(otherName.cause, /not trusted; reason = /);
  });

  test("are missed at the start where the file has none", async () => {
    const start = (file) => startEdge({ environment: { NODE_EXTRA_CA_CERTS: file } });
    await assert.rejects(start(path("nothing.pem")), /nothing\.pem, which NODE_EXTRA_CA_CERTS names, cannot be read/);
    await assert.rejects(start(path("names")), /has no certificate in PEM/);
    const whole = await readFile(path("authority.pem"), "utf8");
    for (const [name, text] of [
      ["letters", whole.replace(/\n[A-Za-z0-9+/]{9}/, "\n!!!!!!!!!")],
      ["cut", whole.slice(0, -30)],
      ["bytes", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
    ]) {
      await writeFile(path(name), `# The authority\n${whole}${text}`);
      await assert.rejects(start(path(name)), /has a certificate that cannot be read, number 2\./, name);
    }
  });

  test("that lead nowhere are not the only errors that are named", async () => {
    const edge = await startEdge({ glance: "http://gaze.invalid:9292" });
    try {
      const response = await call(edge.url, "/v2/images", { headers: { "x-auth-token": token } });
      assert.match((await edge.logLineOf(response)).cause, /^Glance cannot be reached: DNS lookup failed/);
    } finally {
      await edge.stop();
    }
  });
});
