import { RangeCollector } from '../_collector.js';
import { dateOfStamp, dateOfTime, objects, readObject, requiredList, text } from '../_json.js';
import { RANK, type RangeFile, type RangeLayout, type RangeOwner } from '../range-entry.js';

/** `goog.json`: all of Google. What is in it and not in `cloud.json` is Google's own, so it counts as broad. */
export const googleAll: RangeLayout = {
  name: 'google-all',
  title: 'Google goog.json',
  parse: (source, owner) => read(source, owner, true),
};

/** `cloud.json`, and the crawler files of Google and those who copied the layout (OpenAI, Bing, DuckDuckGo, Perplexity). */
export const google: RangeLayout = {
  name: 'google',
  title: 'Google prefixes JSON',
  parse: (source, owner) => read(source, owner, false),
};

function read(source: string, owner: RangeOwner, isBroad: boolean): RangeFile {
  const file = readObject(source);
  const ranges = new RangeCollector();
  const rank = isBroad ? RANK.broad : owner.kind === 'cloud-tenant' ? RANK.tenant : RANK.service;
  for (const row of objects(requiredList(file, 'prefixes'))) {
    const scope = text(row, 'scope');
    const region = scope === 'global' ? null : scope;
    ranges.add(row.ipv4Prefix ?? row.ipv6Prefix, { ...owner, region }, { rank, isBroad });
  }
  return ranges.file(dateOfTime(text(file, 'creationTime')) ?? dateOfStamp(file.syncToken));
}
