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

/** Width of the state column, and how many different contents are remembered. */
const WIDTH = 16;
const WORDS_KEPT = 64;

interface StateWord {
  readonly bytes: Uint8Array;
  readonly isAny: boolean;
  readonly state: number;
}

/** What the line reader made of each state word of a listing, whatever its language and encoding. */
export class StateWords {
  readonly #known: StateWord[] = [];

  /**
   * `length << 4 | state` of the word at `at` for a row whose remote end is a wildcard (1) or not (0), or -1. The
   * length includes blanks when they fill the column.
   */
  find(bytes: Uint8Array, at: number, isAny: number): number {
    const length = wordLength(bytes, at);
    const word = this.#known.find(
      (known) =>
        known.bytes.length === length &&
        known.isAny === (isAny === 1) &&
        known.bytes.every((byte, offset) => bytes[at + offset] === byte),
    );
    if (word === undefined) return -1;
    let end = at + length;
    while (end < at + WIDTH && bytes[end] === 0x20) end++;
    return ((end === at + WIDTH ? WIDTH : length) << 4) | word.state;
  }

  /** Remembers what a row's state word was read as. Words that could be taken for something else are not kept. */
  learn(bytes: Uint8Array, at: number, isAny: number, state: State): void {
    const length = wordLength(bytes, at);
    const number = STATES.indexOf(state);
    // A digit starts a process id; 0xA0 may be a blank, depending on the encoding; a longer word is not in its column.
    const isPid = bytes[at] >= 0x30 && bytes[at] <= 0x39;
    if (isPid || length === 0 || length >= WIDTH || number < 0 || this.#known.length >= WORDS_KEPT) return;
    if (bytes.subarray(at, at + length).includes(0xa0)) return;
    this.#known.push({ bytes: Uint8Array.from(bytes.subarray(at, at + length)), isAny: isAny === 1, state: number });
  }
}

function wordLength(bytes: Uint8Array, at: number): number {
  let end = at;
  while (bytes[end] > 0x20 && end - at < WIDTH) end++;
  return end - at;
}
