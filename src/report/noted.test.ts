import { expect, test } from 'vitest';
import { noted } from '../flow/noted.js';
import { savedInvestigation } from '../flow/saved.js';
import type { Notes } from '../model/notes.js';
import { fakeInvestigation } from './_fake-investigation.js';
import { PLAIN_OPTIONS, renderedText } from './_rendered.js';
import { reports } from './index.js';

const NOTES: Notes = new Map([
  [
    '185.220.101.34',
    {
      status: 'confirmed',
      tags: ['c2', 'ticket-17'],
      text: 'Beacons to it.\nMaria knows.',
      changed: '2026-06-17T14:03:09.000Z',
    },
  ],
  ['91.198.174.192', { status: 'in-progress', tags: [], text: 'who uses it?', changed: '2026-06-17T14:03:09.000Z' }],
]);
const INVESTIGATION = noted(fakeInvestigation(), NOTES);

async function rendered(name: string, edition: 'analyst' | 'client' = 'analyst'): Promise<string> {
  const report = await reports.find((entry) => entry.name === name)?.load();
  return report === undefined ? '' : renderedText(report, INVESTIGATION, { ...PLAIN_OPTIONS, edition });
}

test.each(['html', 'markdown', 'text', 'json', 'ndjson', 'csv', 'xlsx'])(
  'status, tags and text of a peer are in the %s report',
  async (name) => {
    const said = await rendered(name);
    expect(said).toMatch(/confirmed/);
    expect(said).toMatch(/c2/);
    expect(said).toMatch(/ticket.?-17/);
    expect(said).toContain('Beacons to it');
    expect(said).toContain('Maria knows');
    expect(said).toContain('who uses it');
  },
);

test.each(['markdown', 'text', 'csv', 'xlsx'])('the lines of a note become one in %s', async (name) => {
  expect(await rendered(name)).toContain('Beacons to it. · Maria knows.');
});

test('a peer that is folded away is named when somebody wrote of it', async () => {
  const note = { status: 'confirmed', tags: [], text: 'it is not', changed: '' } as const;
  const one = noted(fakeInvestigation(), new Map([['35.186.224.47', note]]));
  for (const name of ['text', 'markdown']) {
    const report = await reports.find((entry) => entry.name === name)?.load();
    if (report === undefined) throw new Error(name);
    const said = renderedText(report, one, { ...PLAIN_OPTIONS, top: 10 });
    expect(said).toContain('35.186.224.47');
    expect(said).toContain('confirmed bad · it is not');
  }
});

test('a client gets the status and not what colleagues wrote', async () => {
  const said = await rendered('html', 'client');
  expect(said).toContain('confirmed bad');
  expect(said).not.toMatch(/ticket-17|Beacons to it|Maria knows|who uses it/);
});

test.each(['stix', 'misp', 'ecs', 'ocsf', 'blocklist'])('%s, which others read, has no notes', async (name) => {
  expect(await rendered(name)).not.toMatch(/ticket-17|Beacons to it|Maria knows/);
});

test('notes change no verdict and no number, and are there again when the JSON is read', async () => {
  const json = await rendered('json');
  const again = savedInvestigation(json);
  expect([...again.peers].map(({ note }) => note)).toEqual([...INVESTIGATION.peers].map(({ note }) => note));
  const plain = noted(again, new Map());
  expect([...plain.peers].some((peer) => 'note' in peer)).toBe(false);
  expect([...plain.peers].map(({ judgement }) => judgement.score)).toEqual(
    [...fakeInvestigation().peers].map(({ judgement }) => judgement.score),
  );
});
