import type { Address } from '../../address/address.js';
import { toBigInt } from '../../address/bigint.js';
import { flattenRanges, flattenRanges6, type Range4, type Range6 } from '../../address/range-index.js';
import { encodePackFile } from '../offline/pack-file.js';
import { RANGES_FORMAT } from './_format.js';
import type { RangeEntry, RangeLabel } from './range-entry.js';

/** The ranges of one publisher with what a fact about them must say. */
export interface RangeSource {
  readonly key: string;
  readonly title: string;
  readonly asOf: string | null;
  readonly entries: readonly RangeEntry[];
}

/** Distinct texts by number, in order of first sight. */
class Texts {
  readonly values: string[] = [];
  private readonly numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.values.length);
    return this.values.push(text) - 1;
  }
}

/**
 * All publishers' ranges as one `ranges.bin`: a JSON table of texts, label columns, then for the named services and
 * for the catch-alls each the disjoint IPv4 and IPv6 ranges. Longest prefix wins; on equal ones the higher rank.
 */
export function compileRanges(sources: readonly RangeSource[]): Uint8Array<ArrayBuffer> {
  const texts = new Texts();
  const labels = new Labels(texts);
  const rows = sources.flatMap((source, index) =>
    source.entries.map((entry) => ({ entry, label: labels.of(entry.label, index) })),
  );
  rows.sort((a, b) => a.entry.rank - b.entry.rank);
  const layers = [false, true].map((isBroad) => rows.filter(({ entry }) => entry.isBroad === isBroad));
  const header = {
    format: RANGES_FORMAT,
    sources: sources.map(({ key, title, asOf, entries }) => ({ key, title, asOf, entries: entries.length })),
    texts: texts.values,
  };
  return encodePackFile([
    new TextEncoder().encode(JSON.stringify(header)),
    labels.column(),
    ...layers.flatMap((layer) => [...encode4(layer), ...encode6(layer)]),
  ]);
}

class Labels {
  private readonly words: number[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(private readonly texts: Texts) {}

  of({ provider, organisation, service, region, kind }: RangeLabel, source: number): number {
    const key = [provider, organisation, service ?? '', region ?? '', kind, source].join('\u0000');
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(key, number);
    const optional = (text: string | null): number => (text === null ? 0 : this.texts.of(text) + 1);
    this.words.push(this.texts.of(provider), this.texts.of(organisation), optional(service), optional(region));
    this.words.push(this.texts.of(kind), source);
    return number;
  }

  column(): Uint8Array {
    return bytes(Uint32Array.from(this.words));
  }
}

interface Row {
  readonly entry: RangeEntry;
  readonly label: number;
}

function encode4(rows: readonly Row[]): Uint8Array[] {
  const ranges: Range4[] = ofFamily(rows, 4).map(({ entry, label }) => ({
    first: entry.first.w3,
    last: entry.last.w3,
    value: label,
  }));
  const { starts, ends, values } = flattenRanges(ranges);
  return [starts, ends, values].map(bytes);
}

/** Always four words for each end: published blocks go down to single addresses. */
function encode6(rows: readonly Row[]): Uint8Array[] {
  const ranges: Range6[] = ofFamily(rows, 6).map(({ entry, label }) => ({
    first: toBigInt(entry.first),
    last: toBigInt(entry.last),
    value: label,
  }));
  const { starts, ends, values } = flattenRanges6(ranges);
  const full = (columns: readonly Uint32Array[], fill: number): Uint32Array[] =>
    [0, 1, 2, 3].map((word) => columns[word] ?? new Uint32Array(values.length).fill(fill));
  return [...full(starts, 0), ...full(ends, 0xffff_ffff), values].map(bytes);
}

function ofFamily(rows: readonly Row[], family: Address['family']): Row[] {
  return rows.filter(({ entry }) => entry.first.family === family);
}

function bytes(array: Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
