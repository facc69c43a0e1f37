import { parsePrefix } from '../../address/prefix.js';
import type { NetworkKind } from '../../model/knowledge.js';
import { KNOWN_BY } from './known-by.js';
import { networkOf } from './networks.js';
import { NETWORKS_AS_OF } from './networks-table.js';
import { csvRows } from './pack-csv.js';
import { encodePackFile } from './pack-file.js';
import type { Label, Manifest, PackSource, ServiceLabel } from './pack-manifest.js';
import { flattenRows, type KeyRange, overlay } from './pack-ranges.js';
import { bytes, encodeTable4, encodeTable6 } from './pack-tables.js';
import { providerKey } from './provider-key.js';
import { SERVICES, SERVICES_AS_OF } from './services-table.js';

/** CSV texts of the data packages, in their numeric form, and where each came from. */
export interface PackInput {
  readonly asn4: string;
  readonly asn6: string;
  readonly country4: string;
  readonly country6: string;
  readonly second4: string;
  readonly second6: string;
  readonly registered4: string;
  readonly registered6: string;
  readonly sources: readonly PackSource[];
}

export interface PackFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const NETWORK_KINDS_IN_ORDER: readonly NetworkKind[] = [
  'unknown',
  'cloud-platform',
  'cloud-tenant',
  'hosting',
  'cdn',
  'access',
  'mobile',
  'transit',
  'education',
  'government',
  'enterprise',
  'anonymiser',
  'resolver',
  'special',
];

/** Gives every distinct value a number, in order of first sight; 0 is kept for none. */
class Numbering<T> {
  readonly values: (T | null)[] = [null];
  private readonly numbers = new Map<string, number>();

  of(key: string, value: T): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** Merges AS, country, second opinion and provider services into one table per family, with shared owner records. */
export function compilePack(input: PackInput): readonly PackFile[] {
  const names = new Map<number, string>();
  const countries = new Numbering<string>();
  const asn4 = rows4(input.asn4, (row) => asOf(row, names));
  const asn6 = rows6(input.asn6, (row) => asOf(row, names));
  const numbers = Uint32Array.from(names.keys()).sort();
  const indexOf = new Map(Array.from(numbers, (as, i) => [as, i + 1]));
  const byIndex = <K extends number | bigint>(range: KeyRange<K>) => ({
    ...range,
    value: indexOf.get(range.value) ?? 0,
  });
  const country = (row: readonly string[]) => countries.of(row[2] ?? '', row[2] ?? '');
  const { services, prefixes4, prefixes6 } = compileServices();

  const owners = new Owners();
  const table4 = overlay(
    [
      flattenRows(asn4).map(byIndex),
      flattenRows(rows4(input.country4, country)),
      flattenRows(rows4(input.second4, country)),
      flattenRows(prefixes4),
      flattenRows(rows4(input.registered4, country)),
    ],
    ([as = 0, first = 0, second = 0, service = 0, registered = 0]) =>
      owners.of([as, first, second, service, registered]),
  );
  const table6 = overlay(
    [
      flattenRows(asn6).map(byIndex),
      flattenRows(rows6(input.country6, country)),
      flattenRows(rows6(input.second6, country)),
      flattenRows(prefixes6),
      flattenRows(rows6(input.registered6, country)),
    ],
    // DB-IP names a country for all of 2000::/3: where no registry has delegated the block that says nothing.
    ([as = 0, first = 0, second = 0, service = 0, registered = 0]) =>
      owners.of([as, first, first === 0 ? 0 : second, service, registered]),
  );

  const labels = new Numbering<Label>();
  const systems = encodeSystems(numbers, names, labels);
  const counts = { ranges4: table4.length, ranges6: table6.length, systems: numbers.length, owners: owners.size };
  const files = [
    { name: 'v4.bin', bytes: encodePackFile(encodeTable4(table4)) },
    { name: 'v6.bin', bytes: encodePackFile(encodeTable6(table6)) },
    { name: 'owners.bin', bytes: encodePackFile([...owners.encode(), ...systems.numbers, owners.encodeRegistered()]) },
    { name: 'names.bin', bytes: encodePackFile(systems.names) },
  ];
  const manifest: Manifest = {
    version: `${newest(input.sources)}-${fingerprint(files)}`,
    date: oldest(input.sources),
    sources: input.sources,
    networksAsOf: NETWORKS_AS_OF,
    servicesAsOf: SERVICES_AS_OF,
    countries: countries.values.map((code) => code ?? ''),
    kinds: NETWORK_KINDS_IN_ORDER,
    labels: labels.values,
    services,
    counts,
  };
  return [...files, { name: 'manifest.json', bytes: new TextEncoder().encode(`${JSON.stringify(manifest)}\n`) }];
}

type OwnerNumbers = readonly [as: number, first: number, second: number, service: number, registered: number];

/** Owner records: each distinct combination once. Record 0 knows nothing. */
class Owners {
  private readonly numbers = new Map<number, number>([[0, 0]]);
  private readonly records: OwnerNumbers[] = [[0, 0, 0, 0, 0]];

  of(record: OwnerNumbers): number {
    const [as, first, second, service, registered] = record;
    // 17 bits for the AS and 34 for the rest: exact.
    const key = (((as * 256 + first) * 256 + second) * 256 + registered) * 1024 + service;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.records.length);
    return this.records.push(record) - 1;
  }

  get size(): number {
    return this.records.length;
  }

  encodeRegistered(): Uint8Array {
    return Uint8Array.from(this.records, ([, , , , registered]) => registered);
  }

  encode(): Uint8Array[] {
    return [
      bytes(Uint32Array.from(this.records, ([as]) => as)),
      bytes(Uint16Array.from(this.records, ([, first, second]) => first | (second << 8))),
      bytes(Uint16Array.from(this.records, ([, , , service]) => service)),
    ];
  }
}

/** AS number, kind (upper three bits: how it is known) and label; in a file of their own the names, end to end. */
function encodeSystems(
  numbers: Uint32Array,
  names: ReadonlyMap<number, string>,
  labels: Numbering<Label>,
): { numbers: Uint8Array[]; names: Uint8Array[] } {
  const kinds = new Uint8Array(numbers.length);
  const labelOf = new Uint16Array(numbers.length);
  const texts = Array.from(numbers, (as) => new TextEncoder().encode(names.get(as) ?? ''));
  const offsets = new Uint32Array(numbers.length + 1);
  numbers.forEach((as, i) => {
    const network = networkOf(as, names.get(as) ?? '');
    kinds[i] = NETWORK_KINDS_IN_ORDER.indexOf(network.kind) | (KNOWN_BY.indexOf(network.knownBy) << 5);
    if (network.organisation !== null) labelOf[i] = labelNumber(labels, network.organisation, network.service);
    offsets[i + 1] = (offsets[i] ?? 0) + (texts[i]?.byteLength ?? 0);
  });
  const blob = new Uint8Array(offsets[numbers.length] ?? 0);
  texts.forEach((text, i) => {
    blob.set(text, offsets[i]);
  });
  return { numbers: [bytes(numbers), kinds, bytes(labelOf)], names: [bytes(offsets), blob] };
}

function labelNumber(labels: Numbering<Label>, organisation: string, service: string | null): number {
  return labels.of(`${organisation}|${service}`, { organisation, provider: providerKey(organisation), service });
}

function compileServices(): {
  services: (ServiceLabel | null)[];
  prefixes4: KeyRange<number>[];
  prefixes6: KeyRange<bigint>[];
} {
  const services: (ServiceLabel | null)[] = [null];
  const prefixes4: KeyRange<number>[] = [];
  const prefixes6: KeyRange<bigint>[] = [];
  for (const [organisation, kind, service, prefixes, source] of SERVICES) {
    const value = services.push({ organisation, provider: providerKey(organisation), service, kind, source }) - 1;
    for (const text of prefixes) {
      const prefix = parsePrefix(text);
      if (prefix === null) throw new Error(`the services table has no prefix ${text}`);
      const { first, last } = prefix;
      if (first.family === 4) prefixes4.push({ from: first.w3, to: last.w3 + 1, value });
      else prefixes6.push({ from: upper(first.w0, first.w1), to: upper(last.w0, last.w1) + 1n, value });
    }
  }
  return { services, prefixes4, prefixes6 };
}

function upper(w0: number, w1: number): bigint {
  return (BigInt(w0) << 32n) | BigInt(w1);
}

function asOf(row: readonly string[], names: Map<number, string>): number {
  const as = Number(row[2]);
  names.set(as, row[3] ?? '');
  return as;
}

type ValueOf = (row: readonly string[]) => number;

function rows4(csv: string, value: ValueOf): KeyRange<number>[] {
  const rows: KeyRange<number>[] = [];
  for (const row of csvRows(csv)) rows.push({ from: Number(row[0]), to: Number(row[1]) + 1, value: value(row) });
  return rows;
}

/** Rows in whole /64s: the part of a row that covers only some of a /64 is cut off, and it may vanish. */
function rows6(csv: string, value: ValueOf): KeyRange<bigint>[] {
  const rows: KeyRange<bigint>[] = [];
  for (const row of csvRows(csv)) {
    const from = (BigInt(row[0] ?? '') + 0xffff_ffff_ffff_ffffn) >> 64n;
    const to = (BigInt(row[1] ?? '') + 1n) >> 64n;
    if (from < to) rows.push({ from, to, value: value(row) });
  }
  return rows;
}

function newest(sources: readonly PackSource[]): string {
  return sources.map((source) => source.date).reduce((a, b) => (a > b ? a : b), '');
}

function oldest(sources: readonly PackSource[]): string {
  return sources.map((source) => source.date).reduce((a, b) => (a < b ? a : b), '9999-12-31');
}

/** The checksums of the files, so that two packs of the same data but other tables have different versions. */
function fingerprint(files: readonly PackFile[]): string {
  const sum = files.reduce(
    (all, file) => (Math.imul(all, 31) + new DataView(file.bytes.buffer).getUint32(8, true)) >>> 0,
    0,
  );
  return sum.toString(16).padStart(8, '0');
}
