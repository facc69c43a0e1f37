import { parsePrefix } from '../../address/prefix.js';
import { RANK, type RangeEntry, type RangeFile, type RangeLabel } from './range-entry.js';

/** Gathers the ranges of one file and counts what is no range. */
export class RangeCollector {
  private readonly entries: RangeEntry[] = [];
  private rejected = 0;

  /** `text` is an address, a CIDR block or a range; anything else counts as rejected. */
  add(text: unknown, label: RangeLabel, place: { readonly rank: number; readonly isBroad?: boolean }): void {
    const prefix = typeof text === 'string' ? parsePrefix(text.trim()) : null;
    if (prefix === null) {
      this.rejected++;
      return;
    }
    const { first, last } = prefix;
    this.entries.push({ first, last, label, isBroad: place.isBroad ?? false, rank: place.rank });
  }

  /** A range of a publisher that has one kind of network. */
  addOwn(text: unknown, label: RangeLabel): void {
    this.add(text, label, { rank: label.kind === 'cloud-tenant' ? RANK.tenant : RANK.service });
  }

  file(asOf: string | null): RangeFile {
    return { entries: this.entries, rejected: this.rejected, asOf };
  }
}
