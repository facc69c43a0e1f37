import { parseAddress } from '../../address/parse.js';
import type { Companion } from './companion.js';
import { valueOf } from './_process-records.js';
import { keysOf, readRecords } from './_records.js';

const ADDRESS = ['ip', 'ipaddress', 'address'];
/** Columns as the site shows them; its file's exact header is not documented, so names decide, not order. */
const COLUMNS: readonly (readonly [what: string, keys: readonly string[]])[] = [
  ['domain', ['domain', 'hostname', 'host']],
  ['country', ['country', 'countryname']],
  ['country code', ['countrycode']],
  ['region', ['region', 'state', 'regionstate', 'stateregion']],
  ['city', ['city']],
  ['postal code', ['postalcode', 'zip', 'zipcode']],
  ['ISP', ['isp', 'isporganization', 'organization', 'org']],
  ['AS', ['asn', 'as', 'asnumber']],
  ['AS name', ['asname', 'asnname']],
  ['time zone', ['timezone']],
  ['latitude', ['latitude', 'lat']],
  ['longitude', ['longitude', 'lon', 'lng']],
];

/**
 * The CSV that a person downloads from InfoByIP's bulk look-up:
 *   IP,Domain,Country,Region,City,ISP,ASN
 *   198.51.100.7,www.example.com,Germany,Berlin,Berlin,Example Hosting,64500
 */
export const infobyip: Companion = {
  name: 'infobyip',
  title: 'Bulk look-up of addresses downloaded from InfoByIP',
  reads: [
    { tool: 'InfoByIP bulk look-up', versions: 'downloaded CSV', link: 'https://www.infobyip.com/ipbulklookup.php' },
  ],
  factSource: 'InfoByIP',
  sniff({ text }) {
    const keys = keysOf(text);
    if (!ADDRESS.some((key) => keys.has(key))) return 0;
    const known = COLUMNS.filter(([, names]) => names.some((key) => keys.has(key))).length;
    // A list of anything else with an address beside a country is a listing.
    return known >= 3 && known + 2 >= keys.size ? 0.9 : 0;
  },
  read(text, sink) {
    readRecords(text, {
      record(record) {
        const printed = valueOf(record, ADDRESS) ?? '';
        const address = parseAddress(printed);
        if (address === null) return sink.badLine(record.line, [...record.cells.values()].join(' '), 'no address');
        for (const [what, keys] of COLUMNS) {
          const value = valueOf(record, keys);
          if (value !== null && value !== printed && value !== '-') sink.fact(address, what, value);
        }
      },
      bad: (line, start, reason) => sink.badLine(line, start, reason),
    });
  },
};
