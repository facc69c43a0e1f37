import type { Address } from '../../address/address.js';

/**
 * One entry of a list: a block of addresses of one family (`first`..`last`, both included, IPv4-mapped unwrapped),
 * or an autonomous system (`as` set, `first` and `last` null).
 */
export interface ListEntry {
  readonly first: Address | null;
  readonly last: Address | null;
  /** The entry speaks of this port only; null: of the whole machine. */
  readonly port: number | null;
  /** Lower case transport the port is meant for; null: any. */
  readonly protocol: string | null;
  readonly as: number | null;
  /** Family, tool, service or the user's reason. */
  readonly label: string | null;
  /** ISO date (YYYY-MM-DD) when it was last seen active. */
  readonly lastSeen: string | null;
  /** 0..1 in steps of a hundredth. */
  readonly confidence: number | null;
}

/** Entries in the order of the list. A plain array of entries is one. */
export interface ListEntries extends Iterable<ListEntry> {
  readonly length: number;
  at(index: number): ListEntry | undefined;
}

/** A line or item that is no entry, with its reason. */
export interface RejectedLine {
  /** 1-based line of the file; for JSON documents the 1-based position of the item. */
  readonly line: number;
  /** As read, cut to a bounded length. */
  readonly text: string;
  readonly reason: string;
}

/** What one file of a list says. */
export interface ParsedList {
  readonly entries: ListEntries;
  /** The first rejected lines (bounded); `rejectedCount` counts them all. */
  readonly rejected: readonly RejectedLine[];
  readonly rejectedCount: number;
  /** Lines that are sound but say nothing of an address, by what they are: `host-name`, `hash`, `reserved` ... */
  readonly setAside: Readonly<Record<string, number>>;
  /** ISO date that the file itself states for its data. */
  readonly asOf: string | null;
  /** Why the file as a whole must not be used; null when it may. */
  readonly refused: string | null;
}

/** An entry past its expiry date: it doesn't match any more. */
export interface ExpiredEntry {
  readonly line: number;
  readonly text: string;
  /** ISO date, the last day on which it was good. */
  readonly until: string;
}
