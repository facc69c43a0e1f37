import { testRule } from './_rule-test.js';
import { rented, svchost } from './_subjects.js';
import { loneNameServer } from './lone-name-server.js';

testRule(loneNameServer, {
  fires: [
    ['lone-name-server', { ...rented, ports: ['53/udp'] }],
    ['lone-name-server', { ...rented, ports: ['53/udp'], programs: [svchost] }],
  ],
  quiet: [
    { ...rented, ports: ['53/udp'], scene: { fanOut: new Map([['|udp/53', 5]]) } },
    { ...rented, ports: ['53/udp'], programs: [{ name: 'named', known: { kind: 'dns' } }] },
    { kind: 'access', ports: ['53/udp'] },
    { kind: 'resolver', ports: ['53/udp'] },
    { ...rented, ports: ['53/udp', '443/tcp'] },
  ],
});
