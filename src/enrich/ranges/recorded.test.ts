import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseAddress } from '../../address/parse.js';
import { classify } from '../../address/classify.js';
import { builtPack } from '../../../test/built-pack.js';
import { openPack } from '../offline/pack.js';
import { compileRanges, openRanges, ownerJoiner, type RangeSource, rangeLayouts } from './index.js';
import type { RangeOwner } from './range-entry.js';

const RECORDED = resolve('../shared/recorded/cloud-ranges');
const FEEDS = resolve('../shared/feeds/cloud-raw');
const isThere = existsSync(RECORDED);

const owner = (organisation: string, service: string | null, kind: RangeOwner['kind']): RangeOwner => ({
  provider: organisation.toLowerCase(),
  organisation,
  service,
  kind,
});

const CDN = (name: string) => owner(name, null, 'cdn');

/** File, layout, owner, entries, date: the numbers are those of the recording's own description. */
const FILES: readonly [string, string, RangeOwner, number, string | null][] = [
  ['akamai-v4.txt', 'cidr-text', CDN('Akamai'), 19, null],
  ['akamai-v6.txt', 'cidr-text', CDN('Akamai'), 3, null],
  ['aws-ip-ranges.json', 'aws', CDN('Amazon'), 8971 + 4373, '2025-07-24'],
  ['azure-servicetags-public.json', 'azure-tags', CDN('Microsoft'), 90_493, null],
  ['cloudflare-ips-v4.txt', 'cidr-text', CDN('Cloudflare'), 15, null],
  ['cloudflare-ips-v6.txt', 'cidr-text', CDN('Cloudflare'), 7, null],
  ['digitalocean-geofeed.csv', 'geofeed', owner('DigitalOcean', null, 'hosting'), 1182, null],
  ['fastly-public-ip-list.json', 'fastly', CDN('Fastly'), 21, null],
  ['gcp-cloud.json', 'google', owner('Google', 'Google Cloud', 'cloud-tenant'), 782, '2025-07-24'],
  ['github-meta.json', 'github-meta', CDN('GitHub'), 5959, null],
  ['m365-endpoints-worldwide-2020-12.json', 'microsoft-365', CDN('Microsoft'), 398, null],
  ['oracle-public_ip_ranges.json', 'oracle', owner('Oracle', null, 'cloud-tenant'), 896, '2025-07-21'],
  ['zscaler-hub-recommended.json', 'zscaler', owner('Zscaler', null, 'cloud-platform'), 80, null],
];

function parsed([name, layout, owner]: (typeof FILES)[number]): RangeSource & { rejected: number } {
  const found = rangeLayouts.find((candidate) => candidate.name === layout) ?? rangeLayouts[0];
  return { key: name, title: name, ...found.parse(readFileSync(resolve(RECORDED, name), 'utf8'), owner) };
}

test.runIf(isThere).each(FILES)('%s is read whole as %s', (...row) => {
  const { entries, rejected, asOf } = parsed(row);
  expect({ entries: entries.length, rejected, asOf }).toEqual({ entries: row[3], rejected: 0, asOf: row[4] });
  // The sanity check of `update` refuses private space and default routes: no honest file may trip it.
  expect(entries.filter(({ first, last }) => !classify(first).isGlobal || !classify(last).isGlobal)).toEqual([]);
});

test.runIf(existsSync(FEEDS))('linode, a geofeed with comments, dates itself', () => {
  const geofeed = rangeLayouts.find(({ name }) => name === 'geofeed') ?? rangeLayouts[0];
  const file = geofeed.parse(readFileSync(resolve(FEEDS, 'linode.txt'), 'utf8'), owner('Akamai', 'Linode', 'hosting'));
  expect(file.entries.length).toBe(4552);
  expect({ rejected: file.rejected, asOf: file.asOf }).toEqual({ rejected: 0, asOf: '2025-07-24' });
});

test.runIf(isThere)('the big names split into their own services and what anybody rents', () => {
  const ranges = openRanges(compileRanges(FILES.map(parsed)));
  const said = (text: string): string => {
    const address = parseAddress(text);
    const range = address === null ? null : ranges.lookup(address);
    return range === null ? 'nothing' : `${range.organisation} | ${range.service} | ${range.kind} | ${range.region}`;
  };
  const asked = [
    '52.97.133.162',
    '20.190.160.1',
    '52.113.194.132',
    '13.107.136.9',
    '40.92.1.1',
    '20.209.0.1',
    '13.107.4.50',
    '20.96.153.111',
    '52.95.110.1',
    '54.239.28.85',
    '3.5.140.1',
    '13.32.0.1',
    '18.130.1.1',
    '34.80.1.1',
    '185.199.108.153',
    '140.82.121.4',
    '104.16.0.1',
    '151.101.1.1',
    '2606:4700::6810:1',
    '::ffff:104.16.0.1',
    '64:ff9b::6810:1',
    '129.80.1.1',
    '24.144.64.1',
    '165.225.0.1',
    '10.0.0.1',
    '192.0.2.1',
    '145.224.1.1',
  ];
  expect(asked.map((text) => `${text}: ${said(text)}`)).toMatchInlineSnapshot(`
    [
      "52.97.133.162: Microsoft | Exchange Online | cloud-platform | null",
      "20.190.160.1: Microsoft | Microsoft sign-in (Entra ID) | cloud-platform | null",
      "52.113.194.132: Microsoft | Teams and Skype | cloud-platform | null",
      "13.107.136.9: Microsoft | SharePoint and OneDrive | cloud-platform | null",
      "40.92.1.1: Microsoft | Exchange Online Protection | cloud-platform | null",
      "20.209.0.1: Microsoft | Azure Storage | cloud-tenant | eastus",
      "13.107.4.50: Microsoft | Microsoft front door and web services | cloud-platform | null",
      "20.96.153.111: Microsoft | Azure | cloud-tenant | eastus2",
      "52.95.110.1: Amazon | Amazon Route 53 DNS | cloud-platform | null",
      "54.239.28.85: Amazon | AWS service endpoints | cloud-platform | us-east-1",
      "3.5.140.1: Amazon | Amazon S3 | cloud-tenant | ap-northeast-2",
      "13.32.0.1: Amazon | Amazon CloudFront | cdn | null",
      "18.130.1.1: Amazon | Amazon EC2 | cloud-tenant | eu-west-2",
      "34.80.1.1: Google | Google Cloud | cloud-tenant | asia-east1",
      "185.199.108.153: GitHub | GitHub Pages and raw content | cloud-platform | null",
      "140.82.121.4: GitHub | GitHub | cloud-platform | null",
      "104.16.0.1: Cloudflare | null | cdn | null",
      "151.101.1.1: Fastly | null | cdn | null",
      "2606:4700::6810:1: Cloudflare | null | cdn | null",
      "::ffff:104.16.0.1: Cloudflare | null | cdn | null",
      "64:ff9b::6810:1: Cloudflare | null | cdn | null",
      "129.80.1.1: Oracle | Oracle Cloud | cloud-tenant | us-ashburn-1",
      "24.144.64.1: DigitalOcean | null | hosting | North Bergen, US-NJ",
      "165.225.0.1: Zscaler | null | cloud-platform | null",
      "10.0.0.1: nothing",
      "192.0.2.1: nothing",
      "145.224.1.1: nothing",
    ]
  `);
});

/** What a network engineer calls each, the published ranges at hand or not. */
const NAMED: readonly [string, string, string | null][] = [
  ['168.63.129.16', 'Microsoft', 'Azure platform (DNS, health probe, agent)'],
  ['8.8.8.8', 'Google', 'Google Public DNS'],
  ['1.1.1.1', 'Cloudflare', 'Cloudflare DNS 1.1.1.1'],
  ['13.107.4.50', 'Microsoft', 'Windows Update and delivery'],
  ['20.190.160.1', 'Microsoft', 'Microsoft sign-in (Entra ID)'],
  ['52.95.110.1', 'Amazon', 'Amazon Route 53 DNS'],
  ['149.154.167.50', 'Telegram', 'Telegram'],
  ['185.199.108.153', 'GitHub', 'GitHub Pages and raw content'],
  ['2620:fe::fe', 'Quad9', 'Quad9 DNS'],
  ['64:ff9b::808:808', 'Google', 'Google Public DNS'],
];

test.runIf(isThere)(
  'well-known addresses keep their names once the ranges of their providers are fetched',
  async () => {
    const pack = openPack(await builtPack(), new Date('2026-07-01T00:00:00Z'));
    const ranges = openRanges(compileRanges(FILES.map(parsed)));
    const join = ownerJoiner();
    const answers = NAMED.map(([text]) => {
      const address = parseAddress(text);
      if (address === null) throw new Error(`${text} is no address`);
      const { organisation, network } = join(pack.owner(address), ranges.lookup(address));
      return [text, organisation, network.service];
    });
    pack.close();
    expect(answers).toEqual(NAMED);
  },
);
