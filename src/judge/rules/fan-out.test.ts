import { testRule } from './_rule-test.js';
import { chrome, many } from './_subjects.js';
import { fanOut } from './fan-out.js';

testRule(fanOut, {
  fires: [
    ['fan-out', { ports: ['445/tcp'], programs: [{ name: 'worm.exe' }], scene: many }],
    ['fan-out', { ports: ['23/tcp'], scene: many }],
  ],
  quiet: [
    { ports: ['443/tcp'], programs: [chrome], scene: many },
    { ports: ['445/tcp'], programs: [{ name: 'worm.exe' }] },
  ],
});
