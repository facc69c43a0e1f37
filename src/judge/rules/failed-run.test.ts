import { testRule } from './_rule-test.js';
import { microsoft, rented, timed } from './_subjects.js';
import { failedRun } from './failed-run.js';

testRule(failedRun, {
  fires: [['failed-run', { ...rented, states: { established: 3, closed: 12 }, timing: timed({ failedRun: 12 }) }]],
  quiet: [
    { ...rented, timing: timed({ failedRun: 9 }) },
    { ...rented, connections: 12, states: { 'syn-sent': 12 }, timing: timed({ failedRun: 12 }) },
    { ...microsoft, timing: timed({ failedRun: 12 }) },
  ],
});
