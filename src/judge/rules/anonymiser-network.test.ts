import { testRule } from './_rule-test.js';
import { rented } from './_subjects.js';
import { anonymiserNetwork } from './anonymiser-network.js';

testRule(anonymiserNetwork, {
  fires: [['anonymiser-network', { kind: 'anonymiser' }]],
  quiet: [{ kind: 'anonymiser', programs: [{ name: 'vpn', known: { kind: 'vpn' } }] }, rented],
});
