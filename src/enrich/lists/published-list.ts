import type { ListDirection, ListMeaning, ListSource } from '../../model/listing.js';

/** How a file is laid out. JSON and text variants of one publisher share a name: the content tells which it is. */
export type LayoutName =
  | 'plain'
  | 'spamhaus'
  | 'feodo'
  | 'threatfox'
  | 'urlhaus'
  | 'sslbl'
  | 'dshield'
  | 'tor'
  | 'ipsum'
  | 'c2intel'
  | 'loki'
  | 'warninglist'
  | 'stix'
  | 'misp';

/** A list that somebody publishes: where it is, what a hit means, how far to trust it. */
export interface PublishedList {
  /** Stable key, kebab-case; becomes `ListSource.name`. */
  readonly key: string;
  readonly title: string;
  readonly meaning: ListMeaning;
  readonly direction: ListDirection;
  /** 0..1, see `ListSource.reliability`. */
  readonly reliability: number;
  /** Why that reliability: the publisher's method, its record of false positives. */
  readonly why: string;
  /** Keys of the lists or data sets that it repeats. */
  readonly origins: readonly string[];
  readonly halfLifeDays: number | null;
  readonly licence: string;
  /** Addresses of the same file, to be tried in order; several lists may be read from one address. */
  readonly urls: readonly string[];
  readonly layout: LayoutName;
  /** Label for entries that carry none: family or tool from the file's name. */
  readonly label: string | null;
  /** Takes only the rows of this kind where one file mixes several (ThreatFox `threat_type`); null: all. */
  readonly only: 'c2' | 'payload' | null;
  /** True where special-purpose space is in the list by design: it is set aside and counted, not refused. */
  readonly hasBogons: boolean;
  /** Fewest and most entries that a sound file can have. */
  readonly bounds: { readonly min: number; readonly max: number };
  /** How often the publisher rebuilds it; fetching more often is rude and useless. */
  readonly cadenceMinutes: number;
  /** Fetched by default. False for retired, historic or overlapping lists. */
  readonly isDefault: boolean;
}

/** The list as the noun that hits carry. `asOf`: ISO date of the data. */
export function listSource(list: PublishedList, asOf: string | null): ListSource {
  return {
    name: list.key,
    title: list.title,
    meaning: list.meaning,
    direction: list.direction,
    reliability: list.reliability,
    origins: list.origins,
    halfLifeDays: list.halfLifeDays,
    licence: list.licence,
    url: list.urls[0] ?? '',
    asOf,
  };
}
