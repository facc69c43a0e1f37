import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedKnownGood } from './listed-known-good.js';

testRule(listedKnownGood, {
  fires: [['listed-known-good', { lists: [listed('known-good', 1)] }]],
  quiet: [{}, { lists: [listed('c2', 1)] }],
});
