import { expect, test } from 'vitest';
import { scratchFolder } from '../../../../test/scratch-folder.js';
import { parseAddress } from '../../../address/parse.js';
import { LayoutError } from '../../ranges/range-entry.js';
import { Copies } from '../../update/copies.js';
import { registryPublishers } from '../../update/registry-publishers.js';
import { answersOf, asked, fakeWorld, httpServer } from '../_fake-world.js';
import { onlineSources, onlineSourcesOf } from '../all-sources.js';
import { rdapBase, readBootstrap } from './bootstrap.js';
import { registryOf } from './registry.js';

const home = scratchFolder('bootstrap');

const FILE = {
  version: '1.0',
  publication: '2026-10-01T00:00:00Z',
  services: [
    [['198.0.0.0/8'], ['http://rdap.old.example/', 'https://rdap.wide.example/base']],
    [['198.51.0.0/16'], ['https://rdap.narrow.example/']],
    [['203.0.0.0/8'], ['http://only.plain.example/']],
    ['nonsense'],
    [['not a block'], ['https://x.example/']],
  ],
};

function at(text: string) {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  return address;
}

test('the longest prefix wins, https is taken, a missing slash is added, plain HTTP is not used', () => {
  const entries = readBootstrap(FILE) ?? [];
  expect(rdapBase(at('198.1.1.1'), entries)).toBe('https://rdap.wide.example/base/');
  expect(rdapBase(at('198.51.1.1'), entries)).toBe('https://rdap.narrow.example/');
  // Not in it with TLS: the built-in table knows.
  expect(rdapBase(at('203.1.1.1'), entries)).toBe('https://rdap.apnic.net/');
});

test.each([null, [], {}, { services: {} }, { services: [] }, 'text'])('%j is no bootstrap file', (value) => {
  expect(readBootstrap(value)).toBeNull();
});

test.each([
  ['8.8.8.8', 'arin'],
  ['193.0.6.139', 'ripencc'],
  ['1.1.1.1', 'apnic'],
  ['200.3.14.10', 'lacnic'],
  ['41.1.1.1', 'afrinic'],
  ['2001:4860:4860::8888', 'arin'],
  ['2a10::1', 'ripencc'],
])('the built-in table gives %s to %s', (text, key) => expect(registryOf(at(text))?.key).toBe(key));

test('a block that IANA gave to nobody has no registry', () => {
  expect(registryOf(at('10.0.0.1'))).toBeNull();
  expect(registryOf(at('4000::1'))).toBeNull();
});

test('what farend update fetched is what RDAP is asked by', async () => {
  expect(onlineSourcesOf(home)).toBe(onlineSources);
  const [publisher] = registryPublishers();
  const bytes = new TextEncoder().encode(JSON.stringify(FILE));
  expect(publisher.read(bytes)).toMatchObject({ entries: 2, asOf: '2026-10-01', refused: null });
  new Copies(home).keep(
    {
      key: publisher.key,
      title: publisher.title,
      group: publisher.group,
      licence: publisher.licence,
      url: 'https://data.iana.org/rdap/ipv4.json',
      etag: null,
      lastModified: null,
      entries: 2,
      rejected: 0,
      asOf: '2026-10-01',
      fetchedAt: '2026-11-01T00:00:00Z',
      checkedAt: '2026-11-01T00:00:00Z',
    },
    bytes,
  );
  const rdap = onlineSourcesOf(home).find(({ name }) => name === 'rdap');
  const server = await httpServer();
  server.handler = (_, response) => response.end('{"startAddress":"198.41.0.0","endAddress":"198.41.0.255"}');
  const { effects } = fakeWorld({ endpoints: [`rdap.wide.example=${server.base}`] });
  const answers = await answersOf(rdap ?? onlineSources[0], asked('198.41.0.4'), effects);
  server.close();
  expect(answers.get('198.41.0.4')?.answer).toBe('known');
  expect(server.seen[0].path).toBe('/base/ip/198.41.0.4');
});

test.each(['', 'no json', '{}', '<html>'])('a download of %j is refused', (text) => {
  expect(() => registryPublishers()[0].read(new TextEncoder().encode(text))).toThrow(LayoutError);
});
