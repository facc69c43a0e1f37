import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedAllow } from './listed-allow.js';

testRule(listedAllow, {
  fires: [['listed-allow', { lists: [listed('allow', 1)] }]],
  quiet: [{}, { lists: [listed('c2', 1)] }],
});
