// Files that a person might choose. None is committed: each is made when a story needs it.
import { createCipheriv, createHash } from "node:crypto";
import { mkdir, open, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { test, type Page } from "@playwright/test";

const MIB = 1024 * 1024;

/** A file before it is on the disk. */
export type TestFile = { name: string; buffer: Buffer };

/** Writes a file to the disk; gives its path. */
export async function toDisk(file: TestFile) {
  const path = test.info().outputPath(file.name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, file.buffer);
  return path;
}

/** Chooses a file on the page for a new image, from the disk as a person does. */
export async function choose(page: Page, file: TestFile, field = "Image file") {
  const path = await toDisk(file);
  await page.getByLabel(field).setInputFiles(path);
  return path;
}

/** Chooses a file that is one large hole with something in its middle, and takes no room on the disk. */
export async function chooseHole(page: Page, name: string, mib: number) {
  const path = test.info().outputPath(name);
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "w");
  await file.truncate(mib * MIB);
  await file.write("not only zeros", Math.floor(mib / 2) * MIB);
  await file.close();
  await page.getByLabel("Image file").setInputFiles(path);
}

/** Drops files on the page, in this order. */
export async function drop(page: Page, files: TestFile[]) {
  const contents = files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") }));
  const dataTransfer = await page.evaluateHandle((contents) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of contents) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, contents);
  await page.dispatchEvent("body", "drop", { dataTransfer });
}

/** Bytes without a pattern that are the same in every run. */
export function randomBytes(length: number, seed: string): Buffer {
  const key = createHash("sha256").update(seed).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** A disk of random bytes, which counts as raw. */
export function rawDisk(name: string, mib: number): TestFile {
  return { name, buffer: randomBytes(mib * MIB, name) };
}

/** A disk with a partition table, whose first bytes are something and whose others are as they are given. */
export function disk(name: string, content: Buffer): TestFile {
  const buffer = Buffer.from(content);
  buffer.fill(0, 446, 512);
  Buffer.from([0x80, 0, 2, 0, 0x83, 0, 0, 0, 1, 0, 0, 0, 0, 8, 0, 0]).copy(buffer, 446);
  buffer.writeUInt16BE(0x55aa, 510);
  return { name, buffer };
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
  return { name, buffer };
}

/** A qcow2 of which the first tenth was downloaded: it counts more clusters than there are. */
export function cutOffQcow2(name: string): TestFile {
  const { buffer } = qcow2(name);
  const cluster = 65_536;
  const file = Buffer.concat([buffer, Buffer.alloc(4 * cluster)]);
  file.writeBigUInt64BE(BigInt(cluster), 48);
  file.writeUInt32BE(1, 56);
  file.writeUInt32BE(4, 96);
  file.writeBigUInt64BE(BigInt(2 * cluster), cluster);
  for (let counted = 0; counted < 50; counted += 1) file.writeUInt16BE(1, 2 * cluster + 2 * counted);
  return { name, buffer: file };
}

/** The text that qemu-img writes beside the data of a VMDK. */
export function descriptorAlone(name: string): TestFile {
  const lines = [
    "# Disk DescriptorFile",
    "version=1",
    "CID=2a3b4c5d",
    "parentCID=ffffffff",
    'createType="monolithicFlat"',
    'RW 2048 FLAT "disk-flat.vmdk" 0',
  ];
  // Filled up with zeros to a sector, as old versions do.
  const buffer = Buffer.alloc(512);
  buffer.write(lines.join("\n"));
  return { name, buffer };
}

/** What somebody picks by mistake. */
export function text(name: string): TestFile {
  const buffer = Buffer.from("This is a letter and no disk.\n".repeat(64));
  return { name, buffer };
}

/** A file without bytes. */
export function empty(name: string): TestFile {
  return { name, buffer: Buffer.alloc(0) };
}

/** A digest in hexadecimal, as this machine computes it. */
export function digest(algorithm: "md5" | "sha256" | "sha512", file: TestFile): string {
  return createHash(algorithm).update(file.buffer).digest("hex");
}
