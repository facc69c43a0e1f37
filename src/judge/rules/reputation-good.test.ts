import { said } from '../_example.js';
import { testRule } from './_rule-test.js';
import { reputationGood } from './reputation-good.js';

testRule(reputationGood, {
  fires: [['reputation-good', { reputation: [said('known-good', 0.9)] }]],
  quiet: [{}, { reputation: [said('c2', 0.9)] }],
});
