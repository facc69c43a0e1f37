import { testRule } from './_rule-test.js';
import { oddProgramName } from './odd-program-name.js';

testRule(oddProgramName, {
  fires: [
    ['odd-program-name', { programs: [{ name: '8131.exe' }] }],
    ['odd-program-name.word', { programs: [{ name: 'x64_payload.exe' }] }],
    ['odd-program-name.hidden', { programs: [{ name: '.sysd' }] }],
  ],
  quiet: [
    { programs: [{ name: 'calculator.exe' }] },
    { programs: [{ name: '.spotify-wrappe' }] },
    { programs: [{ name: '7z.exe', known: {} }] },
  ],
});
