import type { JsonConnection } from './_json-connection.js';
import type { JsonColumns } from './_json-record.js';
import { type JsonShape, jsonShape, type ShapeNode } from './_json-shape.js';
import type { Field } from './_table-columns.js';
import { isBesideFlows } from './_table-give.js';
import type { RawRecord } from './_table-record.js';

// Writers put the same keys in the same order, so that what stands between the values of a record is known from those
// before it: a pattern that holds it finds all values at once. ConvertTo-Json of PowerShell 5.1:
//     "RemotePort":  443,
//     "CreationTime":  "\/Date(1790000000000)\/"

/** Shapes kept: a file has one, or one for each set of keys that may be null. */
const MOST_SHAPES = 16;
/** Shapes learnt in vain before it is given up, and the longest record that one is learnt from. */
const MOST_LEARNT = 200;
const LONGEST = 16_384;
/** Digits that a number holds exactly. */
const EXACT = 15;

/** RFC 8259, without what backtracks: a string's parts can't be read in two ways. */
const PLAIN = String.raw`[^"\\\u0000-\u001f]*`;
const STRING = String.raw`${PLAIN}(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})${PLAIN})*`;
const WORD = String.raw`-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?|true|false`;

/** A record that was read by its shape. `end`: where the text goes on; `lines`: line ends in it. */
export interface Shaped extends JsonConnection {
  readonly end: number;
  readonly lines: number;
}

interface Known {
  readonly pattern: RegExp;
  /** Of the groups of the pattern. */
  readonly values: readonly { readonly field: Field; readonly isWord: boolean }[];
  readonly isInitiator: boolean;
  readonly lines: number;
}

/** Shapes of connection records, learnt from those that were parsed. */
export class JsonShapes {
  readonly #shapes: Known[] = [];
  readonly #columns: JsonColumns;
  #learnt = 0;

  constructor(columns: JsonColumns) {
    this.#columns = columns;
  }

  /** The record at `at` if it has a known shape, exactly as parsing it gives; null where it must be parsed. */
  read(text: string, at: number): Shaped | null {
    for (let place = 0; place < this.#shapes.length; place += 1) {
      const found = readBy(this.#shapes[place], text, at);
      if (found === null) continue;
      if (place > 0) this.#shapes.unshift(...this.#shapes.splice(place, 1));
      return found;
    }
    return null;
  }

  /** Learns from a record that was parsed. A shape that tells it otherwise is none. */
  learn(text: string, { record, isInitiator }: JsonConnection): void {
    if (this.#learnt >= MOST_LEARNT || text.length > LONGEST) return;
    this.#learnt += 1;
    const shape = jsonShape(text, this.#columns);
    if (shape === null || shape.isInitiator !== isInitiator) return;
    const known = knownOf(shape);
    const told = readBy(known, text, 0);
    if (told === null || told.end !== text.length || !isSame(told.record, record)) return;
    this.#shapes.unshift(known);
    this.#shapes.splice(MOST_SHAPES);
  }
}

function knownOf({ nodes, isInitiator }: JsonShape): Known {
  const values = nodes.flatMap(({ field, kind }) => (field === null ? [] : [{ field, isWord: kind === 'word' }]));
  const lines = nodes.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
  return { pattern: new RegExp(nodes.map(partOf).join(''), 'y'), values, isInitiator, lines };
}

function partOf({ text, kind, field }: ShapeNode): string {
  const before = text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  if (kind === 'end') return before;
  return `${before}(${field === null ? '?:' : ''}${kind === 'string' ? STRING : WORD})`;
}

function isSame(one: RawRecord, other: RawRecord): boolean {
  const [told, parsed] = [Object.entries(one), new Map<string, string | undefined>(Object.entries(other))];
  return told.length === parsed.size && told.every(([field, value]) => parsed.get(field) === value);
}

function readBy({ pattern, values, isInitiator, lines }: Known, text: string, at: number): Shaped | null {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) return null;
  const record: RawRecord = {};
  for (let index = 0; index < values.length; index += 1) {
    const { field, isWord } = values[index];
    const value = found[index + 1];
    record[field] = isWord ? wordOf(value) : stringOf(value);
  }
  // Some wait for what comes behind them: they must not hold the text that they stand in.
  return isBesideFlows(record) ? null : { record, isInitiator, end: pattern.lastIndex, lines };
}

function stringOf(text: string): string {
  if (!text.includes('\\')) return text;
  const plain = text.replaceAll('\\/', '/');
  return plain.includes('\\') ? String(JSON.parse(`"${text}"`)) : plain;
}

/** A number as parsing and printing it gives it. */
function wordOf(text: string): string {
  if (text === 'true' || text === 'false' || (text.length <= EXACT && !/^0.|[-.eE]/.test(text))) return text;
  return String(Number(text));
}
