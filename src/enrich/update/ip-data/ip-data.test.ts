import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { builtPack } from '../../../../test/built-pack.js';
import { scratchFolder } from '../../../../test/scratch-folder.js';
import { fromBigInt } from '../../../address/bigint.js';
import { formatAddress } from '../../../address/format.js';
import { ipv4 } from '../../../address/ipv4.js';
import { parseAddress } from '../../../address/parse.js';
import { openPack } from '../../offline/pack.js';
import { LayoutError } from '../../ranges/range-entry.js';
import { buildIpData, type FreshText } from './build-ip-data.js';
import { readDbip } from './dbip.js';
import { readDelegated } from './delegated.js';
import { readIptoasn } from './iptoasn.js';

const RECORDED = resolve('../shared/recorded');
const at = (text: string) => parseAddress(text) ?? ipv4(0);

test('iptoasn: rows by tabs, both families, what is not routed passed over', () => {
  const text =
    '1.0.0.0\t1.0.0.255\t13335\tUS\tCLOUDFLARENET\r\n1.0.1.0\t1.0.3.255\t0\tNone\tNot routed\n2606:4700::\t2606:4700:ffff:ffff:ffff:ffff:ffff:ffff\t13335\tUS\tCLOUDFLARENET\n';
  expect([...readIptoasn(text)].map(({ first, as, name }) => `${formatAddress(first)} ${as} ${name}`)).toEqual([
    '1.0.0.0 13335 CLOUDFLARENET',
    '2606:4700:: 13335 CLOUDFLARENET',
  ]);
  for (const bad of ['<html>', '1.0.0.0\t1.0.0.255', '1.0.0.0\t::1\t1\tUS\tX', '1.0.0.0\t1.0.0.255\tx\tUS\tX']) {
    expect(() => [...readIptoasn(bad)]).toThrow(LayoutError);
  }
});

test('DB-IP: quoted or plain, ZZ passed over', () => {
  const rows = [...readDbip('1.0.0.0,1.0.0.255,AU\n"2c0f::","2c0f::ffff","ZA"\n0.0.0.0,0.255.255.255,ZZ\n')];
  expect(rows.map(({ first, country }) => `${formatAddress(first)} ${country}`)).toEqual(['1.0.0.0 AU', '2c0f:: ZA']);
  expect(() => [...readDbip('first,last,country\n')]).toThrow(LayoutError);
});

test('delegations: counts that are no power of two, comments, CRLF, extension columns, available space', () => {
  const text = [
    '# conditions of use',
    '2|ripencc|1790000000|5|19830705|20261121|+0100',
    'ripencc|*|ipv4|*|90000|summary',
    'ripencc|NL|ipv4|45.9.0.0|768|20010203|assigned|0f8a|e-stats\r',
    'ripencc|DE|ipv6|2a01:4f8::|32|00000000|allocated|1b2c',
    'ripencc|SE|asn|64500|1|19990101|allocated|2c3d',
    'ripencc||ipv4|45.10.0.0|256||available',
    'ripencc|DE|ipv4|45.11.0.0|0|20010203|assigned',
    'nonsense',
  ].join('\n');
  const file = readDelegated(text);
  expect(file).toMatchObject({ rejected: 2, asOf: '2026-11-21' });
  expect(
    file.records.map(
      ({ first, last, country, date }) => `${formatAddress(first)}-${formatAddress(last)} ${country} ${date}`,
    ),
  ).toEqual(['45.9.0.0-45.9.2.255 NL 2001-02-03', '2a01:4f8::-2a01:4f8:ffff:ffff:ffff:ffff:ffff:ffff DE null']);
  for (const bad of ['', '<html>', 'x|y']) expect(() => readDelegated(bad)).toThrow(LayoutError);
});

test.runIf(existsSync(RECORDED)).each([
  ['afrinic', '2023-03-23'],
  ['apnic', '2013-04-16'],
  ['lacnic', '2023-03-22'],
  ['ripencc', '2013-04-18'],
])('the recorded excerpt of %s is read whole', (registry, asOf) => {
  const text = readFileSync(join(RECORDED, `rir-delegated/delegated-${registry}-extended-excerpt.txt`), 'utf8');
  const file = readDelegated(text);
  expect(file).toMatchObject({ rejected: 0, asOf });
  expect(file.records.length).toBeGreaterThan(200);
});

test.runIf(existsSync(RECORDED))('the recorded excerpt of iptoasn is read whole', () => {
  const text = readFileSync(join(RECORDED, 'iptoasn/ip2asn-combined-first3000.txt'), 'utf8');
  const routed = text.split('\n').filter((line) => line !== '' && line.split('\t')[2] !== '0');
  expect([...readIptoasn(text)].length).toBe(routed.length);
});

function fresh(key: string, text: string): [string, FreshText] {
  const meta = {
    key,
    title: `fresh ${key}`,
    group: 'ip-data',
    licence: 'X',
    url: 'https://x.example',
    asOf: '2026-11-24',
  } as const;
  return [
    key,
    {
      text,
      meta: {
        ...meta,
        etag: null,
        lastModified: null,
        file: '',
        sha256: '',
        bytes: 0,
        entries: 0,
        rejected: 0,
        fetchedAt: '',
        checkedAt: '',
      },
    },
  ];
}

test('fetched columns replace those of the embedded pack, all else stays as it was', async () => {
  const base = await builtPack();
  const folder = join(scratchFolder('ip'), 'ip');
  mkdirSync(folder);
  const asn =
    '8.8.8.0\t8.8.8.255\t64500\tUS\tNEW-AS A brand new one\n9.9.9.0\t9.9.9.255\t19281\tUS\tQUAD9-AS-1\n2001:4860::\t2001:4860:ffff:ffff:ffff:ffff:ffff:ffff\t15169\tUS\tGOOGLE\n';
  for (const { name, bytes } of buildIpData(base, new Map([fresh('iptoasn', asn)])))
    writeFileSync(join(folder, name), bytes);
  const now = new Date('2026-11-25T00:00:00Z');
  const [old, made] = [openPack(base, now), openPack(folder, now)];
  expect(made.owner(at('8.8.8.8')).as).toEqual({ number: 64500, name: 'NEW-AS A brand new one' });
  expect(made.owner(at('9.9.9.9')).as).toEqual(old.owner(at('9.9.9.9')).as);
  expect(made.owner(at('2001:4860:4860::8888')).as).toEqual(old.owner(at('2001:4860:4860::8888')).as);
  expect(made.owner(at('1.1.1.1')).as).toBeNull();
  const asFact = made.ownerFacts(at('8.8.8.8'), made.owner(at('8.8.8.8'))).find(({ what }) => what === 'as');
  expect(asFact).toMatchObject({ source: 'fresh iptoasn', asOf: '2026-11-24' });
  // Countries are taken over from the embedded pack: they must be the same for every address.
  let seed = 1;
  for (let i = 0; i < 20_000; i++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const four = ipv4(seed);
    const six = fromBigInt((BigInt(0x20000000 + (seed >>> 3)) << 96n) | (BigInt(Math.imul(seed, 7) >>> 0) << 64n), 6);
    for (const a of [four, six]) expect([a, made.owner(a).country]).toEqual([a, old.owner(a).country]);
  }
  old.close();
  made.close();
}, 120_000);
