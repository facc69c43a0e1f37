import { testRule } from './_rule-test.js';
import { chrome, microsoft, rented } from './_subjects.js';
import { offPort } from './off-port.js';

const clock = {
  name: 'chronyd',
  known: { key: 'chronyd', title: 'Chrony', kind: 'time', ports: [[123, 123]], owners: ['*'] },
} as const;
const database = {
  name: 'mysqld',
  known: { key: 'mysqld', title: 'MySQL', kind: 'server', ports: [[3306, 3306]] },
} as const;
const shellClient = {
  name: 'ssh',
  known: { key: 'ssh', title: 'OpenSSH', kind: 'developer', owners: ['github'], ports: [[22, 22]] },
} as const;

testRule(offPort, {
  fires: [
    ['off-port.server', { ...rented, programs: [database] }],
    ['off-port.server-elsewhere', { kind: 'cdn', provider: 'cloudflare', programs: [database] }],
    ['off-port.shell', { ...rented, programs: [shellClient] }],
    ['off-port.daemon', { ...rented, programs: [clock] }],
  ],
  quiet: [
    { ...rented, ports: ['3306/tcp'], programs: [database] },
    { ...rented, ports: ['53/udp'], programs: [database] },
    { ...rented, ports: ['123/udp'], programs: [clock] },
    { ...microsoft, programs: [clock] },
    { kind: 'special', programs: [database] },
    { ...rented, ports: ['22/tcp'], programs: [shellClient] },
    { ...rented, ports: ['local 3306/tcp'], programs: [database] },
    { ...rented, programs: [chrome] },
  ],
});
