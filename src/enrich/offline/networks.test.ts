import { expect, test } from 'vitest';
import { parsePrefix } from '../../address/prefix.js';
import { kindFromName } from './network-kind.js';
import { networkOf } from './networks.js';
import { NETWORK_KINDS } from './networks-kinds.js';
import { NETWORKS } from './networks-table.js';
import { providerKey } from './provider-key.js';
import { SERVICES } from './services-table.js';

test.each([
  ['Quasar Data Center, Ltd.', 'hosting'],
  ['White Sky Hosting', 'hosting'],
  ['NOHAVPS LLC', 'hosting'],
  ['Logosys Cloud Private Limited', 'hosting'],
  ['ELITETEAM-ANTIDDOS 1337TEAM LIMITED', 'hosting'],
  ['Sunucun Bilgi Iletisim Teknolojileri', 'hosting'],
  ['Hébergement Exemple SARL', 'hosting'],
  ['5centsCDN Inc', 'cdn'],
  ['POECOM TELECOM LTDA', 'access'],
  ['Oklahoma Western Telephone Company', 'access'],
  ['Olofstroms Kabel-TV AB', 'access'],
  ['Redfox Telecomunicações Ltda.', 'access'],
  ['Rankeshwar Network Private Limited', 'access'],
  ['Ladysmith Wireless Solutions', 'access'],
  ['XFERA Moviles S.A.', 'mobile'],
  ['Comilla University', 'education'],
  ['Universität Beispiel', 'education'],
  ['Palo Alto Unified School District', 'education'],
  ['Ministry of Home Affairs', 'government'],
  ['City of Scottsdale', 'government'],
  ['Nittedal Kommune', 'government'],
  ['Unicaja Banco SA', 'enterprise'],
  ["Children's Hospital Medical Center of Akron", 'enterprise'],
  ['FREE UNLIMITED VPN LTD', 'anonymiser'],
  ['HAProxy Technologies, Inc.', 'unknown'],
  ['BL Networks', 'unknown'],
  ['Hostel Berlin GmbH', 'unknown'],
  ['', 'unknown'],
])('the words of %s say %s', (name, kind) => {
  expect(kindFromName(name)).toBe(kind);
});

test('the AS number goes before the name, the operator before single words', () => {
  expect(networkOf(8075, 'Microsoft Corporation')).toMatchObject({ kind: 'cloud-tenant', knownBy: 'table' });
  expect(networkOf(8068, 'Microsoft Corporation')).toMatchObject({ kind: 'cloud-platform', service: null });
  expect(networkOf(4_200_000_001, 'Comcast Telecommunications')).toMatchObject({
    organisation: 'Comcast',
    kind: 'access',
  });
  expect(networkOf(4_200_000_001, 'Googleplex Hosting')).toMatchObject({ organisation: null, kind: 'hosting' });
});

test('no AS stands in the tables twice', () => {
  const numbers = [...NETWORKS.flatMap(([, , as]) => as), ...NETWORK_KINDS.flatMap(([, as]) => as)];
  expect(numbers.filter((as, i) => numbers.indexOf(as) !== i)).toEqual([]);
  expect(numbers.length).toBeGreaterThan(1000);
});

test('the services table is made of well-formed prefixes that stand in it once', () => {
  const prefixes = SERVICES.flatMap(([, , , list]) => list);
  expect(prefixes.filter((text) => parsePrefix(text)?.hostBits !== false)).toEqual([]);
  expect(prefixes.filter((text, i) => prefixes.indexOf(text) !== i)).toEqual([]);
  // Nothing narrower than a /64 is kept of IPv6.
  expect(prefixes.filter((text) => text.includes(':') && (parsePrefix(text)?.length ?? 0) > 64)).toEqual([]);
});

test.each([
  ['Deutsche Telekom', 'deutsche-telekom'],
  ['AT&T', 'att'],
  ['Telefónica', 'telefonica'],
  ['OVHcloud', 'ovh'],
  ['X (Twitter)', 'twitter'],
  ['HostPapa (ColoCrossing)', 'colocrossing'],
])('%s has the key %s', (organisation, key) => {
  expect(providerKey(organisation)).toBe(key);
});
