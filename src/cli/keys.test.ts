import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { type HttpServer, httpServer } from '../enrich/online/_fake-world.js';
import { FakeKeychain } from '../enrich/online/_fake-keychain.js';
import { type FakeWorld, fakeIo } from './_fake-io.js';
import { main } from './main.js';

const SECRET = 'key-of-the-test-0123456789';
let home = '';
let server: HttpServer;
beforeAll(async () => {
  server = await httpServer();
});
afterAll(() => server.close());
beforeEach(() => {
  home = scratchFolder('keys');
});

async function ran(argv: readonly string[], world: FakeWorld = {}) {
  const env = { FAREND_HOME: home, FAREND_ENDPOINTS: `api.abuseipdb.com=${server.base}`, ...world.env };
  const io = fakeIo({ ...world, env });
  const code = await main(['keys', ...argv], io);
  return { code, said: io.out() + io.err() };
}

test('the list says for every service where its key comes from, and never the key', async () => {
  const { code, said } = await ran(['list'], { env: { FAREND_ABUSEIPDB_KEY: SECRET } });
  expect(code).toBe(0);
  expect(said).toMatch(/abuseipdb +key from the environment/);
  expect(said).toMatch(/virustotal +no key; FAREND_VIRUSTOTAL_KEY, or get one: https:/);
  expect(said).not.toContain(SECRET);
  const { said: json } = await ran(['list', '--json']);
  expect((JSON.parse(json) as { keys: unknown[] }).keys).toContainEqual(
    expect.objectContaining({ service: 'abuseipdb', place: 'none' }),
  );
});

test('setting asks for it, keeps it for the user only, and removing forgets it', async () => {
  const { code, said } = await ran(['set', 'abuseipdb'], { answers: [SECRET] });
  expect(code).toBe(0);
  expect(said).toMatch(/not shown/);
  expect(said).not.toContain(SECRET);
  expect(readFileSync(join(home, 'keys.json'), 'utf8')).toContain(SECRET);
  expect((await ran(['list'])).said).toMatch(/abuseipdb +key from the file/);
  expect((await ran(['remove', 'abuseipdb'])).said).toMatch(/removed/);
  expect(readFileSync(join(home, 'keys.json'), 'utf8')).not.toContain(SECRET);
  expect((await ran(['remove', 'abuseipdb'])).said).toMatch(/no key in the file/);
});

test('a password manager may pipe it in, a pair as two lines', async () => {
  expect((await ran(['set', 'abuseipdb'], { stdin: `${SECRET}\n` })).code).toBe(0);
  expect((await ran(['set', 'xforce'], { stdin: 'one-line-only\n' })).said).toMatch(/2 lines are wanted/);
  expect((await ran(['set', 'xforce'], { stdin: 'the-key\r\nthe-password\r\n' })).code).toBe(0);
});

test.each([
  [['set'], /wants the name of a service/],
  [['set', 'abuseipbd'], /Did you mean abuseipdb/],
  [['set', 'abuseipdb', SECRET], /takes no key on the command line/],
  [['set', SECRET], /no service that wants a key/],
  [['wipe'], /keys does not know wipe/],
])('keys %j is the user’s mistake', async (argv, message) => {
  const { code, said } = await ran(argv);
  expect(code).toBe(1);
  expect(said).toMatch(message);
  expect(argv.includes(SECRET) && said.includes(SECRET)).toBe(false);
});

test('no answer changes nothing', async () => {
  const { code, said } = await ran(['set', 'abuseipdb'], { answers: [] });
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringMatching(/no key was given/) as string });
});

test('testing a key asks one question with it, and says what came of it', async () => {
  server.seen.length = 0;
  server.handler = (_, response) => response.writeHead(401).end('{"errors":[{"detail":"no"}]}');
  const bad = await ran(['test', 'abuseipdb'], { env: { FAREND_ABUSEIPDB_KEY: SECRET } });
  expect(bad.code).toBe(1);
  expect(bad.said).toMatch(/abuseipdb: could not ask: the key is refused \(401\)/);
  expect(server.seen.length).toBe(1);
  expect(server.seen[0].headers.key).toBe(SECRET);
  server.handler = (_, response) =>
    response.end(
      JSON.stringify({
        data: { ipAddress: '8.8.8.8', isPublic: true, abuseConfidenceScore: 0, totalReports: 0, isWhitelisted: true },
      }),
    );
  const good = await ran(['test', 'abuseipdb'], { env: { FAREND_ABUSEIPDB_KEY: SECRET } });
  expect(good).toMatchObject({ code: 0, said: expect.stringMatching(/the key works/) as string });
  expect((await ran(['test', 'abuseipdb'])).said).toMatch(/no key to test/);
});

test('where there is a keychain the key goes there, and every command says so', async () => {
  const keychain = new FakeKeychain();
  await ran(['set', 'abuseipdb'], { answers: ['an-older-key'] });
  const set = await ran(['set', 'abuseipdb'], { answers: [SECRET], keychain });
  expect(set.said).toMatch(/the key of abuseipdb is kept in the keychain of the test\n/);
  expect(keychain.held).toEqual(new Map([['abuseipdb', SECRET]]));
  expect(readFileSync(join(home, 'keys.json'), 'utf8')).toBe('{}\n');
  const listed = await ran(['list'], { keychain });
  expect(listed.said).toMatch(/abuseipdb +key from the keychain/);
  expect(listed.said).not.toContain(SECRET);
  expect((await ran(['remove', 'abuseipdb'], { keychain })).said).toMatch(/removed from the keychain/);
  expect((await ran(['remove', 'abuseipdb'], { keychain })).said).toMatch(/no key in the keychain or the file/);
});

test('a keychain that refuses is no reason to lose the key: the file keeps it, and it is said', async () => {
  const keychain = new FakeKeychain();
  keychain.isLocked = true;
  const set = await ran(['set', 'abuseipdb'], { answers: [SECRET], keychain });
  expect(set.said).toMatch(/is kept in .*keys\.json; not in the keychain of the test: the prompt was dismissed/);
  const listed = await ran(['list'], { keychain });
  expect(listed.said).toMatch(/abuseipdb +key from the file/);
  expect(listed.said).toMatch(/the keychain of the test could not be read, a key in it is not shown/);
});
