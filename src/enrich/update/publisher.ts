import type { Address } from '../../address/address.js';

/** What a publisher's file is good for. */
export type SourceGroup = 'ranges' | 'list' | 'ip-data' | 'registry';

/** What the addresses of a file may depend on. */
export interface UrlContext {
  readonly now: Date;
  /** A UUID made once per installation: Microsoft's endpoint service wants one and the same each time. */
  readonly clientId: string;
}

/** A block that a file names, for the question whether it has any business there. */
export interface Block {
  readonly first: Address;
  readonly last: Address;
}

/** What a file turned out to hold. */
export interface Reading {
  readonly entries: number;
  readonly rejected: number;
  /** ISO date that the file gives itself, or null. */
  readonly asOf: string | null;
  /** Why its reader won't have it; null when it may be used. */
  readonly refused: string | null;
  /** The blocks, where private space or a default route in them would be a lie; empty otherwise. */
  readonly blocks: Iterable<Block>;
}

/** Somebody who publishes a file that `farend update` fetches. */
export interface Publisher {
  /** Stable key, kebab-case: folder of the copy, name under a mirror, value of `--only`. */
  readonly key: string;
  /** Keys that also name it: the lists that are read from one file. */
  readonly aliases: readonly string[];
  readonly title: string;
  readonly group: SourceGroup;
  readonly licence: string;
  /** Addresses of the same file, tried in order while the answer is 404. */
  urls(context: UrlContext): readonly string[];
  /** A page that names the file's address of the week; the link must match and lead to one of `hosts`. */
  readonly page: { readonly url: string; readonly link: RegExp } | null;
  /** Hosts that a redirect may lead to, besides the publisher's own. */
  readonly hosts: readonly string[];
  /** Not asked again sooner, out of politeness and because nothing would be new. */
  readonly everyHours: number;
  /** Fewest and most entries of a sound file. */
  readonly bounds: { readonly min: number; readonly max: number };
  /** Largest file accepted, as sent; unpacked it may be ten times that. */
  readonly maxBytes: number;
  /** The file itself is packed (`.gz`), whatever the transfer does. */
  readonly isGzip: boolean;
  /** A new file with less than this share of the old one's entries is refused. */
  readonly leastShare: number;
  /** What ends a whole file, where the layout has such a mark. */
  readonly end: RegExp | null;
  /** Asked without being named. False for big or seldom useful files. */
  readonly isDefault: boolean;
  /** Reads the unpacked file. Throws LayoutError when it is something else. */
  read(bytes: Uint8Array): Reading;
}

/** The content is not to be used; the last good copy stays. */
export class Refused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Refused';
  }
}

/** No content came: network, status, time. */
export class CouldNotAsk extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CouldNotAsk';
  }
}
