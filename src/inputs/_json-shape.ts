import type { JsonColumns } from './_json-record.js';
import { type Field, rankOf } from './_table-columns.js';

/** Bounds what one strange record may cost. */
const MOST_VALUES = 200;
const DEEPEST = 8;

/** A value of a record and what stands before it; the last one is only what stands at the end. */
export interface ShapeNode {
  readonly text: string;
  /** `word`: a number, `true` or `false`. */
  readonly kind: 'string' | 'word' | 'end';
  /** What the value is for; null: for nothing. */
  readonly field: Field | null;
}

/** What stands between the values of a JSON record, and what the values are for. */
export interface JsonShape {
  readonly nodes: readonly ShapeNode[];
  readonly fields: ReadonlySet<Field>;
  /** The source of such a record opened the connection. */
  readonly isInitiator: boolean;
}

/**
 * The shape of a record that is valid JSON; null for what must be read by itself: values that are found in another order
 * than they stand (keys twice, numbers as keys), lists of names and values.
 */
export function jsonShape(text: string, columns: JsonColumns): JsonShape | null {
  const walk = new Walk(text, columns);
  return walk.value([]) ? walk.ended() : null;
}

/** One walk through a record that is known to be valid JSON. */
class Walk {
  readonly #text: string;
  readonly #columns: JsonColumns;
  readonly #nodes: ShapeNode[] = [];
  readonly fields = new Set<Field>();
  readonly #strong = new Set<Field>();
  isInitiator = false;
  #at = 0;
  /** Start of what comes before the next value. */
  #from = 0;

  constructor(text: string, columns: JsonColumns) {
    this.#text = text;
    this.#columns = columns;
  }

  ended(): JsonShape {
    this.#push(this.#text.length, 'end', null);
    return { nodes: this.#withoutStray(), fields: this.fields, isInitiator: this.isInitiator };
  }

  /** As `JsonColumns` does: beside both ends of a flow a weak far end is none. */
  #withoutStray(): readonly ShapeNode[] {
    const isFlow = this.fields.has('sourceAddress') && this.fields.has('destinationAddress');
    if (!isFlow || this.#strong.has('remoteAddress') || !this.fields.delete('remoteAddress')) return this.#nodes;
    return this.#nodes.map((node) => (node.field === 'remoteAddress' ? { ...node, field: null } : node));
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
      // Results logs of osquery are read from here first; lists of names and texts say in values what they are.
      if ((path?.length === 0 && key === 'columns') || key === '@Name') return false;
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
    this.#push(start, 'string', this.#fieldOf(path));
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
    this.#push(start, 'word', this.#fieldOf(path));
    this.#from = this.#at;
    return word !== '';
  }

  /** The field of a path's value as `JsonColumns` decides. */
  #fieldOf(path: readonly string[] | null): Field | null {
    const column = path === null ? null : this.#columns.column(path);
    if (column === null || this.#strong.has(column.field)) return null;
    const isStrong = rankOf(column) === 2;
    if (!isStrong && this.fields.has(column.field)) return null;
    if (isStrong) this.#strong.add(column.field);
    this.isInitiator ||= column.isInitiator;
    this.fields.add(column.field);
    return column.field;
  }

  #push(start: number, kind: ShapeNode['kind'], field: Field | null): void {
    this.#nodes.push({ text: this.#text.slice(this.#from, start), kind, field });
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
