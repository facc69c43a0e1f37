import { RangeCollector } from '../_collector.js';
import { type JsonObject, list, objects, own, readJson, text } from '../_json.js';
import { LayoutError, RANK, type RangeLayout } from '../range-entry.js';

const AREAS: Readonly<Record<string, string>> = {
  Exchange: 'Exchange Online',
  SharePoint: 'SharePoint and OneDrive',
  Skype: 'Teams and Skype',
  Common: 'Microsoft 365',
};

/** The Microsoft 365 endpoints web service: entries without addresses (only names) are many and no mistake. */
export const microsoft365: RangeLayout = {
  name: 'microsoft-365',
  title: 'Microsoft 365 endpoints web service',
  parse(source) {
    const rows = readJson(source);
    if (!Array.isArray(rows)) throw new LayoutError('the JSON is no list of endpoints');
    const ranges = new RangeCollector();
    for (const row of objects(rows)) {
      const service = serviceOf(row);
      const label = {
        provider: 'microsoft',
        organisation: 'Microsoft',
        service,
        region: null,
        kind: 'cloud-platform',
      } as const;
      for (const prefix of list(row, 'ips')) ranges.add(prefix, label, { rank: RANK.productList });
    }
    return ranges.file(null);
  },
};

/** The area, except where the names tell more: mail filtering and sign-in are services of their own. */
function serviceOf(row: JsonObject): string {
  const names = list(row, 'urls').filter((name) => typeof name === 'string');
  if (names.some((name) => name.endsWith('protection.outlook.com'))) return 'Exchange Online Protection';
  if (names.some((name) => /^login\.(?:microsoftonline|windows|microsoft)\./.test(name)))
    return 'Microsoft sign-in (Entra ID)';
  const area = text(row, 'serviceArea');
  return (area === null ? null : own(AREAS, area)) ?? 'Microsoft 365';
}
