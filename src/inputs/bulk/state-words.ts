import type { State } from '../../model/connection.js';

/** All states by number; a row's manner word holds the number in four bits. */
export const STATES: readonly State[] = [
  'none',
  'established',
  'listening',
  'syn-sent',
  'syn-received',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'close-wait',
  'last-ack',
  'closing',
  'closed',
  'bound',
  'unconnected',
  'unknown',
];
export const NONE = 0;
export const SYN_SENT = 3;
export const SYN_RECEIVED = 4;

const LONGEST_WORD = 20;
const WORDS_KEPT = 64;
/** Width of the state column, and how many different contents are remembered. */
const WIDTH = 16;
const SLOTS = 64;
const SLOT_WORDS = 5;

interface StateWord {
  readonly bytes: Uint8Array;
  readonly isAny: boolean;
  readonly state: number;
}

/**
 * What the line reader made of each state word of a listing, whatever its language and encoding. A word is looked up
 * by its whole column, what follows it included: in a listing that is nearly always the same blanks.
 */
export class StateWords {
  readonly #known: StateWord[] = [];
  /** For each slot the column's four words, the last one mixed with whether the remote end is a wildcard. */
  readonly #slots = new Int32Array(SLOTS * SLOT_WORDS);

  /**
   * `length << 4 | state` of the word at `at` for a row whose remote end is a wildcard (1) or not (0), or -1.
   * The length includes blanks when they fill the column.
   */
  find(view: DataView, bytes: Uint8Array, at: number, isAny: number): number {
    const slots = this.#slots;
    const first = view.getInt32(at, true);
    const second = view.getInt32(at + 4, true);
    const third = view.getInt32(at + 8, true);
    const last = view.getInt32(at + 12, true);
    const mixed = (first ^ Math.imul(second, 9) ^ Math.imul(third, 5)) + isAny;
    const slot = (Math.imul(mixed, 0x9e3779b1) >>> 26) * SLOT_WORDS;
    const value = slots[slot + 4];
    const different =
      (slots[slot] ^ first) | (slots[slot + 1] ^ second) | (slots[slot + 2] ^ third) | (slots[slot + 3] ^ last);
    if (different === 0 && value >>> 16 === isAny + 1) return value & 0xffff;
    return this.#search(bytes, at, isAny, slot, view);
  }

  #search(bytes: Uint8Array, at: number, isAny: number, slot: number, view: DataView): number {
    const length = wordLength(bytes, at);
    const word = this.#known.find(
      (known) =>
        known.bytes.length === length &&
        known.isAny === (isAny === 1) &&
        known.bytes.every((byte, offset) => bytes[at + offset] === byte),
    );
    if (word === undefined) return -1;
    if (length >= WIDTH) return (length << 4) | word.state;
    let end = at + length;
    while (end < at + WIDTH && bytes[end] === 0x20) end++;
    const value = ((end === at + WIDTH ? WIDTH : length) << 4) | word.state;
    for (let index = 0; index < 4; index++) this.#slots[slot + index] = view.getInt32(at + index * 4, true);
    this.#slots[slot + 4] = ((isAny + 1) << 16) | value;
    return value;
  }

  /** Remembers what a row's state word was read as. Words that could be taken for something else are not kept. */
  learn(bytes: Uint8Array, at: number, isAny: number, state: State): void {
    const length = wordLength(bytes, at);
    const number = STATES.indexOf(state);
    // A digit starts a process id; 0xA0 may be a blank, depending on the encoding.
    const isPid = bytes[at] >= 0x30 && bytes[at] <= 0x39;
    if (isPid || length === 0 || length > LONGEST_WORD || number < 0 || this.#known.length >= WORDS_KEPT) return;
    if (bytes.subarray(at, at + length).includes(0xa0)) return;
    this.#known.push({ bytes: Uint8Array.from(bytes.subarray(at, at + length)), isAny: isAny === 1, state: number });
  }
}

function wordLength(bytes: Uint8Array, at: number): number {
  let end = at;
  while (bytes[end] > 0x20 && end - at <= LONGEST_WORD) end++;
  return end - at;
}
