import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseAddress } from '../../../address/parse.js';
import type { OnlineAnswer } from '../../../model/answer.js';
import { answersOf, asked, fakeWorld, httpServer, type TcpServer, tcpServer, whoisServer } from '../_fake-world.js';
import type { JsonObject } from '../shape.js';
import { WrongShape } from '../source.js';
import { cymru } from '../sources/cymru.js';
import { rdap } from '../sources/rdap.js';
import { whois } from '../sources/whois.js';
import { rdapBase, readBootstrap } from './bootstrap.js';
import { decodeWhois } from './charset.js';
import { contactsOf } from './jcard.js';
import { readNetwork } from './rdap-network.js';
import { REGISTRIES } from './registry.js';
import { readWhois } from './whois-text.js';

/** Answers of the real services, kept beside the repository; these tests run where they are. */
const recorded = resolve(import.meta.dirname, '../../../../../shared/recorded');
const isThere = existsSync(join(recorded, 'MANIFEST.json'));

interface Recorded {
  readonly file: string;
  readonly request: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

function entries(folder: string): Recorded[] {
  if (!isThere) return [];
  const manifest = JSON.parse(readFileSync(join(recorded, 'MANIFEST.json'), 'utf8')) as { entries: Recorded[] };
  return manifest.entries.filter(({ file }) => file.startsWith(`${folder}/`));
}

function bytesOf(file: string): Buffer {
  return readFileSync(join(recorded, file));
}

const servers: { close(): void }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function askRdap(address: string, status: number, body: Buffer | string, headers: Record<string, string>) {
  const server = await httpServer();
  servers.push(server);
  server.handler = (_, response) => response.writeHead(status, headers).end(body);
  const hosts = Object.values(REGISTRIES).map(({ rdap: base }) => `${new URL(base).hostname}=${server.base}`);
  return (await answersOf(rdap, asked(address), fakeWorld({ endpoints: hosts }).effects)).get(asked(address)[0].text);
}

async function askWhois(server: TcpServer, address: string): Promise<OnlineAnswer | undefined> {
  servers.push(server);
  const hosts = ['whois.iana.org', ...Object.values(REGISTRIES).map((registry) => registry.whois)];
  const world = fakeWorld({ endpoints: hosts.map((host) => `${host}=${server.place}`) });
  return (await answersOf(whois, asked(address), world.effects)).get(address);
}

/** `108.000.000.000 - ...` and `2001:4860:: - ...` as this program writes them. */
function range(text: unknown): [string, string] {
  const [first = '', last = ''] = String(text)
    .split(' - ')
    .map((end) => (end.includes('.') ? end.split('.').map(Number).join('.') : end));
  return [first, last];
}

describe('recorded RDAP answers', () => {
  const networks = entries('rdap').filter(({ file }) => /\/(?:ip-|raw-http-\d)/.test(file));

  test.runIf(isThere).each(networks)('$file', async ({ file, request, facts }) => {
    const bytes = bytesOf(file);
    const cut = file.includes('raw-http') ? bytes.indexOf('{') : 0;
    const address = request.slice(request.lastIndexOf('/') + 1);
    const answer = await askRdap(address, 200, bytes.subarray(cut), { 'content-type': 'application/rdap+json' });
    const [first, last] = range(facts.range);
    expect(answer).toMatchObject({
      answer: 'known',
      registration: {
        handle: facts.handle,
        first,
        last,
        name: facts.name,
        organisation: facts.registrant,
        abuse: facts.abuse_email,
      },
    });
    const { country, originAs } = answer?.registration ?? {};
    expect(facts.country ?? country).toBe(country);
    expect(facts.originas ?? originAs).toEqual(originAs);
  });

  test.runIf(isThere)('the 501 and 404 of life: failed and not known', async () => {
    const rdapJson = { 'content-type': 'application/rdap+json' };
    expect(await askRdap('2.18.111.79', 501, bytesOf('rdap/error-501-ripe.json'), rdapJson)).toMatchObject({
      answer: 'could-not-ask',
      obstacle: 'server',
    });
    const raw = bytesOf('rdap/raw-http-error-404-arin.txt').toString();
    const body = raw.slice(raw.indexOf('{'));
    expect(await askRdap('13.72.183.192', 404, body, rdapJson)).toMatchObject({ answer: 'not-known' });
  });

  test.runIf(isThere)('the answers of old servers, prefix lengths on their ends and all', async () => {
    const old = JSON.parse(bytesOf('ipwhois/rdap.json').toString()) as Record<string, { response?: unknown }>;
    expect(Object.keys(old).length).toBe(10);
    for (const [address, value] of Object.entries(old)) {
      const answer = await askRdap(address, 200, JSON.stringify(value.response ?? value), {});
      // The old server of LACNIC answers with a first address only for IPv6.
      expect({ address, answer: answer?.answer }).toEqual({ address, answer: 'known' });
    }
    const body = JSON.stringify(old['2a00:2381:ffff::1'].response ?? old['2a00:2381:ffff::1']);
    expect((await askRdap('2a00:2381:ffff::1', 200, body, {}))?.registration).toMatchObject({
      name: 'BT-WORLD-IPVSIX-LAUNCH',
      country: 'GB',
      first: '2a00:2381:ffff::',
    });
  });

  test.runIf(isThere)('the bootstrap files lead where the built-in table leads', () => {
    const ipv4 = readBootstrap(JSON.parse(bytesOf('rdap-bootstrap/ipv4.json').toString()));
    const ipv6 = readBootstrap(JSON.parse(bytesOf('rdap-bootstrap/ipv6.json').toString()));
    for (const text of [
      '1.1.1.1',
      '3.120.95.169',
      '41.0.0.1',
      '200.57.141.161',
      '62.239.237.1',
      '223.255.1.1',
      '2600::1',
      '2a00:1450::1',
      '2001:4860:4860::8888',
      '2800::1',
      '2c00::1',
      '2400::1',
    ]) {
      const address = parseAddress(text);
      if (address === null) throw new Error(text);
      const found = (ipv4 ?? []).concat(ipv6 ?? []);
      expect({ text, base: rdapBase(address, found) }).toEqual({ text, base: rdapBase(address) });
    }
  });
});

describe('recorded WHOIS answers', () => {
  const texts = entries('whois');

  test.runIf(isThere).each(texts)('$file', async ({ file, request, facts }) => {
    const bytes = bytesOf(file);
    const reading = readWhois(decodeWhois(bytes, 'whois.example'), asked(request)[0].address);
    const [first, last] = range(facts.NetRange ?? facts.inetnum);
    expect(reading.isLimited).toBe(false);
    expect(reading.registration).toMatchObject({
      first,
      last,
      name: facts.NetName ?? facts.netname,
      abuse: facts.abuse_email,
      country: facts.country === 'EU' ? null : facts.country,
    });
    const { organisation } = reading.registration ?? {};
    expect(facts.OrgName ?? facts['org-name'] ?? organisation).toBe(organisation);
    expect(facts.ReferralServer ?? null).toBe(reading.referral);
    const answer = await askWhois(await whoisServer(() => bytes), request);
    expect(answer).toMatchObject({ answer: 'known', registration: { first, last } });
  });

  test.runIf(isThere)('ten older ones of all five registries', () => {
    const old = JSON.parse(bytesOf('ipwhois/whois.json').toString()) as Record<string, { response: string }>;
    const read = (address: string) => readWhois(old[address].response, asked(address)[0].address).registration;
    expect(Object.keys(old).filter((address) => read(address) === null)).toEqual([]);
    expect(read('62.239.237.1')).toMatchObject({ country: 'GB', name: 'BT-CORPORATE', abuse: 'protect@bt.com' });
    expect(read('200.57.141.161')).toMatchObject({
      first: '200.57.128.0',
      last: '200.57.159.255',
      country: 'MX',
      organisation: 'Triara.com, S.A. de C.V.',
      abuse: 'operacion.redes@TRIARA.COM',
      registered: '2000-12-04',
    });
    expect(read('196.11.240.215')).toMatchObject({ country: 'ZA', organisation: 'MTN SA', type: 'ASSIGNED PI' });
    expect(read('2001:4860:4860::8888')).toMatchObject({ organisation: 'Google Inc.', originAs: [15169] });
  });

  test.runIf(isThere)('the pages of the Japanese and the Korean registry', () => {
    const page = (file: string, address: string) => {
      const all = JSON.parse(bytesOf(file).toString()) as Record<string, { response: string }>;
      return readWhois(all[address].response, asked(address)[0].address).registration;
    };
    expect(page('ipwhois/jpnic.json', '133.1.2.5')).toMatchObject({
      cidrs: ['133.1.0.0/16'],
      name: 'OSAKAU-NET',
      organisation: 'Osaka University',
      changed: '2015-01-14',
    });
    expect(page('ipwhois/krnic.json', '115.1.2.3')).toMatchObject({
      first: '115.1.2.0',
      last: '115.1.2.63',
      organisation: 'KT',
      type: 'CUSTOMER',
      registered: '2015-03-17',
    });
  });
});

test.runIf(isThere)('the recorded bulk answer of Team Cymru', async () => {
  const [{ file, facts }] = entries('cymru');
  const text = bytesOf(file).toString();
  const addresses = text
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split('|')[1]?.trim() ?? [])
    .filter((each) => each !== '');
  expect(addresses.length).toBe(facts.rows);
  const server = await tcpServer((socket) => {
    socket.once('data', () => socket.end(text));
  });
  servers.push(server);
  const world = fakeWorld({ endpoints: [`whois.cymru.com=${server.place}`] });
  const answers = await answersOf(cymru, asked(...addresses), world.effects);
  const notKnown = [...answers.values()].filter(({ answer }) => answer === 'not-known');
  expect(notKnown.length).toBe(facts['NA rows']);
  expect(answers.get('216.169.31.34')?.registration).toMatchObject({
    originAs: [12119],
    cidrs: ['216.169.30.0/23'],
    country: 'US',
    registry: 'arin',
  });
  expect(answers.get('93.184.216.34')?.registration).toMatchObject({
    originAs: [15133],
    registry: 'ripencc',
    country: 'US',
  });
});

test.runIf(isThere)('no fact about these answers is left without a check', () => {
  // Above: what is read. Below: how the recording looks, and what no address question brings.
  const checked = {
    rdap: 'handle range name registrant abuse_email country originas errorCode title description startAutnum endAutnum',
    whois: 'NetRange inetnum NetName netname OrgName org-name country abuse_email ReferralServer',
    cymru: 'rows 216.169.31.34 93.184.216.34',
    'rdap-bootstrap': '1.0.0.0/8 8.0.0.0/8 2600::/12 services',
  };
  const ofTheForm = ['note', 'content_type', 'nets_in_answer', 'NA rows', 'version', 'publication'];
  for (const [folder, names] of Object.entries(checked)) {
    const known = new Set([...names.split(' '), ...ofTheForm]);
    for (const { file, facts } of entries(folder)) {
      expect({ file, left: Object.keys(facts).filter((name) => !known.has(name)) }).toEqual({ file, left: [] });
    }
  }
});

test.runIf(isThere)('the bootstrap files as they are described, and an AS or an entity is no network', () => {
  for (const { file, facts } of entries('rdap-bootstrap')) {
    const value = JSON.parse(bytesOf(file).toString()) as { services: unknown[] };
    expect(value.services.length).toBe(facts.services);
    const found = readBootstrap(value);
    for (const [name, urls] of Object.entries(facts).filter(([key]) => key.includes('/'))) {
      const address = parseAddress(name.replace(/\/.*/, ''));
      if (address === null) throw new Error(name);
      expect(urls).toContain(rdapBase(address, found ?? []));
    }
  }
  for (const file of ['rdap/autnum-13335-arin-2024.json', 'ipwhois/entity.json']) {
    const object = JSON.parse(bytesOf(file).toString()) as JsonObject;
    expect(() => readNetwork(object, null)).toThrow(WrongShape);
  }
  const [{ facts }] = entries('rdap').filter(({ file }) => file.includes('autnum'));
  const contacts = contactsOf(JSON.parse(bytesOf('rdap/autnum-13335-arin-2024.json').toString()) as JsonObject);
  expect(contacts.find(({ roles }) => roles.includes('registrant'))?.name).toBe(facts.registrant);
});

test.runIf(isThere)('every recorded file of this kind is read by one of these tests', () => {
  const folders = ['rdap', 'whois', 'cymru', 'rdap-bootstrap'].map(
    (folder) => readdirSync(join(recorded, folder)).length,
  );
  expect(folders).toEqual([8, 16, 1, 4]);
});
