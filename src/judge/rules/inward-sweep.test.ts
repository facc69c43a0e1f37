import { testRule } from './_rule-test.js';
import { timed } from './_subjects.js';
import { inwardSweep } from './inward-sweep.js';

const doors = ['local 22/tcp', 'local 80/tcp', ...Array.from({ length: 8 }, (_, index) => `local ${8000 + index}/tcp`)];

testRule(inwardSweep, {
  fires: [
    ['inward-sweep', { ports: doors }],
    [
      'inward-sweep',
      { ports: ['local 22/tcp'], hosts: Array.from({ length: 10 }, (_, at) => `host${at}`), timing: timed() },
    ],
  ],
  quiet: [{ ports: doors.slice(1) }, { ports: doors.map((port) => port.slice('local '.length)) }],
});
