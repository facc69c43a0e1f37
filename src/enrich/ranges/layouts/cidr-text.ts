import { RangeCollector } from '../_collector.js';
import type { RangeLayout } from '../range-entry.js';

/** One address or block a line; comments with `#` or `;`, anything behind a blank or comma is passed over. */
export const cidrText: RangeLayout = {
  name: 'cidr-text',
  title: 'One block a line',
  parse(source, owner) {
    const ranges = new RangeCollector();
    const label = { ...owner, region: null };
    for (const line of source.split('\n')) {
      const [word] = line
        .replace(/^\ufeff/, '')
        .trim()
        .split(/[\s,;#]/, 1);
      if (word !== '') ranges.addOwn(word, label);
    }
    return ranges.file(null);
  },
};
