import type { Address } from './address.js';
import { parsePrefix } from './prefix.js';
import { ianaSpecialPurpose, otherSpecialPurpose, type SpecialPurpose } from './special-purpose.js';

/** A row ready to be compared: first and last address, longest prefixes first in their bucket. */
interface Indexed {
  readonly row: SpecialPurpose;
  readonly first: Address;
  readonly last: Address;
  readonly length: number;
}

/** Rows by the top eight bits of the address, so that ordinary addresses meet one or two rows at most. */
type Buckets = readonly (readonly Indexed[] | undefined)[];

let buckets4: Buckets | undefined;
let buckets6: Buckets | undefined;

/** The most specific row that holds the address; null for ordinary IPv4. IPv6 always has a row (`::/0`). */
export function findSpecialPurpose(a: Address): SpecialPurpose | null {
  return a.family === 4 ? find4(a.w3) : find6(a);
}

function find4(word: number): SpecialPurpose | null {
  buckets4 ??= build(4);
  const bucket = buckets4[word >>> 24];
  if (bucket === undefined) return null;
  for (const entry of bucket) if (word >= entry.first.w3 && word <= entry.last.w3) return entry.row;
  return null;
}

function find6(a: Address): SpecialPurpose | null {
  buckets6 ??= build(6);
  for (const entry of buckets6[a.w0 >>> 24] ?? []) if (holds(entry, a)) return entry.row;
  return null;
}

/** Blocks are aligned, so every word can be compared on its own. */
function holds({ first, last }: Indexed, a: Address): boolean {
  return (
    a.w0 >= first.w0 &&
    a.w0 <= last.w0 &&
    a.w1 >= first.w1 &&
    a.w1 <= last.w1 &&
    a.w2 >= first.w2 &&
    a.w2 <= last.w2 &&
    a.w3 >= first.w3 &&
    a.w3 <= last.w3
  );
}

function build(family: 4 | 6): Buckets {
  const buckets: (Indexed[] | undefined)[] = Array.from({ length: 256 });
  const entries = [...ianaSpecialPurpose(), ...otherSpecialPurpose()].map(index);
  for (const entry of entries.filter(({ first }) => first.family === family).sort((a, b) => b.length - a.length)) {
    const [from, to] = family === 4 ? [entry.first.w3, entry.last.w3] : [entry.first.w0, entry.last.w0];
    for (let top = from >>> 24; top <= to >>> 24; top++) (buckets[top] ??= []).push(entry);
  }
  return buckets;
}

function index(row: SpecialPurpose): Indexed {
  const prefix = parsePrefix(row.prefix);
  if (prefix === null) throw new Error(`special-purpose row without a readable prefix: ${row.prefix}`);
  return { row, first: prefix.first, last: prefix.last, length: prefix.length };
}
