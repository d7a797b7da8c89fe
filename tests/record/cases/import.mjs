// POST /v2/images/{id}/import: name of the case, body, and what the image and the caller are like.
import { anonymous } from "../fixture.mjs";

const OCTETS = { "content-type": "application/octet-stream" };
const direct = { method: { name: "glance-direct" } };
const download = (uri) => ({ method: { name: "web-download", uri } });
const copy = { method: { name: "copy-image" } };
const FORMATS = { disk_format: "raw", container_format: "bare" };
// A name of the documentation range: it passes Glance's filter and answers nobody.
const URI = "http://192.0.2.1/x";

const CASES = [
  ["no method", {}, {}],
  ["a list", [], {}],
  ["a method that is text", { method: "glance-direct" }, {}],
  ["a method that is a list", { method: [] }, {}],
  ["a method that is nothing", { method: null }, {}],
  ["a method without a name", { method: {} }, {}],
  ["a name that is a number", { method: { name: 5 } }, {}],
  ["a name that is a list", { method: { name: [] } }, {}],
  ["an unknown method", { method: { name: "carrier-pigeon" } }, {}],
  ["a method that is off", { method: { name: "glance-download" } }, {}],
  ["direct, staged", direct, { state: "uploading" }],
  ["direct, not staged", direct, {}],
  ["direct, active", direct, { state: "active" }],
  ["direct, to a store", { ...direct, stores: ["archive"] }, { state: "uploading" }],
  ["direct, to no store", { ...direct, stores: [] }, { state: "uploading" }],
  ["direct, to an unknown store", { ...direct, stores: ["nowhere"] }, { state: "uploading" }],
  ["direct, to stores as text", { ...direct, stores: "fast" }, { state: "uploading" }],
  ["direct, to a store that is a number", { ...direct, stores: [5] }, { state: "uploading" }],
  ["direct, to stores that are nothing", { ...direct, stores: null }, { state: "uploading" }],
  ["direct, to all stores", { ...direct, all_stores: true }, { state: "uploading" }],
  ["direct, to all stores and one", { ...direct, all_stores: true, stores: ["fast"] }, { state: "uploading" }],
  ["direct, not to all stores but one", { ...direct, all_stores: false, stores: ["fast"] }, { state: "uploading" }],
  ["direct, to all stores as text", { ...direct, all_stores: "true" }, { state: "uploading" }],
  ["direct, to all stores as a number", { ...direct, all_stores: 1 }, { state: "uploading" }],
  ["direct, some may fail", { ...direct, all_stores_must_succeed: false }, { state: "uploading" }],
  ["direct, some may fail as text", { ...direct, all_stores_must_succeed: "false" }, { state: "uploading" }],
  ["direct, some may fail as nothing", { ...direct, all_stores_must_succeed: null }, { state: "uploading" }],
  ["direct, with what nobody knows", { ...direct, colour: "red" }, { state: "uploading" }],
  ["download", download(URI), {}],
  ["download over TLS", download("https://192.0.2.1/x"), {}],
  ["download of nothing", { method: { name: "web-download" } }, {}],
  ["download of an empty URI", download(""), {}],
  ["download of a URI that is a number", download(5), {}],
  ["download of a file", download("file:///etc/passwd"), {}],
  ["download over FTP", download("ftp://192.0.2.1/x"), {}],
  ["download without a host", download("http:///x"), {}],
  ["download from another port", download("http://192.0.2.1:8080/x"), {}],
  ["download from port 443", download("http://192.0.2.1:443/x"), {}],
  ["download from the machine itself", download("http://127.0.0.1/x"), {}],
  ["download from the machine by name", download("http://localhost/x"), {}],
  ["download from link-local", download("http://169.254.169.254/x"), {}],
  ["download from a private network", download("http://10.0.0.1/x"), {}],
  ["download from IPv6 loopback", download("http://[::1]/x"), {}],
  ["download with a user", download("http://user:secret@192.0.2.1/x"), {}],
  ["download with a scheme in capitals", download("HTTP://192.0.2.1/x"), {}],
  ["download from an address without dots", download("http://2130706433/x"), {}],
  ["download from 0.0.0.0", download("http://0.0.0.0/x"), {}],
  ["download from a port that is none", download("http://192.0.2.1:x/x"), {}],
  ["download, staged", download(URI), { state: "uploading" }],
  ["download, active", download(URI), { state: "active" }],
  ["download without a disk format", download(URI), { image: { container_format: "bare" } }],
  ["download without a container format", download(URI), { image: { disk_format: "raw" } }],
  ["download without formats, wrong state and store", { ...download(URI), stores: ["nowhere"] }, { image: {} }],
  ["copy by a member", { ...copy, stores: ["archive"] }, { state: "active" }],
  ["copy", { ...copy, stores: ["archive"] }, { state: "active", caller: "admin" }],
  ["copy to all stores", { ...copy, all_stores: true }, { state: "active", caller: "admin" }],
  ["copy to where it is", { ...copy, stores: ["fast"] }, { state: "active", caller: "admin" }],
  ["copy to the default store, where it is", copy, { state: "active", caller: "admin" }],
  ["copy of nothing", { ...copy, stores: ["archive"] }, { caller: "admin" }],
];

export async function recordImports({ member, admin }) {
  const people = { member, admin };
  const { json: information } = await member.call("/v2/info/import");
  const { json: stores } = await member.call("/v2/info/stores");
  const recorded = [];
  for (const [name, body, { state, caller = "member", image = FORMATS }] of CASES) {
    const { id } = await member.create(image);
    if (state === "active") await member.upload(id, "hello world");
    if (state === "uploading") {
      await member.call(`/v2/images/${id}/stage`, { method: "PUT", headers: OCTETS, body: "hello world" });
    }
    const before = await member.find(id);
    const response = await people[caller].call(`/v2/images/${id}/import`, { method: "POST", body });
    recorded.push({
      name,
      caller,
      project: people[caller].projectId,
      methods: information["import-methods"].value,
      stores: stores.stores,
      before: anonymous(before),
      body,
      status: response.status,
    });
    await admin.remove(id);
  }
  return recorded;
}
