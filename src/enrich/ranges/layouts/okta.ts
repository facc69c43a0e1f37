import { RangeCollector } from '../_collector.js';
import { isObject, list, readObject } from '../_json.js';
import type { RangeLayout } from '../range-entry.js';

/** Cells of Okta, each with its blocks. */
export const okta: RangeLayout = {
  name: 'okta',
  title: 'Okta IP ranges',
  parse(source, owner) {
    const ranges = new RangeCollector();
    for (const [cell, value] of Object.entries(readObject(source))) {
      if (!isObject(value)) continue;
      for (const prefix of list(value, 'ip_ranges')) ranges.addOwn(prefix, { ...owner, region: cell });
    }
    return ranges.file(null);
  },
};
