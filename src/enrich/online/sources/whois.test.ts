import { afterAll, expect, test } from 'vitest';
import { cpuTime } from '../../../../test/cpu-time.js';
import { answersOf, asked, fakeWorld, type TcpServer, tcpServer, whoisServer } from '../_fake-world.js';
import { decodeWhois } from '../registries/charset.js';
import { readWhois } from '../registries/whois-text.js';
import { whois } from './whois.js';

const servers: TcpServer[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** Each registry answers its own text; queries are noted as `host query`. */
async function worldOf(texts: Readonly<Record<string, string | Uint8Array>>) {
  const queries: string[] = [];
  const endpoints: string[] = [];
  for (const [host, text] of Object.entries(texts)) {
    const server = await whoisServer((query) => {
      queries.push(`${host} ${query}`);
      return text;
    });
    servers.push(server);
    endpoints.push(`${host}=${server.place}`);
  }
  return { effects: fakeWorld({ endpoints }).effects, queries };
}

const ARIN_REFERS = `NetRange:       144.130.0.0 - 144.140.255.255
NetName:        APNIC-ERX
OrgName:        Asia Pacific Network Information Centre
ReferralServer: whois://whois.apnic.net
`;
const APNIC = `% [whois.apnic.net]

% Abuse contact for '144.134.0.0 - 144.134.255.255' is 'abuse@example.net'

inetnum:        144.134.0.0 - 144.134.255.255
netname:        EXAMPLE-AU
descr:          Example Carrier
+               Second line
country:        AU
org:            ORG-EX1-AP
status:         ALLOCATED PORTABLE
last-modified:  2017-12-02T13:07:17Z
source:         APNIC

organisation:   ORG-EX1-AP
org-name:       Example Carrier Pty Ltd
country:        AU

person:         Jane Doe
e-mail:         jane@example.net

route:          144.134.0.0/16
origin:         AS64500
`;

test('a referral from registry to registry is walked, in the words of each', async () => {
  const { effects, queries } = await worldOf({ 'whois.arin.net': ARIN_REFERS, 'whois.apnic.net': APNIC });
  const answer = (await answersOf(whois, asked('144.134.121.81'), effects)).get('144.134.121.81');
  expect(queries).toEqual(['whois.arin.net n + 144.134.121.81', 'whois.apnic.net -r 144.134.121.81']);
  expect(answer?.registration).toMatchObject({
    registry: 'apnic',
    organisation: 'Example Carrier Pty Ltd',
    name: 'EXAMPLE-AU',
    country: 'AU',
    abuse: 'abuse@example.net',
    originAs: [64500],
    changed: '2017-12-02',
    description: ['Example Carrier Second line'],
  });
  expect(JSON.stringify(answer)).not.toMatch(/Jane|jane/);
});

test('where the table knows no registry, IANA is asked first', async () => {
  const iana = 'refer:        whois.ripe.net\n\ninetnum:      10.0.0.0 - 10.255.255.255\norganisation: IANA\n';
  const ripe = 'inet6num:       3fff::/16\nnetname:        X-NET\ncountry:        NL\nsource: RIPE\n';
  const { effects, queries } = await worldOf({ 'whois.iana.org': iana, 'whois.ripe.net': ripe });
  await answersOf(whois, asked('3ffe::1'), effects);
  expect(queries).toEqual(['whois.iana.org 3ffe::1', 'whois.ripe.net -r 3ffe::1']);
});

test('a placeholder sends us to IANA, a circle ends, and nobody is asked twice', async () => {
  const placeholder = 'inetnum:        62.0.0.0 - 62.255.255.255\nnetname:        NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK\n';
  const { effects, queries } = await worldOf({
    'whois.ripe.net': placeholder,
    'whois.iana.org': 'refer: whois.ripe.net\n',
  });
  const answer = (await answersOf(whois, asked('62.1.1.1'), effects)).get('62.1.1.1');
  expect(queries).toEqual(['whois.ripe.net -r 62.1.1.1', 'whois.iana.org 62.1.1.1']);
  expect(answer).toMatchObject({ answer: 'not-known' });
});

test.each([
  'rwhois://rwhois.example.net:4321',
  'whois://whois.peer.example',
  'whois://127.0.0.1',
  'whois://whois.arin.net:25',
  'javascript:alert(1)',
])('a referral to %s is shown, not followed', async (referral) => {
  const { effects, queries } = await worldOf({
    'whois.arin.net': ARIN_REFERS.replace('whois://whois.apnic.net', referral),
  });
  const answer = (await answersOf(whois, asked('144.134.121.81'), effects)).get('144.134.121.81');
  expect(queries.length).toBe(1);
  expect(answer?.facts).toContainEqual(expect.objectContaining({ what: 'referral', value: referral }));
});

test('national registries are asked where the regional one names them', async () => {
  const apnic =
    'inetnum:        133.0.0.0 - 133.255.255.255\nnetname:        JPNIC-NET-JP\ncountry: JP\nmnt-lower:      MAINT-JPNIC\n';
  const jpnic =
    'Network Information:\na. [Network Number]             133.1.0.0/16\nb. [Network Name]               EXAMPLE-U\ng. [Organization]               Example University\n[Last Update]                   2015/01/14 11:50:03(JST)\n';
  const { effects, queries } = await worldOf({ 'whois.apnic.net': apnic, 'whois.nic.ad.jp': jpnic });
  const answer = (await answersOf(whois, asked('133.1.2.5'), effects)).get('133.1.2.5');
  expect(queries[1]).toBe('whois.nic.ad.jp 133.1.2.5/e');
  expect(answer?.registration).toMatchObject({
    registry: 'jpnic',
    organisation: 'Example University',
    cidrs: ['133.1.0.0/16'],
  });
});

test.each([
  '%ERROR:201: access denied for 192.0.2.1\n% Queries from your IP address have passed the daily limit',
  '%ERROR:306: connections exceeded',
  '% Query rate limit exceeded. Reduced information.',
  '% Permission denied.',
  'Your query limit exceeded',
])('"%s" is a limit, and the registry is left alone from then on', async (text) => {
  const { effects, queries } = await worldOf({ 'whois.ripe.net': `${text}\n` });
  const answers = [...(await answersOf(whois, asked('62.1.1.1', '62.1.1.2', '62.1.1.3'), effects)).values()];
  expect(answers.map(({ answer, obstacle }) => `${answer} ${obstacle}`)).toEqual(Array(3).fill('could-not-ask quota'));
  expect(queries.length).toBe(1);
});

test('"no entries" is not known; silence, a reset and an empty answer are not', async () => {
  const { effects } = await worldOf({ 'whois.ripe.net': '%ERROR:101: no entries found\n', 'whois.arin.net': '' });
  const answers = await answersOf(whois, asked('62.1.1.1', '8.8.8.8'), effects);
  expect(answers.get('62.1.1.1')).toMatchObject({ answer: 'not-known' });
  expect(answers.get('8.8.8.8')).toMatchObject({ answer: 'could-not-ask', obstacle: 'server' });
  for (const talk of [() => {}, (socket: { destroy(): void }) => socket.destroy()]) {
    const server = await tcpServer(talk);
    servers.push(server);
    const world = fakeWorld({ endpoints: [`whois.arin.net=${server.place}`] });
    expect((await answersOf(whois, asked('8.8.8.8'), world.effects)).get('8.8.8.8')).toMatchObject({
      answer: 'could-not-ask',
    });
  }
});

test('an endless answer is cut off', async () => {
  const { effects } = await worldOf({ 'whois.arin.net': 'x'.repeat(400_000) });
  expect((await answersOf(whois, asked('8.8.8.8'), effects)).get('8.8.8.8')?.reason).toMatch(/longer than any record/);
});

test('LACNIC: shortened blocks and Latin-1', () => {
  const bytes = Buffer.from(
    'inetnum:     200.57.128/19\nstatus:      allocated\nowner:       Compañía de Pruebas\ncountry:     MX\ncreated:     20001204\n',
    'latin1',
  );
  const { registration } = readWhois(decodeWhois(bytes, 'whois.lacnic.net'), asked('200.57.141.161')[0].address);
  expect(registration).toMatchObject({
    first: '200.57.128.0',
    last: '200.57.159.255',
    organisation: 'Compañía de Pruebas',
    country: 'MX',
    registered: '2000-12-04',
  });
});

test('the charsets of the registries', () => {
  expect(decodeWhois(new TextEncoder().encode('Ünïcode'), 'x')).toBe('Ünïcode');
  expect(decodeWhois(Uint8Array.of(0xc7, 0xd1), 'whois.kisa.or.kr')).toBe('한');
  expect(decodeWhois(Uint8Array.of(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42), 'whois.nic.ad.jp')).toBe('日');
});

test('the most specific block wins, and hostile text takes no time', () => {
  const nested =
    'NetRange: 3.0.0.0 - 3.127.255.255\nNetName: BIG\n\nOrgName: Big\nCountry: US\n\nNetRange: 3.120.0.0 - 3.123.255.255\nNetName: SMALL\n\nOrgName: Small GmbH\nCountry: DE\n';
  expect(readWhois(nested, asked('3.120.1.1')[0].address).registration).toMatchObject({
    name: 'SMALL',
    organisation: 'Small GmbH',
    country: 'DE',
  });
  const taken = cpuTime();
  for (const text of [
    '<'.repeat(250_000),
    'a:'.repeat(125_000),
    '\n'.repeat(250_000),
    '% Abuse contact for '.repeat(12_000),
    ' \n'.repeat(125_000),
    `inetnum: ${'1.'.repeat(120_000)}`,
  ]) {
    readWhois(text, asked('8.8.8.8')[0].address);
  }
  expect(taken()).toBeLessThan(1500);
});
