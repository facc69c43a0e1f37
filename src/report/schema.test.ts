import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { FAKE_PEERS, fakeInput, fakeInvestigation } from './_fake-investigation.js';
import { hostilePeers } from './_hostile-peers.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';
import type { RenderOptions, Report } from './report.js';

const SCHEMA = JSON.parse(readFileSync(new URL('../../schema/investigation.schema.json', import.meta.url), 'utf8'));
const OPTIONS: RenderOptions = {
  width: 80,
  colour: false,
  defang: true,
  isTerminal: false,
  top: 1,
  utc: true,
  detail: 'normal',
};

function rendered(report: Report, ...args: Parameters<typeof fakeInvestigation>): string {
  const chunks: string[] = [];
  report.render(fakeInvestigation(...args), OPTIONS, (chunk) => chunks.push(chunk));
  return chunks.join('');
}

function errors(document: unknown): unknown {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(SCHEMA);
  return validate(document) ? [] : validate.errors;
}

test('the json report of an ordinary investigation follows the published schema', () => {
  expect(errors(JSON.parse(rendered(json)))).toEqual([]);
});

test('the json report follows the schema without peers and without a recognised input', () => {
  expect(errors(JSON.parse(rendered(json, [], [fakeInput({ format: null, language: null, rows: 0 })])))).toEqual([]);
});

test('the json report follows the schema with hostile text and impossible times in every field', () => {
  expect(errors(JSON.parse(rendered(json, hostilePeers())))).toEqual([]);
});

test('the schema refuses a report whose verdict or weight is not what it should be', () => {
  const document = JSON.parse(rendered(json));
  document.peers[0].verdict = 'clean';
  document.peers[0].findings[0].weight = 'heavy';
  expect(errors(document)).not.toEqual([]);
});

test('prior plus the weights is the score in the json report', () => {
  for (const peer of JSON.parse(rendered(json)).peers) {
    const sum = peer.findings.reduce((total: number, { weight }: { weight: number }) => total + weight, peer.prior);
    expect(sum).toBe(peer.score);
  }
});

test('the json report is written peer by peer and is the same every time', () => {
  const chunks: string[] = [];
  json.render(fakeInvestigation(), OPTIONS, (chunk) => chunks.push(chunk));
  expect(chunks.length).toBe(FAKE_PEERS.length + 2);
  expect(chunks.join('')).toBe(rendered(json));
});

test('addresses are never defanged in json', () => {
  expect(JSON.parse(rendered(json)).peers[0].address).toBe('185.220.101.34');
});

test('every ndjson line is an object with its kind, and together they say what the json report says', () => {
  const lines = rendered(ndjson)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ kind }) => kind)).toEqual(['investigation', 'peer', 'peer', 'peer', 'peer']);
  const [head, ...peers] = lines.map(({ kind: _kind, ...rest }) => rest);
  expect({ ...head, peers }).toEqual(JSON.parse(rendered(json)));
});
