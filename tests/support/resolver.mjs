// A resolver of the test's own, which speaks DNS over HTTPS (RFC 8484) about the names that it is
// given, and of no others.
import { createServer } from "node:http";
import { isIPv6 } from "node:net";

const A = 1;
const AAAA = 28;
const NO_SUCH_NAME = 3;

/** The name and the kind of record that a message asks for. */
function readQuestion(message) {
  const labels = [];
  let at = 12;
  while (message[at] > 0) {
    labels.push(message.toString("latin1", at + 1, at + 1 + message[at]));
    at += 1 + message[at];
  }
  return { name: labels.join("."), type: message.readUInt16BE(at + 1) };
}

/** The octets of an address; of IPv6 the short forms of a few groups. */
function octets(address) {
  if (!isIPv6(address)) return Buffer.from(address.split(".").map(Number));
  const [head, tail] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const middle = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  const groups = [...head, ...middle, ...tail].map((group) => group.padStart(4, "0"));
  return Buffer.from(groups.join(""), "hex");
}

/** An answer to a question: its id and question again, and a record for each address. */
function answer(question, addresses) {
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180 | (addresses ? 0 : NO_SUCH_NAME), 2);
  const { type } = readQuestion(question);
  const matching = (addresses ?? []).filter((address) => isIPv6(address) === (type === AAAA));
  header.writeUInt16BE(matching.length, 6);
  const records = matching.map((address) => {
    const data = octets(address);
    const record = Buffer.from([0xc0, 12, 0, isIPv6(address) ? AAAA : A, 0, 1, 0, 0, 0, 60, 0, data.length]);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([header, question.subarray(12), ...records]);
}

/**
 * Starts a resolver.
 *
 * @param {Record<string, string[]>} names The addresses of each name.
 */
export async function startResolver(names) {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url, "http://resolver");
    const question = Buffer.from(searchParams.get("dns"), "base64url");
    response.writeHead(200, { "content-type": "application/dns-message" });
    response.end(answer(question, names[readQuestion(question).name]));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
