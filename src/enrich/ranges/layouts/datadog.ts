import { RangeCollector } from '../_collector.js';
import { dateOfTime, isObject, list, readObject, text } from '../_json.js';
import type { RangeLayout } from '../range-entry.js';

/** `ip-ranges.datadoghq.com`: one section for each use (agents, api, logs, synthetics ...). */
export const datadog: RangeLayout = {
  name: 'datadog',
  title: 'Datadog IP ranges',
  parse(source, owner) {
    const file = readObject(source);
    const ranges = new RangeCollector();
    for (const [section, value] of Object.entries(file)) {
      if (!isObject(value)) continue;
      const label = { ...owner, service: `Datadog ${section.replaceAll('-', ' ')}`, region: null };
      for (const key of ['prefixes_ipv4', 'prefixes_ipv6']) {
        for (const prefix of list(value, key)) ranges.addOwn(prefix, label);
      }
    }
    const modified = text(file, 'modified');
    return ranges.file(dateOfTime(modified));
  },
};
