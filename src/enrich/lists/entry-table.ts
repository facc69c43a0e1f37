import type { Address } from '../../address/address.js';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
import type { ListEntries, ListEntry } from './entry.js';

/** What an entry says besides its addresses. Entries that say the same share one object. */
export type EntryDetail = Pick<ListEntry, 'port' | 'protocol' | 'label' | 'lastSeen' | 'confidence'>;

/** The detail of a bare address. */
export const NO_DETAIL: EntryDetail = { port: null, protocol: null, label: null, lastSeen: null, confidence: null };

/** Kinds of rows: the address families, and autonomous systems. */
const AS_ROW = 0;

/** Words that a wide (IPv6) block takes: first and last. */
const WIDE = 8;

/**
 * Entries in columns, 13 bytes each and 32 more for IPv6, because a million of objects cost fifteen times that.
 * `low` and `high` are the ends of an IPv4 block; for IPv6 `low` is the index into `wide`; for an AS its number.
 */
export class EntryTable implements ListEntries {
  length = 0;
  kinds = new Uint8Array(64);
  low = new Uint32Array(64);
  high = new Uint32Array(64);
  detailOf = new Uint32Array(64);
  readonly details: EntryDetail[] = [];
  wide = new Uint32Array(0);
  private wideCount = 0;

  addIPv4(first: number, last: number, detail: EntryDetail): void {
    this.add(4, first, last, detail);
  }

  addIPv6(first: Address, last: Address, detail: EntryDetail): void {
    const at = this.wideCount * WIDE;
    if (at === this.wide.length) this.wide = grown(this.wide, Math.max(WIDE * 64, at * 2));
    this.wide.set([first.w0, first.w1, first.w2, first.w3, last.w0, last.w1, last.w2, last.w3], at);
    this.add(6, this.wideCount++, 0, detail);
  }

  addAs(number: number, detail: EntryDetail): void {
    this.add(AS_ROW, number, 0, detail);
  }

  /** Adds an entry as an object. */
  addEntry(entry: ListEntry): void {
    if (entry.as !== null) this.addAs(entry.as, entry);
    else if (entry.first === null || entry.last === null) return;
    else if (entry.first.family === 4) this.addIPv4(entry.first.w3, entry.last.w3, entry);
    else this.addIPv6(entry.first, entry.last, entry);
  }

  at(index: number): ListEntry | undefined {
    if (!(index >= 0 && index < this.length)) return undefined;
    const { port, protocol, label, lastSeen, confidence } = this.details[this.detailOf[index] ?? 0] ?? NO_DETAIL;
    const rest = { port, protocol, label, lastSeen, confidence };
    const low = this.low[index] ?? 0;
    switch (this.kinds[index]) {
      case AS_ROW:
        return { first: null, last: null, as: low, ...rest };
      case 4:
        return { first: ipv4(low), last: ipv4(this.high[index] ?? 0), as: null, ...rest };
      default:
        return { first: this.wideAddress(low * WIDE), last: this.wideAddress(low * WIDE + 4), as: null, ...rest };
    }
  }

  *[Symbol.iterator](): Generator<ListEntry> {
    for (let i = 0; i < this.length; i++) {
      const entry = this.at(i);
      if (entry !== undefined) yield entry;
    }
  }

  private add(kind: number, low: number, high: number, detail: EntryDetail): void {
    if (this.length === this.kinds.length) this.grow(this.length * 2);
    const at = this.length++;
    this.kinds[at] = kind;
    this.low[at] = low;
    this.high[at] = high;
    // Parsers hand over the same object for runs of like entries: comparing with the last one finds nearly all.
    if (this.details.at(-1) !== detail) this.details.push(detail);
    this.detailOf[at] = this.details.length - 1;
  }

  private grow(size: number): void {
    const kinds = new Uint8Array(size);
    kinds.set(this.kinds);
    this.kinds = kinds;
    this.low = grown(this.low, size);
    this.high = grown(this.high, size);
    this.detailOf = grown(this.detailOf, size);
  }

  private wideAddress(at: number): Address {
    return ipv6(this.wide[at], this.wide[at + 1], this.wide[at + 2], this.wide[at + 3]);
  }
}

function grown(words: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(size);
  larger.set(words);
  return larger;
}
