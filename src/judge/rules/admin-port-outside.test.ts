import { testRule } from './_rule-test.js';
import { rented } from './_subjects.js';
import { adminPortOutside } from './admin-port-outside.js';

testRule(adminPortOutside, {
  fires: [
    ['admin-port-outside', { ...rented, ports: ['3306/tcp'] }],
    // Applications ask databases, not desktops.
    [
      'admin-port-outside',
      { ...rented, ports: ['3389/tcp'], programs: [{ name: 'node', known: { key: 'node', kind: 'script-host' } }] },
    ],
  ],
  quiet: [
    { ports: ['3306/tcp'], programs: [{ name: 'code', known: { kind: 'developer' } }] },
    { ...rented, ports: ['5432/tcp'], programs: [{ name: 'node', known: { key: 'node', kind: 'script-host' } }] },
    { kind: 'special', ports: ['3306/tcp'] },
    {},
  ],
});
