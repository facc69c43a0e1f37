import { dayNumber } from './_fields.js';
import type { EntryDetail, EntryTable } from './entry-table.js';
import { type DetailTable, NO_CONFIDENCE, NONE } from './list-file.js';

const MAX_DAY = 0xffff;
/** A protocol is a byte in the file; the world has far fewer. */
const MAX_PROTOCOLS = 250;

/** Collects what entries say, each different thing once. */
export class DetailBuilder {
  readonly protocolNames: string[] = [];
  private readonly labels = new Map<string, number>();
  private readonly rows: number[][] = [];
  private readonly rangeWords: number[] = [];

  /** The rows of a table's details, in its own numbering. */
  ofTable(source: number, table: EntryTable): Uint32Array {
    const known = new Map<string, number>();
    return Uint32Array.from(table.details, (detail) => {
      const row = this.rowOf(source, detail);
      const key = row.join();
      const found = known.get(key);
      if (found !== undefined) return found;
      this.rows.push(row);
      known.set(key, this.rows.length - 1);
      return this.rows.length - 1;
    });
  }

  /** A row like another one, for an entry that is a range. `words`: first and last, most significant word first. */
  ofRange(detail: number, family: 4 | 6, words: readonly number[]): number {
    const row = [...(this.rows[detail] ?? [])];
    row[RANGE] = this.rangeWords.length / 9;
    this.rangeWords.push(family, ...words);
    this.rows.push(row);
    return this.rows.length - 1;
  }

  build(): { details: DetailTable; ranges: Uint32Array; labelEnds: Uint32Array; labelBytes: Uint8Array } {
    const column = (at: number) => this.rows.map((row) => row[at] ?? 0);
    const texts = [...this.labels.keys()];
    let end = 0;
    const labelEnds = Uint32Array.from(texts, (text) => (end += Buffer.byteLength(text)));
    const details: DetailTable = {
      sources: Uint16Array.from(column(0)),
      ports: Uint16Array.from(column(1)),
      protocols: Uint8Array.from(column(2)),
      labels: Uint32Array.from(column(3)),
      seen: Uint16Array.from(column(4)),
      confidences: Uint8Array.from(column(5)),
      ranges: Uint32Array.from(column(RANGE)),
    };
    return { details, ranges: Uint32Array.from(this.rangeWords), labelEnds, labelBytes: Buffer.from(texts.join('')) };
  }

  private rowOf(source: number, { port, protocol, label, lastSeen, confidence }: EntryDetail): number[] {
    const day = lastSeen === null ? 0 : dayNumber(lastSeen);
    return [
      source,
      port ?? 0,
      protocol === null ? 0 : this.protocol(protocol),
      label === null ? 0 : this.label(label),
      day > 0 && day <= MAX_DAY ? day : 0,
      confidence === null ? NO_CONFIDENCE : Math.round(100 * Math.min(1, Math.max(0, confidence))),
      NONE,
    ];
  }

  private label(text: string): number {
    // Lone surrogates would change length on their way through UTF-8.
    const sound = Buffer.from(text).toString();
    const found = this.labels.get(sound) ?? this.labels.size + 1;
    this.labels.set(sound, found);
    return found;
  }

  private protocol(name: string): number {
    const found = this.protocolNames.indexOf(name);
    if (found >= 0) return found + 1;
    return this.protocolNames.length < MAX_PROTOCOLS ? this.protocolNames.push(name) : 0;
  }
}

const RANGE = 6;
