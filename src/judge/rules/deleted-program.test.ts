import { testRule } from './_rule-test.js';
import { deletedProgram } from './deleted-program.js';

testRule(deletedProgram, {
  fires: [
    ['deleted-program', { programs: [{ name: 'x', path: '/tmp/x (deleted)' }] }],
    ['deleted-program.memory', { programs: [{ name: 'x', path: '/memfd:x (deleted)' }] }],
  ],
  quiet: [{ programs: [{ name: 'x', path: '/usr/bin/x' }] }, {}],
});
