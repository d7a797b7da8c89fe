// What an API client reads is the same with and without the edge: status, headers and body, for every
// route, in every shape that Glance gives to errors.
import { after, before, describe, test } from "node:test";
import { bytes } from "../support/bytes.mjs";
import { assertNoDifference } from "../support/differential.mjs";
import { edgeUrl } from "../support/environment.mjs";
import { Glance } from "../support/glance.mjs";
import { admin, createUser, issueToken, removeUser } from "../support/keystone.mjs";

const REQUEST_ID = "req-differential.1";
const nowhere = "00000000-0000-4000-8000-000000000000";

let person;
let token;
let adminToken;
let glance;
let image;
before(async () => {
  person = await createUser();
  ({ token } = await issueToken(person));
  ({ token: adminToken } = await issueToken(admin));
  glance = await Glance.as(person);
  const format = { disk_format: "raw", container_format: "bare", tags: ["a", "b c", "é"] };
  for (const [name, extra] of [
    ["☃ snow; & more", { os_distro: "dé" }],
    ["two", { min_ram: 3 }],
    ["three", { visibility: "private" }],
  ]) {
    image = await glance.create({ name, ...format, ...extra });
  }
  await glance.upload(image.id, bytes("differential", 3000));
});
after(async () => {
  for (const { id } of await glance.list()) await glance.remove(id);
  await removeUser(person);
});

const headers = (own = token) => ({ "x-auth-token": own, "x-openstack-request-id": REQUEST_ID });

/** Compares one answer per line. */
function sameFor(lines, options, own) {
  return assertNoDifference(async (side) => {
    for (const line of lines()) await side.send(line, options);
  }, headers(own?.()));
}

const everyRoute = () => [
  "GET /v2/images",
  `GET /v2/images/${image.id}`,
  `GET /v2/images/${image.id}/file`,
  `GET /v2/images/${image.id}/tasks`,
  `GET /v2/images/${image.id}/members`,
  `GET /v2/images/${image.id}/members/x`,
  `GET /v2/images/${image.id}/locations`,
  "GET /v2/tasks",
  "GET /v2/tasks/x",
  "GET /v2/info/import",
  "GET /v2/info/stores",
  "GET /v2/info/stores/detail",
  "GET /v2/info/usage",
  "GET /v2/cache",
  "GET /v2/cache/nodes/x",
  "GET /v2/schemas/image",
  "GET /v2/schemas/images",
  "GET /v2/schemas/member",
  "GET /v2/schemas/members",
  "GET /v2/schemas/task",
  "GET /v2/schemas/tasks",
  ...["namespace", "resource_type", "object", "tag"].flatMap((name) => [
    `GET /v2/schemas/metadefs/${name}`,
    `GET /v2/schemas/metadefs/${name}s`,
  ]),
  "GET /v2/schemas/metadefs/property",
  "GET /v2/schemas/metadefs/properties",
  "GET /v2/metadefs/resource_types",
  "GET /v2/metadefs/namespaces",
  "GET /v2/metadefs/namespaces?limit=2&sort_key=namespace&sort_dir=asc",
  "GET /v2/metadefs/namespaces/OS::Compute::Hypervisor",
  "GET /v2/metadefs/namespaces/OS%3A%3ACompute%3A%3AHypervisor?resource_type=OS::Glance::Image",
  ...["properties", "objects", "tags", "resource_types"].map(
    (name) => `GET /v2/metadefs/namespaces/OS::Compute::Hypervisor/${name}`,
  ),
  "GET /v2/metadefs/namespaces/OS::Compute::Hypervisor/properties/hypervisor_type",
  "GET /v2/metadefs/namespaces/OS::Compute::Hypervisor/objects/none",
  "GET /v2/metadefs/namespaces/OS::Compute::Hypervisor/tags/none",
];

describe("through the edge, what is read", () => {
  test("is the same at every route of Glance", () => sameFor(everyRoute));

  test("is the same for an administrator", () => sameFor(everyRoute, {}, () => adminToken));

  test("is the same in every version", () =>
    sameFor(() =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 99].map(
        (minor) => `GET /v2.${minor}/images`,
      ),
    ));

  test("is the same at addresses that name no version", () =>
    sameFor(() => [
      "GET /",
      "HEAD /",
      "POST /",
      "GET /versions",
      "GET /versions/",
      "GET /versions/x",
      "DELETE /versions",
      "GET /v1/images",
      "GET /v3",
      "POST /v1/images",
      "PUT /nothing/at/all",
      "GET /v2.x/images",
      "GET /healthcheck",
      "HEAD /healthcheck",
      "GET /v2",
      "GET /v2.17",
    ]));

  test("is the same below the name of a region, and so are the addresses that it names", async () => {
    const lines = ["GET /", "GET /versions", "GET /v2", "GET /v2.15", "GET /v3", "GET /v2/nothing"];
    const edge = `${edgeUrl}/regions/RegionOne`;
    await assertNoDifference(
      async (side) => {
        for (const line of [...lines, "GET /v2/images", `GET /v2/images/${image.id}/file`])
          await side.send(line);
      },
      headers(token),
      { edge },
    );
  });

  test("is the same at addresses that nothing is at, and in every shape of the error", async () => {
    const lines = () => [
      "GET /v2/",
      "GET /v2/nothing",
      "POST /v2/nothing",
      "GET /v2/images/",
      `GET /v2/images/${image.id}/`,
      `GET /v2/images/${image.id}/nothing`,
      `GET /v2/images/${nowhere}`,
      `GET /v2/images/${nowhere}/file`,
      "GET /v2/images/a%20name%20%C3%A9",
      "GET /v2/images?marker=x",
      "GET /v2/images?limit=-1",
      "GET /v2/images?sort_key=nothing",
      "GET /v2/metadefs/namespaces/nothing",
      "POST /v2/info/usage",
    ];
    for (const accept of [
      undefined,
      "",
      "*/*",
      "application/json",
      "text/plain",
      "text/html",
      "text/html;q=0.5, application/json",
      "application/xml",
      "nonsense",
    ]) {
      await sameFor(lines, { headers: { accept } });
    }
  });

  test("is the same for methods that a route does not take", () =>
    sameFor(() => [
      "HEAD /v2/images",
      "PUT /v2/images",
      "DELETE /v2/images",
      `HEAD /v2/images/${image.id}`,
      `POST /v2/images/${image.id}`,
      `HEAD /v2/images/${image.id}/file`,
      `DELETE /v2/images/${image.id}/file`,
      `DELETE /v2/images/${image.id}/locations`,
      `GET /v2/images/${image.id}/stage`,
      `GET /v2/images/${image.id}/tags/a`,
      "PATCH /v2/tasks",
      "DELETE /v2/tasks/x",
      "DELETE /v2/info/stores",
      "GET /v2/cache/x",
      "GET /v2/cache/clean",
      "PUT /v2/cache/prune",
      "POST /v2/schemas/image",
      "PATCH /v2/metadefs/namespaces/x/tags/y",
    ]));

  test("is the same when the Accept header names the version", async () => {
    const lines = () => ["", "images", "images/", "v2/images", "versions", "info/stores", "v2", "nothing"].map(
      (path) => `GET /${path}`,
    );
    for (const version of ["v2", "v2.17", "v9", "v2, */*", ""]) {
      await sameFor(lines, { headers: { accept: `application/vnd.openstack.images-${version}` } });
    }
  });

  test("is the same when a client asks what it may", async () => {
    const lines = () => [
      "OPTIONS /",
      "OPTIONS /v2",
      "OPTIONS /v2/images",
      "OPTIONS /v2/nothing",
      "OPTIONS /v3/images",
      "OPTIONS /versions",
      "OPTIONS /healthcheck",
    ];
    await sameFor(lines);
    await sameFor(lines, { headers: { "x-auth-token": undefined, "x-openstack-request-id": undefined } });
  });

  test("is the same for every query", () =>
    sameFor(() => [
      "GET /v2/images?tag=a&tag=b%20c&limit=1",
      "GET /v2/images?tag=%C3%A9&name=%E2%98%83%20snow%3B%20%26%20more",
      "GET /v2/images?name=in:two,three&sort=name:asc,id:desc",
      "GET /v2/images?sort_key=name&sort_key=size&sort_dir=asc&sort_dir=desc&limit=2",
      "GET /v2/images?os_distro=d%C3%A9",
      "GET /v2/images?name=two;limit=1",
      "GET /v2/images?name=%ff",
      "GET /v2/images?visibility=private&owner=x'\"<>`{}|^",
      "GET /v2/images?&&a&=b&limit=1",
      "GET /v2/images?limit=0",
      "GET /v2/images?limit=5000&os_hidden=true",
      "GET /v2/images?created_at=gte:2020-01-01T00:00:00%2B00:00&size_min=1",
      `GET /v2/images?marker=${"x".repeat(3000)}`,
      `GET /v2/images?marker=${"x".repeat(5000)}`,
      "GET /v2/images?x=1%00",
      "GET /v2/images?",
    ]));

  test("is the same for every range of an image's data", async () => {
    for (const range of [
      "bytes=0-9",
      "bytes=10-",
      "bytes=-10",
      "bytes=-5000",
      "bytes=0-99999",
      "bytes=2999-2999",
      "bytes=3000-",
      "bytes=9-3",
      "bytes=0-1,5-6",
      "lines=1-2",
      "bytes",
    ]) {
      await sameFor(() => [`GET /v2/images/${image.id}/file`], { headers: { range } });
    }
    const legacy = { "content-range": "bytes 0-9/*" };
    await sameFor(() => [`GET /v2/images/${image.id}/file`], { headers: legacy });
  });

  test("is the same when a body comes with the request", async () => {
    for (const body of ["{}", "x"]) {
      await sameFor(
        () => [
          "GET /v2/images",
          `GET /v2/images/${image.id}`,
          `GET /v2/images/${image.id}/file`,
          `GET /v2/images/${image.id}/members`,
          "GET /v2/schemas/image",
          "GET /v2/info/import",
          "GET /v2/tasks",
          "GET /v2/metadefs/namespaces",
        ],
        { body, headers: { accept: "application/json" } },
      );
    }
    await sameFor(() => ["GET /v2/schemas/images"], { body: "" });
  });

  test("is the same without a token and with a wrong one", async () => {
    const lines = () => [
      "GET /v2/images",
      "HEAD /v2/images",
      "GET /v2",
      "GET /v2/",
      "GET /v2/nothing",
      "PUT /v2/images",
    ];
    for (const wrong of [undefined, "wrong", "gAAAA"]) {
      for (const accept of [undefined, "*/*", "application/json", "text/html", "text/plain"]) {
        await sameFor(lines, { headers: { accept, "x-auth-token": wrong } });
      }
    }
  });

  test("is the same in every version without a token, also in one that this Glance leaves out", async () => {
    const minors = Array.from({ length: 21 }, (_, minor) => minor);
    const lines = () => minors.flatMap((minor) => [`GET /v2.${minor}`, `GET /v2.${minor}/images`]);
    for (const wrong of [undefined, "wrong"]) await sameFor(lines, { headers: { "x-auth-token": wrong } });
    await sameFor(() => ["HEAD /v2.14/images", "POST /v2.14/images"], { headers: { "x-auth-token": undefined } });
  });

  test("is the same with whitespace around the token", async () => {
    for (const space of [" ", "\t", " \t "]) {
      await sameFor(() => ["GET /v2/images?limit=1"], { headers: { "x-auth-token": `${space}${token}${space}` } });
    }
  });
});
