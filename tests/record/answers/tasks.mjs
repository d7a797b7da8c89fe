// Tasks of imports, by the image and by the administrators' API.
import { networkInterfaces } from "node:os";
import { recorded, replaceWord } from "../fixture.mjs";
import { until } from "../../support/until.mjs";

const OCTETS = { "content-type": "application/octet-stream" };

export async function recordTasks({ demo, admin }) {
  const good = await demo.create({ name: "good", disk_format: "raw", container_format: "bare" });
  const bad = await demo.create({ name: "bad", disk_format: "raw", container_format: "bare" });
  const stage = { method: "PUT", headers: OCTETS, body: Buffer.alloc(4096, "x") };
  await demo.call(`/v2/images/${good.id}/stage`, stage);
  const direct = { method: { name: "glance-direct" }, stores: ["fast", "archive"] };
  await demo.call(`/v2/images/${good.id}/import`, { method: "POST", body: direct });
  const method = { name: "web-download", uri: `http://${ownAddress()}/nobody-listens` };
  const body = { method, all_stores_must_succeed: false };
  await demo.call(`/v2/images/${bad.id}/import`, { method: "POST", body });
  const early = await demo.call(`/v2/images/${bad.id}/tasks`);
  const begun = await demo.call(`/v2/images/${bad.id}`);
  const responses = [
    recorded("ImageTaskList", "an import that has just begun", early),
    recorded("Image", "with an import under way", begun),
  ];
  const ended = (id) => async () => {
    const { json } = await demo.call(`/v2/images/${id}/tasks`);
    return ["success", "failure"].includes(json.tasks[0]?.status);
  };
  await until("the good import ends", ended(good.id));
  await until("the bad import ends", ended(bad.id), 120_000);
  responses.push(recorded("ImageTaskList", "success", await demo.call(`/v2/images/${good.id}/tasks`)));
  responses.push(recorded("ImageTaskList", "failure", await demo.call(`/v2/images/${bad.id}/tasks`)));
  responses.push(recorded("Image", "after a failed download", await demo.call(`/v2/images/${bad.id}`)));
  const list = await admin.call("/v2/tasks?limit=2&sort_key=created_at");
  responses.push(recorded("TaskList", "a page of all tasks", list));
  for (const { id } of list.json.tasks) {
    responses.push(recorded("Task", "one task", await admin.call(`/v2/tasks/${id}`)));
  }
  const input = { import_from: method.uri, import_from_format: "raw", image_properties: { name: "x" } };
  const made = await admin.call("/v2/tasks", { method: "POST", body: { type: "import", input } });
  responses.push(recorded("Task", "of the old kind, just made", made));
  responses.push(recorded("TaskList", "none", await admin.call("/v2/tasks?status=pending&limit=0")));
  const queued = await demo.create({ name: "no tasks" });
  responses.push(recorded("ImageTaskList", "none", await demo.call(`/v2/images/${queued.id}/tasks`)));
  for (const { id } of [good, bad, queued]) await demo.remove(id);
  return responses;
}

/** An address of this machine that Glance may ask: loopback addresses are refused. */
function ownAddress() {
  const addresses = Object.values(networkInterfaces()).flat();
  const { address } = addresses.find((one) => one.family === "IPv4" && !one.internal);
  replaceWord(address, "192.0.2.1");
  return address;
}
