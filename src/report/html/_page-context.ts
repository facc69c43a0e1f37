import type { Investigation, JudgedPeer } from '../../model/investigation.js';
import type { RawRows, Tlp } from '../report.js';

/** What every section of the page needs. */
export interface PageContext {
  /** Already rewritten for the edition. */
  readonly investigation: Investigation;
  readonly edition: 'analyst' | 'client';
  readonly tlp: Tlp;
  /** Peers with a card of their own, by index; every peer has a row. */
  readonly cards: ReadonlySet<number>;
  /** Where hunts stand: once for all bad peers of a report, or with each peer where one is looked at alone. */
  readonly hunts: 'section' | 'card';
  /** Rows of the evidence as they stand; null for a client, and where nobody can read them again. */
  readonly rawRows: RawRows | null;
  /** Rows of the table; the peers after them are only counted. */
  readonly rows: number;
}

/** The organisation of a peer as the page names it. */
export function ownerName({ owner }: JudgedPeer): string {
  return owner.organisation ?? owner.as?.name ?? 'Unknown owner';
}

/** `cloud-tenant` -> `cloud tenant`, with the provider's service where it is known. */
export function networkWords({ owner }: JudgedPeer): string {
  const { kind, service } = owner.network;
  const words = [service, kind === 'unknown' ? null : kind.replaceAll('-', ' ')];
  return words.filter((word) => word !== null && word !== owner.organisation).join(', ');
}
