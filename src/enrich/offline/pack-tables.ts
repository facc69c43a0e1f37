import type { PagedFile } from './pack-file.js';
import type { KeyRange } from './pack-ranges.js';

interface Values {
  readonly file: Pick<PagedFile, 'need'>;
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
}

/** Sections of `v6.bin`: starts by their upper 64 bits. Nothing below a /64 is kept. */
export interface Table6 extends Values {
  /** Every 256th start, upper and lower word in turn: tells which part of the file to read. */
  readonly sample: Uint32Array;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

const SAMPLE_EVERY = 256;

/** Value of the range an IPv4 word lies in, 0 where nothing is known. */
export function find4(table: Table4, word: number): number {
  const upper = word >>> 16;
  const lower = word & 0xffff;
  table.file.need(table.jump, upper, upper + 2);
  let left = table.jump[upper] ?? 0;
  let right = table.jump[upper + 1] ?? 0;
  table.file.need(table.low, left, right);
  while (left < right) {
    const middle = (left + right) >>> 1;
    if ((table.low[middle] ?? 0) <= lower) left = middle + 1;
    else right = middle;
  }
  return left === 0 ? 0 : valueAt(table, left - 1);
}

/** Value of the range the upper 64 bits of an IPv6 address lie in, 0 where nothing is known. */
export function find6(table: Table6, high: number, low: number): number {
  let left = samplesUpTo(table, high, low) * SAMPLE_EVERY;
  let right = Math.min(left, table.high.length);
  left = Math.max(0, left - SAMPLE_EVERY);
  table.file.need(table.high, left, right);
  table.file.need(table.low, left, right);
  while (left < right) {
    const middle = (left + right) >>> 1;
    if (isUpTo(table.high[middle], table.low[middle], high, low)) left = middle + 1;
    else right = middle;
  }
  return left === 0 ? 0 : valueAt(table, left - 1);
}

/** How many of the sampled starts are not behind the key. */
function samplesUpTo({ file, sample }: Table6, high: number, low: number): number {
  file.need(sample, 0, sample.length);
  let left = 0;
  let right = sample.length >>> 1;
  while (left < right) {
    const middle = (left + right) >>> 1;
    if (isUpTo(sample[2 * middle], sample[2 * middle + 1], high, low)) left = middle + 1;
    else right = middle;
  }
  return left;
}

function isUpTo(startHigh: number, startLow: number, high: number, low: number): boolean {
  return startHigh < high || (startHigh === high && startLow <= low);
}

function valueAt(table: Values, index: number): number {
  table.file.need(table.valueLow, index, index + 1);
  table.file.need(table.valueHigh, index, index + 1);
  return (table.valueLow[index] ?? 0) | ((table.valueHigh[index] ?? 0) << 16);
}

export function decodeTable4(file: Pick<PagedFile, 'sections' | 'need'>): Table4 {
  const { sections } = file;
  return {
    file,
    jump: words(sections[0]),
    low: halves(sections[1]),
    valueLow: halves(sections[2]),
    valueHigh: sections[3] ?? new Uint8Array(),
  };
}

export function decodeTable6(file: Pick<PagedFile, 'sections' | 'need'>): Table6 {
  const { sections } = file;
  return {
    file,
    sample: words(sections[0]),
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
export function words(section: Uint8Array<ArrayBuffer> | undefined): Uint32Array {
  return section === undefined
    ? new Uint32Array()
    : new Uint32Array(section.buffer, section.byteOffset, section.byteLength >>> 2);
}

/** A section as 16-bit halves, without copying. */
export function halves(section: Uint8Array<ArrayBuffer> | undefined): Uint16Array {
  return section === undefined
    ? new Uint16Array()
    : new Uint16Array(section.buffer, section.byteOffset, section.byteLength >>> 1);
}
