import { listed } from '../_example.js';
import { testRule } from './_rule-test.js';
import { listedScanner } from './listed-scanner.js';

testRule(listedScanner, {
  fires: [['listed-scanner', { ports: ['local 22/tcp'], directions: { inbound: 1 }, lists: [listed('scanner', 1)] }]],
  quiet: [{ lists: [listed('scanner', 1)] }],
});
