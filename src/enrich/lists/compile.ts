import type { ListSource } from '../../model/listing.js';
import { BlockBuilder } from './_blocks.js';
import { cidrBlocks4, cidrBlocks6 } from './_cidr-blocks.js';
import { DetailBuilder } from './_details.js';
import { sortedOrder } from './_radix-order.js';
import type { ListEntries } from './entry.js';
import { EntryTable } from './entry-table.js';
import type { AsTable, ListFile } from './list-file.js';

/**
 * Lays all entries of all lists out for search. Everything becomes CIDR blocks, because any two of those either nest
 * or are apart, so that one chain of parents finds every entry around an address; a range that is no single
 * block becomes up to 62 (IPv4) or 254 (IPv6) of them, which know that they are one entry.
 */
export function compileLists(
  lists: readonly { readonly source: ListSource; readonly entries: ListEntries }[],
): ListFile {
  const tables = lists.map(({ entries }) => (entries instanceof EntryTable ? entries : tableOf(entries)));
  const entryCount = tables.reduce((sum, table) => sum + table.length, 0);
  const build: Build = {
    details: new DetailBuilder(),
    ipv4: new BlockBuilder(1, entryCount),
    ipv6: new BlockBuilder(4, 0),
    asNumbers: [],
    asDetails: [],
  };
  tables.forEach((table, source) => addTable(build, table, build.details.ofTable(source, table)));
  return {
    sources: lists.map((list) => list.source),
    entryCount,
    ipv4: build.ipv4.build(),
    ipv6: build.ipv6.build(),
    as: asTable(build),
    protocols: build.details.protocolNames,
    ...build.details.build(),
  };
}

interface Build {
  readonly details: DetailBuilder;
  readonly ipv4: BlockBuilder;
  readonly ipv6: BlockBuilder;
  readonly asNumbers: number[];
  readonly asDetails: number[];
}

function tableOf(entries: ListEntries): EntryTable {
  const table = new EntryTable();
  for (const entry of entries) table.addEntry(entry);
  return table;
}

function addTable(build: Build, table: EntryTable, details: Uint32Array): void {
  for (let i = 0; i < table.length; i++) {
    const detail = details[table.detailOf[i] ?? 0] ?? 0;
    const low = table.low[i] ?? 0;
    switch (table.kinds[i]) {
      case 4:
        addIPv4(build, low, table.high[i] ?? 0, detail);
        break;
      case 6:
        addIPv6(build, table.wide.subarray(low * 8, low * 8 + 8), detail);
        break;
      default:
        build.asNumbers.push(low);
        build.asDetails.push(detail);
    }
  }
}

function addIPv4(build: Build, first: number, last: number, detail: number): void {
  const differ = (first ^ last) >>> 0;
  const low = differ === 0 ? 0 : 0xffff_ffff >>> Math.clz32(differ);
  if (differ === low && (first & low) === 0)
    return build.ipv4.add4(first, differ === 0 ? 32 : Math.clz32(differ), detail);
  const ranged = build.details.ofRange(detail, 4, [0, 0, 0, first, 0, 0, 0, last]);
  cidrBlocks4(first, last, (at, length) => build.ipv4.add4(at, length, ranged));
}

function addIPv6(build: Build, words: Uint32Array, detail: number): void {
  const length = wideLength(words);
  const [a = 0, b = 0, c = 0, d = 0] = words;
  if (length >= 0) return build.ipv6.add6(a, b, c, d, length, detail);
  const ranged = build.details.ofRange(detail, 6, [...words]);
  cidrBlocks6(big(words, 0), big(words, 4), (w0, w1, w2, w3, bits) => build.ipv6.add6(w0, w1, w2, w3, bits, ranged));
}

/** CIDR length of a block given as first and last, or -1. */
function wideLength(words: Uint32Array): number {
  let length = 0;
  let isOpen = false;
  for (let w = 0; w < 4; w++) {
    const first = words[w] ?? 0;
    const differ = (first ^ (words[w + 4] ?? 0)) >>> 0;
    const low = differ === 0 ? 0 : 0xffff_ffff >>> Math.clz32(differ);
    if (isOpen ? differ !== 0xffff_ffff || first !== 0 : differ !== low || (first & low) !== 0) return -1;
    if (!isOpen) length += Math.clz32(differ);
    isOpen ||= differ !== 0;
  }
  return length;
}

function big(words: Uint32Array, at: number): bigint {
  let value = 0n;
  for (let w = 0; w < 4; w++) value = (value << 32n) | BigInt(words[at + w] ?? 0);
  return value;
}

function asTable({ asNumbers, asDetails }: Build): AsTable {
  const values = Uint32Array.from(asNumbers);
  const order = sortedOrder(values.length, [{ values, stride: 1, offset: 0 }]);
  const numbers: number[] = [];
  const starts: number[] = [];
  order.forEach((row, i) => {
    if (numbers.at(-1) === values[row]) return;
    numbers.push(values[row] ?? 0);
    starts.push(i);
  });
  return {
    numbers: Uint32Array.from(numbers),
    starts: Uint32Array.from([...starts, order.length]),
    entries: Uint32Array.from(order, (row) => asDetails[row] ?? 0),
  };
}
