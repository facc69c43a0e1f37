import type { Fact } from './fact.js';
import type { ListDirection, ListMeaning } from './listing.js';

/**
 * What a service's opinion speaks about. Those of a list, and four that only services have.
 */
export type ReputationMeaning =
  | ListMeaning
  | 'malware' // seen together with malware, without saying as what
  | 'abuse' // reported by people or sensors for attacks on them
  | 'overall' // one number of the service's own over all that it knows
  | 'exposure'; // open ports, software and weaknesses: context, never guilt

/** One opinion of one service about one address. */
export interface Reputation {
  readonly meaning: ReputationMeaning;
  readonly direction: ListDirection;
  /** 0 (the service calls it harmless) .. 1 (certainly bad), as mapped by us; null: it gives no scale. */
  readonly score: number | null;
  /** The service's own words and numbers, shown beside ours: `7.1 of 10, Botnet Command and Control Server 64 %`. */
  readonly raw: string;
  /** Family, actor, category or tool, where it names one. */
  readonly label: string | null;
  /** ISO date when the service last saw it so, where it says. */
  readonly lastSeen: string | null;
  /** Remote port that it is about, where the service names one (`ip:port` indicators). */
  readonly port?: number | null;
  /** Keys of the sources whose data this repeats (`feodo`, `greynoise` ...), itself included; counted once with them. */
  readonly origins: readonly string[];
}

/** One independent statement about an address, with all the services behind it. For the judge to weigh. */
export interface ReputationEvidence {
  readonly meaning: ReputationMeaning;
  readonly direction: ListDirection;
  /** 0..1: how far it speaks for the meaning, about connections like these, today. */
  readonly strength: number;
  /** One sentence with the services' own words and numbers. */
  readonly says: string;
  readonly label: string | null;
  readonly lastSeen: string | null;
  /** Names of the sources that say so, the strongest first. */
  readonly sources: readonly string[];
  /** What they all go back to; two pieces of evidence never share one. */
  readonly origins: readonly string[];
}

/** What a registry holds of the netblock around an address. Organisations and role mailboxes only, never persons. */
export interface Registration {
  /** `arin`, `ripencc`, `apnic`, `lacnic`, `afrinic`, a national registry's host, or null. */
  readonly registry: string | null;
  readonly handle: string | null;
  /** RFC 5952 texts of the first and last address of the most specific block; null where it isn't told. */
  readonly first: string | null;
  readonly last: string | null;
  readonly cidrs: readonly string[];
  /** Short name of the block: `GOOGLE-CLOUD`. */
  readonly name: string | null;
  /** The registry's word: `DIRECT ALLOCATION`, `ASSIGNED PA`. */
  readonly type: string | null;
  /** ISO 3166 alpha-2 of the registrant, never of the machine; `EU` and `AP` are none and become null. */
  readonly country: string | null;
  readonly organisation: string | null;
  readonly description: readonly string[];
  readonly abuse: string | null;
  /** ISO dates. */
  readonly registered: string | null;
  readonly changed: string | null;
  readonly originAs: readonly number[];
  readonly parent: string | null;
}

/** A name that the reverse zone gives. Whoever owns the block writes it: a claim until the name leads back. */
export interface ReverseName {
  readonly name: string;
  /** The name resolves to the address again. */
  readonly isConfirmed: boolean;
}

/** Why a source could not be asked: what the plan, the run and the ledger tell apart. */
export type Obstacle =
  | 'key' // missing or refused
  | 'quota' // used up, or asked too often
  | 'network' // no connection, no answer, cut off
  | 'server' // it fails, or answers something else than its own format
  | 'address' // it does not take this address
  | 'stopped'; // deadline, Ctrl-C, or given up after repeated failures

/** What one online source answered about one address. Known, not known and could-not-ask are never mixed up. */
export interface OnlineAnswer {
  /** Name of the source unit. */
  readonly source: string;
  /** RFC 5952 text, without zone. */
  readonly address: string;
  readonly answer: 'known' | 'not-known' | 'could-not-ask';
  /** One sentence for could-not-ask, and where it helps for not-known; else null. */
  readonly reason: string | null;
  /** Set for could-not-ask only. */
  readonly obstacle: Obstacle | null;
  readonly facts: readonly Fact[];
  readonly reputation: readonly Reputation[];
  readonly registration: Registration | null;
  readonly names: readonly ReverseName[];
  /** ISO time when it was asked; of a cached answer, when it came. */
  readonly askedAt: string;
  readonly isCached: boolean;
  /** Page of the service about this address for a person, or null. */
  readonly link: string | null;
}
