import type { NetworkKind, Owner } from '../../model/knowledge.js';
import { countryName } from './country-names.js';
import { cleanOrganisation } from './organisations.js';
import type { Label, Manifest, ServiceLabel } from './pack-manifest.js';
import { halves, words } from './pack-tables.js';

/** An owner record as numbers and table rows, before it becomes an Owner. */
export interface OwnerRecord {
  /** Index into the AS table, -1 for none. */
  readonly as: number;
  /** ISO code of the first country source and of the second opinion; empty: silent. */
  readonly first: string;
  readonly second: string;
  readonly service: ServiceLabel | null;
}

type Sections = readonly Uint8Array<ArrayBuffer>[];

/** `owners.bin` opened: owner records and the AS table. Names are decoded when asked for. */
export class OwnerTables {
  private readonly recordAs: Uint32Array;
  private readonly recordCountries: Uint16Array;
  private readonly recordService: Uint16Array;
  private readonly numbers: Uint32Array;
  private readonly kinds: Uint8Array;
  private readonly labels: Uint16Array;
  private readonly manifest: Manifest;
  private readonly decoder = new TextDecoder();
  private readonly openNames: () => Sections;
  private names: { readonly offsets: Uint32Array; readonly bytes: Uint8Array } | null = null;

  /** `openNames` gives the sections of `names.bin`, read when the first name is asked for. */
  constructor(sections: Sections, openNames: () => Sections, manifest: Manifest) {
    this.openNames = openNames;
    this.manifest = manifest;
    this.recordAs = words(sections[0]);
    this.recordCountries = halves(sections[1]);
    this.recordService = halves(sections[2]);
    this.numbers = words(sections[3]);
    this.kinds = sections[4] ?? new Uint8Array();
    this.labels = halves(sections[5]);
  }

  get size(): number {
    return this.recordAs.length;
  }

  /** How many AS there are. */
  get systems(): number {
    return this.numbers.length;
  }

  record(index: number): OwnerRecord {
    const countries = this.recordCountries[index] ?? 0;
    return {
      as: (this.recordAs[index] ?? 0) - 1,
      first: this.manifest.countries[countries & 0xff] ?? '',
      second: this.manifest.countries[countries >>> 8] ?? '',
      service: this.manifest.services[this.recordService[index] ?? 0] ?? null,
    };
  }

  number(as: number): number {
    return this.numbers[as] ?? 0;
  }

  name(as: number): string {
    if (this.names === null) {
      const sections = this.openNames();
      this.names = { offsets: words(sections[0]), bytes: sections[1] ?? new Uint8Array() };
    }
    const { offsets, bytes } = this.names;
    return this.decoder.decode(bytes.subarray(offsets[as], offsets[as + 1]));
  }

  kind(as: number): NetworkKind {
    return this.manifest.kinds[(this.kinds[as] ?? 0) & 0x1f] ?? 'unknown';
  }

  /** Position in `KNOWN_BY`. */
  knownBy(as: number): number {
    return (this.kinds[as] ?? 0) >>> 5;
  }

  label(as: number): Label | null {
    return this.manifest.labels[this.labels[as] ?? 0] ?? null;
  }
}

/** Builds the shared Owner of a record. A service's prefix speaks louder than the AS it is announced by. */
export function ownerOf(tables: OwnerTables, index: number): Owner {
  const record = tables.record(index);
  const as = record.as < 0 ? null : { number: tables.number(record.as), name: tables.name(record.as) };
  const label = record.service ?? (as === null ? null : tables.label(record.as));
  return {
    country: countryOf(record),
    as,
    organisation: label?.organisation ?? (as === null ? null : cleanOrganisation(as.name)),
    network: {
      kind: record.service?.kind ?? (as === null ? 'unknown' : tables.kind(record.as)),
      provider: label?.provider ?? null,
      service: label?.service ?? null,
    },
  };
}

function countryOf({ first, second }: OwnerRecord): Owner['country'] {
  const code = first === '' ? second : first;
  if (code === '') return null;
  const name = countryName(code);
  if (first === '' || second === '') return { code, name, agreement: 'single', other: null };
  return first === second
    ? { code, name, agreement: 'agree', other: null }
    : { code, name, agreement: 'differ', other: second };
}
