import { testRule } from './_rule-test.js';
import { microsoft, powershell, rented, strange, updater } from './_subjects.js';
import { severalPrograms } from './several-programs.js';

testRule(severalPrograms, {
  fires: [
    ['several-programs', { ...rented, programs: [strange, powershell] }],
    ['several-programs.family', { ...rented, programs: [strange, { ...powershell, parent: 'C:\\Temp\\thing.exe' }] }],
  ],
  quiet: [
    { ...rented, programs: [strange, { ...strange, pid: 7 }] },
    { ...microsoft, programs: [strange, powershell] },
    { ...rented, programs: [updater, { name: 'other.exe', known: { key: 'other' } }] },
  ],
});
