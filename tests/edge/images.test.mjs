// Glance's API through the edge, on the real Glance: what a client or the dashboard does with
// images, by cookie and by token alike.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { edgeUrl, glanceUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { call } from "../support/http.mjs";
import { demo, issueToken } from "../support/keystone.mjs";
import { signIn } from "../support/session.mjs";

const patchType = "application/openstack-images-v2.1-json-patch";
const legacyPatchType = "application/openstack-images-v2.0-json-patch";

/** Both kinds of caller: a function that calls the edge as they do. */
const callers = {
  "an API client with a token": async () => {
    const { token } = await issueToken(demo);
    return (path, { headers = {}, ...options } = {}) =>
      call(edgeUrl, path, { headers: { "x-auth-token": token, ...headers }, ...options });
  },
  "the dashboard with its cookie": async () => {
    const page = await signIn(demo);
    return (path, options) => page.call(path, options);
  },
};

let glance;
const made = [];
before(async () => {
  glance = await Glance.as(demo);
});
after(async () => {
  for (const id of made) await glance.remove(id);
});

for (const [who, signedIn] of Object.entries(callers)) {
  describe(who, () => {
    let ask;
    before(async () => {
      ask = await signedIn();
    });

    async function create(image = {}) {
      const response = await ask("/v2/images", { method: "POST", body: { name: "edge test", ...image } });
      assert.equal(response.status, 201, response.text);
      made.push(response.json.id);
      return response;
    }

    test("creates an image and is told where it is", async () => {
      const properties = { disk_format: "raw", container_format: "bare", tags: ["a b", "ä"], os_distro: "debian" };
      const response = await create(properties);
      const image = response.json;
      assert.equal(response.headers.location, `${edgeUrl}/v2/images/${image.id}`);
      assert.match(response.headers["openstack-image-import-methods"], /web-download/);
      assert.match(response.headers["openstack-image-store-ids"], /fast/);
      assert.match(response.headers["x-openstack-request-id"], /^req-/);
      // Glance keeps no order of tags.
      const sorted = (image) => ({ ...image, tags: image.tags.toSorted() });
      assert.deepEqual(sorted(await glance.find(image.id)), sorted(image));
      assert.equal(image.os_distro, "debian");
    });

    test("shows, patches in both media types and deletes an image", async () => {
      const { id } = (await create()).json;
      const path = `/v2/images/${id}`;
      assert.deepEqual((await ask(path)).json, await glance.find(id));
      const patches = [
        [patchType, [{ op: "replace", path: "/name", value: "renamed" }]],
        [legacyPatchType, [{ replace: "/name", value: "renamed again" }]],
      ];
      for (const [type, body] of patches) {
        const headers = { "content-type": type };
        const response = await ask(path, { method: "PATCH", headers, body });
        assert.equal(response.status, 200, response.text);
        assert.match(response.json.name, /^renamed/);
      }
      assert.equal((await glance.find(id)).name, "renamed again");
      const deleted = await ask(path, { method: "DELETE" });
      assert.equal(deleted.status, 204);
      assert.equal(deleted.body.length, 0);
      assert.equal(await glance.find(id), undefined);
    });

    test("lists by keys that come more than once", async () => {
      const [tag, other] = [randomUUID(), randomUUID()];
      const both = (await create({ tags: [tag, other] })).json;
      const one = (await create({ tags: [tag] })).json;
      const ids = async (query) =>
        (await ask(`/v2/images?${query}`)).json.images.map((image) => image.id);
      assert.deepEqual(await ids(`tag=${tag}&tag=${other}`), [both.id]);
      assert.deepEqual((await ids(`tag=${tag}`)).sort(), [both.id, one.id].sort());
      const order = "sort_key=created_at&sort_key=id&sort_dir=asc&sort_dir=asc";
      assert.deepEqual(await ids(`tag=${tag}&${order}`), await listedDirectly(`tag=${tag}&${order}`));
      assert.deepEqual(await ids(`tag=${tag}&limit=1&marker=${one.id}`), [both.id]);
    });

    async function listedDirectly(query) {
      return (await glance.call(`/v2/images?${query}`)).json.images.map((image) => image.id);
    }

    test("reads schemas, stores, import methods and usage as Glance has them", async () => {
      const paths = [
        "/v2/schemas/image",
        "/v2/schemas/images",
        "/v2/info/import",
        "/v2/info/stores",
        "/v2/info/usage",
      ];
      for (const path of paths) {
        const [response, direct] = [await ask(path), await glance.call(path)];
        assert.equal(response.status, 200, path);
        assert.equal(response.text, direct.text);
        assert.equal(response.headers["content-type"], direct.headers["content-type"]);
      }
    });

    test("gets Glance's errors as Glance says them", async () => {
      const { id } = (await create()).json;
      const calls = [
        ["/v2/images/no-such-image", {}],
        [`/v2/images/${randomUUID()}`, { method: "DELETE" }],
        ["/v2/images?sort_key=nonsense", {}],
        ["/v2/images?marker=nonsense", {}],
        ["/v2/images", { method: "POST", body: { name: "x".repeat(256) } }],
        ["/v2/images", { method: "POST", body: { visibility: "public" } }],
        ["/v2/images", { method: "POST", body: { disk_format: "floppy" } }],
        ["/v2/images", { method: "POST", body: "{" }],
        [`/v2/images/${id}`, { method: "PATCH", body: [] }],
        [
          `/v2/images/${id}/file`,
          { method: "PUT", headers: { "content-type": "application/octet-stream" }, body: "x" },
        ],
        [`/v2/images/${id}/file`, { method: "PUT", headers: { "content-type": "text/plain" }, body: "x" }],
        ["/v2/info/stores/detail", {}],
      ];
      // The edge refuses this itself, and tells the dashboard so in its own form.
      const ofOwner = {
        method: "PATCH",
        headers: { "content-type": patchType },
        body: [{ op: "replace", path: "/owner", value: "x" }],
      };
      if (who === "an API client with a token") calls.push([`/v2/images/${id}`, ofOwner]);
      for (const accept of ["application/json", "text/plain", "*/*"]) {
        for (const [path, { headers = {}, ...options }] of calls) {
          const sent = { headers: { ...headers, accept }, ...options };
          const [response, direct] = [await ask(path, sent), await glance.call(path, sent)];
          const name = `${options.method ?? "GET"} ${path}`;
          assert.equal(response.status, direct.status, name);
          assert.ok(response.status >= 400, name);
          assert.equal(response.text, direct.text, name);
          for (const header of ["content-type", "accept-patch", "allow"]) {
            assert.equal(response.headers[header], direct.headers[header], name);
          }
        }
      }
    });

    test("cannot delete by a method that the query or a form overrides", async () => {
      const { id } = (await create()).json;
      for (const query of ["_method=DELETE", "a=b;_method=DELETE"]) {
        assert.equal((await ask(`/v2/images/${id}?${query}`)).status, 400);
      }
      assert.ok(await glance.find(id));
    });
  });
}

describe("a client that discovers the API", () => {
  test("finds Glance's versions, with links to the edge and without a token", async () => {
    for (const [path, status] of [["/", 300], ["/versions", 200]]) {
      const response = await call(edgeUrl, path);
      const direct = await call(glanceUrl, path);
      assert.equal(response.status, status);
      assert.equal(direct.status, status);
      assert.equal(response.text, direct.text.replaceAll(glanceUrl, edgeUrl));
      assert.ok(response.text.includes(`"${edgeUrl}/v2/"`));
      assert.equal(response.headers["content-type"], direct.headers["content-type"]);
    }
  });

  test("is led from the version's path to the one that Glance knows", async () => {
    const headers = { "x-auth-token": (await issueToken(demo)).token };
    const [response, direct] = [
      await call(edgeUrl, "/v2", { headers }),
      await call(glanceUrl, "/v2", { headers }),
    ];
    assert.equal(response.status, 302);
    assert.equal(direct.status, 302);
    assert.equal(response.headers.location, `${edgeUrl}/v2/`);
    assert.equal((await call(edgeUrl, "/v2/", { headers })).status, 404);
    assert.equal((await call(edgeUrl, "/v2")).status, 401);
  });

  test("is told to authenticate without a token and with a wrong one", async () => {
    for (const headers of [{}, { "x-auth-token": "wrong" }, { "x-auth-token": "x".repeat(9000) }]) {
      const response = await call(edgeUrl, "/v2/images", { headers });
      assert.equal(response.status, 401);
      assert.equal(response.headers["www-authenticate"], "Keystone");
      assert.match(response.text, /^401 Unauthorized\n\nThis server could not verify/);
      assert.match(response.headers["x-openstack-request-id"], /^req-/);
      // A page gets what the dashboard can tell a person.
      const ofPage = { ...headers, "sec-fetch-site": "same-origin" };
      const { status, json } = await call(edgeUrl, "/v2/images", { headers: ofPage });
      assert.deepEqual([status, json.error.code], [401, 401]);
    }
  });
});
