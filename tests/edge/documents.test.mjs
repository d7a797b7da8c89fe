// Documents that Glance fails at, or that only Python reads. Each is tried on Glance itself too, so that
// nothing is refused which Glance handles well.
import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PATCH_20, PATCH_21, Senders, download } from "../support/documents.mjs";
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";

let edge;
let senders;
before(async () => {
  edge = await startEdge();
  senders = await Senders.create();
});
after(async () => {
  await senders.remove();
  await edge.stop();
});

const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);

describe("a document that makes Glance fail", () => {
  test("in a new image is answered 400, where Glance itself answers 500", async () => {
    const bodies = ["[]", "[{}]", nested(5000), '{"name": "\\ud800"}', '{"\\ud800": "x"}'];
    for (const body of bodies) {
      const direct = await senders.send(glanceUrl, "member", "POST", "/v2/images", body);
      assert.equal(direct.status, 500, body.slice(0, 50));
      const seen = await senders.send(edge.url, "member", "POST", "/v2/images", body);
      assert.equal(seen.status, 400, body.slice(0, 50));
    }
  });

  test("in a patch is answered 400, where Glance itself answers 500", async () => {
    const bodies = [
      [PATCH_21, '[{"op": "add", "path": 5, "value": "x"}]'],
      [PATCH_21, '[{"op": "replace", "path": null, "value": "x"}]'],
      [PATCH_21, '[{"op": "add", "path": ["/x"], "value": "x"}]'],
      [PATCH_20, '[{"add": 5, "value": "x"}]'],
      [PATCH_20, '[{"remove": {}}]'],
      [PATCH_21, nested(5000)],
    ];
    await senders.withImage(async (id) => {
      for (const [type, body] of bodies) {
        const direct = await senders.send(glanceUrl, "member", "PATCH", `/v2/images/${id}`, body, type);
        assert.equal(direct.status, 500, body.slice(0, 50));
        const seen = await senders.send(edge.url, "member", "PATCH", `/v2/images/${id}`, body, type);
        assert.equal(seen.status, 400, body.slice(0, 50));
      }
    });
  });

  test("in an import is answered 400, where Glance itself answers 500", async () => {
    const bodies = [
      "[]",
      '{"method": "web-download"}',
      '{"method": null}',
      '{"method": {"name": "web-download", "uri": 5}}',
      download('"stores": 5'),
      download('"stores": null'),
      download('"stores": [[]]'),
      download('"stores": [{}]'),
      nested(5000),
    ];
    for (const body of bodies) {
      await senders.withImage(async (id) => {
        const path = `/v2/images/${id}/import`;
        const direct = await senders.send(glanceUrl, "member", "POST", path, body);
        assert.equal(direct.status, 500, body.slice(0, 80));
        const seen = await senders.send(edge.url, "member", "POST", path, body);
        assert.equal(seen.status, 400, body.slice(0, 80));
      });
    }
  });

  test("names the stores of an import by nothing but a list of texts", async () => {
    // Glance goes through letters and keys as well: it would store by these.
    const taken = ['{"fast": 1, "archive": 1}', '{"os_glance_tasks_store": 1}'];
    const refused = ['"fast"', "[null]", '["fast", 5]'];
    for (const stores of [...taken, ...refused]) {
      await senders.withImage(async (id) => {
        const [path, body] = [`/v2/images/${id}/import`, download(`"stores": ${stores}`)];
        const seen = await senders.send(edge.url, "member", "POST", path, body);
        assert.equal(seen.status, 400, stores);
        const direct = await senders.send(glanceUrl, "member", "POST", path, body);
        assert.equal(direct.status === 202, taken.includes(stores), stores);
      });
    }
  });

  test("about members or tasks is answered 400, where Glance itself answers 500", async () => {
    await senders.withImage(
      async (id) => {
        const table = [
          [`/v2/images/${id}/members`, '{"member": NaN}'],
          [`/v2/images/${id}/members`, '{"member": "\\ud800"}'],
          [`/v2/images/${id}/members`, nested(5000)],
          [`/v2/images/${id}/members`, '{"member": ["x"]}'],
          [`/v2/images/${id}/members`, '{"member": {"a": 1}}'],
          ["/v2/tasks", '{"type": "import", "input": {"import_from": 5}}'],
        ];
        for (const [path, body] of table) {
          const role = path.startsWith("/v2/tasks") ? "admin" : "member";
          const direct = await senders.send(glanceUrl, role, "POST", path, body);
          assert.equal(direct.status, 500, body.slice(0, 80));
          const seen = await senders.send(edge.url, role, "POST", path, body);
          assert.equal(seen.status, 400, body.slice(0, 80));
        }
      },
      { visibility: "shared" },
    );
  });

  test("in a metadata definition is answered 400, where Glance itself answers 500", async () => {
    const property = (rest) => `{"name": "p-${randomUUID()}", "title": "t", "type": "string", ${rest}}`;
    const object = (rest) => `{"name": "o-${randomUUID()}", "properties": {"p": ${property(rest)}}}`;
    await senders.withNamespace(async (namespace) => {
      const table = [
        ["/properties", "[]"],
        ["/properties", property('"enum": [5]')],
        ["/properties", property('"items": {}')],
        ["/properties", property('"items": {"type": "string", "x": 1}')],
        ["/properties", property('"items": {"type": "string", "enum": [5]}')],
        ["/properties", property('"required": ["a"]')],
        ["/properties", property('"minimum": 1e999')],
        ["/objects", object('"enum": [true]')],
        ["/objects", '{"name": "\\ud800"}'],
        ["/tags", "{}"],
        ["/resource_types", "[1]"],
      ];
      for (const [path, body] of table) {
        const direct = await senders.send(glanceUrl, "admin", "POST", namespace + path, body);
        assert.equal(direct.status, 500, body);
        const seen = await senders.send(edge.url, "admin", "POST", namespace + path, body);
        assert.equal(seen.status, 400, body);
      }
    });
    const namespaces = ["[]", '{"namespace": "x", "objects": [{}]}', '{"namespace": "a\\r\\nb: c"}'];
    for (const body of namespaces) {
      const seen = await senders.send(edge.url, "admin", "POST", "/v2/metadefs/namespaces", body);
      assert.equal(seen.status, 400, body);
    }
  });
});

describe("a document that is no JSON", () => {
  test("is refused in Glance's own words", async () => {
    for (const body of ["{", "not json", "{'a': 1}", '{"a": 1} x', '{"min_ram": 01}', "\u000b{}"]) {
      const direct = await senders.send(glanceUrl, "member", "POST", "/v2/images", body);
      const seen = await senders.send(edge.url, "member", "POST", "/v2/images", body);
      assert.equal(seen.status, 400);
      assert.equal(seen.status, direct.status);
      assert.equal(seen.text, direct.text, body);
    }
  });

  test("in an encoding that only Python reads makes no image and changes none", async () => {
    const json = '{"name": "documents in disguise"}';
    const bodies = [
      Buffer.from(json, "utf16le"),
      Buffer.from(`\ufeff${json}`, "utf16le"),
      Buffer.from(`\ufeff${json}`),
      Buffer.from([0xff]),
      Buffer.from('{"name": "\xff"}', "latin1"),
      Buffer.from('{"min_ram": NaN}'),
      Buffer.from('{"min_ram": Infinity}'),
    ];
    for (const body of bodies) {
      const seen = await senders.send(edge.url, "member", "POST", "/v2/images", body);
      assert.equal(seen.status, 400, body.toString("latin1"));
    }
    const patch = Buffer.from('[{"op": "replace", "path": "/owner", "value": "x"}]', "utf16le");
    await senders.withImage(async (id) => {
      const seen = await senders.send(edge.url, "admin", "PATCH", `/v2/images/${id}`, patch, PATCH_21);
      assert.equal(seen.status, 400);
    });
  });

  test("or is one, and larger than any image's description, is refused", async () => {
    const many = `[${'{"a":1},'.repeat(100_000)}{}]`;
    const tooMany = await senders.send(edge.url, "member", "POST", "/v2/images", many);
    assert.equal(tooMany.status, 400, tooMany.text);
    assert.match(tooMany.json.error.details, /values/);
    const large = `{"name": "${"x".repeat(1024 * 1024)}"}`;
    const seen = await senders.send(edge.url, "member", "POST", "/v2/images", large);
    assert.equal(seen.status, 413);
  });
});
