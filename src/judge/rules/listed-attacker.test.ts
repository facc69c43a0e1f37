import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedAttacker } from './listed-attacker.js';

testRule(listedAttacker, {
  fires: [
    ['listed-attacker', { lists: [listed('attacker', 1)] }],
    ['listed-attacker.visit', { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('attacker', 1)] }],
  ],
  quiet: [{}, { lists: [listed('c2', 1)] }],
});
