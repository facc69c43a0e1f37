import { valueText } from './value-text.js';

/** What an XML reader, binary or text, tells of one document. */
export interface XmlSink {
  open(name: string): void;
  attribute(name: string, value: string): void;
  text(value: string): void;
  close(): void;
}

/** The bytes are no binary XML; caught where records are read. */
export class Damaged extends Error {}

type Op =
  | { readonly kind: 'open'; readonly name: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly parts: readonly Op[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly index: number }
  | { readonly kind: 'close' }
  | { readonly kind: 'template'; readonly ops: readonly Op[]; readonly values: readonly Value[] };

interface Value {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

const NO_VALUES: readonly Value[] = [];
const BINARY_XML = 0x21;
const DEEPEST = 8;
/** Templates inside templates could expand without end; real events need some hundred steps. */
const MOST_STEPS = 20_000;
const MOST_VALUES = 4_096;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Binary XML of one 64 KB chunk of an event log ([MS-EVEN6] 2.2.12 and libevtx' format description). Names and
 * templates are stored once a chunk and referred to by their offset in it, so they are read once as well.
 * Throws `Damaged` or RangeError on bytes that are none.
 */
export class ChunkXml {
  readonly #bytes: Buffer;
  readonly #names = new Map<number, string>();
  readonly #templates = new Map<number, readonly Op[] | null>();
  #steps = 0;

  constructor(chunk: Buffer) {
    this.#bytes = chunk;
  }

  /** Tells `sink` of the document between two offsets. */
  read(start: number, end: number, sink: XmlSink): void {
    this.#steps = 0;
    const cursor = new Cursor(start, end);
    this.#run(this.#ops(cursor, false, 0), NO_VALUES, sink, 0);
  }

  #run(ops: readonly Op[], values: readonly Value[], sink: XmlSink, depth: number): void {
    this.#steps += ops.length;
    if (this.#steps > MOST_STEPS || depth > DEEPEST) throw new Damaged('templates nested without end');
    for (const op of ops) {
      if (op.kind === 'open') sink.open(op.name);
      else if (op.kind === 'close') sink.close();
      else if (op.kind === 'text') sink.text(op.text);
      else if (op.kind === 'attribute') this.#attribute(op.name, op.parts, values, sink);
      else if (op.kind === 'template') this.#run(op.ops, op.values, sink, depth + 1);
      else this.#value(values[op.index], sink, depth);
    }
  }

  #value(value: Value | undefined, sink: XmlSink, depth: number): void {
    if (value === undefined || value.size === 0 || value.type === 0) return;
    if (value.type === BINARY_XML) {
      const inner = this.#ops(new Cursor(value.at, value.at + value.size), true, depth + 1);
      this.#run(inner, NO_VALUES, sink, depth + 1);
    } else sink.text(valueText(this.#bytes, value.type, value.at, value.size));
  }

  /** An attribute whose only value is absent is absent itself. */
  #attribute(name: string, parts: readonly Op[], values: readonly Value[], sink: XmlSink): void {
    let text = '';
    let isPresent = false;
    for (const part of parts) {
      if (part.kind === 'text') text += part.text;
      else if (part.kind === 'value') {
        const value = values[part.index];
        if (value === undefined || value.type === 0 || value.size === 0) continue;
        text += valueText(this.#bytes, value.type, value.at, value.size);
      } else continue;
      isPresent = true;
    }
    if (isPresent) sink.attribute(name, text);
  }

  /** The tokens of one fragment. */
  #ops(cursor: Cursor, isSubstitution: boolean, depth: number): Op[] {
    if (depth > DEEPEST) throw new Damaged('templates nested without end');
    const ops: Op[] = [];
    let isInner = isSubstitution;
    while (cursor.at < cursor.end) {
      this.#steps += 1;
      if (this.#steps > MOST_STEPS) throw new Damaged('too many tokens');
      const token = this.#byte(cursor) & 0xbf;
      if (token === 0x00) return ops;
      if (token === 0x0f) {
        cursor.at += 3;
        isInner = false;
      } else if (token === 0x01) ops.push(this.#open(cursor, isInner));
      else if (token === 0x06) ops.push(this.#attributeOp(cursor));
      else if (token === 0x03 || token === 0x04) ops.push({ kind: 'close' });
      else if (token === 0x0c) ops.push(this.#template(cursor, depth));
      else if (token === 0x0a) this.#name(cursor);
      else if (token === 0x0b) this.#chars(cursor);
      else if (token !== 0x02) ops.push(this.#content(cursor, token));
    }
    return ops;
  }

  /** Text in any of its forms. */
  #content(cursor: Cursor, token: number): Op {
    if (token === 0x05) {
      const type = this.#byte(cursor);
      if (type !== 1) throw new Damaged(`a literal of type ${type}`);
      return { kind: 'text', text: this.#chars(cursor) };
    }
    if (token === 0x07) return { kind: 'text', text: this.#chars(cursor) };
    if (token === 0x08) return { kind: 'text', text: String.fromCharCode(this.#word(cursor)) };
    if (token === 0x09) return { kind: 'text', text: ENTITIES[this.#name(cursor)] ?? '' };
    if (token !== 0x0d && token !== 0x0e) throw new Damaged(`unknown token ${token}`);
    const index = this.#word(cursor);
    cursor.at += 1;
    return { kind: 'value', index };
  }

  #open(cursor: Cursor, isSubstitution: boolean): Op {
    const hasAttributes = (this.#bytes.readUInt8(cursor.at - 1) & 0x40) !== 0;
    // A dependency id stands before the size, except directly inside a value; some writers leave it out elsewhere too.
    if (!isSubstitution) cursor.at += 2;
    if (this.#bytes.readUInt32LE(cursor.at) > this.#bytes.length) cursor.at += isSubstitution ? 2 : -2;
    cursor.at += 4;
    const name = this.#name(cursor);
    if (hasAttributes) cursor.at += 4;
    return { kind: 'open', name };
  }

  #attributeOp(cursor: Cursor): Op {
    const name = this.#name(cursor);
    const parts: Op[] = [];
    while (cursor.at < cursor.end) {
      const token = this.#bytes.readUInt8(cursor.at) & 0xbf;
      if (token !== 0x05 && token !== 0x08 && token !== 0x09 && token !== 0x0d && token !== 0x0e) break;
      cursor.at += 1;
      parts.push(this.#content(cursor, token));
    }
    return { kind: 'attribute', name, parts };
  }

  #template(cursor: Cursor, depth: number): Op {
    cursor.at += 5;
    const definition = this.#long(cursor);
    const size = this.#bytes.readUInt32LE(definition + 20);
    // The first use of a template in a chunk carries its definition.
    if (definition === cursor.at) cursor.at += 24 + size;
    const ops = this.#definition(definition, size, depth);
    return { kind: 'template', ops, values: this.#values(cursor) };
  }

  #definition(at: number, size: number, depth: number): readonly Op[] {
    const known = this.#templates.get(at);
    if (known === null) throw new Damaged('a template that contains itself');
    if (known !== undefined) return known;
    this.#templates.set(at, null);
    const ops = this.#ops(new Cursor(at + 24, at + 24 + size), false, depth + 1);
    this.#templates.set(at, ops);
    return ops;
  }

  #values(cursor: Cursor): Value[] {
    const count = this.#long(cursor);
    if (count > MOST_VALUES) throw new Damaged('too many values');
    let at = cursor.at + count * 4;
    const values: Value[] = [];
    for (let i = 0; i < count; i += 1) {
      const size = this.#word(cursor);
      const type = this.#byte(cursor);
      cursor.at += 1;
      values.push({ type, at, size });
      at += size;
    }
    if (at > this.#bytes.length) throw new Damaged('values beyond the chunk');
    cursor.at = at;
    return values;
  }

  /** A name by its offset; the first use carries it: next offset, hash, length, UTF-16 and a NUL. */
  #name(cursor: Cursor): string {
    const at = this.#long(cursor);
    if (at === cursor.at) cursor.at += 10 + this.#bytes.readUInt16LE(at + 6) * 2;
    let name = this.#names.get(at);
    if (name === undefined) {
      const length = this.#bytes.readUInt16LE(at + 6) * 2;
      if (at + 8 + length > this.#bytes.length) throw new Damaged('a name beyond the chunk');
      name = this.#bytes.toString('utf16le', at + 8, at + 8 + length);
      this.#names.set(at, name);
    }
    return name;
  }

  #chars(cursor: Cursor): string {
    const length = this.#word(cursor) * 2;
    if (cursor.at + length > this.#bytes.length) throw new Damaged('text beyond the chunk');
    cursor.at += length;
    return this.#bytes.toString('utf16le', cursor.at - length, cursor.at);
  }

  #byte(cursor: Cursor): number {
    cursor.at += 1;
    return this.#bytes.readUInt8(cursor.at - 1);
  }

  #word(cursor: Cursor): number {
    cursor.at += 2;
    return this.#bytes.readUInt16LE(cursor.at - 2);
  }

  #long(cursor: Cursor): number {
    cursor.at += 4;
    return this.#bytes.readUInt32LE(cursor.at - 4);
  }
}

class Cursor {
  at: number;
  readonly end: number;

  constructor(at: number, end: number) {
    this.at = at;
    this.end = end;
  }
}
