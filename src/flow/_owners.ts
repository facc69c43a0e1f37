import type { Owner } from '../model/knowledge.js';
import type { Knowledge } from './knowledge.js';
import type { PeerTable } from './peer-table.js';

/**
 * Who owns each peer of a table. Most owners differ in their country alone, of which no rule makes anything: they share
 * a holder, so that what is found for one of a few thousand holders serves a hundred thousand peers.
 */
export class Owners {
  /** By number of the peer. */
  readonly #owners: readonly Owner[];
  readonly #holderOf: Uint32Array;
  /** An owner of each holder: those of one agree in organisation and network. */
  readonly holders: readonly Owner[];

  constructor(owners: readonly Owner[]) {
    const holders: Owner[] = [];
    const numbers = new Map<Owner['network'], number>();
    this.#holderOf = Uint32Array.from(owners, (owner) => {
      const known = numbers.get(owner.network);
      if (known !== undefined && holders[known].organisation === owner.organisation) return known;
      numbers.set(owner.network, holders.length);
      return holders.push(owner) - 1;
    });
    this.#owners = owners;
    this.holders = holders;
  }

  at(peer: number): Owner {
    return this.#owners[peer];
  }

  /** The place of a peer's owner in `holders`. */
  holderOf(peer: number): number {
    return this.#holderOf[peer];
  }

  /** How many peers each organisation has; those without one count under the empty name. */
  organisations(): Map<string, number> {
    const ofHolder = new Uint32Array(this.holders.length);
    for (const holder of this.#holderOf) ofHolder[holder]++;
    const counts = new Map<string, number>();
    for (const [holder, owner] of this.holders.entries()) {
      const organisation = owner.organisation ?? '';
      counts.set(organisation, (counts.get(organisation) ?? 0) + ofHolder[holder]);
    }
    return counts;
  }
}

/** Who owns each peer of the table. */
export function ownersOf(table: PeerTable, knowledge: Knowledge): Owners {
  const owners: Owner[] = [];
  for (let peer = 0; peer < table.length; peer++) owners.push(knowledge.owner(table.addressAt(peer)));
  return new Owners(owners);
}
