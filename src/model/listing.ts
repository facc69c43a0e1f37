/** What a hit on a list means. A scanner list says nothing of a connection that we opened; a C2 list does. */
export const LIST_MEANINGS = [
  'c2', // infected machines connect to it
  'payload', // malware is downloaded from it
  'criminal-network', // a whole network run by or for criminals
  'sinkhole', // a malware domain taken over by a security company: something here tried to reach it
  'attacker', // attacks servers: speaks of inbound connections
  'scanner', // scans the Internet, research included
  'spam',
  'anonymiser', // Tor, VPN, proxy
  'hosting', // rented machines: context
  'known-good', // a named service that people expect
  'watch', // a list of the user's own
  'allow', // accepted by the user, with reason and expiry
] as const;
export type ListMeaning = (typeof LIST_MEANINGS)[number];

/** Which direction of connection a meaning speaks about. */
export type ListDirection = 'outbound' | 'inbound' | 'both';

/** What a list is, wherever its entries come from. */
export interface ListSource {
  /** Stable key, kebab-case: `feodo`, `spamhaus-drop`, `user:bad.txt`. */
  readonly name: string;
  readonly title: string;
  readonly meaning: ListMeaning;
  readonly direction: ListDirection;
  /** 0..1: how far a fresh hit can be trusted (reference: the publisher's own words, false-positive record). */
  readonly reliability: number;
  /** Keys of the sources whose entries this one repeats; a list that only repeats others counts once with them. */
  readonly origins: readonly string[];
  /** Days after which a hit weighs half; null: entries are live while listed. */
  readonly halfLifeDays: number | null;
  readonly licence: string;
  readonly url: string;
  /** ISO date of the data as loaded. */
  readonly asOf: string | null;
}

/** One entry of one list that matches a peer. */
export interface ListHit {
  readonly source: ListSource;
  readonly matched: 'address' | 'prefix' | 'address-port' | 'as';
  /** The entry as the list has it: `185.220.101.34`, `45.9.148.0/24`, `1.2.3.4:4444`, `AS64500`. */
  readonly entry: string;
  /** Family, tool, service or the user's reason, where the entry names one. */
  readonly label: string | null;
  /** ISO date when the entry was last seen active, where the list says so. */
  readonly lastSeen: string | null;
  /** The entry's own confidence 0..1, where the list gives one. */
  readonly confidence: number | null;
}

/** What independent lists say of a peer: one group of hits that go back to the same publisher, counted once. */
export interface ListEvidence {
  readonly strongest: ListHit;
  /** Titles of further lists that repeat it. */
  readonly repeatedBy: readonly string[];
  /** 0..1: reliability x the entry's confidence x age. */
  readonly factor: number;
}
