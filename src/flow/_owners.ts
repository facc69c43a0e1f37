import type { OwnerColumn } from '../enrich/index.js';
import type { Owner } from '../model/knowledge.js';
import type { Knowledge } from './knowledge.js';
import type { PeerTable } from './peer-table.js';

/**
 * Who owns each peer of a table. Most owners differ in their country alone, of which no rule makes anything: they share
 * a holder, so that what is found for one of a few thousand holders serves a hundred thousand peers.
 */
export class Owners {
  /** By number of the peer. */
  readonly #column: OwnerColumn;
  readonly #holderOf: Uint32Array;
  /** An owner of each holder: those of one agree in organisation and network. */
  readonly holders: readonly Owner[];

  constructor(column: OwnerColumn) {
    const { owners, numbers } = column;
    const holders: Owner[] = [];
    const known = new Map<Owner['network'], number>();
    const holderOfOwner = new Uint32Array(owners.length);
    for (let at = 0; at < owners.length; at++) {
      const owner = owners[at];
      let holder = known.get(owner.network);
      if (holder === undefined || holders[holder].organisation !== owner.organisation) {
        holder = holders.push(owner) - 1;
        known.set(owner.network, holder);
      }
      holderOfOwner[at] = holder;
    }
    const holderOfPeer = new Uint32Array(numbers.length);
    for (let peer = 0; peer < numbers.length; peer++) holderOfPeer[peer] = holderOfOwner[numbers[peer]];
    this.#holderOf = holderOfPeer;
    this.#column = column;
    this.holders = holders;
  }

  at(peer: number): Owner {
    return this.#column.owners[this.#column.numbers[peer]];
  }

  /** The place of a peer's owner in `holders`. */
  holderOf(peer: number): number {
    return this.#holderOf[peer];
  }

  /** How many peers each organisation has; those without one count under the empty name. */
  organisations(): Map<string, number> {
    const ofHolder = new Uint32Array(this.holders.length);
    const holderOf = this.#holderOf;
    for (let peer = 0; peer < holderOf.length; peer++) ofHolder[holderOf[peer]]++;
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
  return new Owners(knowledge.owners(table.length, (peer) => table.addressAt(peer)));
}
