import { testRule } from './_rule-test.js';
import { even, microsoft, rented, timed, updater } from './_subjects.js';
import { knownScheduler } from './known-scheduler.js';

testRule(knownScheduler, {
  fires: [
    ['known-scheduler', { ports: ['123/udp'], timing: timed({ rhythm: even }) }],
    ['known-scheduler', { ...microsoft, programs: [updater], timing: timed({ rhythm: even }) }],
  ],
  quiet: [
    { ports: ['123/udp'], timing: timed() },
    { ...rented, timing: timed({ rhythm: even }) },
  ],
});
