// An upstream in Glance's place that answers with bytes as they are written here, for what no server
// would send.
import { createServer } from "node:net";

/**
 * Starts one; `response` is what every connection gets once it has sent a request's headers: a text, or a
 * function that makes one from the request's method and path.
 */
export async function startRawUpstream() {
  const upstream = { response: "HTTP/1.1 204 No Content\r\n\r\n", connections: 0 };
  const sockets = new Set();
  const server = createServer((socket) => {
    upstream.connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // The edge may go away in the middle of it.
    socket.on("error", () => {});
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      if (!received.includes("\r\n\r\n")) return;
      const { response } = upstream;
      const [request] = received.split(" HTTP/");
      socket.end(Buffer.from(typeof response === "function" ? response(request) : response, "latin1"));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(upstream, {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  });
}
