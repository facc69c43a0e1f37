import { RangeCollector } from '../_collector.js';
import { list, readObject, requiredList } from '../_json.js';
import type { RangeLayout } from '../range-entry.js';

/** The answer of `api.fastly.com/public-ip-list`. */
export const fastly: RangeLayout = {
  name: 'fastly',
  title: 'Fastly public IP list',
  parse(source, owner) {
    const file = readObject(source);
    const ranges = new RangeCollector();
    const label = { ...owner, region: null };
    for (const prefix of requiredList(file, 'addresses')) ranges.addOwn(prefix, label);
    for (const prefix of list(file, 'ipv6_addresses')) ranges.addOwn(prefix, label);
    return ranges.file(null);
  },
};
