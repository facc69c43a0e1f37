import { testRule } from './_rule-test.js';
import { even, microsoft, rented, timed } from './_subjects.js';
import { regularBeacon } from './regular-beacon.js';

testRule(regularBeacon, {
  fires: [
    ['regular-beacon', { ...rented, timing: timed({ rhythm: even }) }],
    ['regular-beacon.fair', { ...rented, timing: timed({ rhythm: { ...even, sizes: 0.5 } }) }],
    // What it lacks in evenness it has in endurance.
    [
      'regular-beacon.fair',
      { ...rented, timing: timed({ rhythm: { ...even, gaps: 0.6, sizes: 0.6, spread: 0.9, duration: 1 } }) },
    ],
  ],
  quiet: [
    { ...rented, timing: timed({ rhythm: { ...even, gaps: 0.5, sizes: 0.5 } }) },
    { ...rented, timing: timed({ rhythm: { ...even, starts: 7 } }) },
    { ...rented, timing: timed({ rhythm: { ...even, everySeconds: 1 } }) },
    { ...rented, ports: ['123/udp'], timing: timed({ rhythm: even }) },
    { ...microsoft, timing: timed({ rhythm: even }) },
  ],
});
