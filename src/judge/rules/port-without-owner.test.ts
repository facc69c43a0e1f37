import { testRule } from './_rule-test.js';
import { naming, rented } from './_subjects.js';
import { portWithoutOwner } from './port-without-owner.js';

testRule(portWithoutOwner, {
  fires: [
    [
      'port-without-owner.stranger',
      { ...rented, ports: ['51820/udp'], uses: { 51820: [{ programs: ['wireguard'] }] }, scene: naming },
    ],
    ['port-without-owner.stranger', { ...rented, ports: ['5223/tcp'], uses: { 5223: [{ owners: ['apple'] }] } }],
    [
      'port-without-owner',
      { kind: 'enterprise', ports: ['4070/tcp'], uses: { 4070: [{ programs: ['spotify'], owners: ['google'] }] } },
    ],
  ],
  quiet: [
    { kind: 'access', ports: ['6881/tcp'], uses: { 6881: [{ kind: 'p2p', programs: ['qbittorrent'] }] } },
    { ...rented, ports: ['5223/unknown'], uses: { 5223: [{ owners: ['apple'] }] } },
    // Nothing can confirm a program where none can be named.
    { ...rented, ports: ['51820/udp'], uses: { 51820: [{ kind: 'anon', programs: ['wireguard'] }] } },
    { ...rented, ports: ['5060/udp'], uses: { 5060: [{ confidence: 'high' }, { owners: ['riot-games'] }] } },
    {
      ports: ['4070/tcp'],
      uses: { 4070: [{ programs: ['spotify'] }] },
      programs: [{ name: 'spotify', known: { key: 'spotify' } }],
    },
  ],
});
