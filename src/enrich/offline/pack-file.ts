import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { UserError } from '../../model/errors.js';

/** `FEPK` read as a little-endian word: a big-endian machine or another file fails here. */
const MAGIC = 0x4b504546;
/** Raise when the meaning of a section changes. */
export const PACK_FORMAT = 1;

const HEADER_WORDS = 4;
const ALIGN = 8;

/**
 * One pack file: magic, format, CRC-32 of all that follows, number of sections, each section's offset and length,
 * then the sections, aligned so that typed arrays can look into the file without copying.
 */
export function encodePackFile(sections: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let size = align((HEADER_WORDS + 2 * sections.length) * 4);
  const offsets = sections.map((section) => {
    const at = size;
    size = align(size + section.byteLength);
    return at;
  });
  const bytes = new Uint8Array(size);
  const words = new Uint32Array(bytes.buffer, 0, HEADER_WORDS + 2 * sections.length);
  sections.forEach((section, i) => {
    bytes.set(section, offsets[i]);
    words[HEADER_WORDS + 2 * i] = offsets[i] ?? 0;
    words[HEADER_WORDS + 2 * i + 1] = section.byteLength;
  });
  words[3] = sections.length;
  words.set([MAGIC, PACK_FORMAT, crc32(bytes.subarray(12))]);
  return bytes;
}

/** Reads and checks a pack file; the sections look into its buffer. Throws UserError when missing or damaged. */
export function readPackFile(directory: string, name: string): readonly Uint8Array<ArrayBuffer>[] {
  const bytes = packBytes(directory, name);
  const words = bytes.byteLength < HEADER_WORDS * 4 ? null : new Uint32Array(bytes.buffer, 0, HEADER_WORDS);
  if (words === null || words[0] !== MAGIC) throw damaged(name, 'it is not a pack file');
  if (words[1] !== PACK_FORMAT) throw damaged(name, `its format is ${words[1]}, this version reads ${PACK_FORMAT}`);
  if (words[2] !== crc32(bytes.subarray(12))) throw damaged(name, 'its checksum does not match');
  const count = words[3] ?? 0;
  const table = new Uint32Array(bytes.buffer, HEADER_WORDS * 4, 2 * count);
  return Array.from({ length: count }, (_, i) => {
    return new Uint8Array(bytes.buffer, table[2 * i], table[2 * i + 1]);
  });
}

export function readPackText(directory: string, name: string): string {
  return new TextDecoder().decode(packBytes(directory, name));
}

export function damaged(name: string, why: string): UserError {
  return new UserError(
    `The knowledge pack is damaged: ${name}: ${why}.`,
    'Install farend again, or run `npm run build`.',
  );
}

function packBytes(directory: string, name: string): Uint8Array<ArrayBuffer> {
  try {
    const read = readFileSync(join(directory, name));
    // A small file may come from node's shared pool, at an offset no typed array accepts.
    return read.byteOffset % ALIGN === 0 && read.buffer instanceof ArrayBuffer && read.byteOffset === 0
      ? new Uint8Array(read.buffer, 0, read.byteLength)
      : new Uint8Array(read);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`The knowledge pack cannot be read: ${why}`, 'Install farend again, or run `npm run build`.');
  }
}

function align(n: number): number {
  return (n + ALIGN - 1) & ~(ALIGN - 1);
}
