import { testRule } from './_rule-test.js';
import { chrome, powershell } from './_subjects.js';
import { oddParent } from './odd-parent.js';

testRule(oddParent, {
  fires: [['odd-parent', { programs: [{ ...powershell, parent: 'WINWORD.EXE' }] }]],
  quiet: [
    { programs: [{ ...powershell, parent: 'explorer.exe' }] },
    { programs: [{ ...chrome, parent: 'OUTLOOK.EXE' }] },
  ],
});
