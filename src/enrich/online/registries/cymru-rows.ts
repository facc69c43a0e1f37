import { formatAddress } from '../../../address/format.js';
import { parseAddress } from '../../../address/parse.js';

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

/** `15133   | 93.184.216.34    | 93.184.216.0/24     | US | ripencc  | 2008-06-02 | EDGECAST, US`; null for no row. */
export function readCymruRow(line: string): CymruRow | null {
  const fields = line.split('|').map((field) => (field.trim() === 'NA' ? '' : field.trim()));
  if (fields.length < COLUMNS) return null;
  const [numbers, text, prefix, country, registry, allocated] = fields;
  const address = parseAddress(text);
  const origins = numbers.split(/\s+/).filter((word) => word !== '');
  if (address === null || origins.some((word) => !/^\d{1,10}$/.test(word))) return null;
  return {
    address: formatAddress(address),
    origins: origins.map(Number),
    prefix: prefix === '' ? null : prefix,
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    registry: registry === '' || registry === 'other' ? null : registry,
    allocated: /^\d{4}-\d\d-\d\d$/.test(allocated) ? allocated : null,
    // A name may hold the separator.
    name: fields.slice(COLUMNS - 1).join(' | ') || null,
  };
}
