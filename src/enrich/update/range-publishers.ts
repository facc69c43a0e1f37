import type { NetworkKind } from '../../model/knowledge.js';
import { providerKey } from '../offline/provider-key.js';
import { rangeLayouts } from '../ranges/layouts/index.js';
import type { RangeEntry, RangeFile, RangeOwner } from '../ranges/range-entry.js';
import type { Publisher } from './publisher.js';

const MB = 1024 * 1024;
const DAY = 24;
const WEEK = 7 * DAY;

/** A publisher of provider ranges: its copies can be read into entries. */
export interface RangePublisher extends Publisher {
  readonly group: 'ranges';
  ranges(bytes: Uint8Array): RangeFile;
}

interface Row {
  readonly key: string;
  readonly title: string;
  readonly url: string;
  readonly layout: string;
  /** Organisation, service, kind; the provider key is the first of them in kebab-case. */
  readonly owner: readonly [string, string | null, NetworkKind];
  readonly least: number;
  readonly most: number;
  readonly everyHours?: number;
  readonly maxBytes?: number;
  readonly page?: Publisher['page'];
  readonly hosts?: readonly string[];
  readonly isDefault?: boolean;
}

/** Facts that anybody may state; the publishers name no licence for these files. */
const LICENCE = 'published by the provider for filtering; no licence stated';

/** Addresses and bounds: the providers' documentation and copies of the real files of 2025-07 to 2026-08. */
const ROWS: readonly Row[] = [
  {
    key: 'aws',
    title: 'AWS ip-ranges.json',
    url: 'https://ip-ranges.amazonaws.com/ip-ranges.json',
    layout: 'aws',
    owner: ['Amazon', null, 'cloud-platform'],
    least: 4000,
    most: 200_000,
  },
  {
    key: 'azure',
    title: 'Azure service tags',
    url: 'https://www.microsoft.com/en-us/download/details.aspx?id=56519',
    page: {
      url: 'https://www.microsoft.com/en-us/download/details.aspx?id=56519',
      link: /https:\/\/download\.microsoft\.com\/[\w./-]{1,200}\/ServiceTags_Public_\d{8}\.json/,
    },
    hosts: ['download.microsoft.com'],
    layout: 'azure-tags',
    owner: ['Microsoft', null, 'cloud-platform'],
    least: 10_000,
    most: 1_000_000,
    everyHours: WEEK / 2,
  },
  {
    key: 'microsoft-365',
    title: 'Microsoft 365 endpoints',
    url: 'https://endpoints.office.com/endpoints/worldwide?clientrequestid={client}',
    layout: 'microsoft-365',
    owner: ['Microsoft', null, 'cloud-platform'],
    least: 50,
    most: 20_000,
  },
  {
    key: 'google-cloud',
    title: 'Google cloud.json',
    url: 'https://www.gstatic.com/ipranges/cloud.json',
    layout: 'google',
    owner: ['Google', 'Google Cloud', 'cloud-tenant'],
    least: 300,
    most: 50_000,
  },
  {
    key: 'google',
    title: 'Google goog.json',
    url: 'https://www.gstatic.com/ipranges/goog.json',
    layout: 'google-all',
    owner: ['Google', 'Google services', 'cloud-platform'],
    least: 40,
    most: 5000,
  },
  {
    key: 'googlebot',
    title: 'Googlebot ranges',
    url: 'https://developers.google.com/search/apis/ipranges/googlebot.json',
    layout: 'google',
    owner: ['Google', 'Googlebot crawler', 'cloud-platform'],
    least: 20,
    most: 10_000,
  },
  {
    key: 'google-special-crawlers',
    title: 'Google special crawlers',
    url: 'https://developers.google.com/search/apis/ipranges/special-crawlers.json',
    layout: 'google',
    owner: ['Google', 'Google special crawler', 'cloud-platform'],
    least: 20,
    most: 10_000,
  },
  {
    key: 'google-user-fetchers',
    title: 'Google user-triggered fetchers',
    url: 'https://developers.google.com/search/apis/ipranges/user-triggered-fetchers-google.json',
    layout: 'google',
    owner: ['Google', 'Google user-triggered fetcher', 'cloud-platform'],
    least: 10,
    most: 10_000,
  },
  {
    key: 'cloudflare',
    title: 'Cloudflare IP API',
    url: 'https://api.cloudflare.com/client/v4/ips',
    layout: 'cloudflare-api',
    owner: ['Cloudflare', 'Cloudflare edge (customers’ sites)', 'cdn'],
    least: 10,
    most: 500,
  },
  {
    key: 'fastly',
    title: 'Fastly public IP list',
    url: 'https://api.fastly.com/public-ip-list',
    layout: 'fastly',
    owner: ['Fastly', 'Fastly edge (customers’ sites)', 'cdn'],
    least: 10,
    most: 500,
  },
  {
    key: 'oracle',
    title: 'Oracle public IP ranges',
    url: 'https://docs.oracle.com/en-us/iaas/tools/public_ip_ranges.json',
    layout: 'oracle',
    owner: ['Oracle', 'Oracle Cloud', 'cloud-tenant'],
    least: 300,
    most: 20_000,
  },
  {
    key: 'digitalocean',
    title: 'DigitalOcean geofeed',
    url: 'https://www.digitalocean.com/geo/google.csv',
    layout: 'geofeed',
    owner: ['DigitalOcean', null, 'hosting'],
    least: 400,
    most: 50_000,
  },
  {
    key: 'linode',
    title: 'Linode geofeed',
    url: 'https://geoip.linode.com/',
    layout: 'geofeed',
    owner: ['Akamai', 'Linode', 'hosting'],
    least: 1000,
    most: 100_000,
  },
  {
    key: 'vultr',
    title: 'Vultr geofeed',
    url: 'https://geofeed.constant.com/?text',
    layout: 'geofeed',
    owner: ['Vultr', null, 'hosting'],
    least: 50,
    most: 50_000,
  },
  {
    key: 'github',
    title: 'GitHub meta API',
    url: 'https://api.github.com/meta',
    layout: 'github-meta',
    owner: ['GitHub', 'GitHub', 'cloud-platform'],
    least: 100,
    most: 100_000,
  },
  {
    key: 'apple-relay',
    title: 'Apple iCloud Private Relay egress',
    url: 'https://mask-api.icloud.com/egress-ip-ranges.csv',
    layout: 'geofeed-countries',
    owner: ['Apple', 'iCloud Private Relay', 'anonymiser'],
    least: 10_000,
    most: 1_000_000,
    everyHours: WEEK,
    isDefault: false,
  },
  {
    key: 'zoom',
    title: 'Zoom IP ranges',
    url: 'https://assets.zoom.us/docs/ipranges/Zoom.txt',
    layout: 'cidr-text',
    owner: ['Zoom', 'Zoom', 'cloud-platform'],
    least: 30,
    most: 5000,
  },
  {
    key: 'telegram',
    title: 'Telegram CIDR list',
    url: 'https://core.telegram.org/resources/cidr.txt',
    layout: 'cidr-text',
    owner: ['Telegram', 'Telegram', 'cloud-platform'],
    least: 5,
    most: 200,
    everyHours: WEEK,
  },
  {
    key: 'zscaler',
    title: 'Zscaler hub prefixes',
    url: 'https://config.zscaler.com/api/zscaler.net/hubs/cidr/json/recommended',
    layout: 'zscaler',
    owner: ['Zscaler', 'Zscaler hub (web security proxy)', 'cloud-platform'],
    least: 20,
    most: 2000,
  },
  {
    key: 'atlassian',
    title: 'Atlassian IP ranges',
    url: 'https://ip-ranges.atlassian.com/',
    layout: 'atlassian',
    owner: ['Atlassian', 'Atlassian', 'cloud-platform'],
    least: 20,
    most: 10_000,
  },
  {
    key: 'okta',
    title: 'Okta IP ranges',
    url: 'https://s3.amazonaws.com/okta-ip-ranges/ip_ranges.json',
    layout: 'okta',
    owner: ['Okta', 'Okta sign-in', 'cloud-platform'],
    least: 20,
    most: 10_000,
  },
  {
    key: 'datadog',
    title: 'Datadog IP ranges',
    url: 'https://ip-ranges.datadoghq.com/',
    layout: 'datadog',
    owner: ['Datadog', 'Datadog', 'cloud-platform'],
    least: 20,
    most: 10_000,
  },
  {
    key: 'gptbot',
    title: 'OpenAI GPTBot ranges',
    url: 'https://openai.com/gptbot.json',
    layout: 'google',
    owner: ['OpenAI', 'GPTBot crawler', 'cloud-platform'],
    least: 1,
    most: 5000,
  },
  {
    key: 'openai-searchbot',
    title: 'OpenAI SearchBot ranges',
    url: 'https://openai.com/searchbot.json',
    layout: 'google',
    owner: ['OpenAI', 'OAI-SearchBot crawler', 'cloud-platform'],
    least: 1,
    most: 5000,
  },
  {
    key: 'chatgpt-user',
    title: 'OpenAI ChatGPT-User ranges',
    url: 'https://openai.com/chatgpt-user.json',
    layout: 'google',
    owner: ['OpenAI', 'ChatGPT user fetcher', 'cloud-platform'],
    least: 1,
    most: 5000,
  },
  {
    key: 'bingbot',
    title: 'Bingbot ranges',
    url: 'https://www.bing.com/toolbox/bingbot.json',
    layout: 'google',
    owner: ['Microsoft', 'Bingbot crawler', 'cloud-platform'],
    least: 5,
    most: 5000,
  },
  {
    key: 'duckduckbot',
    title: 'DuckDuckGo bot ranges',
    url: 'https://duckduckgo.com/duckduckbot.json',
    layout: 'google',
    owner: ['DuckDuckGo', 'DuckDuckBot crawler', 'cloud-platform'],
    least: 1,
    most: 5000,
  },
  {
    key: 'perplexitybot',
    title: 'Perplexity bot ranges',
    url: 'https://www.perplexity.ai/perplexitybot.json',
    layout: 'google',
    owner: ['Perplexity', 'PerplexityBot crawler', 'cloud-platform'],
    least: 1,
    most: 5000,
  },
  {
    key: 'pingdom-ipv4',
    title: 'Pingdom probes, IPv4',
    url: 'https://my.pingdom.com/probes/ipv4',
    layout: 'cidr-text',
    owner: ['Pingdom', 'Pingdom probe', 'cloud-platform'],
    least: 20,
    most: 2000,
  },
  {
    key: 'pingdom-ipv6',
    title: 'Pingdom probes, IPv6',
    url: 'https://my.pingdom.com/probes/ipv6',
    layout: 'cidr-text',
    owner: ['Pingdom', 'Pingdom probe', 'cloud-platform'],
    least: 10,
    most: 2000,
  },
  {
    key: 'statuscake',
    title: 'StatusCake locations',
    url: 'https://app.statuscake.com/Workfloor/Locations.php?format=txt',
    layout: 'cidr-text',
    owner: ['StatusCake', 'StatusCake probe', 'cloud-platform'],
    least: 20,
    most: 2000,
  },
  {
    key: 'proton-vpn',
    title: 'Proton VPN logical servers',
    url: 'https://api.protonvpn.ch/vpn/logicals',
    layout: 'proton-vpn',
    owner: ['Proton', 'Proton VPN', 'anonymiser'],
    least: 300,
    most: 200_000,
  },
];

/** Everybody who publishes their own ranges, in the order of the table. */
export function rangePublishers(): RangePublisher[] {
  return ROWS.map(rangePublisher);
}

function rangePublisher(row: Row): RangePublisher {
  const [organisation, service, kind] = row.owner;
  const owner: RangeOwner = { provider: providerKey(organisation), organisation, service, kind };
  const layout = rangeLayouts.find(({ name }) => name === row.layout);
  if (layout === undefined) throw new Error(`no layout ${row.layout}`);
  const ranges = (bytes: Uint8Array): RangeFile => layout.parse(new TextDecoder().decode(bytes), owner);
  return {
    key: row.key,
    aliases: [],
    title: row.title,
    group: 'ranges',
    licence: LICENCE,
    urls: ({ clientId }) => [row.url.replace('{client}', clientId)],
    page: row.page ?? null,
    hosts: row.hosts ?? [],
    everyHours: row.everyHours ?? DAY,
    bounds: { min: row.least, max: row.most },
    maxBytes: row.maxBytes ?? 50 * MB,
    isGzip: false,
    leastShare: 0.5,
    end: null,
    isDefault: row.isDefault ?? true,
    ranges,
    read(bytes) {
      const { entries, rejected, asOf } = ranges(bytes);
      return { entries: entries.length, rejected, asOf, refused: null, blocks: blocksOf(entries) };
    },
  };
}

function* blocksOf(entries: readonly RangeEntry[]): Generator<RangeEntry> {
  yield* entries;
}
