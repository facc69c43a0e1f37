import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatAddress } from '../address/format.js';
import type { Connection, Endpoint } from '../model/connection.js';
import { memorySource } from './_memory-source.js';
import { formats, readInput } from './index.js';

const ROOT = new URL('../../fixtures/inputs/', import.meta.url);

/** One line of text for an end: `1.2.3.4 443`, `name=host 443`, `cut=2001:db8 443`, `any 135`. */
function endText(end: Endpoint | null): string {
  if (end === null) return 'none';
  const port = end.port === null ? '' : ` ${end.port}`;
  if (end.isAny) return `any${port}`;
  if (end.name !== null) return `name=${end.name}${port}`;
  return end.address === null ? `cut=${end.cut}${port}` : `${formatAddress(end.address)}${port}`;
}

function rowText(row: Connection): string {
  const process =
    row.process === null
      ? null
      : Object.entries(row.process).filter(([, value]) => value !== null && String(value) !== '');
  const parts = [
    `${row.line}: ${row.protocol} ${endText(row.local)} > ${endText(row.remote)} ${row.state} ${row.direction}`,
  ];
  if (process !== null) parts.push(process.map(([key, value]) => `${key}=${String(value)}`).join(' '));
  for (const key of ['host', 'time', 'bytesSent', 'bytesReceived'] as const)
    if (row[key] !== null) parts.push(`${key}=${row[key]}`);
  if (row.remoteNames.length > 0) parts.push(`names=${row.remoteNames.join(',')}`);
  return parts.join(' | ');
}

const cases = readdirSync(ROOT, { withFileTypes: true })
  .filter((folder) => folder.isDirectory() && formats.some((format) => format.name === folder.name))
  .flatMap((folder) => readdirSync(new URL(`${folder.name}/`, ROOT)).map((file) => `${folder.name}/${file}`))
  .filter((path) => path.endsWith('.txt'))
  .sort();

test.each(cases)('%s is read as expected', async (path) => {
  const rows: string[] = [];
  const source = memorySource(path, readFileSync(new URL(path, ROOT)));
  const summary = await readInput(source, { connection: (row) => rows.push(rowText(row)) });
  const { sha256: _, name: __, blindSpots, ...facts } = summary;
  const actual = { ...facts, blindSpots: blindSpots.map((spot) => spot.id), connections: rows };
  const expectedPath = new URL(path.replace(/\.txt$/, '.expected.json'), ROOT);
  if (process.env.UPDATE === '1') writeFileSync(expectedPath, `${JSON.stringify(actual, null, 2)}\n`);
  expect(existsSync(expectedPath), 'run with UPDATE=1 to write the expectation').toBe(true);
  expect(actual).toEqual(JSON.parse(readFileSync(expectedPath, 'utf8')));
  expect(summary.format).toBe(path.split('/')[0]);
});
