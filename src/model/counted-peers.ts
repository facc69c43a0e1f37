import type { Address } from '../address/address.js';
import type { CompanionSummary } from './companion.js';
import type { InputSummary } from './input.js';
import type { PackInfo } from './investigation.js';
import type { Owner } from './knowledge.js';

/** A peer of which nothing but its rows is counted. */
export interface CountedPeer {
  readonly address: Address;
  readonly rows: number;
  readonly owner: Owner;
}

/** The remote ends of listings, most rows first (ties by address), of which nothing is judged. */
export interface CountedPeers {
  readonly inputs: readonly InputSummary[];
  readonly companions: readonly CompanionSummary[];
  readonly pack: PackInfo;
  readonly counts: {
    readonly rows: number;
    /** Rows of the peers. */
    readonly external: number;
    readonly peers: number;
    /** Rows set aside, by address class of the remote end; wildcard remotes count as `listener`, what another listing shows as `repeated`. */
    readonly byClass: Readonly<Record<string, number>>;
  };
  /** The first `most` of them, without asking for owners. */
  ranked(most: number): Iterable<Omit<CountedPeer, 'owner'>>;
  /** The same with their owners. */
  owned(most: number): Iterable<CountedPeer>;
}
