// A portal's own page that uploads by Uppy, as it is, to the gateway at another origin.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { startEdge } from "../support/edge.mjs";
import { issueToken } from "../support/keystone.mjs";
import { atPart, MIB } from "./support/parts.ts";
import { digest, rawDisk, toDisk } from "./support/files.ts";
import { expect, test } from "./support/test.ts";

// What a page is told of a connection that broke.
test.use({ expectedErrors: /net::ERR_|CORS policy/ });

const PAGE = `<!doctype html><title>Portal</title><input type="file" aria-label="Disk"><p role="status"></p><script type="module" src="portal.js"></script>`;

/** What a portal would write: the file that is chosen is uploaded, and what becomes of it is told. */
const PORTAL = `
  import Uppy from "@uppy/core";
  import Tus from "@uppy/tus";
  const { endpoint, token, image } = Object.fromEntries(new URLSearchParams(location.search));
  const told = document.querySelector("[role=status]");
  const uppy = new Uppy({ autoProceed: true }).use(Tus, {
    endpoint,
    headers: { "X-Auth-Token": token },
    allowedMetaFields: ["image_id"],
    chunkSize: 5 * 1024 * 1024,
    retryDelays: [0, 100, 1000],
  });
  uppy.setMeta({ image_id: image });
  uppy.on("complete", ({ successful, failed }) => {
    told.textContent = failed.length ? failed[0].error : "Uploaded " + successful[0].name;
  });
  document.querySelector("input").addEventListener("change", ({ target }) => {
    const [file] = target.files;
    uppy.addFile({ name: file.name, type: file.type, data: file });
  });
`;

async function startPortal() {
  const resolveDir = fileURLToPath(new URL("..", import.meta.url));
  const options = { bundle: true, write: false, format: "esm", platform: "browser", logLevel: "silent" } as const;
  const { outputFiles } = await build({ ...options, stdin: { contents: PORTAL, resolveDir } });
  const server = createServer(({ url }, response) => {
    const isScript = url?.endsWith(".js");
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? outputFiles[0].text : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, stop: () => server.close() };
}

test("Uppy on a page of another origin uploads a disk in parts, one of which is lost", async ({ page, person, glance }) => {
  const portal = await startPortal();
  const edge = await startEdge({ bindings: { CORS_ORIGINS: portal.url } });
  const file = rawDisk("uppy.img", 12);
  const image = await glance.create({ name: "uppy", disk_format: "raw", container_format: "bare" });
  const { token } = await issueToken(person);
  await atPart(page, 1, (route) => route.abort("connectionreset"));
  const address = new URLSearchParams({ endpoint: `${edge.url}/api/uploads`, token, image: image.id });
  await page.goto(`${portal.url}/?${address}`);
  await page.getByLabel("Disk").setInputFiles(await toDisk(file));
  await expect(page.getByRole("status")).toHaveText("Uploaded uppy.img");
  await expect(async () => {
    expect(await glance.find(image.id)).toMatchObject({ status: "active", size: 12 * MIB, os_hash_value: digest("sha512", file) });
  }).toPass();
  await edge.stop();
  portal.stop();
});
