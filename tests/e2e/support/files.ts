// Files that a person might choose. None is committed: each is made when a story needs it.
import { createCipheriv, createHash } from "node:crypto";

const MIB = 1024 * 1024;

/** A file as Playwright hands it to an input. */
export type TestFile = { name: string; mimeType: string; buffer: Buffer };

/** Bytes without a pattern that are the same in every run. */
export function randomBytes(length: number, seed: string): Buffer {
  const key = createHash("sha256").update(seed).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** A disk of random bytes, which counts as raw. */
export function rawDisk(name: string, mib: number): TestFile {
  return { name, mimeType: "application/octet-stream", buffer: randomBytes(mib * MIB, name) };
}

/** The header of a qcow2 of version 3 and nothing behind it: enough for every inspector. */
export function qcow2(name: string, { backingFile = false } = {}): TestFile {
  const buffer = Buffer.alloc(65_536);
  buffer.write("QFI\xfb", 0, "latin1");
  buffer.writeUInt32BE(3, 4);
  if (backingFile) {
    buffer.writeBigUInt64BE(1024n, 8);
    buffer.writeUInt32BE(11, 16);
    buffer.write("/etc/passwd", 1024);
  }
  buffer.writeUInt32BE(16, 20);
  buffer.writeBigUInt64BE(1n << 30n, 24);
  buffer.writeUInt32BE(104, 100);
  return { name, mimeType: "application/octet-stream", buffer };
}

/** What somebody picks by mistake. */
export function text(name: string): TestFile {
  const buffer = Buffer.from("This is a letter and no disk.\n".repeat(64));
  return { name, mimeType: "application/octet-stream", buffer };
}

/** A file without bytes. */
export function empty(name: string): TestFile {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.alloc(0) };
}

/** A digest in hexadecimal, as this machine computes it. */
export function digest(algorithm: "md5" | "sha512", file: TestFile): string {
  return createHash(algorithm).update(file.buffer).digest("hex");
}
