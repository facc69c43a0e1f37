import type { Fact } from './fact.js';
import type { Owner, PortKnowledge } from './knowledge.js';
import type { ListEvidence } from './listing.js';

/** All that is known offline about one address. */
export interface AddressDossier {
  /** RFC 5952 text. */
  readonly address: string;
  /** Special-purpose class; `global-unicast` for an ordinary public address. */
  readonly class: string;
  readonly isGlobal: boolean;
  /** The IPv4 address inside an IPv6 form, if any. */
  readonly embedded: string | null;
  readonly note: string | null;
  /** null for an address that belongs to nobody (private, loopback ...). */
  readonly owner: Owner | null;
  readonly facts: readonly Fact[];
  /** What lists say of it, strongest first. */
  readonly lists: readonly ListEvidence[];
}

/** Registered and observed uses of one port, per protocol. */
export interface PortDossier {
  readonly port: number;
  readonly uses: readonly PortKnowledge[];
}
