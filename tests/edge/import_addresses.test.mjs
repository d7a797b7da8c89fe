// From where Glance may be asked to fetch data, by every document that can ask it to.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PATCH_21, Senders } from "../support/documents.mjs";
import { startEdge } from "../support/edge.mjs";
import { startResolver } from "../support/resolver.mjs";

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
  "http://metadata.goog/",
  "http://localhost.localdomain/",
  "http://localhost4.localdomain4/",
  "http://ip6-localhost/",
  "http://printer.localdomain/",
  "http://127.0.0.1.nip.io/",
  "http://mirror.svc/",
  "http://keystone.openstack.svc/",
  "http://keystone.openstack.svc.cluster.local/",
  "http://keystone.openstack/",
  "http://KEYSTONE.OpenStack./",
  "http://glance.service.consul/",
  "http://mirror.internal/",
  "http://router.home.arpa/",
  "http://nas.lan/",
  "http://images.example/",
  "http://images.test/",
  "http://images.invalid/",
  "http://mirror/",
  "http://mirror./",
  "http://_gateway/",
  "http://mirror..com/",
  "http://images.example.com@127.0.0.1/",
  "http://127.0.0.1\\\\@images.example.com/",
  "http://127.0.0.1#@images.example.com/",
  "http://images.example.com:22/",
  "http://images.example.com:8080/",
  "ftp://images.example.com/x",
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
    await senders.withImage(async (id) => {
      for (const [role, path, body] of ways) {
        for (const url of inside) {
          const seen = await senders.send(edge.url, role, "POST", path(id), body(url));
          assert.equal(seen.status, 400, `${path("x")} ${url}: ${seen.text}`);
          assert.equal(seen.json.error.kind, "bad_request", url);
        }
      }
      for (const url of inside) {
        const body = `[{"op": "add", "path": "/locations/-", "value": {"url": "${url}", "metadata": {}}}]`;
        const seen = await senders.send(edge.url, "admin", "PATCH", `/v2/images/${id}`, body, PATCH_21);
        assert.equal(seen.status, 400, url);
      }
    });
  });

  test("on the internet reaches Glance", async () => {
    await senders.withImage(async (id) => {
      const path = `/v2/images/${id}/import`;
      const body = '{"method": {"name": "web-download", "uri": "http://93.184.216.34/x"}}';
      const seen = await senders.send(edge.url, "member", "POST", path, body);
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
      await senders.withImage(async (id) => {
        for (const [url, passes] of table) {
          const body = `{"method": {"name": "web-download", "uri": "${url}"}}`;
          const seen = await senders.send(strict.url, "member", "POST", `/v2/images/${id}/import`, body);
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
      "public.example.com": ["93.184.216.34"],
      "inside.example.com": ["10.1.2.3"],
      "metadata.example.com": ["93.184.216.34", "169.254.169.254"],
      "six.example.com": ["::1"],
    });
    const strict = await startEdge({ bindings: { IMPORT_RESOLVER: `${resolver.url}/dns-query` } });
    const imported = (id, host) => {
      const body = `{"method": {"name": "web-download", "uri": "http://${host}/x"}}`;
      return senders.send(strict.url, "member", "POST", `/v2/images/${id}/import`, body);
    };
    try {
      await senders.withImage(async (id) => {
        for (const [host, word] of [
          ["inside.example.com", "private network"],
          ["metadata.example.com", "internal address"],
          ["six.example.com", "internal address"],
          ["none.example.com", "no address"],
        ]) {
          const seen = await imported(id, host);
          assert.equal(seen.status, 400, host);
          assert.match(seen.json.error.details, new RegExp(word), host);
        }
        // This one is Glance's to refuse: its own resolver does not know it.
        assert.equal((await imported(id, "public.example.com")).json.error, undefined);
        resolver.stop();
        const seen = await imported(id, "public.example.com");
        assert.deepEqual([seen.status, seen.json.error.kind], [503, "resolver_unreachable"]);
        // An address needs no resolver.
        assert.equal((await imported(id, "93.184.216.34")).status, 202);
      });
    } finally {
      await strict.stop();
    }
  });
});
