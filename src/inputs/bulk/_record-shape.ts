import { JsonColumns } from '../_json-record.js';
import type { Field } from '../_table-columns.js';
import type { Node } from './table-kernel.js';
import { parsed, type TablePlan } from './table-plan.js';

/** Bounds what one strange record may cost. */
const MOST_VALUES = 200;
const DEEPEST = 8;

/** What stands between the values of JSON records, and which cells the values are for. */
export class RecordShapes {
  readonly #plan: TablePlan;
  readonly #columns = new JsonColumns();

  constructor(plan: TablePlan) {
    this.#plan = plan;
  }

  /**
   * The shape of a record, `text` being the bytes of its line as Latin-1; null for what must be read by itself: values that are found in
   * another order than they stand (keys twice, numbers as keys), and records that are no connections.
   */
  of(text: string): Node[] | null {
    if (parsed(text) === null) return null;
    const walk = new Walk(text, this.#plan, this.#columns);
    return walk.value([]) && walk.isConnection ? walk.ended() : null;
  }
}

/** One walk through a record that is known to be valid JSON. */
class Walk {
  readonly #text: string;
  readonly #plan: TablePlan;
  readonly #columns: JsonColumns;
  readonly #nodes: Node[] = [];
  readonly #fields = new Set<Field>();
  readonly #strong = new Set<Field>();
  #isInitiator = false;
  #at = 0;
  /** Start of what comes before the next value. */
  #from = 0;

  constructor(text: string, plan: TablePlan, columns: JsonColumns) {
    this.#text = text;
    this.#plan = plan;
    this.#columns = columns;
  }

  /** A connection as the plan has them. */
  get isConnection(): boolean {
    return this.#plan.takes(this.#fields) && this.#isInitiator === this.#plan.isInitiator;
  }

  ended(): Node[] {
    this.#push(this.#text.length, 'end', -1);
    return this.#nodes;
  }

  /** Walks over the value of `path`, or of nothing that matters (null); false where the record must be read by itself. */
  value(path: readonly string[] | null): boolean {
    this.#blanks();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(path);
      case '[':
        return this.#array(path);
      case '"':
        return this.#string(path);
      default:
        return this.#word(path);
    }
  }

  #object(path: readonly string[] | null): boolean {
    if (path !== null && path.length >= DEEPEST) return false;
    const keys = new Set<string>();
    this.#at++;
    for (this.#blanks(); this.#text[this.#at] !== '}'; this.#blanks()) {
      if (this.#text[this.#at] === ',') this.#at++;
      this.#blanks();
      const end = this.#text.indexOf('"', this.#at + 1);
      const key = this.#text.slice(this.#at + 1, end);
      if (!/^[ -~]*$/.test(key) || key.includes('\\') || /^\d+$/.test(key)) return false;
      if (keys.has(key) || this.#nodes.length > MOST_VALUES) return false;
      // Results logs of osquery are read from here first.
      if (path?.length === 0 && key === 'columns') return false;
      keys.add(key);
      this.#at = end + 1;
      this.#blanks();
      this.#at++;
      if (!this.value(path === null ? null : [...path, key])) return false;
    }
    this.#at++;
    return true;
  }

  /** Of a list the first item counts, if it is no object. */
  #array(path: readonly string[] | null): boolean {
    this.#at++;
    let isFirst = true;
    for (this.#blanks(); this.#text[this.#at] !== ']'; this.#blanks()) {
      if (this.#text[this.#at] === ',') this.#at++;
      this.#blanks();
      const isPlain = !'{['.includes(this.#text[this.#at]);
      if (this.#nodes.length > MOST_VALUES || !this.value(isFirst && isPlain ? path : null)) return false;
      isFirst = false;
    }
    this.#at++;
    return true;
  }

  #string(path: readonly string[] | null): boolean {
    const start = this.#at + 1;
    let end = start;
    while (this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    this.#push(start, 'string', this.#cellOf(path));
    this.#at = end + 1;
    this.#from = end;
    return true;
  }

  #word(path: readonly string[] | null): boolean {
    const start = this.#at;
    const word = /^[^\s,\]}]+/.exec(this.#text.slice(start, start + 400))?.[0] ?? '';
    this.#at += word.length;
    // It says nothing, and so is part of what stands between values.
    if (word === 'null') return true;
    this.#push(start, 'word', this.#cellOf(path));
    this.#from = this.#at;
    return word !== '';
  }

  /** The cell of a path's value as `JsonColumns` decides. */
  #cellOf(path: readonly string[] | null): number {
    const column = path === null ? null : this.#columns.column(path);
    if (column === null || this.#strong.has(column.field)) return -1;
    if (column.isWeak && this.#fields.has(column.field)) return -1;
    if (!column.isWeak) this.#strong.add(column.field);
    this.#isInitiator ||= column.isInitiator;
    this.#fields.add(column.field);
    return this.#plan.cellOf(column.field);
  }

  #push(start: number, kind: Node['kind'], cell: number): void {
    this.#nodes.push({ text: Buffer.from(this.#text.slice(this.#from, start), 'latin1'), kind, cell });
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
