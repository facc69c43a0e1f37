import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedC2 } from './listed-c2.js';

testRule(listedC2, {
  fires: [['listed-c2', { lists: [listed('c2', 1)] }]],
  quiet: [
    {},
    { lists: [listed('payload', 1)] },
    { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('c2', 1)] },
  ],
});
