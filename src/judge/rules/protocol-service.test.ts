import { testRule } from './_rule-test.js';
import { rented } from './_subjects.js';
import { protocolService } from './protocol-service.js';

testRule(protocolService, {
  fires: [
    ['protocol-service.time', { ports: ['123/udp'] }],
    ['protocol-service.names', { ports: ['53/udp'] }],
  ],
  quiet: [
    { ports: ['123/tcp'] },
    { ports: ['53/udp', '443/tcp'] },
    { ...rented, ports: ['53/udp'] },
    { ports: ['53/udp'], programs: [{ name: 'odd.exe' }] },
  ],
});
