import type { Address } from '../../address/address.js';
import type { NetworkKind } from '../../model/knowledge.js';

/** What a published range is: whose it is, and which of the owner's services lives in it. */
export interface RangeLabel {
  /** Provider key: `microsoft`, `amazon`, `google`, `cloudflare` ... */
  readonly provider: string;
  /** The name people use: `Microsoft`. */
  readonly organisation: string;
  /** `Exchange Online`, `Amazon S3`, `Azure`; null when the publisher names none. */
  readonly service: string | null;
  /** The publisher's own word for the place: `eu-west-1`, `westeurope`, `Amsterdam, NL-NH`. */
  readonly region: string | null;
  readonly kind: NetworkKind;
}

/** One range of one publisher, both ends included, without zones. */
export interface RangeEntry {
  readonly first: Address;
  readonly last: Address;
  readonly label: RangeLabel;
  /** A catch-all (AzureCloud, AMAZON, goog.json): it answers only where nothing else does, however narrow it is. */
  readonly isBroad: boolean;
  /** On equal prefixes the higher rank wins. */
  readonly rank: number;
}

/** What was read from one file of a publisher. */
export interface RangeFile {
  readonly entries: readonly RangeEntry[];
  /** Texts in a place of a prefix that are none. */
  readonly rejected: number;
  /** ISO date that the file gives itself, or null. */
  readonly asOf: string | null;
}

/** Who publishes a file whose layout doesn't say it. */
export interface RangeOwner {
  readonly provider: string;
  readonly organisation: string;
  readonly service: string | null;
  readonly kind: NetworkKind;
}

/** How the file of a publisher looks: one plain object in a file of its own name. */
export interface RangeLayout {
  readonly name: string;
  readonly title: string;
  /** Reads a whole file. Throws LayoutError when the text is no such file. */
  parse(text: string, owner: RangeOwner): RangeFile;
}

/** The text is not what its publisher promises: not JSON, cut short, another layout. */
export class LayoutError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'LayoutError';
  }
}

/** Ranks in use: a service with a region beats the same without, a named service beats rented machines. */
export const RANK = { broad: 0, broadRegion: 1, tenant: 2, service: 4, productList: 6 } as const;
