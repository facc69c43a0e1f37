import type { Address } from '../../address/address.js';
import { sameAddress } from '../../address/compare.js';
import { ipv4 } from '../../address/ipv4.js';
import { blockText } from './_block-text.js';
import { isDefaultRoute, touchesLocalIPv4, touchesLocalIPv6 } from './_reserved.js';
import type { ExpiredEntry, ParsedList, RejectedLine } from './entry.js';
import { type EntryDetail, EntryTable } from './entry-table.js';

/**
 * What to do with local space in a list: `refuse` (published lists: a private network inside means that the file is
 * damaged or forged), `set-aside` (lists that hold bogons by design), `keep` (the user's own lists).
 */
export type LocalSpace = 'refuse' | 'set-aside' | 'keep';

const MAX_REJECTED = 100;
const MAX_TEXT = 200;

/** Stray single local addresses happen to honest publishers; more than these are no accident. */
const STRAY_ALLOWED = 10;
const STRAY_SHARE = 0.01;

/** Collects what a layout reads, and guards it: one bad line is counted, a poisoned list is refused. */
export class EntrySink {
  readonly table = new EntryTable();
  readonly rejected: RejectedLine[] = [];
  readonly setAside: Record<string, number> = {};
  /** Set by a layout where the file dates itself. */
  asOf: string | null = null;
  private rejectedCount = 0;
  private stray = 0;
  private refusal: string | null = null;

  /** Entries past their date: they don't match, and are told. */
  readonly expired: ExpiredEntry[] = [];

  /** `today`: ISO day by which expiry dates are judged; null: entries don't expire. */
  constructor(
    private readonly localSpace: LocalSpace,
    private readonly today: string | null = null,
  ) {}

  /** An IPv4 block by its words; the quick way in. */
  ipv4(first: number, last: number, detail: EntryDetail, line: number): void {
    if (last - first >= 0x3fff_ffff) return this.defaultRoute(ipv4(first), ipv4(last), line);
    if (this.localSpace !== 'keep' && touchesLocalIPv4(first, last)) return this.local(ipv4(first), ipv4(last), line);
    this.table.addIPv4(first, last, detail);
  }

  /** A block of either family, both ends included. IPv4-mapped ends are unwrapped. */
  block(first: Address, last: Address, detail: EntryDetail, line: number): void {
    if (first.family === 4 || (isMapped(first) && isMapped(last))) return this.ipv4(first.w3, last.w3, detail, line);
    if (isDefaultRoute(first, last)) return this.defaultRoute(first, last, line);
    if (this.localSpace !== 'keep' && touchesLocalIPv6(first, last)) return this.local(first, last, line);
    this.table.addIPv6(first, last, detail);
  }

  as(number: number, detail: EntryDetail): void {
    this.table.addAs(number, detail);
  }

  reject(line: number, text: string, reason: string): void {
    this.rejectedCount++;
    if (this.rejected.length < MAX_REJECTED) this.rejected.push({ line, text: text.slice(0, MAX_TEXT), reason });
  }

  /** True when an entry is past `until` (that day included it is good); it is noted as expired. */
  hasExpired(until: string | null, line: number, text: string): boolean {
    if (until === null || this.today === null || until >= this.today) return false;
    this.expired.push({ line, text: text.slice(0, MAX_TEXT), until });
    return true;
  }

  /** Counts a sound line that is no entry. */
  aside(kind: string): void {
    this.setAside[kind] = (this.setAside[kind] ?? 0) + 1;
  }

  /** The first refusal stands: later ones usually follow from it. */
  refuse(reason: string): void {
    this.refusal ??= reason;
  }

  finish(): ParsedList {
    const entries = this.table;
    if (this.stray > Math.max(STRAY_ALLOWED, entries.length * STRAY_SHARE)) {
      this.refuse(`${this.stray} private or special-purpose addresses inside`);
    }
    const { rejected, rejectedCount, setAside, asOf, refusal } = this;
    return { entries, rejected, rejectedCount, setAside, asOf, refused: refusal };
  }

  private defaultRoute(first: Address, last: Address, line: number): void {
    const text = blockText(first, last);
    this.reject(line, text, 'covers a quarter of the Internet or more');
    if (this.localSpace === 'refuse') this.refuse(`it holds ${text} (line ${line}), a quarter of the Internet or more`);
  }

  private local(first: Address, last: Address, line: number): void {
    if (this.localSpace === 'set-aside') return this.aside('local-space');
    const text = blockText(first, last);
    this.reject(line, text, 'private or special-purpose address');
    if (sameAddress(first, last)) this.stray++;
    else this.refuse(`it holds ${text} (line ${line}), a private or special-purpose network`);
  }
}

function isMapped(a: Address): boolean {
  return a.w0 === 0 && a.w1 === 0 && a.w2 === 0xffff;
}
