import { testRule } from './_rule-test.js';
import { rented } from './_subjects.js';
import { visitor } from './visitor.js';

testRule(visitor, {
  fires: [
    ['visitor', { ...rented, ports: ['local 8008/tcp'] }],
    ['visitor.admin', { ...rented, ports: ['local 3389/tcp'] }],
    // Who only knocks is a scanner, and neighbours are administrators.
    ['visitor', { ...rented, ports: ['local 3389/tcp'], states: { 'syn-received': 1 } }],
    ['visitor', { kind: 'special', ports: ['local 3389/tcp'] }],
  ],
  quiet: [rented, { ports: ['local 80/tcp', '443/tcp'] }],
});
