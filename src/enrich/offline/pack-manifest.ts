import type { NetworkKind } from '../../model/knowledge.js';

/** One data source of the pack with its date and licence; `key` names the package it came from. */
export interface PackSource {
  readonly key: string;
  readonly name: string;
  readonly date: string;
  readonly licence: string;
  readonly url: string;
}

/** What an operator is called, by number from an AS record. */
export interface Label {
  readonly organisation: string;
  readonly provider: string;
  readonly service: string | null;
}

/** A row of the services table, by number from an owner record. */
export interface ServiceLabel extends Label {
  readonly kind: NetworkKind;
  readonly source: string;
}

/** `manifest.json`: dates, licences and the small tables; the binary files point into its lists by position. */
export interface Manifest {
  readonly version: string;
  /** ISO date of the oldest source. */
  readonly date: string;
  readonly sources: readonly PackSource[];
  readonly networksAsOf: string;
  readonly servicesAsOf: string;
  /** ISO 3166-1 codes; position 0 is none. */
  readonly countries: readonly string[];
  readonly kinds: readonly NetworkKind[];
  /** Position 0 is none in both lists. */
  readonly labels: readonly (Label | null)[];
  readonly services: readonly (ServiceLabel | null)[];
  readonly counts: Readonly<Record<string, number>>;
}
