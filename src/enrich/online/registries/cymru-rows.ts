import { formatAddress } from '../../../address/format.js';
import { parseAddress } from '../../../address/parse.js';
import { parsePrefix, prefixContains } from '../../../address/prefix.js';

/** One row of Team Cymru's verbose bulk answer. */
export interface CymruRow {
  /** RFC 5952. */
  readonly address: string;
  /** Empty: not announced. Several where a prefix has several origins. */
  readonly origins: readonly number[];
  readonly prefix: string | null;
  readonly country: string | null;
  readonly registry: string | null;
  readonly allocated: string | null;
  readonly name: string | null;
}

const COLUMNS = 7;
const LARGEST_AS = 0xffff_ffff;

/**
 * `15133   | 93.184.216.34    | 93.184.216.0/24     | US | ripencc  | 2008-06-02 | EDGECAST, US`; `NA` for the number
 * says that nobody announces it. Null for anything else: a row that lost its number would read as not announced.
 */
export function readCymruRow(line: string): CymruRow | null {
  const fields = line.split('|').map((field) => field.trim());
  if (fields.length < COLUMNS) return null;
  const [numbers, text, prefix, country, registry, allocated] = fields;
  const address = parseAddress(text);
  const origins = originsIn(numbers);
  const block = parsePrefix(prefix);
  if (address === null || origins === null) return null;
  const name = fields.slice(COLUMNS - 1).join(' | ');
  return {
    address: formatAddress(address),
    origins,
    // One that is not around the address is of another row.
    prefix: block !== null && prefixContains(block, address) ? prefix : null,
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    registry: REGISTRIES.has(registry) ? registry : null,
    allocated: /^\d{4}-\d\d-\d\d$/.test(allocated) ? allocated : null,
    // A name may hold the separator.
    name: name === '' || name === 'NA' ? null : name,
  };
}

const REGISTRIES = new Set(['afrinic', 'apnic', 'arin', 'lacnic', 'ripencc']);

function originsIn(text: string): readonly number[] | null {
  if (text === 'NA') return [];
  const words = text.split(/\s+/);
  const isSound = words.every((word) => /^\d{1,10}$/.test(word) && Number(word) <= LARGEST_AS);
  return isSound ? words.map(Number) : null;
}
