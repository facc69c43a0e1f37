import { RangeCollector } from '../_collector.js';
import { dateOfStamp, dateOfTime, list, objects, readObject, requiredList, text } from '../_json.js';
import type { RangeLayout } from '../range-entry.js';

/** `ip-ranges.atlassian.com`: a block that serves one product or one region names it. */
export const atlassian: RangeLayout = {
  name: 'atlassian',
  title: 'Atlassian IP ranges',
  parse(source, owner) {
    const file = readObject(source);
    const ranges = new RangeCollector();
    for (const item of objects(requiredList(file, 'items'))) {
      const product = only(list(item, 'product'));
      const place = only(list(item, 'region'));
      const service = product === null ? owner.service : `Atlassian ${product}`;
      ranges.addOwn(item.cidr, { ...owner, service, region: place === 'global' ? null : place });
    }
    return ranges.file(dateOfTime(text(file, 'creationDate')) ?? dateOfStamp(file.syncToken));
  },
};

function only(values: readonly unknown[]): string | null {
  const [value] = values;
  return values.length === 1 && typeof value === 'string' ? value : null;
}
