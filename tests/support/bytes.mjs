// Bytes of any length that are the same in every run, made as they are needed: nothing large is in
// the repository.
import { createCipheriv, createHash } from "node:crypto";
import { Readable } from "node:stream";

const PIECE_BYTES = 1024 * 1024;
export const MEBIBYTE = 1024 * 1024;
export const GIBIBYTE = 1024 * MEBIBYTE;

/** Pieces of up to a mebibyte: the key stream of AES-128-CTR, which is fast and looks random. */
export function* pieces(seed, length) {
  const key = createHash("sha256").update(seed).digest().subarray(0, 16);
  const cipher = createCipheriv("aes-128-ctr", key, Buffer.alloc(16));
  for (let rest = length; rest > 0; rest -= PIECE_BYTES) {
    yield cipher.update(Buffer.alloc(Math.min(rest, PIECE_BYTES)));
  }
}

/** So many bytes at once. */
export function bytes(seed, length) {
  return Buffer.concat([...pieces(seed, length)]);
}

/** So many bytes as a stream, which is only as fast as whoever reads it. */
export function byteStream(seed, length) {
  return Readable.from(pieces(seed, length), { objectMode: false });
}

/** The hexadecimal digest of a buffer or of pieces. */
export function digest(algorithm, data) {
  const hash = createHash(algorithm);
  for (const piece of Buffer.isBuffer(data) ? [data] : data) hash.update(piece);
  return hash.digest("hex");
}
