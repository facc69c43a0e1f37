import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedSpam } from './listed-spam.js';

testRule(listedSpam, {
  fires: [['listed-spam', { lists: [listed('spam', 1)] }]],
  quiet: [{}, { lists: [listed('c2', 1)] }],
});
