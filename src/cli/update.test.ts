import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { loopback, serves } from '../../test/loopback.js';
import { scratchFolder } from '../../test/scratch-folder.js';
import { fakeIo } from './_fake-io.js';
import { main } from './main.js';

const server = await loopback();
const CIDRS = Array.from({ length: 40 }, (_, i) => `149.154.${160 + (i % 20)}.${i}/32`).join('\n');

let home: string;
beforeEach(() => {
  home = scratchFolder('home');
  server.seen.length = 0;
  server.on('/zoom', serves(CIDRS, '"z"', 'text/plain'));
  server.on('/telegram', serves(CIDRS, '"t"', 'text/plain'));
});

async function said(argv: readonly string[], env: Record<string, string> = { FAREND_HOME: home }) {
  const io = fakeIo({ env, stdin: '', cwd: home });
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
}

const mirror = (...more: string[]): string[] => ['update', '--base-url', server.base.href, ...more];

test('update says what changed, with dates and licences', async () => {
  const { code, out, err } = await said(mirror('--only', 'zoom,telegram'));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('updated       Zoom IP ranges: 40 entries, data of 2026-11-03, new\n');
  expect(out).toContain('2 updated, 0 unchanged, 0 not due, 0 failed');
  expect(out).toMatch(/In force: 1970-01-01-[0-9a-f]{8}, in /);
  expect(out).toContain('Licences');
});

test('some that fail make it partial, all make it an error, and why is said', async () => {
  const some = await said(mirror('--only', 'zoom', '--only', 'fastly'));
  expect(some.code).toBe(3);
  expect(some.out).toContain('could-not-ask Fastly public IP list: none at hand (404: it is not there (any more))');
  const all = await said(mirror('--only', 'fastly'));
  expect(all.code).toBe(1);
  expect(all.err).toContain('no source could be updated');
});

test('the plan sends nothing and makes nothing', async () => {
  const { code, out } = await said(mirror('--plan', '--only', 'ranges'));
  expect(code).toBe(0);
  expect(out).toContain(`GET ${server.base.href}aws`);
  expect(out).toContain('Nothing was sent.');
  expect(server.seen).toEqual([]);
  expect(existsSync(join(home, 'client-id'))).toBe(false);
  const plan = JSON.parse((await said(['update', '--plan', '--json'])).out) as { key: string; url: string }[];
  expect(plan.find(({ key }) => key === 'fastly')?.url).toBe('https://api.fastly.com/public-ip-list');
});

test('as JSON the whole report is there', async () => {
  const { out } = await said(mirror('--only', 'zoom', '--json'));
  expect(JSON.parse(out)).toMatchObject({
    home,
    sources: [{ key: 'zoom', outcome: 'updated', after: { entries: 40 } }],
    built: { isNew: true },
  });
});

test.each([
  [['update', '--only', 'nobody'], 'no source nobody', 'Sources: aws'],
  [['update', 'zoom'], 'update takes no zoom', '--only zoom'],
  [['update', '--base-url', 'ftp://x'], 'no http or https URL', 'For example'],
  [['update', '--ca', 'gone.pem', '--only', 'zoom'], 'could not read --ca', ''],
  [['pack', 'exprt'], 'pack has no exprt', 'Did you mean export?'],
  [['pack', 'export'], 'pack export wants a file', 'knowledge.farend'],
  [['pack', 'export', 'x.farend'], 'nothing to export', 'farend update'],
  [['pack', 'import', 'gone.farend'], 'could not read', ''],
])('%j is answered with what is wrong and what to do', async (argv, message, hint) => {
  const { code, err } = await said(argv);
  expect(code).toBe(1);
  expect(err).toContain(message);
  expect(err).toContain(hint);
  expect(server.seen).toEqual([]);
});

test('without a home in the environment it says how to name one', async () => {
  const { code, err } = await said(['pack'], {});
  expect(code).toBe(1);
  expect(err).toContain('Set FAREND_HOME');
});

test('pack: status, verify, and from one machine to another', async () => {
  expect((await said(['pack'])).out).toContain('Nothing was fetched yet');
  await said(mirror('--only', 'zoom'));
  const status = await said(['pack', 'status']);
  expect(status.out).toContain('zoom: Zoom IP ranges, 40 entries of 2026-11-03, last asked 1970-01-01');
  expect((await said(['pack', 'verify'])).out).toContain('is sound');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(home, 'private.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(home, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const exported = await said(['pack', 'export', 'knowledge.farend', '--key', 'private.pem']);
  expect(exported).toMatchObject({ code: 0, err: '' });

  const [file, key] = [join(home, 'knowledge.farend'), join(home, 'public.pem')];
  home = scratchFolder('home');
  expect((await said(['pack', 'import', file])).err).toContain('no key was given');
  writeFileSync(join(home, 'longer.farend'), Buffer.concat([readFileSync(file), Buffer.from('more')]));
  const longer = await said(['pack', 'import', join(home, 'longer.farend'), '--trust', key]);
  expect(longer.err).toContain('something follows its end');
  expect(await said(['pack', 'import', file, '--trust', key])).toMatchObject({ code: 0, err: '' });
  expect((await said(['pack', 'status', '--json'])).out).toContain('"zoom"');
  const version = readFileSync(join(home, 'current'), 'utf8').trim();
  writeFileSync(join(home, 'versions', version, 'ranges.bin'), 'rubbish');
  const harmed = await said(['pack', 'verify']);
  expect(harmed.code).toBe(1);
  expect(harmed.err).toContain('ranges.bin has 7 bytes');
});

/** Key of a publisher: the file, with the media type its publisher sends. */
const REAL: readonly [string, string, string][] = [
  ['aws', 'recorded/cloud-ranges/aws-ip-ranges.json', 'application/json'],
  ['azure', 'recorded/cloud-ranges/azure-servicetags-public.json', 'application/octet-stream'],
  ['google-cloud', 'recorded/cloud-ranges/gcp-cloud.json', 'application/json'],
  ['fastly', 'recorded/cloud-ranges/fastly-public-ip-list.json', 'application/json'],
  ['oracle', 'recorded/cloud-ranges/oracle-public_ip_ranges.json', 'application/json'],
  ['digitalocean', 'recorded/cloud-ranges/digitalocean-geofeed.csv', 'text/csv'],
  ['linode', 'feeds/cloud-raw/linode.txt', 'text/plain'],
  ['github', 'recorded/cloud-ranges/github-meta.json', 'application/json; charset=utf-8'],
  ['microsoft-365', 'recorded/cloud-ranges/m365-endpoints-worldwide-2020-12.json', 'application/json'],
  ['zscaler', 'recorded/cloud-ranges/zscaler-hub-recommended.json', 'application/json'],
  ['feodo', 'recorded/feodo/ipblocklist-2024-04-04.csv', 'text/csv'],
  ['tor-exits', 'recorded/tor/exit-addresses-2024-03-12.txt', 'text/plain'],
  ['ipsum', 'feeds/ipsum/ipsum.txt', 'text/plain; charset=utf-8'],
  ['threatfox-ips', 'feeds/threatfox-ips/ips.txt', 'text/plain; charset=utf-8'],
  ['c2-tracker', 'feeds/c2-tracker/all.txt', 'text/plain; charset=utf-8'],
  ['misp-sinkholes', 'feeds/misp-warninglists/sinkholes/list.json', 'text/plain; charset=utf-8'],
];
const SHARED = resolve('../shared');
const real = REAL.filter(([, file]) => existsSync(join(SHARED, file)));

test.runIf(real.length > 0)(
  'the files of the real publishers pass the real bounds, and are quick to open',
  async () => {
    for (const [key, file, type] of real)
      server.on(`/${key}`, serves(readFileSync(join(SHARED, file)), `"${key}"`, type));
    const { code, out, err } = await said(mirror('--only', real.map(([key]) => key).join(',')));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`${real.length} updated`);
  },
);
