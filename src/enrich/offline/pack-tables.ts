import type { PackSections } from './pack-file.js';
import type { KeyRange } from './pack-ranges.js';

interface Values {
  readonly file: Omit<PackSections, 'sections'>;
  /** The value in 24 bits. */
  readonly valueLow: Uint16Array;
  readonly valueHigh: Uint8Array;
}

/** Sections of `v4.bin`: ranges by their start; a range ends where the next begins. Values are owner records. */
export interface Table4 extends Values {
  /** For each upper half of an address, the index of the first range that starts in or behind it; 65,537 entries. */
  readonly jump: Uint32Array;
  /** Lower half of each start. */
  readonly low: Uint16Array;
  /** By upper half, each made when first asked for once all is read: see `record4`. */
  quick: Int32Array | null;
}

/** Sections of `v6.bin`: starts by their upper 64 bits. Nothing below a /64 is kept. */
export interface Table6 extends Values {
  /** Every 256th start, upper and lower word in turn: tells which part of the file to read. */
  readonly sample: Uint32Array;
  /** Made once all is read and much was asked, see `find6`. */
  jump: Uint32Array | null;
  /** How often it was asked without `jump`. */
  questions: number;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

export const SAMPLE_EVERY = 256;

export function decodeTable4(file: PackSections): Table4 {
  const { sections } = file;
  return {
    file,
    jump: words(sections[0]),
    low: halves(sections[1]),
    quick: null,
    valueLow: halves(sections[2]),
    valueHigh: sections[3] ?? new Uint8Array(),
  };
}

export function decodeTable6(file: PackSections): Table6 {
  const { sections } = file;
  return {
    file,
    sample: words(sections[0]),
    jump: null,
    questions: 0,
    high: words(sections[1]),
    low: words(sections[2]),
    valueLow: halves(sections[3]),
    valueHigh: sections[4] ?? new Uint8Array(),
  };
}

export function encodeTable4(ranges: readonly KeyRange<number>[]): Uint8Array[] {
  const starts = withGaps(ranges, 0, 0x1_0000_0000);
  const jump = new Uint32Array(65_537);
  for (const start of starts)
    jump[Math.floor(start.from / 65_536) + 1] = (jump[Math.floor(start.from / 65_536) + 1] ?? 0) + 1;
  for (let i = 1; i < jump.length; i++) jump[i] = (jump[i] ?? 0) + (jump[i - 1] ?? 0);
  return [bytes(jump), bytes(Uint16Array.from(starts, (start) => start.from & 0xffff)), ...encodeValues(starts)];
}

export function encodeTable6(ranges: readonly KeyRange<bigint>[]): Uint8Array[] {
  const starts = withGaps(ranges, 0n, 1n << 64n);
  const high = Uint32Array.from(starts, (start) => Number(start.from >> 32n));
  const low = Uint32Array.from(starts, (start) => Number(start.from & 0xffff_ffffn));
  const sample = new Uint32Array(Math.ceil(starts.length / SAMPLE_EVERY) * 2);
  for (let at = 0; at < sample.length; at += 2) {
    sample.set([high[(at >>> 1) * SAMPLE_EVERY], low[(at >>> 1) * SAMPLE_EVERY]], at);
  }
  return [bytes(sample), bytes(high), bytes(low), ...encodeValues(starts)];
}

interface Start<K> {
  readonly from: K;
  readonly value: number;
}

/** A gap between two ranges is a start of its own, with value 0. */
function withGaps<K extends number | bigint>(ranges: readonly KeyRange<K>[], first: K, end: K): Start<K>[] {
  const starts: Start<K>[] = [];
  let at = first;
  for (const range of ranges) {
    if (range.from > at) starts.push({ from: at, value: 0 });
    starts.push({ from: range.from, value: range.value });
    at = range.to;
  }
  if (at < end) starts.push({ from: at, value: 0 });
  return starts;
}

function encodeValues(starts: readonly Start<number | bigint>[]): Uint8Array[] {
  if (starts.some((start) => start.value >= 1 << 24)) throw new Error('an owner record number needs more than 24 bits');
  return [
    bytes(Uint16Array.from(starts, (start) => start.value & 0xffff)),
    Uint8Array.from(starts, (start) => start.value >>> 16),
  ];
}

export function bytes(array: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** A section as 32-bit words, without copying. */
export function words(section: Uint8Array | undefined): Uint32Array {
  return section === undefined
    ? new Uint32Array()
    : new Uint32Array(section.buffer, section.byteOffset, section.byteLength >>> 2);
}

/** A section as 16-bit halves, without copying. */
export function halves(section: Uint8Array | undefined): Uint16Array {
  return section === undefined
    ? new Uint16Array()
    : new Uint16Array(section.buffer, section.byteOffset, section.byteLength >>> 1);
}
