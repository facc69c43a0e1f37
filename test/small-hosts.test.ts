import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.js';

// What services count says how well known an address is: platforms collect reports, a rented machine has none. The
// answers are made up; the addresses are real ones, for their owners in the pack.

const program = join(resolve(import.meta.dirname, '..'), 'dist/farend.cjs');
const folder = scratchFolder('small-hosts');

/** Addresses of Microsoft, Akamai and Fastly, with what makes them look bad. */
const PLATFORMS: Readonly<Record<string, { reports: number; pulses: number; isAllowed: boolean | null }>> = {
  '52.113.194.132': { reports: 329, pulses: 2, isAllowed: false },
  '20.96.153.111': { reports: 1, pulses: 11, isAllowed: false },
  '20.189.173.1': { reports: 2, pulses: 20, isAllowed: false },
  '40.126.28.12': { reports: 0, pulses: 0, isAllowed: null },
  '23.45.119.144': { reports: 0, pulses: 0, isAllowed: null },
  '184.29.137.96': { reports: 12, pulses: 3, isAllowed: null },
  '199.232.210.172': { reports: 16, pulses: 0, isAllowed: true },
};

/** Rented machines, shared hosting and lines of eleven countries, big clouds' tenants among them. */
const SMALL = [
  '46.254.35.10',
  '62.149.128.40',
  '51.75.29.61',
  '5.9.10.20',
  '207.180.230.128',
  '217.160.0.50',
  '46.242.241.10',
  '148.72.164.186',
  '139.180.203.104',
  '118.25.6.39',
  '52.33.86.253',
  '35.233.62.116',
  '79.10.20.30',
  '177.67.80.10',
  '103.28.36.10',
  '41.185.8.10',
  '95.213.204.53',
  '89.35.39.84',
];

/** What the services may say of a small host: marked or not, up to five reports, up to a pulse, or no answer at all. */
const VARIANTS = [null, false, undefined].flatMap((isAllowed) =>
  [0, 1, 5].flatMap((reports) => [0, 1, null].map((pulses) => ({ isAllowed, reports, pulses }))),
);

type Said = { isAllowed: boolean | null | undefined; reports: number; pulses: number | null };

function saidOf(ip: string, round: number): Said {
  const place = SMALL.indexOf(ip) + round * 7;
  return PLATFORMS[ip] === undefined ? VARIANTS[place % VARIANTS.length] : PLATFORMS[ip];
}

function abuseipdb(ip: string, { isAllowed, reports }: Said): object {
  return {
    data: {
      ipAddress: ip,
      isPublic: true,
      isWhitelisted: isAllowed,
      abuseConfidenceScore: Math.min(26, reports * 3),
      totalReports: reports,
      numDistinctUsers: Math.min(10, reports),
      lastReportedAt: reports === 0 ? null : new Date(Date.now() - 86_400_000).toISOString(),
      reports: [],
    },
  };
}

function otx(ip: string, count: number): object {
  const pulses = Array.from({ length: count }, (_, n) => ({
    id: `pulse-${n}`,
    name: 'A family of malware',
    modified: new Date(Date.now() - 40 * 86_400_000).toISOString(),
    author: { username: `author-${n % 4}` },
    tags: [],
    malware_families: [{ display_name: 'Example' }],
    indicator_count: 4000,
  }));
  return { indicator: ip, pulse_info: { count, pulses }, validation: [], false_positive: [] };
}

let round = 0;
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://x');
  const ip = url.searchParams.get('ipAddress') ?? url.pathname.split('/').at(-2) ?? '';
  const said = saidOf(ip, round);
  const body = url.pathname.startsWith('/abuse/')
    ? abuseipdb(ip, said)
    : said.pulses === null
      ? null
      : otx(ip, said.pulses);
  response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function ranked(port: number, services: string): Promise<string[]> {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listing = join(folder, `${round}.txt`);
  const rows = [...Object.keys(PLATFORMS), ...SMALL].map(
    (ip, n) => `  TCP    192.168.1.20:${50_000 + n}     ${ip}:${port}     ESTABLISHED     4321\n`,
  );
  writeFileSync(
    listing,
    `\nActive Connections\n\n  Proto  Local Address  Foreign Address  State  PID\n${rows.join('')}`,
  );
  const endpoints = `api.abuseipdb.com=${base}/abuse otx.alienvault.com=${base}/otx`;
  const options = [`--online=${services}`, '--ask-expected', '--yes', '-q', '--all', '-o', 'json'];
  const child = spawn(process.execPath, [program, listing, ...options], {
    env: {
      ...process.env,
      FAREND_HOME: join(folder, `home-${round}`),
      FAREND_KEYCHAIN: 'off',
      FAREND_ENDPOINTS: endpoints,
      FAREND_ABUSEIPDB_KEY: 'key-of-the-test',
      FAREND_OTX_KEY: 'key-of-the-test',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  await new Promise((done) => child.on('close', done));
  return (JSON.parse(out) as { peers: { address: string }[] }).peers.map(({ address }) => address);
}

test.each([
  [443, 'abuseipdb,otx'],
  [80, 'abuseipdb'],
  [8443, 'abuseipdb'],
])('port %d, %s: every small host outranks every platform, whatever is reported', async (port, services) => {
  round++;
  const order = await ranked(port, services);
  expect(order.length).toBe(SMALL.length + Object.keys(PLATFORMS).length);
  expect(order.slice(0, SMALL.length).toSorted()).toEqual(SMALL.toSorted());
});
