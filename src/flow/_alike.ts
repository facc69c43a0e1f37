import type { Owner } from '../model/knowledge.js';
import { Column } from './_interned.js';
import { mix, RowIndex } from './_row-index.js';

/** Peers that are remembered: hostile evidence must not fill the memory. */
const MOST = 1 << 16;

/** The first peer of each class of owners and outline (see `PeerTable.outlineAt`), which the others are like. */
export class Alike {
  readonly #numbers = new Map<Owner, number>();
  readonly #classes = new Map<string, number>();
  readonly #classOf: (owner: Owner) => string;
  readonly #index = new RowIndex();
  readonly #owner = new Column();
  readonly #outline = new Column();
  readonly #peer = new Column();

  constructor(classOf: (owner: Owner) => string) {
    this.#classOf = classOf;
  }

  /** The peer that is remembered, or -1. */
  find(owner: Owner, outline: number): number {
    const number = this.#numberOf(owner);
    const at = this.#index.find(mix(number, outline), (row) => {
      return this.#owner.get(row) === number && this.#outline.get(row) === outline;
    });
    return at === -1 ? -1 : this.#peer.get(at);
  }

  add(owner: Owner, outline: number, peer: number): void {
    if (this.#peer.length >= MOST) return;
    const number = this.#numberOf(owner);
    this.#owner.push(number);
    this.#outline.push(outline);
    this.#index.insert(mix(number, outline), this.#peer.push(peer));
  }

  #numberOf(owner: Owner): number {
    const known = this.#numbers.get(owner);
    if (known !== undefined) return known;
    const key = this.#classOf(owner);
    const number = this.#classes.get(key) ?? this.#classes.size;
    this.#classes.set(key, number);
    this.#numbers.set(owner, number);
    return number;
  }
}
