import { expect, test } from 'vitest';
import type { NetworkKind, ObservedUse, Owner, PortKnowledge } from '../model/knowledge.js';
import { ownerClasses } from './owner-class.js';

function owner(organisation: string | null, kind: NetworkKind = 'unknown', provider: string | null = null): Owner {
  return { country: null, as: null, organisation, network: { kind, provider, service: null } };
}

const use: ObservedUse = {
  use: 'a game',
  kind: 'app',
  confidence: 'high',
  source: 'test',
  owners: ['riot-games', 'kind:access'],
  programs: [],
  share: null,
};
const ports: PortKnowledge[] = [{ port: 8393, protocol: 'tcp', registered: null, observed: [use] }];
const organisations = new Map([
  ['Alone', 1],
  ['Some', 4],
  ['Others', 9],
]);
const classOf = ownerClasses({ organisations }, ports);

test('owners that nobody has described are one class, however they are called', () => {
  expect(classOf(owner('Some'))).toBe(classOf(owner('Others')));
});

test('an owner that stands alone, that a port is bound to, or that nobody names is of another class', () => {
  const some = classOf(owner('Some'));
  for (const other of [owner('Alone'), owner('Riot Games, Inc'), owner(null)]) expect(classOf(other)).not.toBe(some);
});

test('kinds of networks are told apart, and providers where rules do', () => {
  const owners = [
    owner('Some'),
    owner('Some', 'hosting'),
    owner('Some', 'cdn', 'fastly'),
    owner('Some', 'cdn', 'akamai'),
  ];
  expect(new Set(owners.map(classOf)).size).toBe(3);
  expect(classOf(owner('Companies', 'cloud-tenant', 'oracle'))).not.toBe(classOf(owner('Any', 'cloud-tenant', 'vk')));
  expect(classOf(owner('Huge', 'hosting', 'ovh'))).not.toBe(classOf(owner('Small', 'hosting', 'vultr')));
  expect(classOf(owner('Open', 'cdn', 'bunny'))).not.toBe(classOf(owner('By contract', 'cdn', 'akamai')));
});
