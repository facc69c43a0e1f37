import { expect, test } from 'vitest';
import { formatAddress } from '../../address/format.js';
import { LayoutError, rangeLayouts, type RangeOwner } from './index.js';

const OWNER: RangeOwner = { provider: 'example', organisation: 'Example', service: 'Example', kind: 'cloud-platform' };

function parse(layout: string, text: string) {
  const found = rangeLayouts.find(({ name }) => name === layout);
  if (found === undefined) throw new Error(layout);
  return found.parse(text, OWNER);
}

/** Entries as `first service region kind`, broad ones marked. */
function said(layout: string, text: string): string[] {
  return parse(layout, text).entries.map(({ first, label, isBroad }) => {
    const { service, region, kind } = label;
    return `${formatAddress(first)} ${service} | ${region} | ${kind}${isBroad ? ' | broad' : ''}`;
  });
}

const json = JSON.stringify;

test('atlassian names product and region where there is one', () => {
  const items = [
    { cidr: '104.192.136.0/21', region: ['global'], product: ['jira', 'confluence'] },
    { cidr: '185.166.140.0/22', region: ['eu-west-1'], product: ['jira'] },
  ];
  const text = json({ creationDate: '2026-01-02T00:00:00', syncToken: 1_700_000_000, items });
  expect(said('atlassian', text)).toEqual([
    '104.192.136.0 Example | null | cloud-platform',
    '185.166.140.0 Atlassian jira | eu-west-1 | cloud-platform',
  ]);
  expect(parse('atlassian', text).asOf).toBe('2026-01-02');
});

test('aws splits rented machines, CDN and own services, in both families', () => {
  const row = (ip_prefix: string, service: string, region = 'eu-west-1') => ({ ip_prefix, service, region });
  const text = json({
    syncToken: '1753388594',
    prefixes: [
      row('3.0.0.0/16', 'AMAZON'),
      row('3.0.0.0/16', 'EC2'),
      row('3.1.0.0/16', 'CLOUDFRONT', 'GLOBAL'),
      row('3.2.0.0/16', 'NEW_THING'),
      row('not a prefix', 'S3'),
    ],
    ipv6_prefixes: [{ ipv6_prefix: '2600:1f00::/24', service: 'DYNAMODB', region: 'us-east-1' }],
  });
  expect(said('aws', text)).toEqual([
    '3.0.0.0 AWS service endpoints | eu-west-1 | cloud-platform | broad',
    '3.0.0.0 Amazon EC2 | eu-west-1 | cloud-tenant',
    '3.1.0.0 Amazon CloudFront | null | cdn',
    '3.2.0.0 AWS new thing | eu-west-1 | cloud-platform',
    '2600:1f00:: Amazon DynamoDB | us-east-1 | cloud-platform',
  ]);
  expect(parse('aws', text)).toMatchObject({ rejected: 1, asOf: '2025-07-24' });
});

test('azure tags: AzureCloud is broad, Windows Update, sign-in and Front Door keep their names', () => {
  const tag = (name: string, systemService: string, region: string, addressPrefixes: string[]) => ({
    name,
    properties: { systemService, region, addressPrefixes },
  });
  const values = [
    tag('AzureCloud.westeurope', '', 'westeurope', ['20.0.0.0/16']),
    tag('Storage.WestEurope', 'AzureStorage', 'westeurope', ['20.0.1.0/24', '2603:1020::/48']),
    tag('AzureUpdateDelivery', 'AzureUpdateDelivery', '', ['20.1.0.0/24']),
    tag('AzureActiveDirectory.ServiceEndpoint', 'AzureIdentity', '', ['20.2.0.0/24']),
    tag('AzureFrontDoor.FirstParty', 'AzureFrontDoor', '', ['13.107.9.0/24']),
    tag('AzureFrontDoor.Frontend', 'AzureFrontDoor', '', ['13.107.246.0/24']),
    tag('AzureKeyVault', 'AzureKeyVault', '', ['20.3.0.0/24']),
    { name: 7 },
  ];
  expect(said('azure-tags', json({ values }))).toEqual([
    '20.0.0.0 Azure | westeurope | cloud-tenant | broad',
    '20.0.1.0 Azure Storage | westeurope | cloud-tenant',
    '2603:1020:: Azure Storage | westeurope | cloud-tenant',
    '20.1.0.0 Windows Update and delivery | null | cloud-platform',
    '20.2.0.0 Microsoft sign-in (Entra ID) | null | cloud-platform',
    '13.107.9.0 Microsoft front door and web services | null | cloud-platform',
    '13.107.246.0 Azure Front Door (customers’ sites too) | null | cdn',
    '20.3.0.0 Azure Key Vault | null | cloud-platform',
  ]);
});

test('microsoft 365 tells areas apart, and mail filtering and sign-in by their names', () => {
  const rows = [
    { serviceArea: 'Exchange', urls: ['outlook.office.com'], ips: ['40.96.0.0/13'] },
    { serviceArea: 'Exchange', urls: ['*.protection.outlook.com'], ips: ['40.92.0.0/15'] },
    { serviceArea: 'Common', urls: ['login.microsoftonline.com'], ips: ['20.190.128.0/18'] },
    { serviceArea: 'Skype', ips: ['52.112.0.0/14', '2603:1063::/38'] },
    { serviceArea: 'Common', urls: ['*.office.com'] },
  ];
  expect(said('microsoft-365', json(rows)).map((line) => line.split(' |')[0])).toEqual([
    '40.96.0.0 Exchange Online',
    '40.92.0.0 Exchange Online Protection',
    '20.190.128.0 Microsoft sign-in (Entra ID)',
    '52.112.0.0 Teams and Skype',
    '2603:1063:: Teams and Skype',
  ]);
});

test('the Googlebot layout is read with zero-width characters in it (bingbot.json)', () => {
  const text =
    '\ufeff{"creationTime":"2026-02-03T10:00:00.1","prefixes":[{"ipv4Prefix":"157.55.39.0/24\u200b"},{\u200b"ipv6Prefix":"2001:4860:4801::/64","scope":"global"}]}';
  expect(said('google', text)).toEqual([
    '157.55.39.0 Example | null | cloud-platform',
    '2001:4860:4801:: Example | null | cloud-platform',
  ]);
  expect(parse('google', text).asOf).toBe('2026-02-03');
  expect(said('google-all', text)[0]).toContain('| broad');
});

test('cloudflare answers with success, or is no list', () => {
  const good = { success: true, result: { ipv4_cidrs: ['104.16.0.0/13'], ipv6_cidrs: ['2606:4700::/32'] } };
  expect(said('cloudflare-api', json(good)).length).toBe(2);
  expect(() => parse('cloudflare-api', json({ success: false, errors: [{ message: 'no' }] }))).toThrow(LayoutError);
});

test('datadog and okta carry section and cell', () => {
  const datadog = { version: 1, modified: '2026-03-04-00-00-00', agents: { prefixes_ipv4: ['3.233.144.0/20'] } };
  expect(said('datadog', json(datadog))).toEqual(['3.233.144.0 Datadog agents | null | cloud-platform']);
  expect(parse('datadog', json(datadog)).asOf).toBe('2026-03-04');
  expect(said('okta', json({ us_cell_1: { ip_ranges: ['3.14.30.12/32'] } }))).toEqual([
    '3.14.30.12 Example | us_cell_1 | cloud-platform',
  ]);
});

test('geofeeds: comments, empty fields, quotes, CRLF', () => {
  const text =
    '# Last modified: 2026-05-06 10:00\r\n5.101.96.0/21,NL,NL-NH,Amsterdam,1098 XH\r\n2600:3c00::/32,US,,,\r\n24.1.0.0/16,US,US-DC,"Washington, D.C.",\r\n5.102.0.0/24,,,,\r\nnonsense,US,,,\r\n';
  expect(said('geofeed', text).map((line) => line.split(' | ')[1])).toEqual([
    'Amsterdam, NL-NH',
    'US',
    'Washington, D.C., US-DC',
    'null',
  ]);
  expect(parse('geofeed', text)).toMatchObject({ rejected: 1, asOf: '2026-05-06' });
  expect(said('geofeed-countries', text)[0]).toContain('| NL |');
});

test('github: what runs on rented Azure is Microsoft’s and broad, so that no tenant passes for GitHub', () => {
  const meta = {
    verifiable_password_authentication: false,
    ssh_keys: ['ssh-rsa AAAA'],
    web: ['140.82.112.0/20'],
    actions: ['4.148.0.0/16'],
    domains: {},
  };
  const { entries } = parse('github-meta', json(meta));
  expect(entries.map(({ label, isBroad }) => [label.provider, label.service, isBroad])).toEqual([
    ['github', 'GitHub', false],
    ['microsoft', 'GitHub Actions runner (Azure)', true],
  ]);
});

test('oracle tells its own service network from what it rents', () => {
  const regions = [
    {
      region: 'us-ashburn-1',
      cidrs: [
        { cidr: '129.80.0.0/16', tags: ['OCI'] },
        { cidr: '140.91.10.0/23', tags: ['OSN', 'OBJECT_STORAGE'] },
        { cidr: '134.70.24.0/21', tags: ['OSN'] },
      ],
    },
  ];
  expect(said('oracle', json({ last_updated_timestamp: '2025-07-21T07:13', regions }))).toEqual([
    '129.80.0.0 Oracle Cloud | us-ashburn-1 | cloud-tenant',
    '140.91.10.0 Oracle Object Storage | us-ashburn-1 | cloud-tenant',
    '134.70.24.0 Oracle Services Network | us-ashburn-1 | cloud-platform',
  ]);
});

test('plain text: BOM, comments, blanks behind the block', () => {
  const text = '\ufeff23.32.0.0/11\t\n; a comment\n# another\n\n2.16.0.0/13 , Akamai\r\n149.154.160.5\nhello\n';
  const file = parse('cidr-text', text);
  expect(file.entries.map(({ first }) => formatAddress(first))).toEqual(['23.32.0.0', '2.16.0.0', '149.154.160.5']);
  expect(file.rejected).toBe(1);
});

test('proton: ways in and ways out of every server', () => {
  const LogicalServers = [{ ExitCountry: 'CH', Servers: [{ EntryIP: '185.159.157.1', ExitIP: '185.159.157.2' }] }];
  expect(said('proton-vpn', json({ LogicalServers }))).toEqual([
    '185.159.157.1 Example | CH | cloud-platform',
    '185.159.157.2 Example | CH | cloud-platform',
  ]);
});

test('zscaler: hubs', () => {
  expect(said('zscaler', json({ hubPrefixes: ['165.225.0.0/17'] })).length).toBe(1);
});

/** Text formats read anything; the sanity check counts what they reject. */
const STRICT = rangeLayouts.filter(
  ({ name }) => !['cidr-text', 'geofeed', 'geofeed-countries', 'okta', 'datadog'].includes(name),
);

test.each(STRICT.map(({ name }) => name))('%s refuses what is another document', (name) => {
  for (const text of ['', '{', '[', 'null', '7', '"x"', '<!doctype html>', '{"prefixes":{}}', '{"values":null}']) {
    expect(() => parse(name, text)).toThrow(LayoutError);
  }
});

test('no layout trips over hostile JSON', () => {
  const hostile = [
    '{"prefixes":[null,7,[],{"ip_prefix":{}},{"ipv4Prefix":7}],"values":[{"name":"x","properties":{"addressPrefixes":[7,null]}}]}',
    '{"__proto__":{"ip_ranges":["1.1.1.1"]},"web":[null],"regions":[{"cidrs":[{"cidr":7,"tags":7}]}],"hubPrefixes":[{}],"items":[{"product":[{}]}],"LogicalServers":[{"Servers":[{"EntryIP":7}]}],"addresses":[1]}',
    '[{"ips":7},{"ips":[{}],"urls":[7]}]',
  ];
  const crashes: unknown[] = [];
  for (const { name } of rangeLayouts) {
    for (const text of hostile) {
      try {
        parse(name, text);
      } catch (error) {
        if (!(error instanceof LayoutError)) crashes.push([name, text, error]);
      }
    }
  }
  expect(crashes).toEqual([]);
});
