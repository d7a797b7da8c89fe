// POST and PUT of members: name of the case, body, and what the image is like.
import { anonymous } from "../fixture.mjs";

const CASES = [
  ["a project", { member: "a-project" }, {}],
  ["a list", [], {}],
  ["no member", {}, {}],
  ["an empty member", { member: "" }, {}],
  ["a member that is nothing", { member: null }, {}],
  ["a member that is a number", { member: 5 }, {}],
  ["a member that is 0", { member: 0 }, {}],
  ["a member that is a list", { member: ["x"] }, {}],
  ["a member that is an object", { member: { id: "x" } }, {}],
  ["a member of 255 characters", { member: "x".repeat(255) }, {}],
  ["a member of 256 characters", { member: "x".repeat(256) }, {}],
  ["the owner itself", { member: "$member" }, {}],
  ["a project that is there", { member: "first" }, { members: ["first"] }],
  ["the 128th project", { member: "last" }, { members: 127 }],
  ["the 129th project", { member: "last" }, { members: 128 }],
  ["of a private image", { member: "a-project" }, { visibility: "private" }],
  ["of a community image", { member: "a-project" }, { visibility: "community" }],
];

const STATUSES = [
  ["accepted", { status: "accepted" }],
  ["rejected", { status: "rejected" }],
  ["pending", { status: "pending" }],
  ["another word", { status: "perhaps" }],
  ["a word in capitals", { status: "Accepted" }],
  ["an empty word", { status: "" }],
  ["nothing", { status: null }],
  ["a number", { status: 1 }],
  ["no status", {}],
  ["a list", []],
];

export async function recordMembers({ member, invited }) {
  const recorded = [];
  for (const [name, template, { visibility = "shared", members = [] }] of CASES) {
    const { id } = await member.create({ visibility });
    const path = `/v2/images/${id}/members`;
    const names = Array.isArray(members) ? members : Array.from({ length: members }, (_, i) => `p${i}`);
    for (const one of names) await member.call(path, { method: "POST", body: { member: one } });
    const { json } = visibility === "shared" ? await member.call(path) : { json: { members: [] } };
    const before = await member.find(id);
    const body = JSON.parse(JSON.stringify(template).replaceAll("$member", member.projectId));
    const response = await member.call(path, { method: "POST", body });
    recorded.push({
      kind: "add",
      name,
      before: anonymous(before),
      members: json.members.map((one) => one.member_id),
      body,
      status: response.status,
    });
    await member.remove(id);
  }
  const { id } = await member.create({ visibility: "shared" });
  const path = `/v2/images/${id}/members`;
  await member.call(path, { method: "POST", body: { member: invited.projectId } });
  for (const [name, body] of STATUSES) {
    const response = await invited.call(`${path}/${invited.projectId}`, { method: "PUT", body });
    recorded.push({ kind: "answer", name, body, status: response.status });
  }
  await member.remove(id);
  return recorded;
}
