import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { parseAddress } from '../address/parse.js';
import { loopback, serves } from '../../test/loopback.js';
import { openState } from '../enrich/update/open-state.js';
import type { Publisher } from '../enrich/update/publisher.js';
import { publishers } from '../enrich/update/publishers.js';
import { planUpdate, realEffects, update, type UpdateOptions, verifyHome } from './update.js';

const server = await loopback();
const LIMITS = { answerMs: 1000, dripMs: 60, dripBytes: 500, deadlineMs: 2000 };

/** The real table with bounds that a fixture can meet. */
const TABLE: Publisher[] = publishers().map((one) => ({
  ...one,
  bounds: { min: Math.min(one.bounds.min, 2), max: 5000 },
}));

let home: string;
let now: Date;
beforeEach(() => {
  home = scratchFolder('home');
  now = new Date('2026-11-25T10:00:00Z');
  server.seen.length = 0;
});

function run(only: string[], more: Partial<UpdateOptions> = {}) {
  const options: UpdateOptions = {
    home,
    packDirectory: '/nowhere',
    only,
    all: false,
    force: false,
    mirror: server.base,
    ...more,
  };
  const world = { env: {}, now: () => now, agent: 'farend/test', caFile: null, limits: LIMITS };
  const effects = { ...realEffects(world), sleep: async () => {}, patienceMs: 5000 };
  return update(options, effects, () => {}, TABLE);
}

const later = (hours: number): void => void (now = new Date(now.getTime() + hours * 3_600_000));
const outcome = async (key: string, more: Partial<UpdateOptions> = {}) => {
  const { sources } = await run([key], more);
  const [{ outcome, reason, after }] = sources;
  return { outcome, reason, entries: after?.entries ?? null };
};

/** A Fastly file of so many blocks. */
function fastly(count: number, more: string[] = []): string {
  const addresses = Array.from({ length: count }, (_, i) => `151.101.${i}.0/24`);
  return JSON.stringify({ addresses: [...addresses, ...more], ipv6_addresses: ['2a04:4e40::/32'] });
}

test('fetches, checks, builds and answers; asks again only when due, and then conditionally', async () => {
  server.on('/fastly', serves(fastly(30), '"f1"'));
  const first = await run(['fastly']);
  expect(first.sources).toMatchObject([
    { key: 'fastly', outcome: 'updated', before: null, after: { entries: 31, asOf: '2026-11-03' } },
  ]);
  expect(first.built).toMatchObject({ isNew: true, previous: null });
  const range = openState(home).ranges?.lookup(parseAddress('151.101.1.1') ?? never());
  expect(range).toMatchObject({
    organisation: 'Fastly',
    kind: 'cdn',
    asOf: '2026-11-03',
    source: 'Fastly public IP list',
  });

  later(1);
  expect(await outcome('fastly')).toEqual({ outcome: 'not-due', reason: null, entries: 31 });
  expect(server.seen.length).toBe(1);

  later(24);
  const third = await run(['fastly']);
  expect(third.sources[0].outcome).toBe('unchanged');
  expect(third.built).toMatchObject({ isNew: false, version: first.built.version });
  expect(server.seen[1].headers).toMatchObject({ 'if-none-match': '"f1"', 'user-agent': 'farend/test' });

  later(24);
  server.on('/fastly', serves(fastly(40), '"f2"'));
  const fourth = await run(['fastly']);
  expect(fourth.sources[0]).toMatchObject({ outcome: 'updated', before: { entries: 31 }, after: { entries: 41 } });
  expect(fourth.built).toMatchObject({ isNew: true, previous: first.built.version });
});

test('the same content without validators is no change', async () => {
  server.on('/fastly', (_, response) => response.end(fastly(30)));
  await run(['fastly']);
  later(25);
  expect(await outcome('fastly')).toMatchObject({ outcome: 'unchanged' });
});

const BAD: readonly [string, Parameters<typeof server.on>[1], RegExp][] = [
  [
    'a web page',
    (_, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html>login</html>'),
    /web page/,
  ],
  ['cut JSON', serves(fastly(30).slice(0, 200), '"x"'), /not JSON, or cut short/],
  [
    'a body shorter than its length',
    (_, r) => void r.writeHead(200, { 'content-length': 9999 }).write('{', () => r.destroy()),
    /closed before/,
  ],
  ['404', (_, r) => r.writeHead(404).end(), /404/],
  ['429 with a long wait', (_, r) => r.writeHead(429, { 'retry-after': '900' }).end(), /429.*900 s/],
  ['500', (_, r) => r.writeHead(500).end('<html>oops</html>'), /500/],
  ['304 to an unconditional question', (_, r) => r.writeHead(304).end(), /304 without/],
  ['an endless redirect', (_, r) => r.writeHead(302, { location: '/fastly' }).end(), /redirects/],
  ['a slow drip', (_, r) => void r.writeHead(200).write('{'), /too slow/],
  ['nothing', (_, r) => r.end(), /empty/],
  ['another document', serves('{"prefixes":[]}', '"x"'), /no list "addresses"/],
  ['too few entries', serves('{"addresses":[]}', '"x"'), /0 entries, fewer than 2/],
  ['too many entries', serves(fastly(6000), '"x"'), /lines cannot be read|more than 5000/],
  ['a list shrunk below half', serves(fastly(10), '"x"'), /shrunk from 31 to 11/],
  ['a default route', serves(fastly(30, ['0.0.0.0/0']), '"x"'), /large part of the Internet/],
  ['half the Internet', serves(fastly(30, ['0.0.0.0/1']), '"x"'), /large part of the Internet/],
  ['an IPv6 default route', serves(fastly(30, ['::/0']), '"x"'), /large part of the Internet/],
  ['private space', serves(fastly(30, ['192.168.0.0/16']), '"x"'), /192\.168\.0\.0.*private/],
  ['loopback space', serves(fastly(30, ['127.0.0.1']), '"x"'), /loopback/],
];

test.each(BAD)('%s is refused with the reason, and the last good copy stays in force', async (_, handler, reason) => {
  server.on('/fastly', (_, response) => response.end(fastly(30)));
  const { built } = await run(['fastly']);
  later(25);
  server.on('/fastly', handler);
  const said = await outcome('fastly');
  expect(said.reason).toMatch(reason);
  expect(['refused', 'could-not-ask']).toContain(said.outcome);
  expect(said.entries).toBe(31);
  expect(openState(home).info).toMatchObject({ version: built.version, problem: null });
  expect(openState(home).ranges?.lookup(parseAddress('151.101.1.1') ?? never())).not.toBeNull();
});

test('force takes what is improbable, never what cannot be read', async () => {
  server.on('/fastly', serves(fastly(30), '"a"'));
  await run(['fastly']);
  later(25);
  server.on('/fastly', serves(fastly(10), '"b"'));
  expect(await outcome('fastly', { force: true })).toEqual({ outcome: 'updated', reason: null, entries: 11 });
  later(25);
  server.on('/fastly', serves('{"addresses":', '"c"'));
  expect(await outcome('fastly', { force: true })).toMatchObject({ outcome: 'refused', entries: 11 });
});

test('a bearable Retry-After is waited for', async () => {
  let asked = 0;
  server.on(
    '/fastly',
    (_, r) => void (asked++ === 0 ? r.writeHead(429, { 'retry-after': '2' }).end() : r.end(fastly(30))),
  );
  expect(await outcome('fastly')).toMatchObject({ outcome: 'updated' });
});

test('one publisher that fails does not keep the others back', async () => {
  server.on('/fastly', (_, response) => response.writeHead(500).end());
  server.on('/zoom', serves('3.7.35.0/25\n3.21.137.128/25\n3.22.11.0/24\n', '"z"', 'text/plain'));
  const { sources, built } = await run(['fastly', 'zoom']);
  expect(sources.map(({ key, outcome }) => `${key} ${outcome}`)).toEqual(['fastly could-not-ask', 'zoom updated']);
  expect(built.isNew).toBe(true);
});

test('lists are fetched by the same rules, matched, and known by any key that names their file', async () => {
  const csv =
    '# abuse.ch ThreatFox\n# "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","fk_malware","malware_alias","malware_printable","last_seen_utc","confidence_level","is_compromised","reference","tags","anonymous","reporter"\n' +
    '"2026-11-20 10:00:00", "1", "45.9.148.7:4444", "ip:port", "botnet_cc", "win.x", "", "Cobalt Strike", "", "90", "False", "None", "c2", "0", "x"\n' +
    '"2026-11-20 10:00:00", "2", "45.9.148.8:80", "ip:port", "payload_delivery", "win.x", "", "Mirai", "", "80", "False", "None", "", "0", "x"\n';
  server.on('/threatfox', serves(csv, '"t"', 'text/csv'));
  const { sources } = await run(['threatfox-payload']);
  expect(sources).toMatchObject([{ key: 'threatfox', group: 'list', outcome: 'updated', after: { entries: 2 } }]);
  const lists = openState(home).lists;
  const hits = lists?.hits(parseAddress('45.9.148.7') ?? never(), [{ port: 4444, protocol: 'tcp' }], null) ?? [];
  expect(hits.map(({ source, matched, label }) => `${source.name} ${matched} ${label}`)).toEqual([
    'threatfox address-port Cobalt Strike',
  ]);
});

test('a list without the mark that ends it is cut short', async () => {
  const row = '"2026-11-20 10:00:00","45.9.148.7","443","online","2026-11-24","QakBot"\n';
  const csv = (end: string): string =>
    `# abuse.ch Feodo Tracker\n"first_seen_utc","dst_ip","dst_port","c2_status","last_online","malware"\n${row}${end}`;
  server.on('/feodo', serves(csv(''), '"1"', 'text/csv'));
  expect((await outcome('feodo')).reason).toMatch(/mark that ends it is missing/);
  server.on('/feodo', serves(csv('# END 1 entries\n'), '"2"', 'text/csv'));
  expect(await outcome('feodo')).toEqual({ outcome: 'updated', reason: null, entries: 1 });
});

test('a packed file that is cut or no gzip is refused', async () => {
  const rows = '1.0.0.0\t1.0.0.255\t13335\tUS\tCLOUDFLARENET\n1.0.4.0\t1.0.7.255\t56203\tAU\tGTELECOM\n';
  server.on('/iptoasn', serves(gzipSync(rows.repeat(50)).subarray(0, 60), '"1"', 'application/gzip'));
  expect((await outcome('iptoasn')).reason).toMatch(/cut short/);
  server.on('/iptoasn', serves(rows, '"2"', 'text/plain'));
  expect((await outcome('iptoasn')).reason).toMatch(/not a gzip file/);
});

test('the file of the week is found on its download page, and only on the named host', async () => {
  const azure = TABLE.find(({ key }) => key === 'azure') ?? never();
  const file = new URL('/files/ServiceTags_Public_20261123.json', server.base).href;
  const page = (link: string): Publisher => {
    server.on('/details', (_, r) =>
      r.writeHead(200, { 'content-type': 'text/html' }).end(`<html><a href="${link}">here</a></html>`),
    );
    return {
      ...azure,
      page: { url: new URL('/details', server.base).href, link: /http:\/\/[\w.:/]+ServiceTags_Public_\d{8}\.json/ },
      hosts: ['127.0.0.1'],
    };
  };
  const tag = (n: number) => ({
    name: 'AzureCloud',
    properties: { region: '', systemService: '', addressPrefixes: [`20.${n}.0.0/16`] },
  });
  server.on('/files/ServiceTags_Public_20261123.json', serves(JSON.stringify({ values: [tag(1), tag(2), tag(3)] })));
  const effects = realEffects({ env: {}, now: () => now, agent: 'x', caFile: null, limits: LIMITS });
  const options: UpdateOptions = { home, packDirectory: '', only: ['azure'], all: false, force: false, mirror: null };
  const go = async (link: string) => (await update(options, effects, () => {}, [page(link)])).sources[0];
  expect((await go('http://evil.example/ServiceTags_Public_20261123.json')).reason).toMatch(/stranger, evil\.example/);
  expect((await go('/no-link')).reason).toMatch(/names no file/);
  expect(await go(file)).toMatchObject({ outcome: 'updated', after: { entries: 3 } });
});

test('the plan names every address and sends nothing; unknown keys are told', async () => {
  const options: UpdateOptions = { home, packDirectory: '', only: [], all: false, force: false, mirror: null };
  const plan = planUpdate(options, now);
  expect(plan.find(({ key }) => key === 'aws')?.url).toBe('https://ip-ranges.amazonaws.com/ip-ranges.json');
  expect(plan.find(({ key }) => key === 'dbip-country')?.url).toMatch(/2026-11\.csv\.gz$/);
  expect(plan.every(({ url }) => url.startsWith('https://'))).toBe(true);
  expect(new Set(plan.map(({ key }) => key)).size).toBe(plan.length);
  expect(plan.every(({ licence, title }) => licence !== '' && title !== '')).toBe(true);
  expect(existsSync(join(home, 'client-id'))).toBe(false);
  expect(planUpdate({ ...options, all: true }, now).length).toBeGreaterThan(plan.length);
  expect(planUpdate({ ...options, only: ['lists'] }, now).every(({ group }) => group === 'list')).toBe(true);
  expect(() => planUpdate({ ...options, only: ['nobody'] }, now)).toThrow(/no source nobody/);
});

test('damage to a copy means asking anew; damage to the built version means building anew', async () => {
  server.on('/fastly', serves(fastly(30), '"a"'));
  const { built } = await run(['fastly']);
  const folder = join(home, 'sources', 'fastly');
  const data = readdirSync(folder).find((name) => name.startsWith('data-')) ?? never();
  writeFileSync(join(home, 'versions', built.version ?? '', 'ranges.bin'), 'rubbish');
  expect(openState(home).ranges).toBeNull();
  expect(verifyHome(home)?.problems[0]).toMatch(/ranges\.bin has 7 bytes/);
  later(1);
  expect((await run(['fastly'])).built).toMatchObject({ isNew: true, version: built.version });
  expect(openState(home).ranges).not.toBeNull();
  expect(verifyHome(home)?.problems).toEqual([]);
  writeFileSync(join(folder, data), 'rubbish');
  expect(await outcome('fastly')).toMatchObject({ outcome: 'updated' });
  expect(server.seen.at(-1)?.headers).not.toHaveProperty('if-none-match');
});

test('only the present and the last good version are kept', async () => {
  for (const count of [30, 31, 32, 33]) {
    server.on('/fastly', serves(fastly(count), `"${count}"`));
    await run(['fastly']);
    later(25);
  }
  expect(readdirSync(join(home, 'versions')).length).toBe(2);
  expect(readdirSync(join(home, 'sources', 'fastly')).length).toBe(2);
});

test('a home without anything is opened without a sound', () => {
  expect(openState(join(home, 'nothing'))).toMatchObject({
    ranges: null,
    lists: null,
    info: { version: null, problem: null },
  });
  rmSync(home, { recursive: true });
  expect(openState(home).info.version).toBeNull();
});

test('a damaged pointer or manifest is told, not thrown', async () => {
  server.on('/fastly', serves(fastly(30), '"a"'));
  const { built } = await run(['fastly']);
  writeFileSync(join(home, 'versions', built.version ?? '', 'manifest.json'), '{"format":1');
  expect(openState(home).info.problem).toMatch(/manifest.*farend update/);
  writeFileSync(join(home, 'current'), '../../etc\n');
  expect(openState(home).info.problem).toMatch(/pointer/);
  expect(readFileSync(join(home, 'client-id'), 'utf8').trim()).toMatch(/^[0-9a-f-]{36}$/);
});

function never(): never {
  throw new Error('not there');
}
