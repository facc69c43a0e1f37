import type { Address } from '../../../address/address.js';
import { parseAddress } from '../../../address/parse.js';
import { LayoutError } from '../../ranges/range-entry.js';

/** One announced range and its AS. */
export interface SystemRow {
  readonly first: Address;
  readonly last: Address;
  readonly as: number;
  readonly name: string;
}

/**
 * `ip2asn-combined.tsv`: first, last, AS, country, name, by tabs. AS 0 is "Not routed" and passed over.
 * Throws LayoutError at a line that is none: a file for the whole Internet has no room for errors.
 */
export function* readIptoasn(source: string): Generator<SystemRow> {
  for (const line of lines(source)) {
    const [from = '', to = '', as = '', , name = ''] = line.split('\t');
    const first = parseAddress(from);
    const last = parseAddress(to);
    if (first === null || last === null || first.family !== last.family || !/^\d{1,10}$/.test(as)) {
      throw new LayoutError(`not a row of ip2asn: ${line.slice(0, 60)}`);
    }
    if (as !== '0') yield { first, last, as: Number(as), name };
  }
}

/** Lines without their ends; empty ones are passed over. */
export function* lines(source: string): Generator<string> {
  for (let at = 0; at < source.length; ) {
    const end = source.indexOf('\n', at);
    const stop = end < 0 ? source.length : end;
    const line = source.slice(at, source[stop - 1] === '\r' ? stop - 1 : stop);
    if (line !== '') yield line;
    at = stop + 1;
  }
}
