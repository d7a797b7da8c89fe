// The schema documents.
import { recorded } from "../fixture.mjs";

const NAMES = ["image", "images", "member", "members", "task", "tasks"];
const METADEFS = ["namespace", "resource_type", "property", "object", "tag"];
const METADEF_LISTS = ["namespaces", "resource_types", "properties", "objects", "tags"];

export async function recordSchemas({ demo }) {
  const paths = [...NAMES, ...[...METADEFS, ...METADEF_LISTS].map((name) => `metadefs/${name}`)];
  const responses = [];
  for (const path of paths) {
    responses.push(recorded("SchemaDocument", path, await demo.call(`/v2/schemas/${path}`)));
  }
  return responses;
}
