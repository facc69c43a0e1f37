import { randomFillSync } from 'node:crypto';

/** Drawn by chance, so that no evidence can be written whose tokens meet in one slot. */
const [SEED] = randomFillSync(new Uint32Array(1));
/** Tokens that every arena holds first. */
export const ANY_TOKEN = 0;
export const LOOPBACK_TOKEN = 1;

/** The tokens of an arena by number, for another thread: their words, and where those of each start and the last end. */
export interface TokenList {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly starts: Uint32Array<ArrayBuffer>;
}

/**
 * Byte strings by number: each kept once, padded with zero bytes to whole words so that comparing goes four bytes at
 * a time. Words are little-endian, as DataView reads them here.
 */
export class TokenArena {
  #words = new Uint32Array(1 << 10);
  #used = 0;
  /** Where each token's words start; one more than there are tokens. */
  #starts = new Uint32Array(1 << 8);
  #index = new Uint32Array(1 << 9);
  #hashes = new Uint32Array(1 << 8);
  length = 0;

  constructor() {
    for (const token of ['::', '::1']) this.addText(token);
  }

  /** Number of the token, or -1. */
  find(view: DataView, start: number, length: number): number {
    return this.#find(view, start, length, hashOf(view, start, length));
  }

  add(view: DataView, start: number, length: number): number {
    const hash = hashOf(view, start, length);
    const known = this.#find(view, start, length, hash);
    if (known !== -1) return known;
    this.#makeRoom((length + 3) >> 2);
    for (let at = 0; at < length; at += 4) this.#words[this.#used++] = wordAt(view, start, length, at);
    this.#hashes[this.length] = hash;
    this.#starts[++this.length] = this.#used;
    this.#place(hash, this.length);
    return this.length - 1;
  }

  #find(view: DataView, start: number, length: number, hash: number): number {
    const index = this.#index;
    const mask = index.length - 1;
    for (let slot = hash & mask; index[slot] !== 0; slot = (slot + 1) & mask) {
      const token = index[slot] - 1;
      if (this.#hashes[token] === hash && this.#isSame(token, view, start, length)) return token;
    }
    return -1;
  }

  #isSame(token: number, view: DataView, start: number, length: number): boolean {
    const words = this.#words;
    let word = this.#starts[token];
    if (this.#starts[token + 1] - word !== (length + 3) >> 2) return false;
    for (let at = 0; at < length; at += 4) {
      if (words[word++] !== wordAt(view, start, length, at)) return false;
    }
    return true;
  }

  /** The token's bytes; tokens hold no zero byte, so the padding is told apart. */
  text(token: number): string {
    let text = '';
    for (let word = this.#starts[token]; word < this.#starts[token + 1]; word++) {
      for (let left = this.#words[word]; left !== 0; left >>>= 8) text += String.fromCharCode(left & 0xff);
    }
    return text;
  }

  addText(token: string): number {
    const bytes = new Uint8Array(token.length + 4);
    for (let at = 0; at < token.length; at++) bytes[at] = token.charCodeAt(at);
    return this.add(new DataView(bytes.buffer), 0, token.length);
  }

  /** All tokens by number. */
  all(): string[] {
    return Array.from({ length: this.length }, (_, token) => this.text(token));
  }

  list(): TokenList {
    return { words: this.#words.slice(0, this.#used), starts: this.#starts.slice(0, this.length + 1) };
  }

  /** Adds the tokens of another arena in a given order; returns by their numbers there the numbers here. */
  addList({ words, starts }: TokenList, order: Uint32Array): Uint32Array {
    const view = new DataView(words.buffer);
    const numbers = new Uint32Array(order.length);
    for (const token of order) {
      const [start, end] = [starts[token], starts[token + 1]];
      const padding = Math.clz32(words[end - 1]) >> 3;
      numbers[token] = this.add(view, start * 4, (end - start) * 4 - padding);
    }
    return numbers;
  }

  #makeRoom(words: number): void {
    if (this.#used + words > this.#words.length) this.#words = wider(this.#words);
    if (this.length + 2 > this.#starts.length) {
      this.#starts = wider(this.#starts);
      this.#hashes = wider(this.#hashes);
    }
    if ((this.length + 1) * 2 <= this.#index.length) return;
    this.#index = new Uint32Array(this.#index.length * 2);
    for (let token = 0; token < this.length; token++) this.#place(this.#hashes[token], token + 1);
  }

  #place(hash: number, value: number): void {
    const mask = this.#index.length - 1;
    let slot = hash & mask;
    while (this.#index[slot] !== 0) slot = (slot + 1) & mask;
    this.#index[slot] = value;
  }
}

function wordAt(view: DataView, start: number, length: number, at: number): number {
  const word = view.getUint32(start + at, true);
  const left = length - at;
  return left >= 4 ? word : (word & ((1 << (left << 3)) - 1)) >>> 0;
}

function hashOf(view: DataView, start: number, length: number): number {
  let hash = length ^ SEED;
  for (let at = 0; at < length; at += 4) {
    hash = Math.imul(hash ^ wordAt(view, start, length, at), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

function wider(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(words.length * 2);
  copy.set(words);
  return copy;
}
