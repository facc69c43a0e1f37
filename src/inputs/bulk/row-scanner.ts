import type { State } from '../../model/connection.js';
import { digits } from './_digits.js';
import type { LineScanner } from './bulk-window.js';
import { type TokenAddresses, tokenAddress } from './_token-address.js';
import { type FlowTable, LINE, STRIDE } from './flow-table.js';
import { AT_STOP, BATCH_FULL, BATCH_ROWS, ODD_LINE, RowKernel, STATE_WANTED, TOKEN_WANTED } from './row-kernel.js';
import { StateWords } from './state-words.js';
import type { TokenArena } from './token-arena.js';

/** Four characters as DataView reads them in little-endian order. */
const TCP_START = 0x43542020;
const UDP_START = 0x44552020;
const PROTOCOL_END = 0x20202050;
const NO_ROW = -1;
/** A row waits this long for its owner lines while blank and header lines pass. */
const WAIT_BYTES = 8192;

/** What becomes of the lines that are no plain row. */
export interface OddLines {
  /**
   * Takes the line at `start`..`end`, line end excluded. `waiting` is the plain row before it, taken back from the
   * table; every line from its start on is to be read again. Returns the state if the line was a TCP row with one.
   */
  take(bytes: Uint8Array, start: number, end: number, line: number, waiting: WaitingRow | null): State | null;
  /** Takes the waiting row and the lines after it, up to `end`. */
  replay(bytes: Uint8Array, waiting: WaitingRow, end: number): void;
  /** Whether the line is known to say nothing: a header repeated further down. */
  isKnown(view: DataView, start: number, end: number): boolean;
  /** A plain row follows or the input ends: what came before is complete. */
  close(): void;
}

export interface WaitingRow {
  readonly start: number;
  readonly line: number;
}

/**
 * Reads Windows netstat rows from bytes without making a string of any: protocol, two ends, state, process id. Each
 * byte of a row is looked at; a line that isn't exactly such a row is odd and goes to the line reader.
 */
export class RowScanner implements LineScanner {
  /** Rows counted into the table. */
  rows = 0;
  readonly table: FlowTable;
  readonly tokens: TokenArena;
  /** Its window holds the bytes to scan, its batch the rows that are still to be counted. */
  readonly kernel = new RowKernel();
  readonly #addresses: TokenAddresses;
  readonly #odd: OddLines;
  readonly #states = new StateWords();
  readonly #bytes = this.kernel.window;
  readonly #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
  #isOpen = false;

  constructor(table: FlowTable, tokens: TokenArena, addresses: TokenAddresses, odd: OddLines) {
    this.table = table;
    this.tokens = tokens;
    this.#addresses = addresses;
    this.#odd = odd;
  }

  get window(): Uint8Array<ArrayBuffer> {
    return this.kernel.window;
  }

  /** 1-based number of the next line. */
  get line(): number {
    return this.kernel.line;
  }

  /** Counts the line at `start`, which is too long to keep, and with it what waits before it: the line reader does. */
  skipLine(start: number): number {
    const waiting = this.#takeBack();
    if (waiting !== null) {
      this.#odd.replay(this.#bytes, waiting, start);
      this.#isOpen = true;
    }
    this.kernel.rowStart = NO_ROW;
    return this.kernel.line++;
  }

  /** Bytes before this position may be dropped: -1 when no row waits for the lines after it. */
  get waitingRow(): number {
    return this.kernel.rowStart;
  }

  /** The window's bytes have moved down by `by`. */
  moved(by: number): void {
    if (this.kernel.rowStart >= 0) this.kernel.rowStart -= by;
  }

  /**
   * Reads the whole lines in `from`..`to` of the window, the last of which must end there. Stops before the first row
   * that starts at `stopAt` or later and returns its position, else `to`.
   */
  scan(from: number, to: number, stopAt = Infinity): number {
    const { kernel } = this;
    let at = from;
    while (at < to) {
      const before = kernel.rows;
      // The first plain row ends what was open before it.
      at = kernel.scan(at, to, stopAt, this.#isOpen ? before + 1 : BATCH_ROWS, !this.#isOpen);
      if (kernel.rows > before) this.#close();
      const { reason } = kernel;
      if (kernel.rows === BATCH_ROWS) this.#flush(BATCH_ROWS - 1);
      if (reason === AT_STOP) return at;
      if (reason === ODD_LINE || (reason !== BATCH_FULL && at < to && !this.#lookUp(reason))) at = this.#oddLine(at);
    }
    return at;
  }

  /** Tells the kernel what it wants to know; false when there is no answer, and the line is odd. */
  #lookUp(reason: number): boolean {
    const { kernel } = this;
    if (reason === TOKEN_WANTED) {
      const token = this.#tokenAt(kernel.wanted + 1, kernel.kind);
      if (token >= 0) kernel.knowToken(token);
      return token >= 0;
    }
    const state = reason === STATE_WANTED ? this.#states.find(this.#bytes, kernel.wanted, kernel.kind) : -1;
    if (state >= 0) kernel.knowState(state);
    return state >= 0;
  }

  /** All rows are in the table after this; it is still to be settled. */
  finish(): void {
    this.#close();
    this.#flush(this.kernel.rows);
    this.kernel.rows = 0;
    this.kernel.rowStart = NO_ROW;
  }

  #close(): void {
    if (this.#isOpen) this.#odd.close();
    this.#isOpen = false;
  }

  /** Counts the first rows of the batch; the one after them moves to the start and can still be taken back. */
  #flush(length: number): void {
    const { batch } = this.kernel;
    this.table.add(batch, length);
    this.rows += length;
    batch.copyWithin(0, length * STRIDE, (length + 1) * STRIDE);
    this.kernel.rows -= length;
  }

  /** Reads the line at `start`, which is no plain row, and returns the position after it. */
  #oddLine(start: number): number {
    const { kernel } = this;
    const bytes = this.#bytes;
    const end = bytes.indexOf(0x0a, start);
    const line = kernel.line++;
    let stop = end;
    while (stop > start && bytes[stop - 1] === 0x0d) stop--;
    if (!this.#isOpen && (isBlank(bytes, start, stop) || this.#odd.isKnown(this.#view, start, stop))) {
      kernel.knowLine(start, end + 1 - start);
      if (end - kernel.rowStart > WAIT_BYTES) kernel.rowStart = NO_ROW;
      return end + 1;
    }
    const state = this.#odd.take(bytes, start, stop, line, this.#takeBack());
    if (state !== null) this.#learn(bytes, start, stop, state);
    this.#isOpen = true;
    kernel.rowStart = NO_ROW;
    return end + 1;
  }

  /** What follows a row may say who owns it, so the line reader must see both: out of the batch, over to it. */
  #takeBack(): WaitingRow | null {
    const { kernel } = this;
    if (kernel.rowStart === NO_ROW) return null;
    kernel.rows--;
    return { start: kernel.rowStart, line: kernel.batch[kernel.rows * STRIDE + LINE] };
  }

  /** Remembers the state word of a row: the fourth cell, if nothing but a process id follows. */
  #learn(bytes: Uint8Array, start: number, end: number, state: State): void {
    let at = start;
    let isAny = 0;
    let word = -1;
    for (let cell = 0; at < end; cell++) {
      while (at < end && bytes[at] === 0x20) at++;
      if (cell === 3) word = at;
      if (cell === 4 && at < end && (digits(bytes, at) < 0 || bytes[at + (digits(bytes, at) & 0xf)] > 0x20)) return;
      const from = at;
      while (at < end && bytes[at] > 0x20) at++;
      if (cell === 2) isAny = isWildcard(bytes, from, at) ? 1 : 0;
      // Port 0 says that it listens, whatever the word.
      if (cell === 2 && isAny === 0 && endsInPortZero(bytes, at)) return;
      if (cell > 4 && at > from) return;
      if (at === from && at < end) return;
    }
    if (word >= 0) this.#states.learn(bytes, word, isAny, state);
  }

  /** Number of the bracketed address at `start` in the arena, or -1. */
  #tokenAt(start: number, length: number): number {
    const known = this.tokens.find(this.#view, start, length);
    if (known !== -1) return known;
    const address = tokenAddress(this.#bytes, start, start + length);
    if (address === null) return -1;
    const token = this.tokens.add(this.#view, start, length);
    this.#addresses.keep(token, address);
    return token;
  }
}

/** Whether a row starts at `at`, read or unread: where one thread stops and the next one begins. */
export function startsRow(bytes: Uint8Array, at: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = view.getInt32(at, true);
  return (word === TCP_START || word === UDP_START) && view.getInt32(at + 4, true) === PROTOCOL_END;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] === 0x20) at++;
  return at === end;
}

function endsInPortZero(bytes: Uint8Array, end: number): boolean {
  return bytes[end - 1] === 0x30 && bytes[end - 2] === 0x3a;
}

function isWildcard(bytes: Uint8Array, start: number, end: number): boolean {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 16)));
  return text === '0.0.0.0:0' || text === '[::]:0';
}
