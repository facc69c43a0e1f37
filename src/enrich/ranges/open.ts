import type { Address } from '../../address/address.js';
import { classify, isGlobalIPv4 } from '../../address/classify.js';
import { RangeIndex4, RangeIndex6 } from '../../address/range-index.js';
import type { NetworkKind } from '../../model/knowledge.js';
import { damaged, decodePackFile } from '../offline/pack-file.js';
import { LABEL_WORDS, RANGES_FORMAT } from './_format.js';
import type { RangeLabel } from './range-entry.js';

/** What the publisher says of an address, and where and when it says so. Shared objects: treat as immutable. */
export interface ProviderRange extends RangeLabel {
  /** Title of the publisher's list: `AWS ip-ranges.json`. */
  readonly source: string;
  /** ISO date of the list, or null. */
  readonly asOf: string | null;
  /** Only the provider's catch-all (AzureCloud, AMAZON, goog.json) covers the address: no service is named for it. */
  readonly isCatchAll: boolean;
}

export interface RangeLookup {
  /** Disjoint ranges held. */
  readonly size: number;
  readonly sources: readonly {
    readonly key: string;
    readonly title: string;
    readonly asOf: string | null;
    readonly entries: number;
  }[];
  /** The named service at an address, else the provider's catch-all, else null. Forms that carry an IPv4 are looked up by it. */
  lookup(a: Address): ProviderRange | null;
}

interface Header {
  readonly format: number;
  readonly sources: RangeLookup['sources'];
  readonly texts: readonly string[];
}

type Sections = readonly Uint8Array<ArrayBuffer>[];

/** Sections of one layer: three columns for IPv4, nine for IPv6. */
const LAYER_SECTIONS = 12;
const FIRST_LAYER = 2;

/** Opens a `ranges.bin`; nothing is copied. Throws UserError when it is damaged or of another format. */
export function openRanges(bytes: Uint8Array): RangeLookup {
  const sections = decodePackFile(bytes, 'ranges.bin');
  const header = readHeader(sections);
  const labels = words(sections[1]);
  const layers = [false, true].map((isCatchAll, layer) => {
    const made: (ProviderRange | undefined)[] = [];
    return { ...openLayer(sections.slice(FIRST_LAYER + layer * LAYER_SECTIONS)), made, isCatchAll };
  });

  function find(a: Address): ProviderRange | null {
    for (const { v4, v6, made, isCatchAll } of layers) {
      const label = a.family === 4 ? v4.lookup(a.w3) : v6.lookup(a.w0, a.w1, a.w2, a.w3);
      if (label >= 0) return (made[label] ??= { ...rangeOf(header, labels, label), isCatchAll });
    }
    return null;
  }

  return {
    size: layers.reduce((sum, { v4, v6 }) => sum + v4.length + v6.length, 0),
    sources: header.sources,
    lookup(a) {
      const asked = a.family === 4 ? (isGlobalIPv4(a.w3) ? a : null) : classify(a).lookup;
      return asked === null ? null : find(asked);
    },
  };
}

function readHeader(sections: Sections): Header {
  try {
    const header = JSON.parse(new TextDecoder().decode(sections[0])) as Header;
    if (header.format === RANGES_FORMAT && sections.length === FIRST_LAYER + 2 * LAYER_SECTIONS) return header;
  } catch {
    // Not JSON is one more way to be damaged.
  }
  throw damaged('ranges.bin', 'its tables are of another version');
}

function openLayer(sections: Sections): { v4: RangeIndex4; v6: RangeIndex6 } {
  const columns = sections.slice(0, LAYER_SECTIONS).map(words);
  return {
    v4: new RangeIndex4(columns[0], columns[1], columns[2]),
    v6: new RangeIndex6({ starts: columns.slice(3, 7), ends: columns.slice(7, 11) }, columns[11]),
  };
}

function rangeOf({ texts, sources }: Header, labels: Uint32Array, label: number): Omit<ProviderRange, 'isCatchAll'> {
  const [provider, organisation, service, region, kind, source] = labels.subarray(
    label * LABEL_WORDS,
    (label + 1) * LABEL_WORDS,
  );
  return {
    provider: texts[provider],
    organisation: texts[organisation],
    service: service === 0 ? null : texts[service - 1],
    region: region === 0 ? null : texts[region - 1],
    kind: texts[kind] as NetworkKind,
    source: sources[source].title,
    asOf: sources[source].asOf,
  };
}

function words(section: Uint8Array<ArrayBuffer>): Uint32Array {
  return new Uint32Array(section.buffer, section.byteOffset, section.byteLength >>> 2);
}
