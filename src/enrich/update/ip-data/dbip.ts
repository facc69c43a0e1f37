import type { Address } from '../../../address/address.js';
import { parseAddress } from '../../../address/parse.js';
import { csvRows } from '../../offline/pack-csv.js';
import { LayoutError } from '../../ranges/range-entry.js';

/** One range and the country it is used in. */
export interface CountryRow {
  readonly first: Address;
  readonly last: Address;
  /** ISO 3166-1 code. */
  readonly country: string;
}

/** `dbip-country-lite-YYYY-MM.csv`: first, last, country. ZZ is no country and passed over. Throws LayoutError. */
export function* readDbip(source: string): Generator<CountryRow> {
  for (const [from = '', to = '', country = ''] of csvRows(source)) {
    const first = parseAddress(from);
    const last = parseAddress(to);
    if (first === null || last === null || first.family !== last.family || !/^[A-Z]{2}$/.test(country)) {
      throw new LayoutError(`not a row of DB-IP Lite: ${[from, to, country].join(',').slice(0, 60)}`);
    }
    if (country !== 'ZZ') yield { first, last, country };
  }
}
