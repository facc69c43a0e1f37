import { said } from '../_example.js';
import { testRule } from './_rule-test.js';
import { reputation } from './reputation.js';

testRule(reputation, {
  fires: [['reputation', { reputation: [said('c2', 0.9)] }]],
  quiet: [{}, { reputation: [said('known-good', 0.9)] }, { reputation: [said('c2', 0)] }],
});
