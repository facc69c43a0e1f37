import type { Owner } from '../model/knowledge.js';
import { Column } from './_interned.js';
import { mix, RowIndex } from './_row-index.js';

/** Peers that are remembered: hostile evidence must not fill the memory. */
const MOST = 1 << 16;

/** The first peer of each owner and outline (see `PeerTable.outlineAt`), which the others are like. */
export class Alike {
  readonly #numbers = new Map<Owner, number>();
  readonly #owners = new Map<string, number>();
  readonly #index = new RowIndex();
  readonly #owner = new Column();
  readonly #outline = new Column();
  readonly #peer = new Column();

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

  /** Owners that differ in country or AS alone share one: no rule asks for these, and lists are asked for each peer. */
  #numberOf(owner: Owner): number {
    const known = this.#numbers.get(owner);
    if (known !== undefined) return known;
    const { organisation, network } = owner;
    const key = JSON.stringify([network.kind, network.provider, network.service, organisation]);
    const number = this.#owners.get(key) ?? this.#owners.size;
    this.#owners.set(key, number);
    this.#numbers.set(owner, number);
    return number;
  }
}
