import { RangeCollector } from '../_collector.js';
import { isObject, list, readObject, requiredList } from '../_json.js';
import { LayoutError, type RangeLayout } from '../range-entry.js';

/** The answer of `api.cloudflare.com/client/v4/ips`; the text files are plain lists. */
export const cloudflareApi: RangeLayout = {
  name: 'cloudflare-api',
  title: 'Cloudflare IP API',
  parse(source, owner) {
    const file = readObject(source);
    if (file.success !== true || !isObject(file.result)) throw new LayoutError('the API reports a failure');
    const ranges = new RangeCollector();
    const label = { ...owner, region: null };
    for (const prefix of requiredList(file.result, 'ipv4_cidrs')) ranges.addOwn(prefix, label);
    for (const prefix of list(file.result, 'ipv6_cidrs')) ranges.addOwn(prefix, label);
    return ranges.file(null);
  },
};
