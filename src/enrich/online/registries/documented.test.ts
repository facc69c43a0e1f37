import { afterAll, expect, test } from 'vitest';
import {
  answersOf,
  asked,
  fakeWorld,
  type HttpServer,
  httpServer,
  type TcpServer,
  whoisServer,
} from '../_fake-world.js';
import { rdap } from '../sources/rdap.js';
import { whois } from '../sources/whois.js';
import { RDAP, WHOIS } from './_samples.js';
import { REGISTRIES } from './registry.js';
import { readWhois } from './whois-text.js';

// What the registries document, and the samples at hand lack.

const servers: (HttpServer | TcpServer)[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function byRdap(address: string) {
  const server = await httpServer();
  servers.push(server);
  server.handler = (_, response) => response.end(RDAP[address]);
  const endpoints = Object.values(REGISTRIES).map(({ rdap: base }) => `${new URL(base).hostname}=${server.base}`);
  return (await answersOf(rdap, asked(address), fakeWorld({ endpoints }).effects)).get(address);
}

/** Texts by host; a host without one is not reached. */
async function byWhois(address: string, texts: Readonly<Record<string, string>>) {
  const endpoints: string[] = [];
  for (const [host, text] of Object.entries(texts)) {
    const server = await whoisServer(() => text);
    servers.push(server);
    endpoints.push(`${host}=${server.place}`);
  }
  return (await answersOf(whois, asked(address), fakeWorld({ endpoints }).effects)).get(address);
}

test('RDAP of LACNIC: no name, no kind of the holder, country in its address, origins as texts', async () => {
  const answer = await byRdap('200.57.141.161');
  expect(answer?.registration).toEqual({
    registry: 'lacnic',
    handle: '200.57.128/19',
    first: '200.57.128.0',
    last: '200.57.159.255',
    cidrs: ['200.57.128.0/19'],
    name: null,
    type: 'ALLOCATED',
    country: 'MX',
    organisation: 'Ejemplo, S.A. de C.V.',
    description: [],
    abuse: 'abuso@ejemplo.example',
    registered: '2000-12-04',
    changed: '2021-03-01',
    originAs: [64500, 64501],
    parent: '200/8',
  });
  expect(JSON.stringify(answer)).not.toContain('Juana');
});

test('RDAP of AFRINIC: the holder is the organisation, not the maintainer beside it', async () => {
  expect((await byRdap('41.0.0.1'))?.registration).toMatchObject({
    registry: 'afrinic',
    organisation: 'Example Carrier SA',
    country: 'ZA',
    abuse: 'abuse@carrier.example',
    changed: '2019-08-30',
    cidrs: ['41.0.0.0/15'],
  });
});

test('ARIN: of nested networks the narrowest, and a remark of the holder is no word of the registry', async () => {
  const answer = await byWhois('3.120.95.169', { 'whois.arin.net': WHOIS['3.120.95.169'] ?? '' });
  expect(answer?.registration).toMatchObject({
    name: 'NARROW-FRA',
    organisation: 'Narrow GmbH',
    country: 'DE',
    abuse: 'abuse@narrow.example',
    type: 'Reallocated',
    originAs: [64500, 64501],
  });
});

test('RIPE: EU is no country, and what the holder writes of limits stops nobody', async () => {
  const text = WHOIS['62.1.1.1'] ?? '';
  const answer = await byWhois('62.1.1.1', { 'whois.ripe.net': text });
  expect(answer?.registration).toMatchObject({ country: 'GR', abuse: 'abuse@host.example', registered: '2001-02-03' });
  expect(readWhois(text, asked('62.1.1.1')[0].address).isLimited).toBe(false);
});

test('NIC.br behind LACNIC: the mailbox of the abuse contact by its handle, and no person', async () => {
  const answer = await byWhois('201.34.205.117', { 'whois.lacnic.net': WHOIS['201.34.205.117'] ?? '' });
  expect(answer?.registration).toMatchObject({
    organisation: 'Exemplo Telecom S/A',
    abuse: 'abuse@exemplo.example',
    country: 'BR',
    originAs: [64500],
    registered: '2005-05-11',
  });
  expect(JSON.stringify(answer)).not.toMatch(/Maria|maria/);
});

const KOREAN = `query : 115.1.2.3


# KOREAN(UTF8)

조회하신 IPv4주소는 한국인터넷진흥원으로부터 아래의 관리대행자에게 할당되었으며, 할당 정보는 다음과 같습니다.

[ 네트워크 할당 정보 ]
IPv4주소           : 115.0.0.0 - 115.23.255.255 (/12+/13)
기관명             : 예시통신
서비스명           : EXNET
할당일자           : 20080703

이름               : IP주소 담당자
전자우편           : ip@carrier.example

조회하신 IPv4주소는 위의 관리대행자로부터 아래의 사용자에게 할당되었으며, 할당 정보는 다음과 같습니다.
--------------------------------------------------------------------------------


[ 네트워크 할당 정보 ]
IPv4주소           : 115.1.2.0 - 115.1.2.63 (/26)
기관명             : 예시회사
네트워크 구분      : CUSTOMER
할당내역 등록일    : 20150317
`;
const ENGLISH = `

# ENGLISH

KRNIC is not an ISP but a National Internet Registry similar to APNIC.

[ Network Information ]
IPv4 Address       : 115.0.0.0 - 115.23.255.255 (/12+/13)
Organization Name  : Example Telecom
Service Name       : EXNET
Registration Date  : 20080703

--------------------------------------------------------------------------------

More specific assignment information is as follows.

[ Network Information ]
IPv4 Address       : 115.1.2.0 - 115.1.2.63 (/26)
Organization Name  : Example Company
Network Type       : CUSTOMER
Registration Date  : 20150317
`;
const APNIC_KR = `inetnum:        115.0.0.0 - 115.23.255.255
netname:        KORNET-EX
country:        KR
mnt-by:         MNT-KRNIC-AP
mnt-irt:        IRT-KRNIC-KR
`;

test.each([
  ['in both languages', KOREAN + ENGLISH, 'Example Company'],
  ['in Korean only', KOREAN, '예시회사'],
])('KRNIC %s: the customer, not the carrier', async (_, text, organisation) => {
  const answer = await byWhois('115.1.2.3', { 'whois.apnic.net': APNIC_KR, 'whois.kisa.or.kr': text });
  expect(answer?.registration).toMatchObject({
    registry: 'krnic',
    first: '115.1.2.0',
    last: '115.1.2.63',
    organisation,
    type: 'CUSTOMER',
    registered: '2015-03-17',
    // It names no country: all of it is one.
    country: 'KR',
  });
});

test('TWNIC: a whole object that is indented', async () => {
  const apnic = 'inetnum: 61.216.0.0 - 61.231.255.255\nnetname: EXNET\ncountry: TW\nmnt-by: MAINT-TW-TWNIC\n';
  const text = `
   Netname: EXNET-TW
   Netblock: 61.220.0.0/16

   Administrator contact:
      network-adm@host.example

   Technical contact:
      network-adm@host.example

   Registrated Date: 2000/11/02
`;
  const answer = await byWhois('61.220.1.2', { 'whois.apnic.net': apnic, 'whois.twnic.net': text });
  expect(answer?.registration).toMatchObject({
    registry: 'twnic',
    name: 'EXNET-TW',
    cidrs: ['61.220.0.0/16'],
    country: 'TW',
  });
});

test('CNNIC: as APNIC writes', async () => {
  const apnic = 'inetnum: 1.2.0.0 - 1.3.255.255\nnetname: EXCN\ncountry: CN\nmnt-lower: MAINT-CNNIC-AP\n';
  const cnnic =
    'inetnum:        1.2.4.0 - 1.2.4.255\nnetname:        EXCN-CUST\ndescr:          Example Customer\ncountry:        CN\n';
  const answer = await byWhois('1.2.4.8', { 'whois.apnic.net': apnic, 'whois.cnnic.cn': cnnic });
  expect(answer?.registration).toMatchObject({
    registry: 'cnnic',
    name: 'EXCN-CUST',
    organisation: 'Example Customer',
  });
});

test('a national registry that fails leaves what the regional one said', async () => {
  for (const text of ['', '<html>under construction</html>', 'Query limit exceeded\n']) {
    const answer = await byWhois('115.1.2.3', { 'whois.apnic.net': APNIC_KR, 'whois.kisa.or.kr': text });
    expect(answer).toMatchObject({ answer: 'known', registration: { registry: 'apnic', name: 'KORNET-EX' } });
    expect(answer?.facts.map(({ what }) => what)).toContain('not asked further');
  }
});

test('LACNIC with "Reduced information" keeps what it told', async () => {
  const text =
    '% Query rate limit exceeded. Reduced information.\n\ninetnum: 200.57.128/19\nstatus: allocated\nowner: Ejemplo\n';
  expect(await byWhois('200.57.141.161', { 'whois.lacnic.net': text })).toMatchObject({
    answer: 'known',
    registration: { organisation: 'Ejemplo' },
  });
});

test.each([
  'No match found for n + 8.8.8.8.\n',
  '%ERROR:101: no entries found\n%\n% No entries found in source RIPE.\n',
  '[ JPNIC database ]\n\nNo match!!\n',
  '% No data found for 8.8.8.8\n',
  'This address is not allocated.\n',
])('%j is "nothing known"', async (text) => {
  expect(await byWhois('8.8.8.8', { 'whois.arin.net': text })).toMatchObject({ answer: 'not-known' });
});

test.each([
  '<html><head><title>Sign in</title></head></html>',
  'Welcome to this server.\nPlease wait.\n',
  '\u0000\u0001\u0002',
  '\n\n\n',
  'NetRange: 9.0.0.0 - 9.255.255.255\nNetName: OTHER\n',
  'NetRange: unreadable\nNetName: X\n',
])('%j is no answer, and no "nothing known"', async (text) => {
  expect(await byWhois('8.8.8.8', { 'whois.arin.net': text })).toMatchObject({
    answer: 'could-not-ask',
    obstacle: 'server',
  });
});

test('a referral without a record, to somebody who is not asked, is no "nothing known"', async () => {
  const answer = await byWhois('8.8.8.8', { 'whois.arin.net': 'ReferralServer: rwhois://rwhois.example.net:4321\n' });
  expect(answer).toMatchObject({ answer: 'could-not-ask' });
  expect(answer?.reason).toContain('rwhois.example.net');
});

test.each([
  'WHOIS LIMIT EXCEEDED - SEE OUR PAGE FOR DETAILS\n',
  'Excessive querying, grace period of 300 seconds.\n',
  '%% Your IP address has been blocked, please try again later.\n',
  '% Maximum number of connections exceeded\n',
  'You have exceeded your daily quota\n',
])('%j is a limit', async (text) => {
  expect(await byWhois('8.8.8.8', { 'whois.arin.net': text })).toMatchObject({
    answer: 'could-not-ask',
    obstacle: 'quota',
  });
});

test('the root of all addresses is nobody', async () => {
  const text = 'inetnum: 0.0.0.0 - 255.255.255.255\nnetname: ROOT\ncountry: NL\n';
  const answer = await byWhois('62.1.1.1', {
    'whois.ripe.net': text,
    'whois.iana.org': 'inetnum: 62.0.0.0 - 62.255.255.255\nstatus: RESERVED\n',
  });
  expect(answer).toMatchObject({ answer: 'not-known' });
});

test('a server of nonsense is left alone after some', async () => {
  const server = await httpServer();
  servers.push(server);
  server.handler = (_, response) => response.end('<html>log in</html>');
  const endpoints = Object.values(REGISTRIES).map(({ rdap: base }) => `${new URL(base).hostname}=${server.base}`);
  const many = asked(...Array.from({ length: 40 }, (_, n) => `8.8.${n}.1`));
  const answers = await answersOf(rdap, many, fakeWorld({ endpoints }).effects);
  expect([...answers.values()].every(({ answer }) => answer === 'could-not-ask')).toBe(true);
  expect(server.seen.length).toBeLessThanOrEqual(5);
});
