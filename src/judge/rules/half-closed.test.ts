import { testRule } from './_rule-test.js';
import { rented } from './_subjects.js';
import { halfClosed } from './half-closed.js';

testRule(halfClosed, {
  fires: [['half-closed', { ...rented, connections: 6, states: { 'close-wait': 6 } }]],
  quiet: [{ ...rented, states: { 'close-wait': 1 } }],
});
