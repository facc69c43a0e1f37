import { ChunkXml, Damaged } from './binary-xml.js';
import { EventCollector, type WindowsEvent } from './windows-event.js';

export const CHUNK = 65_536;
const MAGIC = Buffer.from('ElfChnk\0', 'latin1');
const RECORD = Buffer.from([0x2a, 0x2a, 0, 0]);
const FIRST_RECORD = 512;
const SMALLEST_RECORD = 28;

export interface EventTarget {
  event(event: WindowsEvent, record: number): void;
  lost(record: number, reason: string): void;
}

/** First and last record number that a chunk gave. */
export type Range = readonly [first: number, last: number];

/**
 * Finds every chunk of an event log by its mark and reads its records. Headers are not asked how many there are: a log
 * that was copied while Windows wrote to it ("dirty") says less than it holds, in the file header and in its chunks.
 */
export class EventChunks {
  readonly #target: EventTarget;
  readonly #event = new EventCollector();
  readonly ranges: Range[] = [];
  #rest: Buffer = Buffer.alloc(0);
  records = 0;
  chunks = 0;

  constructor(target: EventTarget) {
    this.#target = target;
  }

  push(bytes: Uint8Array): void {
    let buffer = this.#rest.length === 0 ? view(bytes) : Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const at = buffer.indexOf(MAGIC);
      if (at < 0) {
        buffer = buffer.subarray(Math.max(0, buffer.length - MAGIC.length + 1));
        break;
      }
      buffer = buffer.subarray(at);
      if (buffer.length < CHUNK) break;
      buffer = buffer.subarray(this.#chunk(buffer.subarray(0, CHUNK)));
    }
    this.#rest = Buffer.from(buffer);
  }

  /** The file may end inside its last chunk. */
  end(): void {
    if (this.#rest.length > FIRST_RECORD && this.#rest.indexOf(MAGIC) === 0) {
      this.#target.lost(0, 'the file ends inside a chunk');
      this.#chunk(this.#rest);
    }
    this.#rest = Buffer.alloc(0);
  }

  /** Reads one chunk; returns how many bytes of it are spent: all, or less where another one begins inside. */
  #chunk(chunk: Buffer): number {
    const next = chunk.indexOf(MAGIC, FIRST_RECORD);
    // A value may hold the mark as text; a torn chunk is followed by another at a sector's start.
    const end =
      next > 0 && next % 512 === 0 && chunk.readUInt32LE(Math.min(next + 40, chunk.length - 4)) === 128
        ? next
        : chunk.length;
    this.chunks += 1;
    const records = new ChunkXml(chunk);
    const told = { first: number(chunk, 24), last: number(chunk, 32) };
    const free = Math.min(chunk.readUInt32LE(48), end);
    let seen = 0;
    let first = 0;
    let last = 0;
    let at = FIRST_RECORD;
    while (at + SMALLEST_RECORD <= end) {
      const size = chunk.readUInt32LE(at + 4);
      if (!chunk.subarray(at, at + 4).equals(RECORD) || size < SMALLEST_RECORD || at + size > end) {
        const resume = at < free ? chunk.indexOf(RECORD, at + 1) : -1;
        if (resume < 0) break;
        at = resume;
        continue;
      }
      const id = number(chunk, at + 8);
      // Behind the last record of a chunk that is used again lie older ones.
      if (at >= free && seen > 0 && id !== last + 1) break;
      this.#record(records, at + 24, at + size - 4, id);
      seen += 1;
      if (first === 0) first = id;
      last = id;
      at += size;
    }
    this.records += seen;
    if (seen > 0) this.ranges.push([first, Math.max(last, first)]);
    this.#missing(told.first, told.last, seen);
    return end;
  }

  #record(xml: ChunkXml, start: number, end: number, id: number): void {
    this.#event.clear();
    try {
      xml.read(start, end, this.#event);
    } catch (error) {
      if (!(error instanceof Damaged) && !(error instanceof RangeError)) throw error;
      this.#target.lost(id, `a damaged event (${error instanceof Damaged ? error.message : 'cut off'})`);
      return;
    }
    this.#target.event(this.#event, id);
  }

  #missing(first: number, last: number, seen: number): void {
    const told = last - first + 1;
    // An unwritten chunk says 0 or -1; a chunk cannot hold more than its bytes allow.
    if (first > 0 && last >= first && told <= CHUNK / SMALLEST_RECORD && seen < told)
      this.#target.lost(first, `${told - seen} of the ${told} events of a chunk are lost`);
  }
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** 64-bit record numbers beyond 2^53 are damage. */
function number(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at);
  return value > 9_007_199_254_740_991n ? 0 : Number(value);
}
