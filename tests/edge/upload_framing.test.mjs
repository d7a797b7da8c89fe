// How an upload is framed on the wire, and what becomes of one that is not framed as it says.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Conversation } from "../support/conversation.mjs";
import { startEdge } from "../support/edge.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { until } from "../support/until.mjs";

let recorder;
let edge;
let token;
let conversation;

before(async () => {
  recorder = await startRecorder(() => ({ status: 204, body: "" }));
  // What the edge asks of Glance by itself is not what is tested here.
  edge = await startEdge({ glance: recorder.url, bindings: { QUOTA_MODE: "off" } });
  ({ token } = await issueToken(demo));
});
after(async () => {
  conversation?.end();
  await edge.stop();
  recorder.stop();
});
beforeEach(() => recorder.take());

/** The head of an upload. */
function head(lines, { version = "1.1", auth = token } = {}) {
  const { host } = new URL(edge.url);
  const all = [
    `PUT /v2/images/x/file HTTP/${version}`,
    `Host: ${host}`,
    `X-Auth-Token: ${auth}`,
    "Content-Type: application/octet-stream",
    ...lines,
  ];
  return `${all.join("\r\n")}\r\n\r\n`;
}

async function say(...texts) {
  conversation?.end();
  conversation = await Conversation.open(edge.url);
  for (const text of texts) conversation.say(text);
  return conversation;
}

describe("a client that expects to be told to go on", () => {
  const expecting = ["Content-Length: 5", "Expect: 100-continue"];

  test("is heard at once, and its data goes through when it comes", async () => {
    const { begun } = recorder;
    await say(head(expecting));
    // The runtime sends no 100; clients wait a moment for one and go on (RFC 9110 section 10.1.1).
    await until("Glance has the head", () => recorder.begun > begun);
    conversation.say("12345");
    await conversation.hears(/^HTTP\/1\.1 204/m);
    const [request] = recorder.take();
    assert.equal(request.body.toString(), "12345");
    assert.equal(request.headers["content-length"], "5");
    assert.equal(request.headers.expect, undefined);
  });

  test("is refused before it has sent any data", async () => {
    await say(head(expecting, { auth: "made-up-token" }));
    await conversation.hears(/^HTTP\/1\.1 401/m);
    assert.deepEqual(recorder.take(), []);
  });
});

describe("an upload", () => {
  test("that is shorter than it says never becomes one", async () => {
    const { brokenOff } = recorder;
    await say(head(["Content-Length: 10"]), "12345");
    conversation.socket.end();
    await until("it breaks off", () => recorder.brokenOff > brokenOff);
    assert.deepEqual(recorder.take(), []);
    assert.ok(!conversation.statuses.includes(204));
  });

  test("that is longer than it says ends where it says, and the rest is no request", async () => {
    await say(head(["Content-Length: 5"]), "12345GARBAGE\r\n\r\n");
    await conversation.hears(/^HTTP\/1\.1 204/m);
    await until("the connection ends", () => conversation.isClosed);
    const requests = recorder.take();
    assert.equal(requests.length, 1);
    assert.equal(requests[0].body.toString(), "12345");
    assert.deepEqual(
      conversation.statuses.filter((status) => status < 400),
      [204],
    );
  });

  test("of no bytes ends at once", async () => {
    await say(head(["Content-Length: 0"]));
    await conversation.hears(/^HTTP\/1\.1 204/m);
    const [request] = recorder.take();
    assert.equal(request.headers["content-length"], "0");
    assert.equal(request.body.length, 0);
  });

  test("in chunks of no bytes is an upload of no bytes", async () => {
    await say(head(["Transfer-Encoding: chunked"]), "0\r\n\r\n");
    await conversation.hears(/^HTTP\/1\.1 204/m);
    assert.equal(recorder.take()[0].body.length, 0);
  });

  test("whose chunks break off never becomes one", async () => {
    const { begun } = recorder;
    await say(head(["Transfer-Encoding: chunked"]), "5\r\n12345\r\n");
    await until("Glance has the head", () => recorder.begun > begun);
    conversation.end();
    await until("it ends", () => recorder.brokenOff + recorder.requests.length > 0);
    assert.deepEqual(recorder.take(), []);
  });

  test("by HTTP/1.0 goes through, and the connection ends after the answer", async () => {
    await say(head(["Content-Length: 5"], { version: "1.0" }), "12345");
    await conversation.hears(/^HTTP\/1\.[01] 204/m);
    await until("the connection ends", () => conversation.isClosed);
    assert.equal(recorder.take()[0].body.toString(), "12345");
  });
});

describe("a connection", () => {
  test("is good for the next request after an upload and its answer", async () => {
    await say(head(["Content-Length: 5"]), "12345");
    await conversation.hears(/^HTTP\/1\.1 204/m);
    conversation.say(head(["Content-Length: 3"]));
    conversation.say("678");
    await until("the second answer", () => conversation.statuses.length === 2);
    assert.deepEqual(conversation.statuses, [204, 204]);
    assert.deepEqual(
      recorder.take().map((request) => request.body.toString()),
      ["12345", "678"],
    );
  });

  test("never takes the data of a refused upload for a request", async () => {
    const inside = `GET /v2/images HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${token}\r\n\r\n`;
    await say(head([`Content-Length: ${inside.length}`], { auth: "made-up-token" }), inside);
    await conversation.hears(/^HTTP\/1\.1 401/m);
    conversation.say(head(["Content-Length: 0"]));
    await until("the second answer or the end", () => {
      return conversation.statuses.length > 1 || conversation.isClosed;
    });
    assert.ok(["401", "401,204"].includes(conversation.statuses.join()), conversation.text);
    assert.ok(recorder.take().every((request) => request.method === "PUT"));
  });
});
