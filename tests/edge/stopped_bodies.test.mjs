// Bodies of which nothing more comes: they would hold memory, disk and room in quotas for as long as somebody
// likes.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Conversation } from "../support/conversation.mjs";
import { startEdge } from "../support/edge.mjs";
import { Glance } from "../support/glance.mjs";
import { admin, demo, issueToken } from "../support/keystone.mjs";
import { TusClient } from "../support/tus.mjs";
import { pageHeaders } from "../support/session.mjs";
import { until } from "../support/until.mjs";

const image = { name: "stopped", disk_format: "raw", container_format: "bare" };

let edge;
let glance;
let token;
before(async () => {
  edge = await startEdge({ bindings: { REQUEST_BODY_IDLE_SECONDS: "1" } });
  glance = await Glance.as(demo);
  ({ token } = await issueToken(demo));
});
after(async () => {
  for (const { id } of await glance.named(image.name)) await glance.remove(id);
  await edge.stop();
});

const JSON_TYPE = { "content-type": "application/json" };
const DATA_TYPE = { "content-type": "application/octet-stream" };

describe("a body that stops coming ends with 408", () => {
  const api = () => ({ "x-auth-token": token });
  const framings = [
    ["of a declared length", { "content-length": "50" }, "{"],
    ["in chunks", { "transfer-encoding": "chunked" }, "1\r\n{\r\n"],
    ["of which nothing has come", { "content-length": "50" }, ""],
  ];
  const routes = [
    ["a sign-in", async () => ["POST /api/session", { ...pageHeaders, ...JSON_TYPE }]],
    ["a new image", async () => ["POST /v2/images", { ...api(), ...JSON_TYPE }]],
    ["image data", async () => {
      const { id } = await glance.create(image);
      return [`PUT /v2/images/${id}/file`, { ...api(), ...DATA_TYPE }];
    }],
    ["staged data", async () => {
      const { id } = await glance.create(image);
      return [`PUT /v2/images/${id}/stage`, { ...api(), ...DATA_TYPE }];
    }],
    ["an upload by tus", async () => {
      const { id } = await glance.create(image);
      const upload = await new TusClient(edge.url, api()).create(id, 50);
      const type = { "content-type": "application/offset+octet-stream" };
      return [`PATCH ${upload.path}`, { ...api(), "tus-resumable": "1.0.0", "upload-offset": "0", ...type }];
    }],
    ["a plan", async () => {
      const { token: ofAdmin } = await issueToken(admin);
      return ["PUT /api/admin/plans/p1", { "x-auth-token": ofAdmin, ...JSON_TYPE }];
    }],
  ];

  for (const [what, line] of routes) {
    test(what, async () => {
      const conversations = [];
      for (const [framing, headers, beginning] of framings) {
        const head = await line();
        const conversation = await Conversation.begin(edge.url, head[0], { ...head[1], ...headers });
        conversation.say(beginning);
        conversations.push([framing, conversation]);
      }
      for (const [framing, conversation] of conversations) {
        await conversation.hears(/^HTTP\/1\.1 408 /m);
        await until(`the connection is closed (${framing})`, () => conversation.isClosed);
      }
      for (const [framing, { text }] of conversations) assert.match(text, /body_stopped/, framing);
    });
  }

  test("and takes none of its time for Keystone's, which nobody has asked", async () => {
    const headers = { ...pageHeaders, ...JSON_TYPE, "content-length": "50" };
    const conversation = await Conversation.begin(edge.url, "POST /api/session", headers);
    await conversation.hears(/^HTTP\/1\.1 408 /m);
    const line = await edge.lineWhere(({ route, status }) => route === "/api/session" && status === 408);
    assert.equal(line.keystone_ms, undefined);
    assert.ok(line.duration_ms >= 1000);
    assert.doesNotMatch(conversation.text, /keystone;dur/);
  });

  test("and leaves an image as it was", async () => {
    const { id } = await glance.create(image);
    const headers = { ...api(), ...DATA_TYPE, "content-length": "50" };
    const conversation = await Conversation.begin(edge.url, `PUT /v2/images/${id}/file`, headers);
    conversation.say("12345");
    await conversation.hears(/^HTTP\/1\.1 408 /m);
    await until("Glance waits for data again", async () => (await glance.find(id)).status === "queued");
  });
});

describe("a body that comes slowly", () => {
  test("is waited for, however long all of it takes", async () => {
    const { id } = await glance.create(image);
    const headers = { "x-auth-token": token, ...DATA_TYPE, "content-length": "5" };
    const put = await Conversation.begin(edge.url, `PUT /v2/images/${id}/file`, headers);
    const body = JSON.stringify({ name: "slow" });
    const posted = { "x-auth-token": token, ...JSON_TYPE, "content-length": String(body.length) };
    const post = await Conversation.begin(edge.url, "POST /v2/images", posted);
    // Longer than the time in which nothing may come: a byte in each half of it.
    const spread = (conversation, text) =>
      new Promise((resolve) => {
        const letters = [...text];
        const timer = setInterval(() => {
          conversation.say(letters.shift());
          if (letters.length === 0) resolve(clearInterval(timer));
        }, 500);
      });
    await Promise.all([spread(put, "12345"), spread(post, `${body.slice(0, 5)}`)]);
    post.say(body.slice(5));
    await put.hears(/^HTTP\/1\.1 204 /m);
    await post.hears(/^HTTP\/1\.1 201 /m);
    assert.equal((await glance.find(id)).size, 5);
    for (const { id: slow } of await glance.named("slow")) await glance.remove(slow);
  });
});
