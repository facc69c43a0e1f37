import { testRule } from './_rule-test.js';
import { HOUR, microsoft, radio, rented, timed } from './_subjects.js';
import { longConnection } from './long-connection.js';

testRule(longConnection, {
  fires: [
    ['long-connection', { ...rented, timing: timed({ longestMs: 2 * HOUR }) }],
    ['long-connection.hours', { ...rented, timing: timed({ longestMs: 9 * HOUR }) }],
  ],
  quiet: [
    { ...rented, timing: timed({ longestMs: HOUR / 2 }) },
    { ...microsoft, timing: timed({ longestMs: 9 * HOUR }) },
    { ...rented, ...radio, lastSeen: 2 * HOUR, bytesReceived: 90_000_000, timing: timed({ longestMs: 2 * HOUR }) },
  ],
});
