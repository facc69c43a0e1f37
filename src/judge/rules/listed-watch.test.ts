import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedWatch } from './listed-watch.js';

testRule(listedWatch, {
  fires: [['listed-watch', { lists: [listed('watch', 1)] }]],
  quiet: [{}, { lists: [listed('c2', 1)] }],
});
