import { testRule } from './_rule-test.js';
import { chrome, microsoft, powershell, rented, tenant } from './_subjects.js';
import { programHabit } from './program-habit.js';

testRule(programHabit, {
  fires: [
    [
      'program-habit.depends-stranger',
      {
        ...tenant,
        programs: [{ name: 'msiexec.exe', known: { kind: 'lolbin', habit: 'depends', owners: ['microsoft'] } }],
      },
    ],
    ['program-habit.never', { ...rented, programs: [{ name: 'notepad.exe', known: { habit: 'never' } }] }],
    [
      'program-habit.rare',
      { ...tenant, programs: [{ name: 'certutil.exe', known: { habit: 'rare', kind: 'lolbin' } }] },
    ],
    ['program-habit.rare', { ...rented, programs: [{ name: 'rclone', known: { habit: 'rare', kind: 'cloud-sync' } }] }],
    [
      'program-habit.rare-stranger',
      { ...rented, programs: [{ name: 'certutil.exe', known: { habit: 'rare', kind: 'lolbin' } }] },
    ],
    [
      'program-habit.rare-stranger',
      {
        ...rented,
        programs: [{ name: 'spoolsv.exe', known: { habit: 'depends', kind: 'system', folders: ['%sys%'] } }],
      },
    ],
    ['program-habit.depends-stranger', { ...rented, programs: [powershell] }],
    ['program-habit.depends', { ...microsoft, programs: [powershell] }],
    // Anybody's files are there, whoever else the script is known to ask for its own.
    [
      'program-habit.depends',
      {
        kind: 'cloud-platform',
        provider: 'github',
        programs: [{ ...powershell, known: { ...powershell.known, owners: ['github'] } }],
      },
    ],
    ['program-habit.depends-private', { kind: 'special', programs: [powershell] }],
  ],
  quiet: [
    { ...rented, programs: [chrome] },
    { ...rented, programs: [{ name: 'vlc', known: { kind: 'media', habit: 'depends', owners: ['*'] } }] },
    {
      ...tenant,
      programs: [{ name: 'excel.exe', known: { kind: 'office', habit: 'depends', owners: ['microsoft'] } }],
    },
    {
      ...tenant,
      programs: [{ name: 'explorer.exe', known: { kind: 'system', habit: 'depends', owners: ['microsoft'] } }],
    },
    { ...rented, ports: ['local 22/tcp'], programs: [powershell] },
  ],
});
