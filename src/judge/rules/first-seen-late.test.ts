import { testRule } from './_rule-test.js';
import { DAY, microsoft, rented, timed } from './_subjects.js';
import { firstSeenLate } from './first-seen-late.js';

testRule(firstSeenLate, {
  fires: [['first-seen-late', { ...rented, firstSeen: 26 * DAY, timing: timed() }]],
  quiet: [
    { ...rented, firstSeen: DAY, timing: timed() },
    { ...rented, firstSeen: 9 * DAY, timing: timed({ to: 10 * DAY, days: 10 }) },
    // Two captures, years apart.
    { ...rented, firstSeen: 799 * DAY, timing: timed({ to: 800 * DAY, days: 2 }) },
    { ...microsoft, firstSeen: 26 * DAY, timing: timed() },
  ],
});
