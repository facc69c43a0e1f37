import { testRule } from './_rule-test.js';
import { chrome, microsoft, remote, rented } from './_subjects.js';
import { rentedMachine } from './rented-machine.js';

testRule(rentedMachine, {
  fires: [
    ['rented-machine', rented],
    ['rented-machine', { kind: 'cloud-tenant', provider: 'digitalocean' }],
    ['rented-machine', { ...rented, provider: 'vultr' }],
    ['rented-machine.largest', { ...rented, provider: 'ovh' }],
    ['rented-machine.company-cloud', { kind: 'cloud-tenant', provider: 'oracle' }],
    ['rented-machine', { ...rented, ports: ['8080/tcp'], programs: [chrome] }],
    ['rented-machine.browsed', { ...rented, programs: [chrome] }],
    ['rented-machine.large-cloud', { kind: 'cloud-tenant', provider: 'amazon' }],
  ],
  quiet: [
    microsoft,
    { ...rented, ports: ['local 443/tcp'] },
    { kind: 'anonymiser' },
    { kind: 'cloud-tenant', provider: 'amazon', programs: [remote] },
    { ...rented, ports: ['123/udp'] },
  ],
});
