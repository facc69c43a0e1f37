import { testRule } from './_rule-test.js';
import { microsoft, rented, torrent } from './_subjects.js';
import { uncommonPort } from './uncommon-port.js';

testRule(uncommonPort, {
  fires: [
    ['uncommon-port.system', { ports: ['757/tcp'] }],
    ['uncommon-port.registered', { ports: ['4143/tcp'] }],
    ['uncommon-port.dynamic', { ports: ['59619/tcp'] }],
    ['uncommon-port.home', { kind: 'access', ports: ['31847/tcp'] }],
    ['uncommon-port.home', { kind: 'mobile', ports: ['59619/tcp'] }],
    ['uncommon-port.system', { kind: 'access', ports: ['757/tcp'] }],
    ['uncommon-port.udp', { ports: ['16464/udp'] }],
    ['uncommon-port.udp', { ports: ['757/unknown'] }],
    ['uncommon-port.weak', { ports: ['59619/tcp'], directions: { unknown: 1 } }],
    ['uncommon-port.weak', { ...microsoft, ports: ['8037/tcp'] }],
  ],
  quiet: [
    { ...rented, ports: ['8443/tcp'] },
    { ports: ['443/tcp'] },
    { ports: ['993/tcp'], uses: { 993: [{}] } },
    { ports: ['31847/tcp'], programs: [torrent] },
  ],
});
