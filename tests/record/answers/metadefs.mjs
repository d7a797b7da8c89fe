// A metadata definition namespace with one of everything in it, and the catalogue's lists.
import { recorded, trimmed } from "../fixture.mjs";

const NAMESPACE = "Gaze::Recorded";

export async function recordMetadefs({ admin, demo }) {
  const root = `/v2/metadefs/namespaces/${NAMESPACE}`;
  await admin.call(root, { method: "DELETE" });
  const responses = [];
  const post = async (model, name, path, body) => {
    responses.push(recorded(model, name, await admin.call(path, { method: "POST", body })));
  };
  const get = async (model, name, path, change) => {
    responses.push(recorded(model, name, await demo.call(path), change));
  };
  await post("Namespace", "created with children", "/v2/metadefs/namespaces", {
    namespace: NAMESPACE,
    display_name: "Recorded",
    description: "One of everything.",
    visibility: "public",
    protected: false,
    resource_type_associations: [{ name: "OS::Glance::Image", prefix: "hw_", properties_target: "image" }],
    properties: { nested: { title: "Nested", type: "string" } },
    objects: [{ name: "inner", description: "", required: ["a"], properties: { a: { title: "A", type: "integer" } } }],
    tags: [{ name: "nested" }],
  });
  await post("MetadefProperty", "created", `${root}/properties`, everyProperty);
  await post("MetadefObject", "created", `${root}/objects`, {
    name: "outer",
    description: "An object.",
    required: ["cores"],
    properties: { cores: { title: "Cores", type: "integer", minimum: 1, default: 1 } },
  });
  const appended = { method: "POST", headers: { "x-openstack-append": "True" }, body: { tags: [{ name: "one" }, { name: "two" }] } };
  responses.push(recorded("MetadefTagList", "appended", await admin.call(`${root}/tags`, appended)));
  await post("ResourceTypeAssociation", "created", `${root}/resource_types`, { name: "OS::Nova::Server" });
  await get("Namespace", "one with all children", root);
  await get("Namespace", "for a resource type", `${root}?resource_type=OS::Glance::Image`);
  await get("MetadefPropertyList", "properties", `${root}/properties`);
  await get("MetadefProperty", "one", `${root}/properties/${everyProperty.name}`);
  await get("MetadefObjectList", "objects", `${root}/objects`);
  await get("MetadefObject", "one", `${root}/objects/outer`);
  await get("MetadefTagList", "tags", `${root}/tags`);
  await get("MetadefTag", "one", `${root}/tags/one`);
  await get("ResourceTypeAssociationList", "associations", `${root}/resource_types`);
  await get("ResourceTypeList", "all", "/v2/metadefs/resource_types");
  await get("NamespaceList", "a page", "/v2/metadefs/namespaces?limit=3");
  await get("Namespace", "of the catalogue", "/v2/metadefs/namespaces/OS::Compute::Watchdog");
  const cut = (body) => trimmed(body, ["objects"]);
  await get("Namespace", "of the catalogue, with objects", "/v2/metadefs/namespaces/OS::Software::Runtimes", cut);
  await admin.call(root, { method: "DELETE" });
  return responses;
}

const everyProperty = {
  name: "hw_everything",
  title: "Everything",
  description: "Every keyword that a property may have.",
  type: "array",
  operators: ["<or>"],
  minimum: 0,
  maximum: 9.5,
  minLength: 0,
  maxLength: 255,
  pattern: "^[a-z]+$",
  enum: ["a", "b"],
  readonly: false,
  default: ["a"],
  items: { type: "string", enum: ["a", "b"] },
  minItems: 0,
  maxItems: 3,
  uniqueItems: true,
  additionalItems: false,
};
