// Documents that Glance fails at, that change what is not theirs to change, or that make Glance fetch
// from where it must not. Each table is tried on Glance itself too, so that nothing is refused which
// Glance handles well.
import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startEdge } from "../support/edge.mjs";
import { glanceUrl } from "../support/environment.mjs";
import { call } from "../support/http.mjs";
import { startResolver } from "../support/resolver.mjs";
import { admin, createUser, issueToken, removeUser } from "../support/keystone.mjs";

const PATCH_21 = "application/openstack-images-v2.1-json-patch";
const PATCH_20 = "application/openstack-images-v2.0-json-patch";

let edge;
let person;
let tokens;
before(async () => {
  edge = await startEdge();
  person = await createUser();
  tokens = {
    member: (await issueToken(person)).token,
    admin: (await issueToken(admin)).token,
  };
});
after(async () => {
  await removeUser(person);
  await edge.stop();
});

/** A call with a token; the body goes out as these bytes. */
function send(base, role, method, path, body, type = "application/json") {
  const headers = { "x-auth-token": tokens[role], accept: "application/json", "content-type": type };
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  return call(base, path, { method, headers, body: bytes });
}

/** Runs `use` with a new image, which is gone afterwards. */
async function withImage(use, properties = {}) {
  const image = { name: "documents", disk_format: "raw", container_format: "bare", ...properties };
  const made = await send(glanceUrl, "member", "POST", "/v2/images", JSON.stringify(image));
  const { id } = made.json;
  try {
    return await use(id);
  } finally {
    await send(glanceUrl, "member", "DELETE", `/v2/images/${id}`, "");
  }
}

/** Runs `use` with a new namespace of definitions. */
async function withNamespace(use) {
  const name = `documents-${randomUUID().slice(0, 8)}`;
  const path = "/v2/metadefs/namespaces";
  await send(glanceUrl, "admin", "POST", path, JSON.stringify({ namespace: name }));
  try {
    return await use(`${path}/${name}`);
  } finally {
    await send(glanceUrl, "admin", "DELETE", `${path}/${name}`, "");
  }
}

const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);
const download = (rest) =>
  `{"method": {"name": "web-download", "uri": "http://93.184.216.34/x"}, ${rest}}`;

describe("a document that makes Glance fail", () => {
  test("in a new image is answered 400, where Glance itself answers 500", async () => {
    const bodies = ["[]", "[{}]", nested(5000), '{"name": "\\ud800"}', '{"\\ud800": "x"}'];
    for (const body of bodies) {
      const direct = await send(glanceUrl, "member", "POST", "/v2/images", body);
      assert.equal(direct.status, 500, body.slice(0, 50));
      const seen = await send(edge.url, "member", "POST", "/v2/images", body);
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
    await withImage(async (id) => {
      for (const [type, body] of bodies) {
        const direct = await send(glanceUrl, "member", "PATCH", `/v2/images/${id}`, body, type);
        assert.equal(direct.status, 500, body.slice(0, 50));
        const seen = await send(edge.url, "member", "PATCH", `/v2/images/${id}`, body, type);
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
      await withImage(async (id) => {
        const path = `/v2/images/${id}/import`;
        const direct = await send(glanceUrl, "member", "POST", path, body);
        assert.equal(direct.status, 500, body.slice(0, 80));
        const seen = await send(edge.url, "member", "POST", path, body);
        assert.equal(seen.status, 400, body.slice(0, 80));
      });
    }
  });

  test("about members or tasks is answered 400, where Glance itself answers 500", async () => {
    await withImage(
      async (id) => {
        const table = [
          [`/v2/images/${id}/members`, '{"member": NaN}'],
          [`/v2/images/${id}/members`, '{"member": "\\ud800"}'],
          [`/v2/images/${id}/members`, nested(5000)],
          ["/v2/tasks", '{"type": "import", "input": {"import_from": 5}}'],
        ];
        for (const [path, body] of table) {
          const role = path.startsWith("/v2/tasks") ? "admin" : "member";
          const direct = await send(glanceUrl, role, "POST", path, body);
          assert.equal(direct.status, 500, body.slice(0, 80));
          const seen = await send(edge.url, role, "POST", path, body);
          assert.equal(seen.status, 400, body.slice(0, 80));
        }
      },
      { visibility: "shared" },
    );
  });

  test("in a metadata definition is answered 400, where Glance itself answers 500", async () => {
    const property = (rest) => `{"name": "p-${randomUUID()}", "title": "t", "type": "string", ${rest}}`;
    const object = (rest) => `{"name": "o-${randomUUID()}", "properties": {"p": ${property(rest)}}}`;
    await withNamespace(async (namespace) => {
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
        const direct = await send(glanceUrl, "admin", "POST", namespace + path, body);
        assert.equal(direct.status, 500, body);
        const seen = await send(edge.url, "admin", "POST", namespace + path, body);
        assert.equal(seen.status, 400, body);
      }
    });
    const namespaces = ["[]", '{"namespace": "x", "objects": [{}]}', '{"namespace": "a\\r\\nb: c"}'];
    for (const body of namespaces) {
      const seen = await send(edge.url, "admin", "POST", "/v2/metadefs/namespaces", body);
      assert.equal(seen.status, 400, body);
    }
  });
});

describe("a document that is no JSON", () => {
  test("is refused in Glance's own words", async () => {
    for (const body of ["{", "not json", "{'a': 1}", '{"a": 1} x', '{"min_ram": 01}', "\u000b{}"]) {
      const direct = await send(glanceUrl, "member", "POST", "/v2/images", body);
      const seen = await send(edge.url, "member", "POST", "/v2/images", body);
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
      const seen = await send(edge.url, "member", "POST", "/v2/images", body);
      assert.equal(seen.status, 400, body.toString("latin1"));
    }
    const patch = Buffer.from('[{"op": "replace", "path": "/owner", "value": "x"}]', "utf16le");
    await withImage(async (id) => {
      const seen = await send(edge.url, "admin", "PATCH", `/v2/images/${id}`, patch, PATCH_21);
      assert.equal(seen.status, 400);
    });
  });

  test("or is one, and larger than any image's description, is refused", async () => {
    const large = `{"name": "${"x".repeat(1024 * 1024)}"}`;
    const seen = await send(edge.url, "member", "POST", "/v2/images", large);
    assert.equal(seen.status, 413);
  });
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
    [PATCH_21, '[{"op": "add", "path": "/OWNER", "value": "other"}]'],
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
    await withImage(async (id) => {
      const path = `/v2/images/${id}`;
      for (const [type, body] of spellings) {
        const seen = await send(edge.url, "member", "PATCH", path, body, type);
        assert.equal(seen.status, 403, body);
        assert.equal(seen.json.error.kind, "forbidden");
      }
      const { json } = await send(glanceUrl, "member", "GET", path, "");
      assert.equal(json.owner, person.projectId);
    });
  });

  test("is an administrator's to change", async () => {
    await withImage(async (id) => {
      const body = '[{"op": "replace", "path": "/owner", "value": "another-project"}]';
      const seen = await send(edge.url, "admin", "PATCH", `/v2/images/${id}`, body, PATCH_21);
      assert.equal(seen.status, 200, seen.text);
      assert.equal(seen.json.owner, "another-project");
      await send(glanceUrl, "admin", "DELETE", `/v2/images/${id}`, "");
    });
  });

  test("is the caller's project from the beginning, or an administrator's choice", async () => {
    const own = JSON.stringify({ name: "documents", owner: person.projectId });
    const made = await send(edge.url, "member", "POST", "/v2/images", own);
    assert.equal(made.status, 201, made.text);
    await send(glanceUrl, "member", "DELETE", `/v2/images/${made.json.id}`, "");
    for (const owner of ['"other"', "null", '""']) {
      const body = `{"name": "documents", "owner": ${owner}}`;
      const seen = await send(edge.url, "member", "POST", "/v2/images", body);
      assert.equal(seen.status, 403, body);
    }
  });

  test("and what is inside Glance stay out of reach of any patch", async () => {
    await withImage(async (id) => {
      for (const name of ["stores", "member", "context", "base", "extra_properties", "__class__"]) {
        const body = JSON.stringify([{ op: "add", path: `/${name}`, value: "x" }]);
        for (const role of ["member", "admin"]) {
          const seen = await send(edge.url, role, "PATCH", `/v2/images/${id}`, body, PATCH_21);
          assert.equal(seen.status, 403, `${role} ${name}`);
        }
      }
    });
  });
});

describe("a store", () => {
  test("that Glance keeps for itself takes nobody's data, though Glance would let it", async () => {
    for (const store of ["os_glance_staging_store", "os_glance_tasks_store"]) {
      await withImage(async (id) => {
        const headers = {
          "x-auth-token": tokens.member,
          "content-type": "application/octet-stream",
          "x-image-meta-store": store,
        };
        const upload = { method: "PUT", headers, body: "data" };
        assert.equal((await call(edge.url, `/v2/images/${id}/file`, upload)).status, 400);
        const stage = await call(edge.url, `/v2/images/${id}/stage`, upload);
        assert.equal(stage.status, 400);
        const path = `/v2/images/${id}/import`;
        const seen = await send(edge.url, "member", "POST", path, download(`"stores": ["${store}"]`));
        assert.equal(seen.status, 400);
        const removed = await send(edge.url, "admin", "DELETE", `/v2/stores/${store}/${id}`, "");
        assert.equal(removed.status, 400);
        const direct = await call(glanceUrl, `/v2/images/${id}/file`, upload);
        assert.equal(direct.status, 204, "Glance takes it");
      });
    }
  });

  test("that is unknown is refused in Glance's own words", async () => {
    await withImage(async (id) => {
      const path = `/v2/images/${id}/import`;
      const body = download('"stores": ["fast", "none"]');
      const direct = await send(glanceUrl, "member", "POST", path, body);
      const seen = await send(edge.url, "member", "POST", path, body);
      assert.equal(direct.status, 409);
      assert.equal(seen.status, direct.status);
      assert.equal(seen.text, direct.text);
    });
  });

  test("that can be written to takes data, by every way to name it", async () => {
    await withImage(async (id) => {
      const headers = {
        "x-auth-token": tokens.member,
        "content-type": "application/octet-stream",
        "x-image-meta-store": "archive",
      };
      const upload = { method: "PUT", headers, body: "data" };
      assert.equal((await call(edge.url, `/v2/images/${id}/file`, upload)).status, 204);
      const { json } = await send(glanceUrl, "member", "GET", `/v2/images/${id}`, "");
      assert.equal(json.stores, "archive");
    });
  });
});

/** Addresses that lead inside, in the spellings by which they have been hidden from checks. */
const inside = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0177.0.0.1/",
  "http://127.0.0.1./",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:a9fe:a9fe]/",
  "http://[64:ff9b::7f00:1]/",
  "http://169.254.169.254/latest/meta-data/",
  "http://localhost/",
  "http://LocalHost./",
  "http://0.0.0.0/",
  "http://10.0.0.1/",
  "http://192.168.1.1/",
  "http://[fd00::1]/",
  "http://metadata.google.internal/",
  "http://images.example@127.0.0.1/",
  "http://127.0.0.1\\\\@images.example/",
  "http://127.0.0.1#@images.example/",
  "http://images.example:22/",
  "http://images.example:8080/",
  "ftp://images.example/x",
  "file:///etc/passwd",
  "gopher://127.0.0.1:6379/_x",
  " http://127.0.0.1/",
  "http://１２７.0.0.1/",
];

describe("an address to fetch from", () => {
  const ways = [
    ["member", (id) => `/v2/images/${id}/import`, (url) => `{"method": {"name": "web-download", "uri": "${url}"}}`],
    ["member", (id) => `/v2/images/${id}/locations`, (url) => `{"url": "${url}"}`],
    ["admin", () => "/v2/tasks", (url) => `{"type": "import", "input": {"import_from": "${url}", "import_from_format": "raw", "image_properties": {}}}`],
  ];

  test("that leads inside the cloud is refused, in every spelling and by every way", async () => {
    await withImage(async (id) => {
      for (const [role, path, body] of ways) {
        for (const url of inside) {
          const seen = await send(edge.url, role, "POST", path(id), body(url));
          assert.equal(seen.status, 400, `${path("x")} ${url}: ${seen.text}`);
          assert.equal(seen.json.error.kind, "bad_request", url);
        }
      }
      for (const url of inside) {
        const body = `[{"op": "add", "path": "/locations/-", "value": {"url": "${url}", "metadata": {}}}]`;
        const seen = await send(edge.url, "admin", "PATCH", `/v2/images/${id}`, body, PATCH_21);
        assert.equal(seen.status, 400, url);
      }
    });
  });

  test("on the internet reaches Glance", async () => {
    await withImage(async (id) => {
      const path = `/v2/images/${id}/import`;
      const body = '{"method": {"name": "web-download", "uri": "http://93.184.216.34/x"}}';
      const seen = await send(edge.url, "member", "POST", path, body);
      assert.equal(seen.status, 202, seen.text);
    });
  });

  test("is held to the operator's settings", async () => {
    const strict = await startEdge({
      bindings: {
        IMPORT_SCHEMES: "https",
        IMPORT_HOSTS: "*.images.example, 10.1.0.0/16",
        IMPORT_DENIED_HOSTS: "old.images.example",
      },
    });
    // Glance has the last word: it does not know these names (400), and its word is another one.
    const table = [
      ["https://eu.images.example/x", true],
      ["https://images.example/x", false],
      ["https://old.images.example/x", false],
      ["http://eu.images.example/x", false],
      ["https://10.2.0.1/x", false],
      ["https://images.example.evil.example/x", false],
    ];
    try {
      await withImage(async (id) => {
        for (const [url, passes] of table) {
          const body = `{"method": {"name": "web-download", "uri": "${url}"}}`;
          const seen = await send(strict.url, "member", "POST", `/v2/images/${id}/import`, body);
          assert.equal(seen.status, 400);
          assert.equal("error" in seen.json, !passes, `${url}: ${seen.text}`);
        }
      });
    } finally {
      await strict.stop();
    }
  });

  test("is looked at behind its name, where the operator names a resolver", async () => {
    const resolver = await startResolver({
      "public.example": ["93.184.216.34"],
      "inside.example": ["10.1.2.3"],
      "metadata.example": ["93.184.216.34", "169.254.169.254"],
      "six.example": ["::1"],
    });
    const strict = await startEdge({ bindings: { IMPORT_RESOLVER: `${resolver.url}/dns-query` } });
    const imported = (id, host) => {
      const body = `{"method": {"name": "web-download", "uri": "http://${host}/x"}}`;
      return send(strict.url, "member", "POST", `/v2/images/${id}/import`, body);
    };
    try {
      await withImage(async (id) => {
        for (const [host, word] of [
          ["inside.example", "private network"],
          ["metadata.example", "internal address"],
          ["six.example", "internal address"],
          ["none.example", "no address"],
        ]) {
          const seen = await imported(id, host);
          assert.equal(seen.status, 400, host);
          assert.match(seen.json.error.details, new RegExp(word), host);
        }
        // This one is Glance's to refuse: its own resolver does not know it.
        assert.equal((await imported(id, "public.example")).json.error, undefined);
        resolver.stop();
        const seen = await imported(id, "public.example");
        assert.deepEqual([seen.status, seen.json.error.kind], [503, "resolver_unreachable"]);
        // An address needs no resolver.
        assert.equal((await imported(id, "93.184.216.34")).status, 202);
      });
    } finally {
      await strict.stop();
    }
  });
});
