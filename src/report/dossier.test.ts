import { expect, test } from 'vitest';
import type { AddressDossier } from '../model/dossier.js';
import { FAKE_PEERS } from './_fake-investigation.js';
import { renderAddresses, renderDossierJson, renderPorts } from './dossier.js';
import type { RenderOptions } from './report.js';

const OPTIONS: RenderOptions = {
  width: 80,
  colour: false,
  defang: false,
  isTerminal: false,
  top: 1,
  utc: true,
  detail: 'normal',
};
const [{ owner, facts, ports }] = FAKE_PEERS;
const PUBLIC: AddressDossier = {
  address: '185.220.101.34',
  class: 'global-unicast',
  isGlobal: true,
  embedded: null,
  note: null,
  owner,
  facts,
  lists: [],
};

function collected(render: (write: (chunk: string) => void) => void): string {
  const chunks: string[] = [];
  render((chunk) => chunks.push(chunk));
  return chunks.join('');
}

test('a public address shows owner, country, facts with sources and where to look further', () => {
  const said = collected((write) => renderAddresses([PUBLIC], OPTIONS, write));
  expect(said).toMatch(/^185\.220\.101\.34 {2}public address$/m);
  expect(said).toContain('Germany (DE)');
  expect(said).toContain('country: DE (fake source, 2026-06-17)');
  expect(said).toContain('https://www.abuseipdb.com/check/185.220.101.34');
});

test('where no country tells where the machine is, that is said before any country', () => {
  const note = { what: 'country-note', value: 'anycast: answers from many countries', source: 'table', asOf: null };
  const said = collected((write) => renderAddresses([{ ...PUBLIC, facts: [...PUBLIC.facts, note] }], OPTIONS, write));
  expect(said).toContain('Country    anycast: answers from many countries; sources say Germany (DE)');
});

test('a private address belongs to nobody and gets no links', () => {
  const dossier = { ...PUBLIC, address: '10.0.0.1', class: 'private', isGlobal: false, owner: null, facts: [] };
  const said = collected((write) => renderAddresses([dossier], OPTIONS, write));
  expect(said).toContain('10.0.0.1  not a public address: private');
  expect(said).not.toContain('https:');
});

test('a port shows its registered name and every observed use with what goes with it', () => {
  const said = collected((write) => renderPorts([{ port: 4070, uses: ports }], OPTIONS, write));
  expect(said).toContain('registered as tripe (IANA)');
  expect(said).toContain('Spotify · app · high confidence · with google · by spotify (vendor)');
  expect(said.indexOf('Spotify')).toBeLessThan(said.indexOf('tripe'));
});

test('dossiers as json are one array with the same fields', () => {
  const said = collected((write) => renderDossierJson([PUBLIC], write));
  expect(JSON.parse(said)).toEqual([JSON.parse(JSON.stringify(PUBLIC))]);
});
