import { expect, test } from 'vitest';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeKeychain } from '../enrich/online/_fake-keychain.js';
import { onlineSources } from '../enrich/online/index.js';
import { rules, WEIGHTS } from '../judge/index.js';
import { type FakeWorld, fakeIo } from './_fake-io.js';
import { main } from './main.js';

const SECRET = 'key-of-the-test-0123456789';

async function ran(argv: readonly string[], world: FakeWorld = {}) {
  const env = { FAREND_HOME: join(tmpdir(), 'farend-no-such-home'), ...world.env };
  const io = fakeIo({ ...world, env });
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
}

test('every source is listed with what it tells and gets to see, its terms, quota, key and ceiling', async () => {
  const { code, out } = await ran(['sources']);
  expect(code).toBe(0);
  for (const { name, title, tells, licence, hosts, quota } of onlineSources) {
    expect(out).toContain(`${name}: ${title} (`);
    for (const said of [tells, licence, hosts.join(', '), quota.note]) expect(out).toContain(said);
  }
  expect(out).toMatch(/reverse-dns: .*\(active: the peer may notice, wants --active/);
  expect(out).toContain('up to TLP:');
});

test('the list says where a key is and never the key', async () => {
  const keychain = new FakeKeychain();
  keychain.held.set('virustotal', SECRET);
  const world = { env: { FAREND_ABUSEIPDB_KEY: SECRET }, keychain };
  const { out } = await ran(['sources', 'abuseipdb', 'virustotal', 'otx'], world);
  expect(out).toMatch(/^abuseipdb: [^]*?key +from the environment/m);
  expect(out).toMatch(/^virustotal: [^]*?key +from the keychain/m);
  expect(out).toMatch(/^otx: [^]*?key +missing, not asked without: FAREND_OTX_KEY/m);
  expect(out).not.toContain(SECRET);
  const json = await ran(['sources', '--json'], world);
  expect(json.out).not.toContain(SECRET);
  const { sources } = JSON.parse(json.out) as { sources: { name: string }[] };
  expect(sources.map(({ name }) => name)).toEqual(onlineSources.map(({ name }) => name));
  expect(sources).toContainEqual(
    expect.objectContaining({ name: 'abuseipdb', key: expect.objectContaining({ place: 'environment' }) as unknown }),
  );
});

test('a service stands for its sources, and thresholds show as they are set', async () => {
  const { out } = await ran(['sources', 'xforce', '--xforce-thresholds', '2,5']);
  expect(out.match(/^xforce[-a-z]*:/gm)).toEqual(['xforce:', 'xforce-history:', 'xforce-malware:']);
  expect(out).toContain('suspicious from 2, malicious from 5');
});

test.each([
  [['sources', 'xfroce'], /no online source xfroce.*Did you mean xforce/s],
  [['rules', 'lookalike-name'], /no rule lookalike-name.*Did you mean look-alike-name/s],
])('%j is the user’s mistake', async (argv, message) => {
  const { code, err } = await ran(argv);
  expect(code).toBe(1);
  expect(err).toMatch(message);
});

test('every rule is listed with its weights and where each comes from', async () => {
  const { code, out } = await ran(['rules']);
  expect(code).toBe(0);
  for (const { id, title, why } of rules) for (const said of [id, title, why]) expect(out).toContain(said);
  const json = JSON.parse((await ran(['rules', '--json'])).out) as {
    prior: number;
    rules: { weights: { key: string; decibans: number; from: { kind: string } }[] }[];
  };
  const listed = json.rules.flatMap(({ weights }) => weights);
  expect(new Set(listed.map(({ key }) => key))).toEqual(new Set(Object.keys(WEIGHTS)));
  expect(json.prior).toBeLessThan(0);
  expect((await ran(['rules', 'c2-default-port'])).out).toMatch(/\+12 {2}high: argued from/);
});
