import { testRule } from './_rule-test.js';
import { chrome, microsoft, powershell } from './_subjects.js';
import { borrowedPlatform } from './borrowed-platform.js';

testRule(borrowedPlatform, {
  fires: [
    ['borrowed-platform', { kind: 'cloud-platform', provider: 'telegram', programs: [{ name: 'thing.exe' }] }],
    ['borrowed-platform', { kind: 'cloud-platform', provider: 'dropbox', programs: [powershell] }],
    [
      'borrowed-platform',
      {
        kind: 'cloud-platform',
        provider: 'telegram',
        programs: [{ name: 'setup.exe', known: { key: 'setup', kind: 'other', habit: 'depends', owners: ['*'] } }],
      },
    ],
  ],
  quiet: [
    { kind: 'cloud-platform', provider: 'telegram' },
    { kind: 'cloud-platform', provider: 'telegram', programs: [chrome] },
    { ...microsoft, programs: [{ name: 'thing.exe' }] },
    {
      kind: 'cloud-platform',
      provider: 'github',
      programs: [{ name: 'python', known: { key: 'python', kind: 'script-host', owners: ['github'] } }],
    },
  ],
});
