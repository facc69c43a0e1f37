import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedPayload } from './listed-payload.js';

testRule(listedPayload, {
  fires: [['listed-payload', { lists: [listed('payload', 1)] }]],
  quiet: [
    {},
    { lists: [listed('c2', 1)] },
    { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('payload', 1)] },
  ],
});
