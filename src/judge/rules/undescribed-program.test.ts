import { testRule } from './_rule-test.js';
import { chrome, microsoft } from './_subjects.js';
import { undescribedProgram } from './undescribed-program.js';

testRule(undescribedProgram, {
  fires: [
    ['undescribed-program', { programs: [{ name: 'thing.exe' }] }],
    ['undescribed-program.platform', { ...microsoft, programs: [{ name: 'thing.exe' }] }],
  ],
  quiet: [{ programs: [chrome] }, {}],
});
