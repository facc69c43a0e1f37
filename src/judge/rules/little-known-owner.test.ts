import { testRule } from './_rule-test.js';
import { rented } from './_subjects.js';
import { littleKnownOwner } from './little-known-owner.js';

testRule(littleKnownOwner, {
  fires: [
    ['little-known-owner', { ports: ['9443/tcp'] }],
    ['little-known-owner', { programs: [{ name: 'thing.exe' }] }],
    ['little-known-owner.web', {}],
  ],
  quiet: [
    rented,
    { organisation: null },
    { provider: 'someone' },
    { programs: [{ name: 'sync.exe', known: { key: 'sync', owners: ['example-org'] } }] },
  ],
});
