import { UserError } from '../../model/errors.js';
import type { ListSource } from '../../model/listing.js';

/** Blocks of one family, sorted by first address and then by length; all are CIDR blocks, so any two nest or are apart. */
export interface BlockTable {
  /** Words in an address: 1 for IPv4, 4 for IPv6. */
  readonly width: 1 | 4;
  /** `width` words for each block. */
  readonly firsts: Uint32Array;
  /** CIDR lengths. */
  readonly lengths: Uint8Array;
  /** The narrowest block around each one; NONE for the outermost. */
  readonly parents: Uint32Array;
  /** `entries[starts[i] .. starts[i + 1]]` are the details of block i; one longer than the blocks. */
  readonly starts: Uint32Array;
  readonly entries: Uint32Array;
}

/** AS numbers, ascending, and their details like those of a block. */
export interface AsTable {
  readonly numbers: Uint32Array;
  readonly starts: Uint32Array;
  readonly entries: Uint32Array;
}

/** What entries say besides their block; entries of a list that say the same share a row. */
export interface DetailTable {
  readonly sources: Uint16Array;
  /** 0: none. */
  readonly ports: Uint16Array;
  /** Index + 1 into `protocols`; 0: any. */
  readonly protocols: Uint8Array;
  /** Index + 1 into the labels; 0: none. */
  readonly labels: Uint32Array;
  /** Days since 1970; 0: not known. */
  readonly seen: Uint16Array;
  /** Hundredths; NO_CONFIDENCE: none. */
  readonly confidences: Uint8Array;
  /** Index into `ranges` when the entry is a range that is no single CIDR; else NONE. */
  readonly ranges: Uint32Array;
}

/** All lists, compiled: flat arrays that a file or a SharedArrayBuffer holds as they are. */
export interface ListFile {
  readonly sources: readonly ListSource[];
  readonly protocols: readonly string[];
  /** Entries of all lists together. */
  readonly entryCount: number;
  readonly ipv4: BlockTable;
  readonly ipv6: BlockTable;
  readonly as: AsTable;
  readonly details: DetailTable;
  /** Nine words a range: family, first, last. */
  readonly ranges: Uint32Array;
  /** Ends of the labels in `labelBytes`. */
  readonly labelEnds: Uint32Array;
  /** UTF-8. */
  readonly labelBytes: Uint8Array;
}

export const NONE = 0xffff_ffff;
export const NO_CONFIDENCE = 255;

/** `FELS` as a little-endian word: a big-endian machine or another file fails here. */
const MAGIC = 0x534c4546;
/** Raise when the meaning of a section changes. */
const FORMAT = 1;
const HEADER_WORDS = 4;
const ALIGN = 8;
const SECTIONS = 24;

type Words = Uint32Array | Uint16Array | Uint8Array;
/** The part of a file that is JSON. */
type Head = Pick<ListFile, 'sources' | 'protocols' | 'entryCount'>;

/**
 * The compiled lists as one file: magic, format, number of sections, offset and length of each, the sections, aligned
 * so that typed arrays look into the file without copying. The first section is JSON and names the sources.
 */
export function encodeLists(file: ListFile): Uint8Array<ArrayBuffer> {
  const head: Head = { sources: file.sources, protocols: file.protocols, entryCount: file.entryCount };
  const sections: Words[] = [new TextEncoder().encode(JSON.stringify(head)), ...arraysOf(file)];
  let size = align((HEADER_WORDS + 2 * sections.length) * 4);
  const offsets = sections.map((section) => {
    const at = size;
    size = align(size + section.byteLength);
    return at;
  });
  const bytes = new Uint8Array(size);
  const words = new Uint32Array(bytes.buffer, 0, HEADER_WORDS + 2 * sections.length);
  words.set([MAGIC, FORMAT, sections.length, size]);
  sections.forEach((section, i) => {
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), offsets[i]);
    words[HEADER_WORDS + 2 * i] = offsets[i] ?? 0;
    words[HEADER_WORDS + 2 * i + 1] = section.byteLength;
  });
  return bytes;
}

/** Looks into a file without copying it. Throws UserError when it is damaged or of another format. */
export function decodeLists(buffer: ArrayBufferLike): ListFile {
  const words = buffer.byteLength < HEADER_WORDS * 4 ? null : new Uint32Array(buffer, 0, HEADER_WORDS);
  if (words === null || words[0] !== MAGIC) throw damaged('it is not a file of compiled lists');
  if (words[1] !== FORMAT) throw damaged(`its format is ${words[1]}, this version reads ${FORMAT}`);
  if (words[2] !== SECTIONS || words[3] !== buffer.byteLength) throw damaged('it is cut short');
  const section = sectionReader(buffer);
  const head = readHead(section(Uint8Array));
  const u32 = () => section(Uint32Array);
  const u16 = () => section(Uint16Array);
  const u8 = () => section(Uint8Array);
  const block = (width: 1 | 4): BlockTable => {
    return { width, firsts: u32(), lengths: u8(), parents: u32(), starts: u32(), entries: u32() };
  };
  // Properties are evaluated in the order in which `arraysOf` writes them.
  return {
    ...head,
    ipv4: block(1),
    ipv6: block(4),
    as: { numbers: u32(), starts: u32(), entries: u32() },
    details: {
      sources: u16(),
      ports: u16(),
      protocols: u8(),
      labels: u32(),
      seen: u16(),
      confidences: u8(),
      ranges: u32(),
    },
    ranges: u32(),
    labelEnds: u32(),
    labelBytes: u8(),
  };
}

function arraysOf(file: ListFile): Words[] {
  const { as, details } = file;
  const blocks = [file.ipv4, file.ipv6].flatMap((t) => [t.firsts, t.lengths, t.parents, t.starts, t.entries]);
  const said = [details.sources, details.ports, details.protocols, details.labels, details.seen, details.confidences];
  const rest = [details.ranges, file.ranges, file.labelEnds, file.labelBytes];
  return [...blocks, as.numbers, as.starts, as.entries, ...said, ...rest];
}

type ArrayKind<T> = {
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

function sectionReader(buffer: ArrayBufferLike): <T>(kind: ArrayKind<T>) => T {
  const table = new Uint32Array(buffer, HEADER_WORDS * 4, 2 * SECTIONS);
  let next = 0;
  return (kind) => {
    const offset = table[2 * next] ?? 0;
    const length = table[2 * next + 1] ?? 0;
    next++;
    if (offset % ALIGN !== 0 || offset + length > buffer.byteLength || length % kind.BYTES_PER_ELEMENT !== 0) {
      throw damaged('a section lies outside of it');
    }
    return new kind(buffer, offset, length / kind.BYTES_PER_ELEMENT);
  };
}

function readHead(bytes: Uint8Array): Head {
  try {
    // A copy, because decoders refuse shared memory.
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes))) as Head;
    if (Array.isArray(head.sources) && Array.isArray(head.protocols)) return head;
  } catch {
    // Not JSON is one more way to be damaged.
  }
  throw damaged('its head is unreadable');
}

function damaged(why: string): UserError {
  return new UserError(`The compiled lists are damaged: ${why}.`, 'Run `farend update` again.');
}

function align(n: number): number {
  return (n + ALIGN - 1) & ~(ALIGN - 1);
}
