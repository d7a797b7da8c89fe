// Refusals, each in the three shapes between which Glance chooses by the Accept header.
import { recorded } from "../fixture.mjs";

const SHAPES = { JSON: "application/json", HTML: "*/*", text: "text/plain" };

export async function recordErrors({ demo, alt, admin }) {
  const own = await demo.create({ name: "own", disk_format: "raw", container_format: "bare" });
  const published = await admin.create({ name: "public", visibility: "public" });
  const image = `/v2/images/${own.id}`;
  const octets = { "content-type": "application/octet-stream" };
  const refusals = {
    "400 bad filter": [demo, "/v2/images?protected=maybe", {}],
    "400 schema": [demo, "/v2/images", { method: "POST", body: { min_disk: "<b>&'\"" } }],
    "401 no token": [demo, image, { headers: { "x-auth-token": "wrong" } }],
    "403 read-only": [demo, "/v2/images", { method: "POST", body: { size: 1, self: "x" } }],
    "403 not the owner": [alt, `/v2/images/${published.id}`, { method: "DELETE" }],
    "404 no image": [demo, "/v2/images/71c675ab-d94f-49cd-a114-e12490b328d9", {}],
    "404 no route": [demo, "/v2/nothing", {}],
    "405 method": [demo, image, { method: "POST", body: {} }],
    "409 exists": [demo, "/v2/images", { method: "POST", body: { id: own.id } }],
    "413 over quota": [demo, "/v2/images", { method: "POST", body: tooManyTags() }],
    "415 media type": [demo, image, { method: "PATCH", body: [] }],
    "415 upload": [demo, `${image}/file`, { method: "PUT", headers: { "content-type": "text/plain" }, body: "x" }],
    "409 import": [demo, `${image}/import`, { method: "POST", body: { method: { name: "glance-direct" } } }],
    "404 method on usage": [demo, "/v2/info/usage", { method: "DELETE" }],
  };
  const responses = [];
  for (const [name, [person, path, options]] of Object.entries(refusals)) {
    for (const [shape, accept] of Object.entries(SHAPES)) {
      const headers = { ...options.headers, accept };
      const response = await person.call(path, { ...options, headers });
      responses.push(recorded("GlanceError", `${name}, ${shape}`, response));
    }
  }
  // The data does not match its format: it was stored, so this comes last.
  const mismatched = await demo.create({ name: "wrong", disk_format: "qcow2", container_format: "bare" });
  const upload = { method: "PUT", headers: { ...octets, accept: "application/json" }, body: "x".repeat(2000) };
  const refused = await demo.call(`/v2/images/${mismatched.id}/file`, upload);
  responses.push(recorded("GlanceError", "415 format, JSON", refused));
  responses.push(recorded("Image", "after data that did not match", await demo.call(`/v2/images/${mismatched.id}`)));
  await demo.remove(mismatched.id);
  await demo.remove(own.id);
  await admin.remove(published.id);
  return responses;
}

const tooManyTags = () => ({ tags: Array.from({ length: 129 }, (_, index) => `tag-${index}`) });
