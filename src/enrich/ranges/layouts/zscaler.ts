import { RangeCollector } from '../_collector.js';
import { readObject, requiredList } from '../_json.js';
import type { RangeLayout } from '../range-entry.js';

/** The hubs of one Zscaler cloud. */
export const zscaler: RangeLayout = {
  name: 'zscaler',
  title: 'Zscaler hub prefixes',
  parse(source, owner) {
    const file = readObject(source);
    const ranges = new RangeCollector();
    for (const prefix of requiredList(file, 'hubPrefixes')) ranges.addOwn(prefix, { ...owner, region: null });
    return ranges.file(null);
  },
};
