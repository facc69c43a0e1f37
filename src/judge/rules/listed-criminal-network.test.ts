import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedCriminalNetwork } from './listed-criminal-network.js';

testRule(listedCriminalNetwork, {
  fires: [['listed-criminal-network', { lists: [listed('criminal-network', 1)] }]],
  quiet: [{}, { lists: [listed('c2', 1)] }],
});
