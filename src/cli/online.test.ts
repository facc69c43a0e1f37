import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { FakeKeychain } from '../enrich/online/_fake-keychain.js';
import { type HttpServer, httpServer, type TcpServer, tcpServer } from '../enrich/online/_fake-world.js';
import { UserError } from '../model/errors.js';
import { FAKE_PEERS, fakeInput, fakeInvestigation } from '../report/_fake-investigation.js';
import { type FakeWorld, fakeIo } from './_fake-io.js';
import { parseArguments } from './arguments.js';
import { investigate, runInvestigate } from './commands/investigate.js';
import type { Engine } from './read-evidence.js';

let folder = '';
let http: HttpServer;
let cymru: TcpServer;

beforeAll(async () => {
  http = await httpServer();
  cymru = await tcpServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (!text.endsWith('end\n')) return;
      const rows = text
        .split('\n')
        .slice(2, -2)
        .map((address) => `64500 | ${address} | 203.0.0.0/8 | DE | ripencc | 2001-02-03 | EXAMPLE, DE\n`);
      socket.end(`Bulk mode; whois.cymru.com\n${rows.join('')}`);
    });
  });
});
afterAll(() => {
  http.close();
  cymru.close();
});
beforeEach(() => {
  folder = scratchFolder('online');
  writeFileSync(join(folder, 'connections.txt'), 'a listing');
  cymru.connections = 0;
  http.seen.length = 0;
});

const engine: Engine = ({ sources }) =>
  Promise.resolve(
    fakeInvestigation(
      FAKE_PEERS,
      sources.map(({ name }) => fakeInput({ name })),
    ),
  );

async function ran(argv: readonly string[], world: FakeWorld = {}) {
  const env = {
    FAREND_HOME: join(folder, 'home'),
    FAREND_ENDPOINTS: `whois.cymru.com=${cymru.place} api.abuseipdb.com=${http.base} api.xforce.ibmcloud.com=${http.base}`,
    ...world.env,
  };
  const io = fakeIo({ cwd: folder, ...world, env });
  try {
    const code = await runInvestigate(parseArguments(investigate, argv), io, engine);
    return { code, out: io.out(), err: io.err() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: 1, out: io.out(), err: `${error.message}\n${error.hint}` };
  }
}

test('the plan says who would be told what, and sends nothing', async () => {
  const { code, out } = await ran(['connections.txt', '--online=cymru,abuseipdb', '--plan']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Online: \d+ address(?:es)?, 1 request to 1 source/);
  expect(out).toContain('tells whois.cymru.com about ');
  expect(out).toMatch(/AbuseIPDB: not asked .*no key: FAREND_ABUSEIPDB_KEY/);
  expect(cymru.connections).toBe(0);
});

test('the plan for a machine', async () => {
  const { out } = await ran(['connections.txt', '--online=cymru', '--plan', '-o', 'json']);
  const { plan } = JSON.parse(out) as { plan: { requests: number; sources: { name: string; addresses: string[] }[] } };
  expect(plan.requests).toBe(1);
  expect(plan.sources.map(({ name }) => name)).toEqual(['cymru']);
});

test('a person who agrees gets answers in the report; the plan is shown first', async () => {
  const { code, out, err } = await ran(['connections.txt', '--online=cymru', '-o', 'json'], { answers: ['y'] });
  expect(err).toMatch(/Send this request\? \[y\/N\]/);
  expect(err).toMatch(/farend: cymru \d+ of \d+, \d+ known\n/);
  expect(code).toBe(0);
  expect(out).toContain('AS64500 EXAMPLE, DE');
  expect(cymru.connections).toBe(1);
});

test('the report says who was told, and not that nothing left', async () => {
  const { out } = await ran(['connections.txt', '--online=cymru', '--yes']);
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /This run asked Team Cymru about \d+ address(?:es)?\. Nothing else left this machine\./,
  );
  const again = await ran(['connections.txt', '--online=cymru', '--yes']);
  expect(again.out).toContain('Nothing left this machine.');
});

test.each([[[]], [['n']], [['']], [['nonsense']]])('who says %j gets the report without', async (answers) => {
  const { code, out } = await ran(['connections.txt', '--online=cymru', '-o', 'json'], { answers });
  expect(code).toBe(0);
  expect(out).not.toContain('AS64500 EXAMPLE');
  expect(cymru.connections).toBe(0);
});

test('where nobody can agree, --yes is wanted', async () => {
  for (const world of [{ stdinIsTerminal: false }, { stdin: 'a listing', stdinIsTerminal: true }]) {
    const operand = 'stdin' in world ? '-' : 'connections.txt';
    const { code, err } = await ran([operand, '--online=cymru'], world);
    expect(code).toBe(1);
    expect(err).toMatch(/--yes/);
  }
  expect(cymru.connections).toBe(0);
  expect((await ran(['connections.txt', '--online=cymru', '--yes'], { stdinIsTerminal: false })).code).toBe(0);
  expect(cymru.connections).toBe(1);
});

test('a source that fails makes the result partial, and its failure is in the report', async () => {
  http.handler = (_, response) => response.writeHead(401).end('{}');
  const key = { FAREND_ABUSEIPDB_KEY: 'key-of-the-test' };
  const { code, out, err } = await ran(['connections.txt', '--online=abuseipdb', '--yes', '-o', 'json'], { env: key });
  expect(code).toBe(3);
  expect(out).toMatch(/"source": ?"abuseipdb", ?"answer": ?"could-not-ask", ?"reason": ?"the key is refused \(401\)/);
  expect(`${out}${err}`).not.toContain('key-of-the-test');
});

test('what is asked again comes from the disk, without a question', async () => {
  await ran(['connections.txt', '--online=cymru', '--yes', '-q']);
  const { code, err } = await ran(['connections.txt', '--online=cymru']);
  expect(code).toBe(0);
  expect(err).toMatch(/from the cache/);
  expect(cymru.connections).toBe(1);
});

test('excluded blocks and one’s own are not sent, a marking above the ceiling neither', async () => {
  const all = ['connections.txt', '--online=cymru', '--plan'];
  expect((await ran([...all, '--exclude', '0.0.0.0/1,128.0.0.0/1'])).out).toMatch(/^Online: 0 addresses, 0 requests/);
  expect((await ran(all, { env: { FAREND_OWN: '0.0.0.0/1 128.0.0.0/1' } })).out).toMatch(/your own address/);
  expect((await ran([...all, '--tlp', 'red'])).out).toMatch(/nothing above TLP:GREEN/);
  expect((await ran([...all, '--pap', 'red'])).out).toMatch(/not beyond PAP:AMBER, the case is PAP:RED/);
});

test('the thresholds of X-Force are the user’s: in the plan, in what counts, beside the raw score, and in the cache', async () => {
  http.handler = (request, response) => {
    const ip = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
    response.end(JSON.stringify({ ip, score: 5.7, cats: { 'Scanning IPs': 57 } }));
  };
  const keys = { FAREND_XFORCE_KEY: 'key-of-the-test', FAREND_XFORCE_PASSWORD: 'password-of-the-test' };
  const argv = ['connections.txt', '--online=xforce', '--yes', '-o', 'json'];
  const usual = await ran(argv, { env: keys });
  expect(usual.err).toMatch(/IBM X-Force Exchange \(suspicious from 4, malicious from 7\): \d+ requests/);
  expect(usual.out).toContain('1 to 10: suspicious by 4/7, malicious by 2/5');
  const asked = http.seen.length;
  const strict = await ran([...argv, '--xforce-thresholds', '2,5'], { env: keys });
  expect(strict.err).toMatch(/\(suspicious from 2, malicious from 5\)/);
  expect(strict.out).toContain('1 to 10: malicious by 2/5, suspicious by 4/7');
  expect(strict.out).toContain('5.7 of 10');
  expect(http.seen.length).toBeGreaterThan(asked);
  const fromEnv = await ran(argv, { env: { ...keys, FAREND_XFORCE_THRESHOLDS: '2,5' } });
  expect(fromEnv.out).toContain('1 to 10: malicious by 2/5');
});

test('a key in the keychain is used, and is not said', async () => {
  http.handler = (_, response) => response.writeHead(401).end('{}');
  const keychain = new FakeKeychain();
  keychain.held.set('abuseipdb', 'key-of-the-test');
  const { out, err } = await ran(['connections.txt', '--online=abuseipdb', '--yes', '-o', 'json'], { keychain });
  expect(http.seen[0].headers.key).toBe('key-of-the-test');
  expect(`${out}${err}`).not.toContain('key-of-the-test');
});

test.each([
  [['--online', '--xforce-thresholds', '5,2'], /--xforce-thresholds 5,2 are no two scores/],
  [['--online=nobody'], /no online source nobody/],
  [['--online', '--exclude', 'here'], /--exclude here is no address/],
  [['--online', '--yes', '--endpoint', 'nonsense'], /no HOST=URL/],
  [['--online', '--max-age', 'old'], /--max-age wants a whole number/],
  [['--online', '--tlp', 'purple'], /--tlp purple is not one of/],
])('%j is the user’s mistake', async (argv, message) => {
  let said = '';
  try {
    said = (await ran(['connections.txt', ...argv])).err;
  } catch (error) {
    said = String(error);
  }
  expect(said).toMatch(message);
  expect(cymru.connections).toBe(0);
});

test('Ctrl-C before the first answer still gives a report, marked partial', async () => {
  const { code, out } = await ran(['connections.txt', '--online=cymru', '--yes', '-o', 'json'], {
    signal: AbortSignal.abort(),
  });
  expect(code).toBe(3);
  expect(out).toContain('interrupted');
});
