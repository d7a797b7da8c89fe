// A way from a browser to the edge on which every cookie that is set gets lost, as in a browser that keeps
// none.
import { createServer, request as httpRequest } from "node:http";

/** Starts it; the edge sees the browser's own `Host`. */
export async function startWayWithoutCookies(edgeUrl) {
  const { hostname, port } = new URL(edgeUrl);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const request = httpRequest({ hostname, port, method, path, headers }, (response) => {
      const { "set-cookie": _lost, ...kept } = response.headers;
      outgoing.writeHead(response.statusCode, kept);
      response.pipe(outgoing);
    });
    request.on("error", () => outgoing.destroy());
    incoming.pipe(request);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
