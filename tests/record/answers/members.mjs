// Members of a shared image, in each status.
import { recorded } from "../fixture.mjs";

export async function recordMembers({ demo, alt }) {
  const { id } = await demo.create({ name: "shared", visibility: "shared" });
  const path = `/v2/images/${id}/members`;
  const added = await demo.call(path, { method: "POST", body: { member: alt.projectId } });
  const responses = [recorded("Member", "added, pending", added)];
  await demo.call(path, { method: "POST", body: { member: "a-project-that-nobody-has" } });
  for (const status of ["accepted", "rejected"]) {
    const options = { method: "PUT", body: { status } };
    responses.push(recorded("Member", status, await alt.call(`${path}/${alt.projectId}`, options)));
  }
  responses.push(recorded("Member", "one", await demo.call(`${path}/${alt.projectId}`)));
  responses.push(recorded("MemberList", "two", await demo.call(path)));
  responses.push(recorded("Image", "as the member sees it", await alt.call(`/v2/images/${id}`)));
  await demo.remove(id);
  const { id: alone } = await demo.create({ name: "alone", visibility: "shared" });
  responses.push(recorded("MemberList", "none", await demo.call(`/v2/images/${alone}/members`)));
  await demo.remove(alone);
  return responses;
}
