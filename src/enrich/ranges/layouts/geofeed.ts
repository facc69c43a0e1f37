import { csvRows } from '../../offline/pack-csv.js';
import { RangeCollector } from '../_collector.js';
import { type RangeFile, type RangeLayout, type RangeOwner } from '../range-entry.js';

/** RFC 8805: `prefix,country,region,city,postal`, comments with `#`. DigitalOcean, Linode, Vultr. */
export const geofeed: RangeLayout = {
  name: 'geofeed',
  title: 'Geofeed (RFC 8805)',
  parse: (source, owner) => read(source, owner, place),
};

/** The same for feeds with a row for every few users (Apple's relay, a quarter of a million): countries only. */
export const geofeedCountries: RangeLayout = {
  name: 'geofeed-countries',
  title: 'Geofeed (RFC 8805), by country',
  parse: (source, owner) => read(source, owner, ([, country = '']) => country),
};

function read(source: string, owner: RangeOwner, regionOf: (row: readonly string[]) => string): RangeFile {
  const ranges = new RangeCollector();
  let asOf: string | null = null;
  for (const row of csvRows(source)) {
    const [first = ''] = row;
    if (first.startsWith('#')) {
      asOf ??= /Last modified: (\d{4}-\d\d-\d\d)/.exec(first)?.[1] ?? null;
      continue;
    }
    const region = regionOf(row);
    ranges.addOwn(first.replace(/^\ufeff/, ''), { ...owner, region: region === '' ? null : region });
  }
  return ranges.file(asOf);
}

function place([, country = '', region = '', city = '']: readonly string[]): string {
  return [city, region === '' ? country : region].filter((part) => part !== '').join(', ');
}
