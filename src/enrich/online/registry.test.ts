import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onlineSources } from './all-sources.js';
import { type OnlineSource, TLP } from './source.js';

test('every file of a source is in the registry, under its own name', () => {
  const files = readdirSync(join(import.meta.dirname, 'sources'))
    .filter((name) => !name.startsWith('_') && !name.includes('.test.') && name !== 'index.ts')
    .map((name) => name.replace(/\.ts$/, ''));
  expect(onlineSources.map(({ name }) => name).sort()).toEqual(files.sort());
});

const bad = (isBad: (source: OnlineSource) => boolean): string[] => onlineSources.filter(isBad).map(({ name }) => name);

test('every source says who sees the addresses, under which marking, how long an answer is good, and on whose data', () => {
  expect(bad(({ hosts, origins }) => hosts.length === 0 || origins.length === 0)).toEqual([]);
  expect(bad(({ tlpCeiling }) => !TLP.includes(tlpCeiling))).toEqual([]);
  expect(bad(({ maxAgeHours, negativeMaxAgeHours }) => Math.min(maxAgeHours, negativeMaxAgeHours) <= 0)).toEqual([]);
  expect(bad(({ kind }) => kind === 'active')).toEqual(['reverse-dns']);
  const variable = (service: string): string => `FAREND_${service.toUpperCase().replaceAll('-', '_')}_KEY`;
  expect(bad(({ key, service }) => key !== null && key.env[0] !== variable(service))).toEqual([]);
});

test('sources of one service agree on the key', () => {
  const first = (service: string) => onlineSources.find((source) => source.service === service)?.key?.env;
  expect(bad(({ service, key }) => JSON.stringify(key?.env) !== JSON.stringify(first(service)))).toEqual([]);
});
