// Images in every state and visibility that can be reached, and lists of them.
import { PassThrough } from "node:stream";
import { recorded } from "../fixture.mjs";
import { until } from "../../support/until.mjs";

const BARE = { disk_format: "raw", container_format: "bare" };
const OCTETS = { "content-type": "application/octet-stream" };

/** @param {Record<string, import("../../support/glance.mjs").Glance>} people */
export async function recordImages({ demo, admin }) {
  const responses = [];
  const created = [];
  const create = async (person, image) => {
    const made = await person.create(image);
    created.push([person, made.id]);
    return made.id;
  };
  const keep = async (name, person, id) => {
    responses.push(recorded("Image", name, await person.call(`/v2/images/${id}`)));
  };
  const active = async (person, image) => {
    const id = await create(person, { ...BARE, ...image });
    await person.upload(id, Buffer.from("hello world"));
    return id;
  };

  const empty = await demo.call("/v2/images", { method: "POST", body: {} });
  created.push([demo, empty.json.id]);
  responses.push(recorded("Image", "created without anything", empty));
  const full = {
    name: "debian-13 ü 界",
    ...BARE,
    visibility: "private",
    protected: true,
    min_disk: 2.0,
    min_ram: 512,
    tags: ["b", "a", "ü"],
    os_distro: "debian",
    hw_disk_bus: "scsi",
    "a/b~c": "",
    "": "a key of no characters",
  };
  const fullResponse = await demo.call("/v2/images", { method: "POST", body: full });
  created.push([demo, fullResponse.json.id]);
  responses.push(recorded("Image", "created with everything", fullResponse));
  // JavaScript cannot write 2.0, and Glance echoes it as it came.
  const float = '{"name": "float", "min_disk": 2.0, "min_ram": 512.0}';
  const floatResponse = await demo.call("/v2/images", { method: "POST", body: float });
  created.push([demo, floatResponse.json.id]);
  responses.push({ ...recorded("Image", "with a whole float", floatResponse), text: floatResponse.text });

  await keep("active, private", demo, await active(demo, { visibility: "private", name: "a" }));
  await keep("active, shared", demo, await active(demo, { visibility: "shared", name: "b" }));
  await keep("active, community", demo, await active(demo, { visibility: "community", name: "c" }));
  await keep("active, public", demo, await active(admin, { visibility: "public", name: "d" }));
  await keep("hidden", demo, await active(demo, { os_hidden: true, os_distro: "x" }));
  const deactivated = await active(demo, { name: "withheld" });
  await demo.call(`/v2/images/${deactivated}/actions/deactivate`, { method: "POST" });
  await keep("deactivated", demo, deactivated);

  await keepSaving(demo, await create(demo, BARE), keep);
  const staged = await create(demo, BARE);
  await demo.call(`/v2/images/${staged}/stage`, { method: "PUT", headers: OCTETS, body: Buffer.alloc(65_536) });
  await keep("uploading", demo, staged);
  const imported = { method: { name: "glance-direct" }, all_stores: true };
  await demo.call(`/v2/images/${staged}/import`, { method: "POST", body: imported });
  await until("the import ends", async () => (await demo.find(staged)).status === "active");
  await keep("imported to all stores", demo, staged);

  // Bytes that are no qcow2: with the default that all stores must succeed the image stays so.
  const stuck = await create(demo, { disk_format: "qcow2", container_format: "bare" });
  await demo.call(`/v2/images/${stuck}/stage`, { method: "PUT", headers: OCTETS, body: Buffer.alloc(4096, "x") });
  await demo.call(`/v2/images/${stuck}/import`, { method: "POST", body: { method: { name: "glance-direct" } } });
  await until("the import fails", async () => {
    const { json } = await demo.call(`/v2/images/${stuck}/tasks`);
    return json.tasks[0]?.status === "failure";
  });
  await keep("importing, and stuck there", demo, stuck);

  responses.push(...(await lists(demo)));
  for (const [person, id] of created) await person.remove(id);
  return responses;
}

async function keepSaving(demo, id, keep) {
  const body = new PassThrough();
  const headers = { ...OCTETS, "content-length": "20" };
  const upload = demo.call(`/v2/images/${id}/file`, { method: "PUT", headers, body });
  body.write("0123456789");
  await until("the image is being saved", async () => (await demo.find(id)).status === "saving");
  await keep("saving", demo, id);
  body.end("0123456789");
  await upload;
}

async function lists(demo) {
  const list = async (name, query) => recorded("ImageList", name, await demo.call(`/v2/images${query}`));
  return [
    await list("a full page", "?limit=2&sort=name:asc,size:desc"),
    await list("the last page", "?limit=100&status=deactivated"),
    await list("nothing", "?name=nobody-has-this-name"),
    await list("no limit given to a full query", "?visibility=all&os_hidden=true&tag=a&tag=b"),
  ];
}
