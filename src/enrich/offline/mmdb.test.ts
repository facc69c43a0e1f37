import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../test/scratch-folder.js';
import { parseAddress } from '../../address/parse.js';
import { UserError } from '../../model/errors.js';
import type { Owner } from '../../model/knowledge.js';
import { type MmdbValue, mmdbFile } from './_mmdb-file.js';
import { openMmdb } from './mmdb.js';

const folder = scratchFolder('mmdb');
let files = 0;

function saved(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.mmdb`);
  writeFileSync(path, bytes);
  return path;
}

const open = (type: string, rows: readonly (readonly [string, MmdbValue])[]) =>
  openMmdb(saved(mmdbFile(type, new Date('2026-11-01T00:00:00Z'), rows)));

const OURS: Owner = {
  country: { code: 'US', name: 'United States', agreement: 'single', other: null, registered: null },
  as: { number: 15169, name: 'Google LLC' },
  organisation: 'Google',
  network: { kind: 'cloud-platform', provider: 'google', service: null },
};

async function facts(type: string, row: MmdbValue, text = '8.8.8.8'): Promise<string[]> {
  const mmdb = await open(type, [
    ['8.8.8.0/24', row],
    ['2001:4860::/32', row],
  ]);
  return mmdb.facts(parseAddress(text) ?? never(), OURS).map(({ what, value }) => `${what}: ${value}`);
}

test.each([
  [
    'GeoLite2-Country',
    { country: { iso_code: 'US' }, registered_country: { iso_code: 'CA' } },
    ['country: US United States'],
  ],
  ['GeoLite2-Country', { registered_country: { iso_code: 'US' } }, ['country: US United States']],
  [
    'GeoLite2-ASN',
    { autonomous_system_number: 15169, autonomous_system_organization: 'GOOGLE' },
    ['as: AS15169', 'as-name: GOOGLE'],
  ],
  [
    'ipinfo lite',
    { country: 'United States', country_code: 'US', asn: 'AS15169', as_name: 'Google LLC' },
    ['country: US United States', 'as: AS15169', 'as-name: Google LLC'],
  ],
  ['ipinfo country_asn', { country: 'US', asn: 'AS15169' }, ['country: US United States', 'as: AS15169']],
  ['DBIP-Country-Lite', { country: { iso_code: 'US' } }, ['country: US United States']],
  ['something else', { colour: 'red' }, []],
])('%s %j', async (type, row, expected) => {
  expect(await facts(type, row)).toEqual(expected);
  expect(await facts(type, row, '2001:4860:4860::8888')).toEqual(expected);
  expect(await facts(type, row, '64:ff9b::808:808')).toEqual(expected);
});

test('where the file and the pack disagree, both are told', async () => {
  expect(await facts('X', { country: { iso_code: 'DE' }, autonomous_system_number: 64500 })).toEqual([
    'country: DE Germany',
    'country-differs: your file says DE, the pack says US',
    'as: AS64500',
    'as-differs: your file says AS64500, the pack says AS15169',
  ]);
});

test('facts carry the file’s own name and date', async () => {
  const mmdb = await open('GeoLite2-Country', [['8.8.8.0/24', { country: { iso_code: 'US' } }]]);
  expect(mmdb).toMatchObject({ type: 'GeoLite2-Country', asOf: '2026-11-01' });
  expect(mmdb.facts(parseAddress('8.8.8.8') ?? never(), OURS)[0]).toMatchObject({
    source: 'GeoLite2-Country (your file)',
    asOf: '2026-11-01',
  });
});

test.each(['10.0.0.1', '9.9.9.9', 'fe80::1', '2620:fe::fe'])(
  '%s, private or outside the file, gets no answer',
  async (text) => {
    expect(await facts('X', { country: { iso_code: 'US' } }, text)).toEqual([]);
  },
);

test('a file that is missing, packed or something else says what is wanted', async () => {
  const good = mmdbFile('X', new Date(), []);
  await expect(openMmdb(join(folder, 'gone.mmdb'))).rejects.toThrow(/no file/);
  await expect(openMmdb(saved(gzipSync(good)))).rejects.toThrow(UserError);
  await expect(openMmdb(saved(Buffer.from('hello')))).rejects.toThrow(UserError);
  await expect(openMmdb(saved(Buffer.alloc(0)))).rejects.toThrow(UserError);
  await expect(openMmdb(folder)).rejects.toThrow(UserError);
});

test('a damaged file is told, never a crash or a hang', async () => {
  const good = mmdbFile('X', new Date(), [['8.8.8.0/24', { country: { iso_code: 'US' } }]]);
  const crashes: unknown[] = [];
  for (let at = 0; at < good.length; at++) {
    const bytes = Buffer.from(good);
    bytes[at] ^= 0xff;
    try {
      (await openMmdb(saved(bytes))).facts(parseAddress('8.8.8.8') ?? never(), OURS);
    } catch (error) {
      if (!(error instanceof UserError)) crashes.push([at, error]);
    }
  }
  expect(crashes).toEqual([]);
});

function never(): never {
  throw new Error('not an address');
}
