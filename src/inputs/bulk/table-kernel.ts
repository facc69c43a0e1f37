import { KERNEL } from './_table-kernel.js';
import { PAGE, startKernel } from './_wasm.js';

/** Why the kernel has stopped: see kernel/places.ts. */
export const AT_STOP = 1;
export const ODD_LINE = 2;
export const BATCH_FULL = 3;
export const TOKEN_WANTED = 4;
export const TEXTS_WANTED = 5;

/** Cells that the kernel reads itself, by number; texts come after them. */
export const CELLS = ['time', 'duration', 'ours', 'ourPort', 'theirs', 'theirPort', 'ourBytes', 'theirBytes'] as const;
export type Cell = (typeof CELLS)[number];
export const MOST_TEXTS = 24;
/** Columns after this one are not found. */
export const MOST_COLUMNS = 128;

/** Where things lie in the kernel's memory: see there. */
const RESULT = 0x400;
const TEXT_COUNT = 0x4c0;
const NEEDS_BOTH = 0x4c4;
const ENDS_ALONE = 0x4cc;
const IS_LISTED = 0x4c8;
const SETTINGS = 0x4d0;
const COLUMNS = 0x500;
const GLOBAL_FIRSTS = 0x580;
const GLOBAL_REACH = 0x688;
/** Where a column that is not there is, before the others. */
const NO_COLUMN = -8;
const PAIRS = 0x600;
const BATCH = 0x7000;
const NODES = 0x530000;
const MOST_NODES = 4096;
const NODE_BYTES = 96;
/** Of a node the first bytes of its text, which are compared with a mask behind them, and then its words. */
const NODE_HEAD = 32;
const NODE_WORDS = 64;
/** Words of a node that are read here. */
const LENGTH = 0;
const KIND = 1;
const CHILD = 4;
const SIBLING = 5;
const TEXT = 6;
/** Places of the cells, and of a value that is for none. */
const CELL_PLACES = 0x2800;
const NO_PLACE = 0x29f8;
const NODE_TEXTS = NODES + MOST_NODES * NODE_BYTES;
const WINDOW = 0x5d0000;
const WINDOW_BYTES = 0x200000;
/** Bytes a scan may look at behind the last line. */
const SLACK = 128;
const PAGES = Math.ceil((WINDOW + WINDOW_BYTES + SLACK) / PAGE);

/** Rows that a batch holds, and their size in doubles. */
export const BATCH_ROWS = 256;
const ROW_DOUBLES = 7;

/** What stands before a value of a JSON record, and what comes after it. */
export interface Node {
  readonly text: Uint8Array;
  readonly kind: 'string' | 'word' | 'end';
  /** The cell that the value is for; negative: for none. */
  readonly cell: number;
}

const KINDS = ['', 'string', 'word', 'end'];

/** Reads rows of tables from its window into its batch: WebAssembly with a memory of its own, of fixed size. */
export class TableKernel {
  /** What is to be read; positions count from its start. */
  readonly window: Uint8Array<ArrayBuffer>;
  /** `BATCH_ROWS` rows: see kernel/cells.ts. */
  readonly batch: Float64Array<ArrayBuffer>;
  /** Rows in the batch and number of the next line. */
  rows = 0;
  line = 1;
  #scan: (...numbers: number[]) => number;
  readonly #scanRecords: (...numbers: number[]) => number;
  readonly #result: Int32Array;
  readonly #memory: Int32Array;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #nodes = 1;
  #textsEnd = NODE_TEXTS;

  /** `otherIn` numbers the addresses that are no IPv4 ones; -1 where the caller is to be asked. */
  constructor(otherIn: (...numbers: number[]) => number) {
    const { exports, memory } = startKernel(KERNEL, { initial: PAGES, maximum: PAGES }, { otherIn });
    this.#scan = exports.scan;
    this.#scanRecords = exports.scanRecords;
    const { buffer } = memory;
    this.window = new Uint8Array(buffer, WINDOW, WINDOW_BYTES + SLACK);
    this.batch = new Float64Array(buffer, BATCH, BATCH_ROWS * ROW_DOUBLES);
    this.#result = new Int32Array(buffer, RESULT, 8);
    this.#memory = new Int32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
  }

  /**
   * How many texts rows have, whether a row without our address is left to the line reader, and whether times and sizes are
   * not looked at.
   */
  expect(texts: number, needsBoth: boolean, endsAlone: boolean): void {
    this.#memory[TEXT_COUNT >> 2] = texts;
    this.#memory[NEEDS_BOTH >> 2] = needsBoth ? 1 : 0;
    this.#memory[ENDS_ALONE >> 2] = endsAlone ? 1 : 0;
    // What is not looked at is not there.
    if (endsAlone) this.batch.fill(Number.NaN);
  }

  /** IPv6 addresses of these networks (first bits of the lowest and of the highest) are `reach`; all others are to be looked up. */
  readGlobal(firsts: readonly (readonly [number, number])[], reach: number): void {
    this.#memory.set(firsts.flat(), GLOBAL_FIRSTS >> 2);
    this.#memory[GLOBAL_REACH >> 2] = reach;
  }

  /** Rows are delimited cells: `columns` says for each cell, texts included, where it is (negative: nowhere). */
  readDelimited(delimiter: string, isMarked: boolean, columns: readonly number[]): void {
    const settings = SETTINGS >> 2;
    this.#memory[settings] = delimiter.charCodeAt(0);
    this.#memory[settings + 1] = isMarked ? 1 : 0;
    this.#memory[settings + 2] = Math.max(...columns) + 1;
    for (const [cell, column] of columns.entries()) {
      this.#memory[(COLUMNS >> 2) + cell] = column < 0 ? NO_COLUMN : column * 4;
      this.#memory[(PAIRS >> 2) + cell] = cell * 8;
    }
  }

  /** Rows are JSON records, of which `learn` tells. */
  readRecords(): void {
    this.#scan = this.#scanRecords;
    for (let cell = 0; cell < CELLS.length + MOST_TEXTS; cell++) this.#memory[(PAIRS >> 2) + cell] = cell * 8;
  }

  /** Adds what stands between the values of a record, from its start to its end; false when there is no room. */
  learn(nodes: readonly Node[]): boolean {
    let parent = 0;
    for (const node of nodes) {
      const known = this.#child(parent, node);
      parent = known > 0 ? known : this.#push(parent, node);
      if (parent === 0) return false;
    }
    return true;
  }

  #child(parent: number, { text, kind }: Node): number {
    for (let child = this.#word(parent, CHILD); child !== 0; child = this.#word(child, SIBLING)) {
      const [length, start] = [this.#word(child, LENGTH), this.#word(child, TEXT)];
      if (KINDS[this.#word(child, KIND)] !== kind || length !== text.length) continue;
      if (text.every((byte, at) => this.#bytes[start + at] === byte)) return child;
    }
    return 0;
  }

  /** Address of the new node, which becomes the last child of its parent; 0 when there is no room. */
  #push(parent: number, { text, kind, cell }: Node): number {
    if (this.#nodes >= MOST_NODES || this.#textsEnd + text.length + 16 > WINDOW) return 0;
    const node = NODES + this.#nodes++ * NODE_BYTES;
    this.#bytes.set(text, this.#textsEnd);
    this.#bytes.set(text.subarray(0, NODE_HEAD), node);
    this.#bytes.fill(0xff, node + NODE_HEAD, node + NODE_HEAD + Math.min(text.length, NODE_HEAD));
    const place = cell < 0 ? NO_PLACE : CELL_PLACES + cell * 8;
    const bit = cell < CELLS.length ? 0 : 1 << (cell - CELLS.length);
    const words = [text.length, KINDS.indexOf(kind), place, bit, 0, 0, this.#textsEnd];
    this.#memory.set(words, (node + NODE_WORDS) >> 2);
    this.#textsEnd += text.length;
    let last = this.#word(parent, CHILD);
    if (last === 0) this.#setWord(parent, CHILD, node);
    else {
      while (this.#word(last, SIBLING) !== 0) last = this.#word(last, SIBLING);
      this.#setWord(last, SIBLING, node);
    }
    return node;
  }

  /** A word of a node, of the root for 0. */
  #word(node: number, word: number): number {
    return this.#memory[(((node === 0 ? NODES : node) + NODE_WORDS) >> 2) + word];
  }

  #setWord(node: number, word: number, value: number): void {
    this.#memory[(((node === 0 ? NODES : node) + NODE_WORDS) >> 2) + word] = value;
  }

  /** The window holds other bytes than it did: to be told before the next scan. */
  forget(): void {
    this.#memory[IS_LISTED >> 2] = 0;
  }

  /** Reads on; returns the position it came to. `reason` says why there, and `wanted` and `length` what for. */
  scan(from: number, to: number, stopAt: number): number {
    const stop = Math.max(Math.min(stopAt, WINDOW_BYTES * 2), -WINDOW_BYTES / 2) + WINDOW;
    const at = this.#scan(from + WINDOW, to + WINDOW, stop, BATCH_ROWS, this.rows, this.line);
    this.rows = this.#result[1];
    this.line = this.#result[2];
    return at - WINDOW;
  }

  get reason(): number {
    return this.#result[0];
  }

  /** The address or texts that are to be looked up: a view that lasts until the next scan. */
  get wanted(): Uint8Array {
    return this.#bytes.subarray(this.#result[3], this.#result[3] + this.#result[4]);
  }

  /** Answers `TOKEN_WANTED`. */
  knowToken(word: number, reach: number): void {
    this.#memory.set([word, this.#result[4], reach], this.#result[5] >> 2);
  }

  /** Answers `TEXTS_WANTED`. */
  knowTexts(number: number): void {
    this.#memory[this.#result[5] >> 2] = number + 1;
  }
}
