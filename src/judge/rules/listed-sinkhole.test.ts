import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedSinkhole } from './listed-sinkhole.js';

testRule(listedSinkhole, {
  fires: [['listed-sinkhole', { lists: [listed('sinkhole', 1)] }]],
  quiet: [
    {},
    { lists: [listed('c2', 1)] },
    { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('sinkhole', 1)] },
  ],
});
