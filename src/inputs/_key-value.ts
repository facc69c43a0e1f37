import { columnOf } from './_table-columns.js';
import { hasEnds } from './_table-give.js';
import type { RawRecord } from './_table-record.js';

const MAX_VALUE = 4_096;
/** `Key : value`, also tabs behind the colon. */
const LINE = /^\s{0,4}([A-Za-z][\w .()-]{0,60}?)\s*:(?:[ \t](.*)|\s*)$/;
/** Any indentation: the text of an event inside a property, and osquery's `key = value`, aligned at the sign. */
const INNER_LINE = /^\s{0,40}([A-Za-z][\w .()-]{0,60}?)(?:\s*:(?=\s|$)| =(?= |$))\s*(.*)$/;
/** WMI: `RemotePort=443`. */
const BARE_LINE = /^([A-Za-z]\w{1,60})=(.*)$/;

/** Collects `Key : value` lines to records; a blank line, a rule or a key that comes again begins the next. */
export class KeyValueBlocks {
  readonly #give: (record: RawRecord, line: number, text: string) => void;
  #record: RawRecord = {};
  #seen = new Set<string>();
  #last: keyof RawRecord | null = null;
  #line = 0;
  #text = '';

  readonly #hasSections: boolean;

  /** `hasSections`: a blank line ends no record that has no end of a connection yet (Security 5156). */
  constructor(give: (record: RawRecord, line: number, text: string) => void, hasSections = false) {
    this.#give = give;
    this.#hasSections = hasSections;
  }

  line(text: string, number: number): void {
    if (text.trim() === '' || /^[=_-]{5,}\s*$/.test(text)) {
      if (!this.#hasSections || hasEnds(this.#record)) this.close();
      return;
    }
    const short = text.slice(0, MAX_VALUE);
    const match = this.#hasSections ? (INNER_LINE.exec(short) ?? BARE_LINE.exec(short)) : LINE.exec(short);
    if (match === null) return this.#continue(text);
    const key = match[1] ?? '';
    if (this.#seen.has(key)) this.close();
    if (this.#seen.size === 0) [this.#line, this.#text] = [number, text];
    this.#seen.add(key);
    this.set(key, match[2]?.trim() ?? '');
  }

  /** One field by its printed name; unknown names are passed over. */
  set(key: string, value: string): void {
    const column = columnOf(key);
    this.#last = null;
    // wevtutil: who wrote the event.
    if (key === 'Source' && !/[.:]/.test(value)) return;
    if (column === null || (column.isWeak && this.#record[column.field] !== undefined)) return;
    if (this.#record[column.field] !== undefined && this.#record[column.field] !== '') return;
    // The end of a cell of several lines.
    this.#record[column.field] = value.startsWith('"') ? value : value.replace(/"$/, '');
    this.#last = column.field;
  }

  /** PowerShell wraps long values and indents the rest. */
  #continue(text: string): void {
    const last = this.#last;
    if (last === null || !/^\s{4,}\S/.test(text)) return;
    const value = this.#record[last] ?? '';
    if (value.length < MAX_VALUE) this.#record[last] = value + text.trim();
  }

  close(): void {
    const record = this.#record;
    if (hasEnds(record)) this.#give(record, this.#line, this.#text);
    this.#record = {};
    this.#last = null;
    this.#seen = new Set();
  }
}
