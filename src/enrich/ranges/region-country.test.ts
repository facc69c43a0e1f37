import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countryName } from '../offline/country-names.js';
import { regionCountry } from './region-country.js';

test.each([
  ['us-east-1', 'US'],
  ['us-gov-west-1', 'US'],
  ['ap-northeast-2', 'KR'],
  ['ap-northeast-3', 'JP'],
  ['eastus2', 'US'],
  ['uksouth', 'GB'],
  ['centralfrance', 'FR'],
  ['europe-west1', 'BE'],
  ['europe-west12', 'IT'],
  ['us-east4', 'US'],
  ['me-west1', 'IL'],
  ['eu-frankfurt-1', 'DE'],
  ['us-ashburn-1', 'US'],
  ['North Bergen, US-NJ', 'US'],
  ['Amsterdam, NL', 'NL'],
  ['DE', 'DE'],
])('%s lies in %s', (region, country) => {
  expect(regionCountry(region)).toBe(country);
});

test.each(['GLOBAL', 'global', '', 'eu-west-9', 'europe-west15', 'me-west-1', 'usstagec', '-', '1', 'Somewhere, XYZ'])(
  '"%s" is not guessed',
  (region) => {
    expect(regionCountry(region)).toBeNull();
  },
);

test('every country has a name', () => {
  for (const region of ['af-johannesburg-1', 'eu-jovanovac-1', 'sa-bogota-1', 'taiwannorthwest'])
    expect(countryName(regionCountry(region) ?? '')).toMatch(/^[A-Z][a-z]/);
});

const RECORDED = '../shared/recorded/cloud-ranges/aws-ip-ranges.json';

test.runIf(existsSync(RECORDED))('nearly all regions that AWS publishes are known', () => {
  const { prefixes } = JSON.parse(readFileSync(RECORDED, 'utf8')) as { prefixes: { region: string }[] };
  const unknown = new Set(prefixes.map(({ region }) => region).filter((region) => regionCountry(region) === null));
  expect([...unknown].sort()).toEqual(['GLOBAL', 'me-west-1']);
});
