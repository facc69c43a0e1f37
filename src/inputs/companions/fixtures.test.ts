import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatAddress } from '../../address/format.js';
import { memorySource } from '../_memory-source.js';
import { firstLook } from '../index.js';
import type { CompanionReading } from './index.js';
import { companions } from './index.js';

const ROOT = new URL('../../../fixtures/inputs/companions/', import.meta.url);

/** What is known, without the absent. */
function known(value: object): string {
  return Object.entries(value)
    .filter(([, item]) => item !== null && String(item) !== '')
    .map(([key, item]) => `${key}=${String(item)}`)
    .join(' | ');
}

function told({ facts, summary }: CompanionReading): object {
  const { kind, encoding, entries, badLines, partial, host, capturedAt, notes } = summary;
  return {
    kind,
    encoding,
    entries,
    partial,
    host,
    capturedAt,
    notes,
    badLines: badLines.map(({ line, reason }) => `${line}: ${reason}`),
    processes: [...facts.processes.values()].map(known),
    signatures: [...facts.signatures.values()].map(known),
    names: facts.names.map(({ address, name }) => `${formatAddress(address)} ${name}`),
    addresses: facts.own.addresses.map(formatAddress),
    gateways: facts.own.gateways.map(formatAddress),
    networks: facts.own.networks.map(({ first, length, self }) => `${formatAddress(first)}/${length} ${self !== null}`),
    facts: facts.facts.map(
      ({ address, fact }) => `${formatAddress(address)} ${fact.what}=${fact.value} (${fact.source})`,
    ),
  };
}

const cases = readdirSync(ROOT)
  .flatMap((unit) => readdirSync(new URL(`${unit}/`, ROOT)).map((file) => `${unit}/${file}`))
  .filter((path) => path.endsWith('.txt'))
  .sort();

test('companions are registered in alphabetical order, say what they read, and have fixtures', () => {
  const names = companions.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  expect(names).toEqual(readdirSync(ROOT).sort());
  const files = readdirSync(new URL('./', import.meta.url)).filter((file) => /^[a-z].*(?<!\.test)\.ts$/.test(file));
  expect(files.map((file) => file.replace('.ts', '')).filter((name) => !/^(?:index|companion)$/.test(name))).toEqual(
    names,
  );
  for (const { reads } of companions) expect(reads.length).toBeGreaterThan(0);
});

test.each(cases)('%s is recognised and read as expected', async (path) => {
  const { reading } = await firstLook(memorySource(path, readFileSync(new URL(path, ROOT)), 100));
  expect(reading?.summary.kind).toBe(path.split('/')[0]);
  const actual = reading === null ? null : told(reading);
  const expectedPath = new URL(path.replace(/\.txt$/, '.expected.json'), ROOT);
  if (process.env.UPDATE === '1') writeFileSync(expectedPath, `${JSON.stringify(actual, null, 2)}\n`);
  expect(existsSync(expectedPath), 'run with UPDATE=1 to write the expectation').toBe(true);
  expect(actual).toEqual(JSON.parse(readFileSync(expectedPath, 'utf8')));
});
