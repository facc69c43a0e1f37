import { testRule } from './_rule-test.js';
import { microsoft, rented } from './_subjects.js';
import { failedAttempts } from './failed-attempts.js';

testRule(failedAttempts, {
  fires: [
    ['failed-attempts', { ...rented, states: { 'syn-sent': 1 } }],
    ['failed-attempts.many', { ...rented, connections: 12, states: { 'syn-sent': 12 } }],
  ],
  quiet: [
    { ...rented, connections: 2, states: { 'syn-sent': 1, established: 1 } },
    { ...microsoft, states: { 'syn-sent': 1 } },
  ],
});
