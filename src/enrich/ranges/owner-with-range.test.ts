import { expect, test } from 'vitest';
import type { NetworkKind, Owner } from '../../model/knowledge.js';
import type { ProviderRange } from './open.js';
import { ownerJoiner, rangeFacts } from './owner-with-range.js';

function owner(provider: string | null, service: string | null, kind: NetworkKind): Owner {
  return { country: null, as: null, organisation: provider, network: { kind, provider, service } };
}

const STORAGE: ProviderRange = {
  provider: 'microsoft',
  organisation: 'Microsoft',
  service: 'Azure Storage',
  region: 'westeurope',
  kind: 'cloud-tenant',
  source: 'Azure service tags',
  asOf: '2026-11-20',
  isCatchAll: false,
};

test.each([
  ['a network without a named service', owner('microsoft', null, 'cloud-platform'), STORAGE, 'Azure Storage'],
  ['the same provider’s older row', owner('microsoft', 'Azure', 'cloud-tenant'), STORAGE, 'Azure Storage'],
  ['a resolver', owner('google', 'Google Public DNS', 'resolver'), STORAGE, 'Google Public DNS'],
  ['a VPN', owner('proton', null, 'anonymiser'), STORAGE, null],
  ['another company on rented machines', owner('spotify', 'Spotify', 'cloud-platform'), STORAGE, 'Spotify'],
  [
    'a named service under a catch-all',
    owner('microsoft', 'Windows time', 'cloud-platform'),
    { ...STORAGE, isCatchAll: true },
    'Windows time',
  ],
  [
    'a named service behind a shared front',
    owner('microsoft', 'Windows Update and delivery', 'cloud-platform'),
    { ...STORAGE, service: 'Microsoft front door and web services' },
    'Windows Update and delivery',
  ],
  [
    'a shared front that the publisher tells from another',
    owner('microsoft', 'Microsoft front door and web services', 'cloud-platform'),
    { ...STORAGE, service: 'Azure Front Door (customers’ sites too)' },
    'Azure Front Door (customers’ sites too)',
  ],
])('%s', (_, from, range, service) => {
  expect(ownerJoiner()(from, range).network.service).toBe(service);
});

test('without a range the owner stays itself, and combinations are made once', () => {
  const join = ownerJoiner();
  const microsoft = owner('microsoft', null, 'cloud-platform');
  expect(join(microsoft, null)).toBe(microsoft);
  expect(join(microsoft, STORAGE)).toBe(join(microsoft, STORAGE));
  expect(join(microsoft, STORAGE)).toMatchObject({
    organisation: 'Microsoft',
    network: { kind: 'cloud-tenant', provider: 'microsoft' },
  });
});

const HERE: Owner['country'] = { code: 'US', name: 'United States', agreement: 'agree', other: null, registered: 'US' };

test.each([
  ['the provider’s region is the country, what the pack says stands beside it', 'hosting', STORAGE, 'NL', 'US'],
  ['a region in the country that is known changes nothing', 'hosting', { ...STORAGE, region: 'eastus2' }, 'US', null],
  ['a region that no table has is no country', 'hosting', { ...STORAGE, region: 'moonbase-1' }, 'US', null],
  ['a resolver stays where it is', 'resolver', STORAGE, 'US', null],
  ['the places of a relay are those of its users', 'hosting', { ...STORAGE, kind: 'anonymiser' }, 'US', null],
] as const)('%s', (_, kind, range, code, other) => {
  const joined = ownerJoiner()({ ...owner('microsoft', 'Azure', kind), country: HERE }, range);
  expect(joined.country).toMatchObject({ code, other, registered: 'US' });
});

test('a region names the country where nothing else does', () => {
  const { country } = ownerJoiner()(owner('microsoft', null, 'hosting'), STORAGE);
  expect(country).toEqual({ code: 'NL', name: 'Netherlands', agreement: 'single', other: null, registered: null });
});

test('the publisher’s words become facts with source and date', () => {
  expect(rangeFacts(null)).toEqual([]);
  expect(rangeFacts(STORAGE)).toEqual([
    { what: 'country', value: 'NL Netherlands', source: 'Azure service tags', asOf: '2026-11-20' },
    {
      what: 'provider-range',
      value: 'Microsoft: Azure Storage, westeurope',
      source: 'Azure service tags',
      asOf: '2026-11-20',
    },
    { what: 'network-kind', value: 'cloud-tenant', source: 'Azure service tags', asOf: '2026-11-20' },
  ]);
});
