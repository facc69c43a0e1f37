import type { NetworkKind, Owner } from '../../model/knowledge.js';
import { countryName } from './country-names.js';
import { cleanOrganisation } from './organisations.js';
import type { PackSections } from './pack-file.js';
import type { Label, Manifest, ServiceLabel } from './pack-manifest.js';
import { halves, words } from './pack-tables.js';

/** An owner record as numbers and table rows, before it becomes an Owner. */
export interface OwnerRecord {
  /** Index into the AS table, -1 for none. */
  readonly as: number;
  /** ISO code of the first country source and of the second opinion; empty: silent. */
  readonly first: string;
  readonly second: string;
  /** ISO code of the registration; empty: none. */
  readonly registered: string;
  readonly service: ServiceLabel | null;
}

/** An Owner without its country: a holder is in many, and most records differ in nothing else. */
type Holder = Omit<Owner, 'country'>;

/** `owners.bin` opened: owner records and the AS table. Names are decoded when asked for. */
export class OwnerTables {
  private readonly recordAs: Uint32Array;
  private readonly recordCountries: Uint16Array;
  private readonly recordService: Uint16Array;
  private readonly recordRegistered: Uint8Array;
  private readonly numbers: Uint32Array;
  private readonly kinds: Uint8Array;
  private readonly labels: Uint16Array;
  private readonly manifest: Manifest;
  /** `manifest.countries` with null for none. */
  private readonly codes: readonly (string | null)[];
  private readonly file: PackSections;
  private readonly namesFile: PackSections;
  private readonly nameOffsets: Uint32Array;
  /** A buffer's own decoder takes a third of the time of a `TextDecoder` for a short text. */
  private readonly nameBytes: Buffer;
  /** Made when first asked for: by AS and service, and by the countries that were said. */
  private readonly holders = new Map<number, Holder>();
  private readonly countriesSaid = new Map<number, Owner['country']>();

  /** Over `owners.bin` and `names.bin`. */
  constructor(file: PackSections, namesFile: PackSections, manifest: Manifest) {
    this.file = file;
    this.namesFile = namesFile;
    this.manifest = manifest;
    this.codes = manifest.countries.map((code) => code || null);
    this.nameOffsets = words(namesFile.sections[0]);
    const { buffer, byteOffset, byteLength } = namesFile.sections[1] ?? new Uint8Array();
    this.nameBytes = Buffer.from(buffer, byteOffset, byteLength);
    const { sections } = file;
    this.recordAs = words(sections[0]);
    this.recordCountries = halves(sections[1]);
    this.recordService = halves(sections[2]);
    this.numbers = words(sections[3]);
    this.kinds = sections[4] ?? new Uint8Array();
    this.labels = halves(sections[5]);
    this.recordRegistered = sections[6] ?? new Uint8Array();
  }

  get size(): number {
    return this.recordAs.length;
  }

  /** How many AS there are. */
  get systems(): number {
    return this.numbers.length;
  }

  record(index: number): OwnerRecord {
    this.file.need(this.recordAs, index, index + 1);
    this.file.need(this.recordCountries, index, index + 1);
    this.file.need(this.recordService, index, index + 1);
    // A pack that an earlier version fetched has no such section.
    if (this.recordRegistered.length > 0) this.file.need(this.recordRegistered, index, index + 1);
    const countries = this.recordCountries[index] ?? 0;
    return {
      as: (this.recordAs[index] ?? 0) - 1,
      first: this.manifest.countries[countries & 0xff] ?? '',
      second: this.manifest.countries[countries >>> 8] ?? '',
      registered: this.manifest.countries[this.recordRegistered[index] ?? 0] ?? '',
      service: this.manifest.services[this.recordService[index] ?? 0] ?? null,
    };
  }

  /** ISO code that the Owner of a record shows as its country, or null. */
  country(index: number): string | null {
    if (!this.file.isWhole) this.record(index);
    const both = this.recordCountries[index] ?? 0;
    return this.codes[both & 0xff || both >>> 8 || (this.recordRegistered[index] ?? 0)] ?? null;
  }

  /** What the Owner of a record says of its country; the same object for all that say the same. */
  countries(index: number): Owner['country'] {
    if (!this.file.isWhole) this.record(index);
    const key = (this.recordCountries[index] ?? 0) | ((this.recordRegistered[index] ?? 0) << 16);
    const known = this.countriesSaid.get(key);
    if (known !== undefined) return known;
    const said = countryOf(this.record(index));
    this.countriesSaid.set(key, said);
    return said;
  }

  /** What the Owner of a record says besides; the same objects for all that say the same. */
  holder(index: number): Holder {
    if (!this.file.isWhole) this.record(index);
    const key = (this.recordAs[index] ?? 0) * this.manifest.services.length + (this.recordService[index] ?? 0);
    const known = this.holders.get(key);
    if (known !== undefined) return known;
    const holder = holderOf(this, this.record(index));
    this.holders.set(key, holder);
    return holder;
  }

  number(as: number): number {
    this.file.need(this.numbers, as, as + 1);
    return this.numbers[as] ?? 0;
  }

  name(as: number): string {
    this.namesFile.need(this.nameOffsets, as, as + 2);
    const from = this.nameOffsets[as];
    const to = this.nameOffsets[as + 1];
    this.namesFile.need(this.nameBytes, from, to);
    return this.nameBytes.toString('utf8', from, to);
  }

  kind(as: number): NetworkKind {
    this.file.need(this.kinds, as, as + 1);
    return this.manifest.kinds[(this.kinds[as] ?? 0) & 0x1f] ?? 'unknown';
  }

  /** Position in `KNOWN_BY`. */
  knownBy(as: number): number {
    this.file.need(this.kinds, as, as + 1);
    return (this.kinds[as] ?? 0) >>> 5;
  }

  label(as: number): Label | null {
    this.file.need(this.labels, as, as + 1);
    return this.manifest.labels[this.labels[as] ?? 0] ?? null;
  }
}

/** Builds the shared Owner of a record. */
export function ownerOf(tables: OwnerTables, index: number): Owner {
  const { as, organisation, network } = tables.holder(index);
  return { country: tables.countries(index), as, organisation, network };
}

/** A service's prefix speaks louder than the AS it is announced by. */
function holderOf(tables: OwnerTables, record: OwnerRecord): Holder {
  const as = record.as < 0 ? null : { number: tables.number(record.as), name: tables.name(record.as) };
  const label = record.service ?? (as === null ? null : tables.label(record.as));
  return {
    as,
    organisation: label?.organisation ?? (as === null ? null : cleanOrganisation(as.name)),
    network: {
      kind: record.service?.kind ?? (as === null ? 'unknown' : tables.kind(record.as)),
      provider: label?.provider ?? null,
      service: label?.service ?? null,
    },
  };
}

function countryOf({ first, second, registered }: OwnerRecord): Owner['country'] {
  const code = first || second || registered;
  if (code === '') return null;
  const said = { code, name: countryName(code), registered: registered === '' ? null : registered };
  if (first === '' || second === '') return { ...said, agreement: 'single', other: null };
  return first === second
    ? { ...said, agreement: 'agree', other: null }
    : { ...said, agreement: 'differ', other: second };
}
