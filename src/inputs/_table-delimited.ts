import { extractAddresses } from '../address/extract.js';
import { type Delimiter, extend, type OpenRecord, splitCells } from './_delimited.js';
import { type Column, type Field, rankOf } from './_table-columns.js';
import { give, isOtherEvent, traitsOf } from './_table-give.js';
import { fieldsOf, type Layout } from './_table-layout.js';
import type { RawRecord, TableTraits } from './_table-record.js';
import { cellsOf } from './_ps-table.js';
import { cellsUnder } from './_table-bare.js';
import { tableBlindSpots, toldBefore, type TableCounts } from './_table-spots.js';
import type { CaptureFacts, LineReader, Sink } from './format.js';

interface Slot {
  readonly field: Field;
  readonly at: number;
}

/** One column for each field: the first whose name is definite, else of a vague name, else of a weak one. */
export function slotsOf(columns: readonly (Column | null)[]): Slot[] {
  const best = new Map<Field, { at: number; rank: number }>();
  columns.forEach((column, at) => {
    if (column === null) return;
    const before = best.get(column.field);
    const rank = rankOf(column);
    if (before === undefined || before.rank < rank) best.set(column.field, { at, rank });
  });
  return [...best].map(([field, { at }]) => ({ field, at }));
}

/** Further columns of the ends: `ipv6.src` beside `ip.src`, of which each row fills one. */
export function spareSlots(columns: readonly (Column | null)[]): Slot[] {
  const first = slotsOf(columns);
  return columns.flatMap((column, at) =>
    column === null ||
    rankOf(column) < 2 ||
    !/(?:Address|Port)$/.test(column.field) ||
    first.some((slot) => slot.at === at)
      ? []
      : [{ field: column.field, at }],
  );
}

/** Rows under a header, cells between delimiters. */
export class DelimitedReader implements LineReader {
  readonly #sink: Sink;
  readonly #layout: Layout;
  readonly #traits: TableTraits;
  readonly counts: TableCounts = { rows: 0, withProgram: 0, names: 0, withTime: 0, withPid: 0 };
  readonly #slots: readonly Slot[];
  readonly #spare: readonly Slot[];
  /** Where the columns of addresses stand. */
  readonly #ends: readonly number[];
  #open: OpenRecord | null = null;
  #started = false;
  #ended = false;
  /** Rows of connections that were told of before. */
  #passedOver = 0;

  constructor(sink: Sink, layout: Layout) {
    this.#sink = sink;
    this.#layout = layout;
    this.#slots = slotsOf(layout.columns);
    this.#spare = spareSlots(layout.columns);
    this.#started = layout.header === '';
    this.#ends = layout.columns.flatMap((column, at) => (column?.field.endsWith('Address') === true ? [at] : []));
    this.#traits = traitsOf(
      fieldsOf(layout.columns),
      layout.columns.some((column) => column?.isInitiator === true),
      layout.protocol,
    );
  }

  /** The next line is a row of its own: the header has come, the end has not, and no quote is open. */
  get isPlain(): boolean {
    return this.#started && !this.#ended && this.#open === null;
  }

  line(text: string, number: number): void {
    if (!this.#started) {
      this.#started = text === this.#layout.header;
      return;
    }
    if (this.#ended) return;
    if (this.#open === null && this.#isAside(text)) return;
    // Zeek quotes nothing: a mark in a cell is the client's own.
    if (this.#layout.protocol !== undefined) return this.#row(text.split('\t'), { text, line: number, lines: 1 });
    this.#open = extend(this.#open, text, number);
    const open = this.#open;
    if (open === null) return this.#sink.badLine(number, text, 'a quoted cell that is never closed');
    const cells = this.#cells(open.text);
    if (cells === null) return;
    this.#open = null;
    if (!this.#isProse(cells, open.text)) this.#row(cells, open);
  }

  #cells(text: string): string[] | null {
    const { delimiter, columns, spans } = this.#layout;
    if (this.#isQuoted(text)) return quotedCells(text);
    const cells = delimiter === 'wide' ? cellsUnder(columns, text, delimiter) : splitCells(text, delimiter);
    return spans !== undefined && cells !== null && cells.length > 1 && cells.length < columns.length
      ? cellsOf(text, spans)
      : cells;
  }

  /** W3C logs quote cells that may hold blanks. */
  #isQuoted(text: string): boolean {
    return this.#layout.isMarked && this.#layout.delimiter === 'blanks' && text.includes(' "');
  }

  /** Blank lines, a repeated header, rules of `-` under it, comments, and the summary nfdump appends. */
  #isAside(text: string): boolean {
    if (text.trim() === '' || text === this.#layout.header) return true;
    if (this.#layout.isMarked && text.startsWith('#')) return true;
    if (/^[\s|:+=-]+$/.test(text)) return true;
    if (text !== 'Summary') return false;
    this.#ended = true;
    return true;
  }

  /** Nothing that could be an end where one must be, and no address at all: a sentence, a prompt, a count of rows. */
  #isProse(cells: readonly string[], text: string): boolean {
    const { delimiter, isMarked, columns } = this.#layout;
    if (isMarked) return false;
    if (delimiter === 'blanks' || delimiter === 'wide')
      return (
        !this.#ends.some((at) => /^[*-]+$|[.:]/.test(cells[at] ?? '')) && extractAddresses(text).next().done === true
      );
    if (cells.length > 1 || columns.length < 2) return false;
    return delimiter === '|' || extractAddresses(text).next().done === true;
  }

  #row(cells: readonly string[], open: OpenRecord): void {
    const record: RawRecord = {};
    const { dateAt, timeAt } = this.#layout;
    for (const { field, at } of this.#slots) {
      const text = cells[at];
      if (text !== undefined) record[field] = text;
    }
    // A description has blanks of its own.
    if (this.#layout.isBare && this.#layout.columns.at(-1)?.field === 'packet')
      record.packet = cells.slice(this.#layout.columns.length - 1).join(' ');
    for (const { field, at } of this.#spare) {
      const text = cells[at] ?? '';
      if (text !== '' && record[field]?.trim() === '') record[field] = text;
    }
    // Sums that a person wrote below, in columns of their own.
    if (Object.values(record).every((text) => text === '')) return;
    if (dateAt >= 0) record.time = `${cells[dateAt] ?? ''} ${cells[timeAt] ?? ''}`;
    if (isOtherEvent(record) || this.#isOfNoConnection(record)) return;
    if (this.#layout.protocol !== undefined && this.#sink.told?.flowsOfSensor === true) this.#passedOver++;
    else give(this.#sink, record, open.line, open.text, this.#traits, this.counts);
  }

  /** What Zeek noticed of no connection in particular, and packets that aren't IP in the list of a script. */
  #isOfNoConnection({ sourceAddress, sourcePort, destinationAddress, destinationPort }: RawRecord): boolean {
    const ends = [sourceAddress, sourcePort, destinationAddress, destinationPort];
    if (sourceAddress !== undefined && destinationPort !== undefined && ends.every((end) => end === '')) return true;
    return this.#layout.protocol !== undefined && sourceAddress === '-' && destinationAddress === '-';
  }

  end(): CaptureFacts {
    if (this.#open !== null)
      this.#sink.badLine(this.#open.line, this.#open.text.trimEnd(), 'a quoted cell that is never closed');
    const isZeek = this.#layout.isMarked && this.#layout.delimiter === '\t';
    const isConn = isZeek && this.#layout.protocol === undefined;
    if (isConn && this.counts.rows > 0 && this.#sink.told !== undefined) this.#sink.told.flowsOfSensor = true;
    const tool = isZeek ? `Zeek ${isConn ? 'conn.log' : 'log'}` : `table, ${delimiterName(this.#layout.delimiter)}`;
    const before = this.#passedOver > 0 ? [toldBefore(this.#passedOver)] : [];
    return { tool, language: null, os: 'unknown', blindSpots: [...before, ...tableBlindSpots(this.counts)] };
  }
}

function quotedCells(text: string): string[] {
  return (text.match(/"[^"]*"|\S+/g) ?? []).map((cell) => cell.replace(/^"(.*)"$/, '$1'));
}

function delimiterName(delimiter: Delimiter): string {
  const names: Record<Delimiter, string> = {
    ',': 'comma',
    ';': 'semicolon',
    '\t': 'tab',
    '|': 'pipe',
    blanks: 'blanks',
    wide: 'blanks',
  };
  return `columns separated by ${names[delimiter]}`;
}
