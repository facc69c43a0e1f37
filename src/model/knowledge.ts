/** What a network is for. A kind is a fact about the owner, never a verdict. */
export const NETWORK_KINDS = [
  'cloud-platform', // the provider's own services (Microsoft 365, Google search, Windows Update)
  'cloud-tenant', // machines that anybody can rent from a big cloud
  'hosting', // VPS, dedicated servers, colocation
  'cdn',
  'access', // fixed-line Internet providers: homes and offices
  'mobile',
  'transit',
  'education',
  'government',
  'enterprise', // a company's own network that isn't a provider
  'anonymiser', // VPN, proxy, Tor
  'resolver', // public DNS
  'special', // special-purpose address space
  'unknown',
] as const;
export type NetworkKind = (typeof NETWORK_KINDS)[number];

/** Who is behind an address, from the embedded pack. Shared between peers of one owner: treat as immutable. */
export interface Owner {
  readonly country: {
    /** Where the machines are, by the first source that tells: geofeeds, then registrations. */
    readonly code: string;
    readonly name: string;
    /** Two independent sources compared: `agree`, `differ`, or only one of them answers. */
    readonly agreement: 'agree' | 'differ' | 'single';
    /** What the other source says where they differ. */
    readonly other: string | null;
    /** ISO code of the holder's registration with the regional registry: whose block it is, not where. */
    readonly registered: string | null;
  } | null;
  readonly as: { readonly number: number; readonly name: string } | null;
  /** The name people use: `Microsoft`, not `MICROSOFT-CORP-MSN-AS-BLOCK`. */
  readonly organisation: string | null;
  readonly network: {
    readonly kind: NetworkKind;
    /** Provider key where the network belongs to a known one: `microsoft`, `amazon`, `google`, `cloudflare` ... */
    readonly provider: string | null;
    /** The provider's service where known: `Exchange Online`, `Google Public DNS`, `Azure`. */
    readonly service: string | null;
  };
}

export const PORT_KINDS = ['app', 'infra', 'remote-access', 'p2p', 'mining', 'c2-default', 'anon'] as const;
export type PortKind = (typeof PORT_KINDS)[number];

/** A use of a port seen in practice, whatever the registry says. */
export interface ObservedUse {
  readonly use: string;
  readonly kind: PortKind;
  /** How far the port alone identifies the use, for an outbound connection to a public address. */
  readonly confidence: 'high' | 'medium' | 'low';
  readonly source: string;
  /** Provider keys or organisations this use is bound to, when it is (5223: apple). Empty: any. */
  readonly owners: readonly string[];
  /** Canonical program names this use is bound to, when it is (4070: spotify). Empty: any. */
  readonly programs: readonly string[];
  /** Share of a malware family's published indicators on this port, 0..1, where measured. */
  readonly share: number | null;
}

/** Registered use beside observed use. */
export interface PortKnowledge {
  readonly port: number;
  readonly protocol: string;
  readonly registered: { readonly name: string; readonly source: string } | null;
  /** Likeliest first. */
  readonly observed: readonly ObservedUse[];
}

/** How often this program has a reason to talk to the Internet (`never` .. `normal`). */
export type NetworkHabit = 'never' | 'rare' | 'depends' | 'normal';

export type ProgramKind =
  | 'browser'
  | 'mail'
  | 'chat'
  | 'office'
  | 'updater'
  | 'cloud-sync'
  | 'media'
  | 'game'
  | 'developer'
  | 'remote-access'
  | 'vpn'
  | 'p2p'
  | 'security'
  | 'system'
  | 'service-host'
  | 'script-host'
  | 'shell'
  | 'lolbin'
  | 'server'
  | 'miner'
  | 'offensive'
  | 'vendor'
  | 'time'
  | 'dns'
  | 'other';

/** What is known of a program by its name: where it lives, what it is for, whom it talks to. */
export interface ProgramKnowledge {
  /** Canonical key: lower case, no `.exe`. */
  readonly key: string;
  readonly title: string;
  readonly kind: ProgramKind;
  readonly habit: NetworkHabit;
  /** Folders it must live in, normalised (lower case, `\` or `/`, `%w%` etc. expanded by the matcher); empty: not known. */
  readonly folders: readonly string[];
  /** Provider keys / organisations it normally reaches; `*` = any; empty = not known. */
  readonly owners: readonly string[];
  /** Remote ports it normally uses, as [from, to] pairs; empty = not known. */
  readonly ports: readonly (readonly [number, number])[];
  readonly attack: readonly string[];
  readonly source: string;
}

/** A Windows service hosted in svchost, or the like. */
export interface ServiceKnowledge {
  readonly key: string;
  readonly title: string;
  readonly owners: readonly string[];
  readonly ports: readonly (readonly [number, number])[];
  readonly source: string;
}
