import { testRule } from './_rule-test.js';
import { microsoft, nameless, naming, rented } from './_subjects.js';
import { missingProgram } from './missing-program.js';

testRule(missingProgram, {
  fires: [
    ['missing-program', { ...rented, scene: naming }],
    ['missing-program', { ...rented, scene: naming, states: { 'time-wait': 3, 'syn-sent': 1 } }],
  ],
  quiet: [
    rented,
    { ...rented, scene: { ...naming, hasPrograms: false, inputs: [] } },
    // A second listing without programs, which can't miss one, stands beside one that has them.
    { ...rented, scene: { ...naming, inputs: [nameless] } },
    {
      ...rented,
      scene: {
        ...naming,
        fanOut: new Map([
          ['chrome|tcp/443', 12],
          ['|tcp/443', 12],
        ]),
      },
    },
    { ...rented, scene: naming, states: { 'time-wait': 1 } },
    { ...rented, scene: naming, states: { closed: 1, 'fin-wait-2': 1 } },
    { ...rented, scene: naming, programs: [{ pid: 4 }] },
    { ...microsoft, scene: naming },
  ],
});
