import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../model/errors.js';

/** `FEPK` read as a little-endian word: a big-endian machine or another file fails here. */
const MAGIC = 0x4b504546;
/** Raise when the meaning of a section changes. */
export const PACK_FORMAT = 2;

const HEADER_WORDS = 4;
const ALIGN = 8;
/** Each page has its own checksum, so that a few look-ups need read and check a few pages only. */
export const PAGE = 4096;

type Section = Uint8Array<ArrayBuffer>;

/**
 * One pack file: magic, format, size of the part before the checksums, number of sections, each section's offset
 * and length, the sections, aligned so that typed arrays can look into the file without copying; then a checksum
 * for every page of all that.
 */
export function encodePackFile(sections: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let size = align((HEADER_WORDS + 2 * sections.length) * 4);
  const offsets = sections.map((section) => {
    const at = size;
    size = align(size + section.byteLength);
    return at;
  });
  const pages = Math.ceil(size / PAGE);
  const bytes = new Uint8Array(size + pages * 4);
  new Uint32Array(bytes.buffer, 0, HEADER_WORDS).set([MAGIC, PACK_FORMAT, size, sections.length]);
  const table = new Uint32Array(bytes.buffer, HEADER_WORDS * 4, 2 * sections.length);
  sections.forEach((section, i) => {
    bytes.set(section, offsets[i]);
    table.set([offsets[i], section.byteLength], 2 * i);
  });
  const checksums = new Uint32Array(bytes.buffer, size, pages);
  for (let page = 0; page < pages; page++) checksums[page] = checksum(bytes.buffer, page, size);
  return bytes;
}

/** Reads and checks a whole pack file; the sections look into its buffer. Throws UserError when missing or damaged. */
export function readPackFile(directory: string, name: string): readonly Section[] {
  return decodePackFile(packBytes(directory, name), name);
}

/** Checks a pack file in memory; the sections look into its buffer. Throws UserError when damaged. */
export function decodePackFile(file: Uint8Array, name: string): readonly Section[] {
  const bytes = aligned(file);
  const size = sizeOf(bytes, bytes.byteLength, name);
  const checksums = new Uint32Array(bytes.buffer, size, Math.ceil(size / PAGE));
  for (let page = 0; page < checksums.length; page++) check(bytes.buffer, page, size, checksums, name);
  return sectionsOf(bytes, size, name);
}

/** The sections of a pack file, and which parts of them can be read. */
export interface PackSections {
  /** Views of the sections; bytes are there only after `need`. */
  readonly sections: readonly Uint8Array[];
  /** True once everything has been read: look-ups then go without asking. */
  readonly isWhole: boolean;
  /** Makes sure that elements `from` (included) to `to` (excluded) of a view into the file can be read. */
  need(view: Uint8Array | Uint16Array | Uint32Array, from: number, to: number): void;
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

/** Size before the checksums, from a header that is what it should be. Throws UserError otherwise. */
export function sizeOf(head: Uint8Array, length: number, name: string): number {
  if (head.byteLength < HEADER_WORDS * 4 || length < HEADER_WORDS * 4) throw damaged(name, 'it is not a pack file');
  const [magic, format, size] = new Uint32Array(head.buffer, 0, HEADER_WORDS);
  if (magic !== MAGIC) throw damaged(name, 'it is not a pack file');
  if (format !== PACK_FORMAT) throw damaged(name, `its format is ${format}, this version reads ${PACK_FORMAT}`);
  if (size % ALIGN !== 0 || size + Math.ceil(size / PAGE) * 4 !== length) throw damaged(name, 'it is not whole');
  return size;
}

export function sectionsOf<Buffer extends ArrayBufferLike>(
  bytes: Uint8Array<Buffer>,
  size: number,
  name: string,
): Uint8Array<Buffer>[] {
  const count = new Uint32Array(bytes.buffer, 0, HEADER_WORDS)[3];
  if ((HEADER_WORDS + 2 * count) * 4 > Math.min(size, PAGE)) throw damaged(name, 'it has too many sections');
  const table = new Uint32Array(bytes.buffer, HEADER_WORDS * 4, 2 * count);
  return Array.from({ length: count }, (_, i) => new Uint8Array(bytes.buffer, table[2 * i], table[2 * i + 1]));
}

/** Throws UserError when the page's checksum is not the one kept for it. */
export function check(buffer: ArrayBufferLike, page: number, size: number, checksums: Uint32Array, name: string): void {
  if (checksum(buffer, page, size) !== checksums[page]) throw damaged(name, 'a checksum does not match');
}

/** FNV-1a over 32-bit words: finds damage, not malice (an exported pack is signed for that). */
function checksum(buffer: ArrayBufferLike, page: number, size: number): number {
  const words = new Uint32Array(buffer, page * PAGE, Math.min(PAGE, size - page * PAGE) >>> 2);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  return hash >>> 0;
}

function packBytes(directory: string, name: string): Section {
  try {
    return aligned(readFileSync(join(directory, name)));
  } catch (error) {
    throw unreadable(error);
  }
}

/** What a file that can't be read means to the user. */
export function unreadable(error: unknown): UserError {
  const why = error instanceof Error ? error.message : String(error);
  return new UserError(`The knowledge pack cannot be read: ${why}`, 'Install farend again, or run `npm run build`.');
}

/** A small file may come from node's shared pool, at an offset no typed array accepts. */
function aligned(read: Uint8Array): Section {
  return read.buffer instanceof ArrayBuffer && read.byteOffset === 0
    ? new Uint8Array(read.buffer, 0, read.byteLength)
    : new Uint8Array(read);
}

function align(n: number): number {
  return (n + ALIGN - 1) & ~(ALIGN - 1);
}
