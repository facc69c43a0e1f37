import type { NetworkKind } from '../../../model/knowledge.js';
import { RangeCollector } from '../_collector.js';
import { dateOfTime, list, objects, readObject, requiredList, text } from '../_json.js';
import { RANK, type RangeLayout } from '../range-entry.js';

/** OSN is Oracle's own service network, OCI and its object storage are rented. */
const TAGS: Readonly<Record<string, readonly [string, NetworkKind, number]>> = {
  OCI: ['Oracle Cloud', 'cloud-tenant', RANK.tenant],
  OBJECT_STORAGE: ['Oracle Object Storage', 'cloud-tenant', RANK.service],
  OSN: ['Oracle Services Network', 'cloud-platform', RANK.service],
};

/** `public_ip_ranges.json`: regions, each with blocks and their tags. */
export const oracle: RangeLayout = {
  name: 'oracle',
  title: 'Oracle public IP ranges',
  parse(source, { provider, organisation }) {
    const file = readObject(source);
    const ranges = new RangeCollector();
    for (const row of objects(requiredList(file, 'regions'))) {
      const region = text(row, 'region');
      for (const block of objects(list(row, 'cidrs'))) {
        const tag = ['OBJECT_STORAGE', 'OSN', 'OCI'].find((name) => list(block, 'tags').includes(name)) ?? 'OCI';
        const [service, kind, rank] = TAGS[tag];
        ranges.add(block.cidr, { provider, organisation, service, region, kind }, { rank });
      }
    }
    return ranges.file(dateOfTime(text(file, 'last_updated_timestamp')));
  },
};
