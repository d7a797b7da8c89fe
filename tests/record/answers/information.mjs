// What Glance says about itself: versions, stores, import methods, quotas, locations.
import { recorded, replaceWord } from "../fixture.mjs";
import { call } from "../../support/http.mjs";
import { glanceUrl } from "../../support/environment.mjs";

export async function recordInformation({ demo, admin }) {
  const detail = await admin.call("/v2/info/stores/detail");
  const folder = detail.json.stores[0].properties.data_dir.replace(/\/glance\/stores\/.*$/, "");
  replaceWord(folder, "/srv/glance");
  const { id } = await admin.create({ name: "x", disk_format: "raw", container_format: "bare" });
  await admin.upload(id, Buffer.from("hello world"));
  const locations = await admin.call(`/v2/images/${id}/locations`);
  await admin.remove(id);
  const open = (path) => call(glanceUrl, path, { headers: { accept: "application/json" } });
  return [
    recorded("VersionList", "at the root, with status 300", await open("/")),
    recorded("VersionList", "at /versions", await open("/versions")),
    recorded("ImportInfo", "import methods", await demo.call("/v2/info/import")),
    recorded("StoreInfo", "stores", await demo.call("/v2/info/stores")),
    recorded("StoreInfo", "stores in detail", detail),
    recorded("UsageInfo", "usage", await demo.call("/v2/info/usage")),
    recorded("Locations", "of an active image", locations),
  ];
}
