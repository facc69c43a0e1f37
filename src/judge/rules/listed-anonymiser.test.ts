import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedAnonymiser } from './listed-anonymiser.js';

testRule(listedAnonymiser, {
  fires: [['listed-anonymiser', { lists: [listed('anonymiser', 1)] }]],
  quiet: [{}, { lists: [listed('c2', 1)] }],
});
