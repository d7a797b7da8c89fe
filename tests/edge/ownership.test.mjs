// What a document must not change: whose an image is, what is inside Glance, the stores that Glance
// keeps for itself.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PATCH_20, PATCH_21, Senders, download } from "../support/documents.mjs";
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";
import { call } from "../support/http.mjs";

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

describe("the owner of an image", () => {
  const spellings = [
    [PATCH_21, '[{"op": "replace", "path": "/owner", "value": "other"}]'],
    [PATCH_21, '[{"op": "add", "path": "/owner", "value": "other"}]'],
    [PATCH_21, '[{"op": "remove", "path": "/owner"}]'],
    [PATCH_21, '[{"op": "add", "path": "//owner", "value": "other"}]'],
    [PATCH_21, '[{"op": "add", "path": "/ owner ", "value": "other"}]'],
    [PATCH_21, '[{"op": "add", "path": "/\\u006fwner", "value": "other"}]'],
    [PATCH_21, '[{"op": "add", "path": "/owner/", "value": "other"}]'],
    [PATCH_21, '[{"op": "add", "path": "/~1owner", "value": "other"}]'],
    [PATCH_21, '[{"op": "Replace", "path": "/owner", "value": "other"}]'],
    [PATCH_21, '[{"op": "move", "from": "/name", "path": "/owner"}]'],
    [PATCH_21, '[{"op": "copy", "from": "/owner", "path": "/x"}]'],
    [PATCH_21, '[{"op": "add", "path": "/x", "path": "/owner", "value": "other"}]'],
    [PATCH_20, '[{"replace": "/owner", "value": "other"}]'],
    [PATCH_20, '[{"add": "/owner", "value": "other"}]'],
    [`${PATCH_21}; charset=utf-8`, '[{"op": "replace", "path": "/owner", "value": "other"}]'],
    ["application/json", '[{"op": "replace", "path": "/owner", "value": "other"}]'],
  ];

  test("is changed by no member of a project, in no spelling and no media type", async () => {
    await senders.withImage(async (id) => {
      const path = `/v2/images/${id}`;
      for (const [type, body] of spellings) {
        const seen = await senders.send(edge.url, "member", "PATCH", path, body, type);
        assert.equal(seen.status, 403, body);
        assert.match(seen.json.message, /Owner can't be updated by non admin/);
      }
      // To Glance this is a property of another name.
      const property = '[{"op": "add", "path": "/OWNER", "value": "other"}]';
      const added = await senders.send(edge.url, "member", "PATCH", path, property, PATCH_21);
      assert.equal(added.status, 200, added.text);
      const { json } = await senders.send(glanceUrl, "member", "GET", path, "");
      assert.deepEqual([json.owner, json.OWNER], [senders.person.projectId, "other"]);
    });
  });

  test("is an administrator's to change", async () => {
    await senders.withImage(async (id) => {
      const body = '[{"op": "replace", "path": "/owner", "value": "another-project"}]';
      const seen = await senders.send(edge.url, "admin", "PATCH", `/v2/images/${id}`, body, PATCH_21);
      assert.equal(seen.status, 200, seen.text);
      assert.equal(seen.json.owner, "another-project");
      await senders.send(glanceUrl, "admin", "DELETE", `/v2/images/${id}`, "");
    });
  });

  test("is the caller's project from the beginning, or an administrator's choice", async () => {
    const own = JSON.stringify({ name: "documents", owner: senders.person.projectId });
    const made = await senders.send(edge.url, "member", "POST", "/v2/images", own);
    assert.equal(made.status, 201, made.text);
    await senders.send(glanceUrl, "member", "DELETE", `/v2/images/${made.json.id}`, "");
    for (const owner of ['"other"', "null", '""']) {
      const body = `{"name": "documents", "owner": ${owner}}`;
      const seen = await senders.send(edge.url, "member", "POST", "/v2/images", body);
      assert.equal(seen.status, 403, body);
    }
  });

  test("and what is inside Glance stay out of reach of any patch", async () => {
    await senders.withImage(async (id) => {
      for (const name of ["stores", "member", "context", "base", "extra_properties", "__class__"]) {
        const body = JSON.stringify([{ op: "add", path: `/${name}`, value: "x" }]);
        for (const role of ["member", "admin"]) {
          const seen = await senders.send(edge.url, role, "PATCH", `/v2/images/${id}`, body, PATCH_21);
          assert.equal(seen.status, 403, `${role} ${name}`);
        }
      }
    });
  });
});

describe("a store", () => {
  test("that Glance keeps for itself takes nobody's data, though Glance would let it", async () => {
    for (const store of ["os_glance_staging_store", "os_glance_tasks_store"]) {
      await senders.withImage(async (id) => {
        const headers = {
          "x-auth-token": senders.tokens.member,
          "content-type": "application/octet-stream",
          "x-image-meta-store": store,
        };
        const upload = { method: "PUT", headers, body: "data" };
        assert.equal((await call(edge.url, `/v2/images/${id}/file`, upload)).status, 400);
        const stage = await call(edge.url, `/v2/images/${id}/stage`, upload);
        assert.equal(stage.status, 400);
        const path = `/v2/images/${id}/import`;
        const seen = await senders.send(edge.url, "member", "POST", path, download(`"stores": ["${store}"]`));
        assert.equal(seen.status, 400);
        const removed = await senders.send(edge.url, "admin", "DELETE", `/v2/stores/${store}/${id}`, "");
        assert.equal(removed.status, 400);
        const direct = await call(glanceUrl, `/v2/images/${id}/file`, upload);
        assert.equal(direct.status, 204, "Glance takes it");
      });
    }
  });

  test("that is unknown is refused in Glance's own words", async () => {
    await senders.withImage(async (id) => {
      const path = `/v2/images/${id}/import`;
      const body = download('"stores": ["fast", "none"]');
      const direct = await senders.send(glanceUrl, "member", "POST", path, body);
      const seen = await senders.send(edge.url, "member", "POST", path, body);
      assert.equal(direct.status, 409);
      assert.equal(seen.status, direct.status);
      assert.equal(seen.text, direct.text);
    });
  });

  test("that can be written to takes data, by every way to name it", async () => {
    await senders.withImage(async (id) => {
      const headers = {
        "x-auth-token": senders.tokens.member,
        "content-type": "application/octet-stream",
        "x-image-meta-store": "archive",
      };
      const upload = { method: "PUT", headers, body: "data" };
      assert.equal((await call(edge.url, `/v2/images/${id}/file`, upload)).status, 204);
      const { json } = await senders.send(glanceUrl, "member", "GET", `/v2/images/${id}`, "");
      assert.equal(json.stores, "archive");
    });
  });
});
