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
export const [NONE, SYN_SENT, SYN_RECEIVED] = [0, 3, 4] as const;

/** A state word's length and number in one: `length << 4 | state`. */
const UNKNOWN_WORD = -1;
const LONGEST_WORD = 20;
const WORDS_KEPT = 64;

interface StateWord {
  readonly bytes: Uint8Array;
  readonly isAny: boolean;
  readonly value: number;
}

/**
 * What the line reader made of each state word of a listing, whatever its language and encoding. A word is looked up
 * by its first ten bytes, what follows it included: in a listing these are nearly always the same blanks.
 */
export class StateWords {
  readonly #known: StateWord[] = [];
  readonly #first = new Int32Array(64);
  readonly #second = new Int32Array(64);
  readonly #third = new Int32Array(64);
  readonly #slotWord = new Int8Array(64).fill(-1);

  /** `length << 4 | state` of the word at `at` for a row whose remote end is a wildcard or not, or -1. */
  find(view: DataView, bytes: Uint8Array, at: number, isAny: number): number {
    const first = view.getInt32(at, true);
    const second = view.getInt32(at + 4, true);
    const third = view.getUint16(at + 8, true) | (isAny << 16);
    const slot = Math.imul(first ^ Math.imul(second, 0x9e3779b1) ^ Math.imul(third, 0x85ebca6b), 0xc2b2ae35) >>> 26;
    if (this.#first[slot] !== first || this.#second[slot] !== second || this.#third[slot] !== third) {
      return this.#search(bytes, at, isAny, slot, first, second, third);
    }
    const known = this.#slotWord[slot];
    if (known === -1) return UNKNOWN_WORD;
    const word = this.#known[known];
    for (let index = word.bytes.length - 1; index >= 10; index--) {
      if (bytes[at + index] !== word.bytes[index]) return UNKNOWN_WORD;
    }
    return word.value;
  }

  #search(
    b: Uint8Array,
    at: number,
    isAny: number,
    slot: number,
    first: number,
    second: number,
    third: number,
  ): number {
    const length = wordLength(b, at);
    for (let index = 0; index < this.#known.length; index++) {
      const word = this.#known[index];
      if (word.bytes.length !== length || word.isAny !== (isAny === 1)) continue;
      if (!word.bytes.every((byte, offset) => b[at + offset] === byte)) continue;
      // Words of ten bytes and more may share a slot's key, so they must not be told apart by it.
      if (length < 10) this.#fill(slot, first, second, third, index);
      else if (!this.#isPrefixShared(word)) this.#fill(slot, first, second, third, index);
      return word.value;
    }
    return UNKNOWN_WORD;
  }

  #isPrefixShared(word: StateWord): boolean {
    return this.#known.some(
      (other) =>
        other !== word &&
        other.isAny === word.isAny &&
        word.bytes.subarray(0, 10).every((byte, at) => other.bytes[at] === byte),
    );
  }

  #fill(slot: number, first: number, second: number, third: number, index: number): void {
    this.#first[slot] = first;
    this.#second[slot] = second;
    this.#third[slot] = third;
    this.#slotWord[slot] = index;
  }

  learn(bytes: Uint8Array, at: number, isAny: number, state: State): void {
    const length = wordLength(bytes, at);
    const number = STATES.indexOf(state);
    // A digit starts a process id; 0xA0 may be a blank, depending on the encoding.
    const isPid = bytes[at] >= 0x30 && bytes[at] <= 0x39;
    if (isPid || length === 0 || length > LONGEST_WORD || number < 0 || this.#known.length >= WORDS_KEPT) return;
    if (bytes.subarray(at, at + length).includes(0xa0)) return;
    this.#known.push({
      bytes: Uint8Array.from(bytes.subarray(at, at + length)),
      isAny: isAny === 1,
      value: (length << 4) | number,
    });
  }
}

function wordLength(bytes: Uint8Array, at: number): number {
  let end = at;
  while (bytes[end] > 0x20 && end - at <= LONGEST_WORD) end++;
  return end - at;
}
