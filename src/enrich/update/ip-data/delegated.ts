import type { Address } from '../../../address/address.js';
import { fromBigInt, toBigInt } from '../../../address/bigint.js';
import { parseAddress } from '../../../address/parse.js';
import { LayoutError } from '../../ranges/range-entry.js';
import { lines } from './iptoasn.js';

/** A block that a registry has given to somebody. */
export interface Delegation {
  readonly registry: string;
  readonly first: Address;
  readonly last: Address;
  /** ISO 3166-1 code of the holder's registration. */
  readonly country: string;
  /** ISO date, or null where the registry kept none. */
  readonly date: string | null;
}

export interface DelegatedFile {
  readonly records: readonly Delegation[];
  readonly rejected: number;
  readonly asOf: string | null;
}

/**
 * RIR "delegated-extended" statistics: a version line, summaries, then
 * `ripencc|NL|ipv4|198.51.100.0|256|20010203|assigned|…`. For IPv4 the value counts addresses (not always a power of
 * two), for IPv6 it is a prefix length. Available and reserved space and AS numbers are passed over.
 */
export function readDelegated(source: string): DelegatedFile {
  const records: Delegation[] = [];
  let rejected = 0;
  let asOf: string | null = null;
  let hasVersion = false;
  for (const line of lines(source)) {
    if (line.startsWith('#')) continue;
    const fields = line.split('|');
    if (!hasVersion) {
      if (!/^\d+(\.\d+)?$/.test(fields[0])) throw new LayoutError('no version line of a delegation file');
      hasVersion = true;
      asOf = isoDate(fields[5] ?? '');
      continue;
    }
    if (isPassedOver(fields)) continue;
    const record = delegation(fields);
    if (record === null) rejected++;
    else records.push(record);
  }
  if (!hasVersion) throw new LayoutError('no version line of a delegation file');
  return { records, rejected, asOf };
}

function isPassedOver([, , type, , , date, status]: readonly string[]): boolean {
  return date === 'summary' || type === 'asn' || status === 'available' || status === 'reserved';
}

function delegation([
  registry,
  country = '',
  type,
  start = '',
  value = '',
  date = '',
]: readonly string[]): Delegation | null {
  const first = parseAddress(start);
  const number = /^\d{1,10}$/.test(value) ? Number(value) : 0;
  if (first === null || number === 0 || !/^[A-Z]{2}$/.test(country) || type !== `ipv${first.family}`) return null;
  const size = first.family === 4 ? BigInt(number) : 1n << BigInt(Math.max(0, 128 - number));
  const end = toBigInt(first) + size - 1n;
  if (end >= 1n << BigInt(first.family === 4 ? 32 : 128)) return null;
  return { registry, first, last: fromBigInt(end, first.family), country, date: isoDate(date) };
}

function isoDate(text: string): string | null {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  return match === null || match[1] === '0000' ? null : `${match[1]}-${match[2]}-${match[3]}`;
}
