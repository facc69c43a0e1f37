import { testRule } from './_rule-test.js';
import { svchost } from './_subjects.js';
import { lookAlikeName } from './look-alike-name.js';

testRule(lookAlikeName, {
  fires: [
    ['look-alike-name', { programs: [{ name: 'scvhost.exe' }] }],
    ['look-alike-name.letters', { programs: [{ name: 'invoice.pdf.exe' }] }],
  ],
  quiet: [{ programs: [{ name: 'calculator.exe' }] }, { programs: [svchost] }],
});
