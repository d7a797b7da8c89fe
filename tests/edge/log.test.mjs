// What the edge writes down: a line for each request, one more for each write, and never a secret.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { pageHeaders, requestSession, requestSignIn, signIn } from "../support/session.mjs";
import { TusClient, TusUpload } from "../support/tus.mjs";

let edge;
let token;
let who;

before(async () => {
  edge = await startEdge();
  ({ token, ...who } = await issueToken(demo));
});
after(() => edge.stop());

const asClient = (options = {}) => ({ headers: { "x-auth-token": token }, ...options });

describe("a request", () => {
  test("has one line, with units in the names of its fields", async () => {
    const response = await call(edge.url, "/v2/images?limit=2", asClient());
    const { time, ...line } = await edge.logLineOf(response);
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    for (const name of ["duration_ms", "keystone_ms", "glance_ms"]) {
      assert.ok(Number.isInteger(line[name]) && line[name] >= 0, name);
      delete line[name];
    }
    assert.deepEqual(line, {
      event: "request",
      level: "info",
      request_id: response.headers["x-openstack-request-id"],
      method: "GET",
      route: "/v2/images",
      status: 200,
      response_bytes: response.body.length,
      user_id: who.user.id,
      project_id: who.project.id,
      client_address: "127.0.0.1",
      region: "RegionOne",
    });
    const id = response.headers["x-openstack-request-id"];
    assert.equal(edge.log.filter((text) => text.includes(id)).length, 1);
  });

  test("tells its caller where the time went", async () => {
    const read = await call(edge.url, "/v2/images", asClient());
    assert.match(read.headers["server-timing"], /^keystone;dur=\d+, glance;dur=\d+, total;dur=\d+$/);
    const refused = await call(edge.url, "/v2/images");
    assert.match(refused.headers["server-timing"], /^keystone;dur=\d+, total;dur=\d+$/);
    const quota = await call(edge.url, "/api/quota", asClient());
    assert.match(quota.headers["server-timing"], /^keystone;dur=\d+, (glance;dur=\d+, )?total;dur=\d+$/);
    const own = await call(edge.url, "/healthz");
    assert.match(own.headers["server-timing"], /^total;dur=\d+$/);
  });

  test("that cannot be read has a line too", async () => {
    const response = await call(edge.url, "/v2/images/a%2Fb", asClient());
    assert.equal(response.status, 400);
    const line = await edge.logLineOf(response);
    assert.equal(line.route, "unknown");
    assert.match(line.cause, /^no route: /);
  });
});

describe("lines that wait for others", () => {
  test("keep their order, and are written before those that do not wait", async () => {
    const responses = [];
    const deleted = () => call(edge.url, `/v2/images/${randomUUID()}`, asClient({ method: "DELETE" }));
    for (const ask of [() => call(edge.url, "/v2/images", asClient()), deleted, () => call(edge.url, "/healthz")]) {
      responses.push(await ask(), await ask());
    }
    const ids = responses.map((response) => response.headers["x-openstack-request-id"]);
    for (const response of responses) await edge.logLineOf(response);
    const requests = edge.log.filter((line) => line.includes('"event":"request"')).map((line) => JSON.parse(line));
    const written = requests.map((line) => line.request_id).filter((id) => ids.includes(id));
    assert.deepEqual(written, ids);
  });
});

describe("a write", () => {
  test("has an audit line that says who, what and with what result", async () => {
    const created = await call(edge.url, "/v2/images", asClient({ method: "POST", body: {} }));
    assert.equal(created.status, 201);
    const target = `/v2/images/${created.json.id}`;
    const { time, ...line } = await edge.auditLineOf(created);
    assert.ok(!Number.isNaN(Date.parse(time)));
    assert.deepEqual(line, {
      event: "audit",
      level: "info",
      request_id: created.headers["x-openstack-request-id"],
      user_id: who.user.id,
      project_id: who.project.id,
      client_address: "127.0.0.1",
      region: "RegionOne",
      image_id: created.json.id,
      method: "POST",
      route: "/v2/images",
      target,
      outcome: "success",
      status: 201,
    });

    const deleted = await call(edge.url, target, asClient({ method: "DELETE" }));
    assert.equal(deleted.status, 204);
    assert.equal((await edge.auditLineOf(deleted)).target, target);
    const again = await call(edge.url, target, asClient({ method: "DELETE" }));
    assert.equal(again.status, 404);
    assert.equal((await edge.auditLineOf(again)).outcome, "refused");
  });

  test("that nobody is allowed is audited without a name", async () => {
    const path = `/v2/images/${randomUUID()}`;
    const response = await call(edge.url, path, { method: "DELETE" });
    const line = await edge.auditLineOf(response);
    assert.equal(line.outcome, "refused");
    assert.equal(line.target, path);
    assert.ok(!("user_id" in line));
  });

  test("of the session is audited as well", async () => {
    const signedIn = await requestSignIn(demo, edge.url);
    assert.equal((await edge.auditLineOf(signedIn)).user_id, who.user.id);
    const refused = await requestSignIn({ ...demo, password: "wrong" }, edge.url);
    const line = await edge.auditLineOf(refused);
    assert.deepEqual([line.route, line.outcome], ["/api/session", "refused"]);
    assert.deepEqual([line.user_name, line.client_address], ["demo", "127.0.0.1"]);
    assert.equal(line.user_domain_name, "Default");
    assert.equal((await edge.logLineOf(refused)).user_domain_name, "Default");
    const { user_name, user_domain_name } = await edge.auditLineOf(signedIn);
    assert.deepEqual([user_name, user_domain_name], [undefined, undefined]);
    const other = { method: "password", user: "demo", password: "wrong", domain: "Other\r\nOne" };
    const elsewhere = await requestSession(other, edge.url);
    assert.equal((await edge.auditLineOf(elsewhere)).user_domain_name, "Other  One");
  });
});

describe("who and what a line concerns", () => {
  test("is told of a sign-in that failed by the name that was tried, as one short line", async () => {
    const user = `nobody\r\n{"event":"audit"}\u202e${"x".repeat(200)}`;
    const { user_name } = await edge.logLineOf(await requestSignIn({ user, password: "wrong" }, edge.url));
    assert.match(user_name, /^nobody {2}\{"event":"audit"\} x+…$/);
    assert.ok(Buffer.byteLength(user_name) < 70);
  });

  test("is told of an upload from its creation to its end by its id and its image's", async () => {
    const image = await call(edge.url, "/v2/images", {
      ...asClient({ method: "POST", body: { disk_format: "raw", container_format: "bare" } }),
    });
    const client = new TusClient(edge.url, { "x-auth-token": token });
    const created = await client.request(image.json.id, 4);
    const upload = new TusUpload(client, new URL(created.headers.location).pathname);
    const { keystone_ms, glance_ms } = await edge.logLineOf(created);
    assert.ok(keystone_ms >= 0 && glance_ms >= 0, "where the time of its creation went");
    const patched = await upload.patch(0, "data");
    await upload.reaches("stored");
    const ids = { region: "RegionOne", image_id: image.json.id, upload_id: upload.path.split("/").at(-1) };
    const idsOf = ({ region, image_id, upload_id }) => ({ region, image_id, upload_id });
    for (const response of [created, patched]) {
      assert.deepEqual(idsOf(await edge.logLineOf(response)), ids);
      assert.deepEqual(idsOf(await edge.auditLineOf(response)), ids);
    }
    assert.deepEqual(idsOf(await edge.lineWhere(({ event }) => event === "delivery")), ids);
    await call(edge.url, `/v2/images/${image.json.id}`, asClient({ method: "DELETE" }));
  });

  test("is told of an upload that is refused or ended by what it concerns, too", async () => {
    const image = await call(edge.url, "/v2/images", {
      ...asClient({ method: "POST", body: { disk_format: "raw", container_format: "bare" } }),
    });
    const client = new TusClient(edge.url, { "x-auth-token": token });
    const upload = await client.create(image.json.id, 4);
    const another = await client.request(image.json.id, 4);
    assert.equal(another.status, 409);
    const refused = await edge.logLineOf(another);
    assert.deepEqual([refused.region, refused.image_id], ["RegionOne", image.json.id]);
    const ended = await upload.call("DELETE");
    const line = await edge.logLineOf(ended);
    assert.deepEqual([line.upload_id, line.image_id], [upload.path.split("/").at(-1), image.json.id]);
    assert.equal((await edge.auditLineOf(ended)).image_id, image.json.id);
    await call(edge.url, `/v2/images/${image.json.id}`, asClient({ method: "DELETE" }));
  });

  test("names the region also of a call that is refused before it goes there", async () => {
    const anonymous = await call(edge.url, "/v2/images");
    assert.equal(anonymous.status, 401);
    assert.equal((await edge.logLineOf(anonymous)).region, "RegionOne");
  });

  test("is told of a client's address as the operator wants it", async () => {
    const blank = { disk_format: "raw", container_format: "bare" };
    const settings = { CLIENT_ADDRESS_HEADER: "x-real-ip", LOG_CLIENT_ADDRESS: "truncated" };
    const other = await startEdge({ bindings: { ...settings, UPLOAD_LIFETIME_SECONDS: 1 } });
    try {
      const headers = { "x-auth-token": token, "x-real-ip": "192.0.2.77" };
      const line = await other.logLineOf(await call(other.url, "/v2/images", { headers }));
      assert.equal(line.client_address, "192.0.2.0/24");

      // Nobody sends its bytes, and its time is over.
      const image = await call(other.url, "/v2/images", { method: "POST", headers, body: blank });
      const created = await new TusClient(other.url, headers).request(image.json.id, 4);
      assert.equal(created.status, 201);
      const { time, level, ...expired } = await other.lineWhere((line) => line.upload === "expired");
      assert.deepEqual([typeof time, level], ["string", "info"]);
      assert.deepEqual(expired, {
        event: "upload",
        upload_id: created.headers.location.split("/").at(-1),
        image_id: image.json.id,
        region: "RegionOne",
        user_id: who.user.id,
        project_id: who.project.id,
        upload: "expired",
        offset_bytes: 0,
        length_bytes: 4,
        state: "receiving",
      });
      await call(other.url, `/v2/images/${image.json.id}`, { method: "DELETE", headers });
    } finally {
      await other.stop();
    }
  });
});

describe("never written", () => {
  test("are tokens, cookies, passwords, queries, header values, bodies and image names", async () => {
    const secret = (what) => `${what}-${randomUUID()}`;
    const secrets = {
      password: secret("password"),
      token: secret("token"),
      query: secret("query"),
      header: secret("header"),
      name: secret("name"),
      property: secret("property"),
      cookie: secret("cookie"),
    };
    const page = await signIn(demo, edge.url);
    const responses = [
      await requestSignIn({ user: "nobody", password: secrets.password }, edge.url),
      await call(edge.url, "/v2/images", { headers: { "x-auth-token": secrets.token } }),
      await call(edge.url, `/v2/images?name=${secrets.query}`, asClient()),
      await call(edge.url, `/v2/images?sort=${secrets.query}`, asClient()),
      await call(edge.url, "/v2/images", {
        headers: { "x-auth-token": token, "x-custom": secrets.header, accept: secrets.header },
      }),
      await page.call("/v2/images", {
        method: "POST",
        body: { name: secrets.name, custom: secrets.property },
      }),
      await page.call("/v2/images", { method: "POST", body: `{"name": "${secrets.name}` }),
      await call(edge.url, `/v2/images/${secrets.name}`, asClient()),
      await call(edge.url, "/api/session", {
        headers: { ...pageHeaders, cookie: `gaze-session=${secrets.cookie}` },
      }),
      await call(edge.url, "/api/session", {
        method: "POST",
        headers: pageHeaders,
        body: `{"password": "${secrets.password}"}`,
      }),
    ];
    for (const response of responses) await edge.logLineOf(response);
    const written = edge.log.join("\n");
    const real = { token, cookie: page.cookie.split("=")[1], ...secrets };
    for (const [what, value] of Object.entries(real)) {
      assert.ok(!written.includes(value), `${what} is in the log`);
    }
  });
});
