import type { State } from '../../model/connection.js';
import { digits, digits4 } from './_digits.js';
import { DottedQuad, RepeatedQuad } from './_dotted-quad.js';
import { gapMasks, isGap, WIDEST_GAP } from './_gap.js';
import { BY_BOTH_PORTS, BY_LOCAL_PORT, BY_REMOTE_PORT, PortSet, portClass, WITHOUT_PEER } from './_port-class.js';
import { isTokenAddress } from './_token-address.js';
import {
  CLASS_SHIFT,
  COUNT,
  FIRST_PORTS,
  type FlowTable,
  LINE,
  LOCAL,
  LOCAL_TOKEN,
  MANNER,
  MAX_PID,
  PID_FIELD,
  PORTS,
  REMOTE_TOKEN,
  STAR,
  STATE_SHIFT,
  STRIDE,
  UDP,
  WITHOUT_PID,
} from './flow-table.js';
import { NONE, StateWords, SYN_RECEIVED, SYN_SENT } from './state-words.js';
import { ANY_TOKEN, LONGEST_TOKEN, LOOPBACK_TOKEN, type TokenArena } from './token-arena.js';

/** Four characters as DataView reads them in little-endian order. */
const TCP_START = 0x43542020;
const UDP_START = 0x44552020;
const PROTOCOL_END = 0x20202050;
const STAR_STAR = 0x2a3a2a;
const BATCH = 1024;
/** Where `  TCP    ` ends; Windows prints `  %-6s %-22s %-22s %-15s %s`. */
const LOCAL_COLUMN = 9;
const REMOTE_COLUMN = 32;
const STATE_COLUMN = 55;
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
export class RowScanner {
  /** Rows counted into the table. */
  rows = 0;
  /** 1-based number of the next line. */
  line = 1;
  readonly table: FlowTable;
  readonly tokens: TokenArena;
  readonly #odd: OddLines;
  readonly listeners: PortSet;
  readonly #states = new StateWords();
  readonly #quad = new DottedQuad();
  readonly #locals = new RepeatedQuad();
  readonly #masks = gapMasks();
  readonly #batch = new Uint32Array(BATCH * STRIDE);
  #used = 0;
  #rowStart = NO_ROW;
  #isOpen = false;
  /** End of the last token that `#token` read. */
  #tokenEnd = 0;

  constructor(table: FlowTable, tokens: TokenArena, odd: OddLines, listeners: PortSet) {
    this.table = table;
    this.tokens = tokens;
    this.#odd = odd;
    this.listeners = listeners;
  }

  /** Bytes before this position may be dropped: -1 when no row waits for the lines after it. */
  get waitingRow(): number {
    return this.#rowStart;
  }

  /** The buffer's bytes have moved down by `by`. */
  moved(by: number): void {
    if (this.#rowStart < 0) return;
    this.#rowStart -= by;
  }

  /**
   * Reads the whole lines in `from`..`to`, the last of which must end there; 16 bytes after it must be readable.
   * Stops before the first row that starts at `stopAt` or later and returns its position, else `to`.
   */
  scan(bytes: Uint8Array, view: DataView, from: number, to: number, stopAt = Infinity): number {
    const batch = this.#batch;
    const quad = this.#quad;
    const locals = this.#locals;
    const masks = this.#masks;
    const states = this.#states;
    const listeners = this.listeners.bits;
    const rowLimit = BATCH - 1;
    let used = this.#used;
    let line = this.line;
    let at = from;
    let rowStart = this.#rowStart;
    scan: while (at < to) {
      odd: {
        const word = view.getInt32(at, true);
        const isUdp = word === UDP_START;
        if ((word !== TCP_START && !isUdp) || view.getInt32(at + 4, true) !== PROTOCOL_END) break odd;
        if (at >= stopAt) break scan;
        let manner = isUdp ? UDP : 0;
        let next = at + LOCAL_COLUMN;
        if (bytes[next - 1] !== 0x20) break odd;

        let local = 0;
        if (bytes[next] === 0x5b) {
          local = this.#token(bytes, view, next);
          if (local < 0) break odd;
          next = this.#tokenEnd;
          manner |= LOCAL_TOKEN;
        } else {
          local = locals.read(bytes, view, next);
          next = locals.end;
          if (next < 0) break odd;
        }
        if (bytes[next] === 0x30 && bytes[next + 1] > 0x20) break odd;
        let part = digits4(view.getInt32(next, true));
        let localPort = part >> 3;
        if ((part & 7) === 4) {
          const fifth = bytes[next + 4] - 48;
          if (fifth >= 0 && fifth <= 9) {
            localPort = localPort * 10 + fifth;
            next++;
          }
        } else if ((part & 7) === 0) break odd;
        if (localPort > 0xffff) break odd;
        next += part & 7;

        // Columns are where the format puts them unless an address is too long for its own: checked, not assumed.
        let gap = at + REMOTE_COLUMN - next;
        if (gap > 0 && gap <= WIDEST_GAP && isGap(view, at + REMOTE_COLUMN, gap, masks)) next = at + REMOTE_COLUMN;
        else if (bytes[next] !== 0x20) break odd;
        while (bytes[next] === 0x20) next++;

        let remote = 0;
        let remotePort = 0;
        let isAny = 0;
        if ((view.getInt32(next, true) & 0xffffff) === STAR_STAR) {
          if (!isUdp) break odd;
          manner |= STAR;
          isAny = 1;
          next += 3;
        } else {
          if (bytes[next] === 0x5b) {
            remote = this.#token(bytes, view, next);
            if (remote < 0) break odd;
            if (remote === ANY_TOKEN) isAny = 1;
            next = this.#tokenEnd;
            manner |= REMOTE_TOKEN;
          } else {
            remote = quad.read(bytes, next);
            next = quad.end;
            if (next < 0) break odd;
            if (remote === 0) isAny = 1;
          }
          if (bytes[next] === 0x30 && bytes[next + 1] > 0x20) break odd;
          part = digits4(view.getInt32(next, true));
          remotePort = part >> 3;
          if ((part & 7) === 4) {
            const fifth = bytes[next + 4] - 48;
            if (fifth >= 0 && fifth <= 9) {
              remotePort = remotePort * 10 + fifth;
              next++;
            }
          } else if ((part & 7) === 0) break odd;
          if (remotePort > 0xffff) break odd;
          next += part & 7;
          // A wildcard has no port and an address has one; what mixes them is left to the line reader.
          if ((remotePort === 0) !== (isAny === 1)) break odd;
        }
        if (bytes[next] > 0x20) break odd;

        let state = NONE as number;
        if (!isUdp) {
          gap = at + STATE_COLUMN - next;
          if (gap > 0 && gap <= WIDEST_GAP && isGap(view, at + STATE_COLUMN, gap, masks)) next = at + STATE_COLUMN;
          while (bytes[next] === 0x20) next++;
          const known = states.find(view, bytes, next, isAny);
          if (known < 0) break odd;
          state = known & 0xf;
          next += known >> 4;
          if (bytes[next] > 0x20 && bytes[next - 1] !== 0x20) break odd;
        }
        while (bytes[next] === 0x20) next++;
        if (bytes[next] > 0x20) {
          part = digits4(view.getInt32(next, true));
          let pid = part >> 3;
          if (bytes[next + (part & 7)] <= 0x20 && (bytes[next] !== 0x30 || (part & 7) === 1)) next += part & 7;
          else {
            part = digits(bytes, next);
            pid = part >> 4;
            if (part < 0 || pid > MAX_PID) break odd;
            next += part & 0xf;
          }
          manner |= (pid + 1) << PID_FIELD;
          while (bytes[next] === 0x20) next++;
        }
        while (bytes[next] === 0x0d) next++;
        if (bytes[next] !== 0x0a) break odd;

        const ports = (remotePort << 16) | localPort;
        let key = ports & 0xffff0000;
        let kept = BY_REMOTE_PORT as number;
        if (isAny === 1) {
          // Nobody is at the other end: only TCP listeners say something, by their port.
          kept = WITHOUT_PEER;
          key = isUdp ? 0 : localPort;
          manner &= WITHOUT_PID;
        } else if (
          remote >> 24 === 127
            ? (manner & REMOTE_TOKEN) === 0
            : remote === LOOPBACK_TOKEN && (manner & REMOTE_TOKEN) !== 0
        ) {
          // The machine talks to itself, on ever new pairs of ports.
          kept = WITHOUT_PEER;
          key = 0;
          manner &= WITHOUT_PID;
        } else if (state !== SYN_SENT) {
          if (state === SYN_RECEIVED) kept = BY_LOCAL_PORT;
          else if (!isUdp && (listeners[localPort >> 3] & (1 << (localPort & 7))) !== 0) kept = BY_LOCAL_PORT;
          else if (remotePort >= 1024 || localPort < 1024) kept = portClass(localPort, remotePort);
          if (kept === BY_LOCAL_PORT) key = localPort;
          else if (kept === BY_BOTH_PORTS) key = ports;
        }
        const to = used * STRIDE;
        batch[to] = remote;
        batch[to + PORTS] = key;
        batch[to + MANNER] = manner | (state << STATE_SHIFT) | (kept << CLASS_SHIFT);
        batch[to + COUNT] = 1;
        batch[to + LINE] = line;
        batch[to + LOCAL] = local;
        batch[to + FIRST_PORTS] = ports;
        if (this.#isOpen) this.#close();
        rowStart = at;
        at = next + 1;
        line++;
        if (used++ === rowLimit) {
          this.#flush(used - 1);
          used = 1;
        }
        continue scan;
      }
      this.#used = used;
      this.#rowStart = rowStart;
      this.line = line;
      at = this.#oddLine(bytes, view, at);
      used = this.#used;
      rowStart = this.#rowStart;
      line = this.line;
    }
    this.#used = used;
    this.#rowStart = rowStart;
    this.line = line;
    return at;
  }

  /** All rows are in the table after this; it is still to be settled. */
  finish(): void {
    this.#close();
    this.#flush(this.#used);
    this.#used = 0;
    this.#rowStart = NO_ROW;
  }

  #close(): void {
    if (this.#isOpen) this.#odd.close();
    this.#isOpen = false;
  }

  /** Counts the first rows of the batch; the one after them moves to the start and can still be taken back. */
  #flush(length: number): void {
    this.table.add(this.#batch, length);
    this.rows += length;
    if (length < BATCH) this.#batch.copyWithin(0, length * STRIDE, (length + 1) * STRIDE);
  }

  /** Reads the line at `start`, which is no plain row, and returns the position after it. */
  #oddLine(bytes: Uint8Array, view: DataView, start: number): number {
    const end = bytes.indexOf(0x0a, start);
    const line = this.line++;
    let stop = end;
    while (stop > start && bytes[stop - 1] === 0x0d) stop--;
    if (!this.#isOpen && (isBlank(bytes, start, stop) || this.#odd.isKnown(view, start, stop))) {
      if (end - this.#rowStart > WAIT_BYTES) this.#rowStart = NO_ROW;
      return end + 1;
    }
    const state = this.#odd.take(bytes, start, stop, line, this.#takeBack());
    if (state !== null) this.#learn(bytes, start, stop, state);
    this.#isOpen = true;
    this.#rowStart = NO_ROW;
    return end + 1;
  }

  /** What follows a row may say who owns it, so the line reader must see both: out of the batch, over to it. */
  #takeBack(): WaitingRow | null {
    if (this.#rowStart === NO_ROW) return null;
    this.#used--;
    return { start: this.#rowStart, line: this.#batch[this.#used * STRIDE + LINE] };
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
      if (cell > 4 && at > from) return;
      if (at === from && at < end) return;
    }
    if (word >= 0) this.#states.learn(bytes, word, isAny, state);
  }

  /** Number of the bracketed address at `start` in the arena, or -1; `#tokenEnd` is then after its colon. */
  #token(bytes: Uint8Array, view: DataView, start: number): number {
    let end = start + 1;
    const limit = start + LONGEST_TOKEN;
    while (bytes[end] > 0x20 && bytes[end] !== 0x5d && end < limit) end++;
    if (bytes[end] !== 0x5d || bytes[end + 1] !== 0x3a) return -1;
    this.#tokenEnd = end + 2;
    const known = this.tokens.find(view, start + 1, end - start - 1);
    if (known !== -1 || !isTokenAddress(bytes, start + 1, end)) return known;
    return this.tokens.add(view, start + 1, end - start - 1);
  }
}

/** Whether a row starts at `at`, read or unread: where one thread stops and the next one begins. */
export function startsRow(view: DataView, at: number): boolean {
  const word = view.getInt32(at, true);
  return (word === TCP_START || word === UDP_START) && view.getInt32(at + 4, true) === PROTOCOL_END;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] === 0x20) at++;
  return at === end;
}

function isWildcard(bytes: Uint8Array, start: number, end: number): boolean {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 16)));
  return text === '0.0.0.0:0' || text === '[::]:0';
}
