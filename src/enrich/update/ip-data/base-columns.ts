import { OwnerTables } from '../../offline/owner.js';
import { type PackSections, readPackFile, readPackText } from '../../offline/pack-file.js';
import type { Manifest } from '../../offline/pack-manifest.js';
import { decodeTable4, decodeTable6, type Table4, type Table6 } from '../../offline/pack-tables.js';

type Column = 'asn' | 'country' | 'second' | 'registered';

/** The columns of a built pack, given back as the CSV they were compiled from. */
export interface BaseColumns {
  readonly sources: Manifest['sources'];
  column(column: Column, family: 4 | 6): string;
  /** Name of an AS as the pack has it, or null. */
  systemName(as: number): string | null;
}

/**
 * Opens a pack to take columns out of it, so that fresh data of one publisher can be combined with what the pack
 * already knows of the others. Throws UserError when the pack is missing or damaged.
 */
export function openBaseColumns(directory: string): BaseColumns {
  const manifest = JSON.parse(readPackText(directory, 'manifest.json')) as Manifest;
  const whole = (name: string): PackSections => wholeFile(readPackFile(directory, name));
  const tables = new OwnerTables(whole('owners.bin'), whole('names.bin'), manifest);
  const names = systemNames(tables);
  return {
    sources: manifest.sources,
    systemName: (as) => names.get(as) ?? null,
    column(column, family) {
      const spans = family === 4 ? spans4(decodeTable4(whole('v4.bin'))) : spans6(decodeTable6(whole('v6.bin')));
      return csv(spans, (record) => fieldOf(tables, names, record, column));
    },
  };
}

/** All of it will be read, so it is read at once. */
function wholeFile(sections: PackSections['sections']): PackSections {
  return { sections, isWhole: true, need: () => {} };
}

function systemNames(tables: OwnerTables): Map<number, string> {
  const names = new Map<number, string>();
  for (let index = 0; index < tables.systems; index++) names.set(tables.number(index), tables.name(index));
  return names;
}

/** Ends of the CSV row of a record; empty where the record says nothing in this column. */
function fieldOf(tables: OwnerTables, names: ReadonlyMap<number, string>, record: number, column: Column): string {
  const { as, first, second, registered } = tables.record(record);
  if (column === 'country') return first;
  if (column === 'second') return second;
  if (column === 'registered') return registered;
  if (as < 0) return '';
  const number = tables.number(as);
  return `${number},${quoted(names.get(number) ?? '')}`;
}

export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A range of whole keys, both ends included, as decimal numbers, and its owner record. */
interface Span {
  readonly from: bigint;
  readonly to: bigint;
  readonly record: number;
}

function* spans4(table: Table4): Generator<Span> {
  let upper = 0;
  const count = table.low.length;
  const startOf = (index: number): bigint => {
    while (upper < 65_536 && table.jump[upper + 1] <= index) upper++;
    return (BigInt(upper) << 16n) | BigInt(table.low[index]);
  };
  let from = count > 0 ? startOf(0) : 0n;
  for (let index = 0; index < count; index++) {
    const next = index + 1 < count ? startOf(index + 1) : 1n << 32n;
    yield { from, to: next - 1n, record: table.valueLow[index] | (table.valueHigh[index] << 16) };
    from = next;
  }
}

/** Keys of IPv6 tables are the upper 64 bits; rows cover the lower ones whole. */
function* spans6(table: Table6): Generator<Span> {
  const count = table.high.length;
  const startOf = (index: number): bigint => (BigInt(table.high[index]) << 96n) | (BigInt(table.low[index]) << 64n);
  for (let index = 0; index < count; index++) {
    const next = index + 1 < count ? startOf(index + 1) : 1n << 128n;
    yield { from: startOf(index), to: next - 1n, record: table.valueLow[index] | (table.valueHigh[index] << 16) };
  }
}

/** Neighbouring spans that say the same become one row; spans that say nothing none. */
function csv(spans: Iterable<Span>, field: (record: number) => string): string {
  const rows: string[] = [];
  let open: { from: bigint; to: bigint; text: string } | null = null;
  const close = (): void => {
    if (open !== null && open.text !== '') rows.push(`${open.from},${open.to},${open.text}\n`);
  };
  for (const { from, to, record } of spans) {
    const text = record === 0 ? '' : field(record);
    if (open !== null && open.text === text) open.to = to;
    else {
      close();
      open = { from, to, text };
    }
  }
  close();
  return rows.join('');
}
