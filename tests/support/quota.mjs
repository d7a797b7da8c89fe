// Limits of a project of the test's own, in Keystone, and what the gateway says of them.
import { call } from "./http.mjs";
import { asAdmin, createUser, removeUser } from "./keystone.mjs";
import { until } from "./until.mjs";

/** Glance's service and region, which every limit names. */
async function place() {
  const { json } = await asAdmin(200, "GET", "/registered_limits");
  const [{ service_id, region_id }] = json.registered_limits;
  return { service_id, region_id };
}

/**
 * Gives a project limits of its own, in Glance's units: MiB for sizes.
 *
 * @param {string} projectId
 * @param {Record<string, number>} limits
 */
export async function setLimits(projectId, limits) {
  const where = await place();
  const { json } = await asAdmin(200, "GET", `/limits?project_id=${projectId}`);
  for (const [resource_name, resource_limit] of Object.entries(limits)) {
    const known = json.limits.find((limit) => limit.resource_name === resource_name);
    if (known) {
      await asAdmin(200, "PATCH", `/limits/${known.id}`, { limit: { resource_limit } });
    } else {
      const limit = { ...where, project_id: projectId, resource_name, resource_limit };
      await asAdmin(201, "POST", "/limits", { limits: [limit] });
    }
  }
}

/** A user in a project with limits of its own; `removeLimited` takes both away. */
export async function createLimited(limits) {
  const person = await createUser();
  await setLimits(person.projectId, limits);
  return person;
}

/** Takes away the limits that a project has of its own. */
export async function removeLimits(projectId) {
  const { json } = await asAdmin(200, "GET", `/limits?project_id=${projectId}`);
  for (const { id } of json.limits) await asAdmin(204, "DELETE", `/limits/${id}`);
}

/** Takes away what `createLimited` has made. */
export async function removeLimited(person) {
  await removeLimits(person.projectId);
  await removeUser(person);
}

/** The numbers of a refusal, by resource. */
export function overQuota(response) {
  const { over = [] } = response.json.error;
  return Object.fromEntries(over.map(({ resource, source: _, ...numbers }) => [resource, numbers]));
}

/** What the gateway says of the project, by resource, once no newer answer of the cloud is awaited. */
export async function quotaOf(edgeUrl, token) {
  const report = await until("the cloud has told", async () => {
    const response = await call(edgeUrl, "/api/quota", { headers: { "x-auth-token": token } });
    if (response.status !== 200) throw new Error(`/api/quota: ${response.status} ${response.text}`);
    return response.json.refresh === "idle" && response.json;
  });
  const { resources, ...rest } = report;
  return { ...rest, ...Object.fromEntries(resources.map((state) => [state.resource, state])) };
}

/** What Glance holds of a project, summed up as Glance does, in bytes and images. */
export function usageOf(images) {
  const total = {
    image_size_total: 0,
    image_stage_total: 0,
    image_count_total: 0,
    image_count_uploading: 0,
  };
  for (const { status, size, stores } of images) {
    const isStaged = ["uploading", "importing"].includes(status);
    total.image_size_total += (size ?? 0) * (stores ? stores.split(",").length : 0);
    total.image_stage_total += isStaged ? (size ?? 0) : 0;
    total.image_count_total += 1;
    total.image_count_uploading += isStaged || status === "saving" ? 1 : 0;
  }
  return total;
}
