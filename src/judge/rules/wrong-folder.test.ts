import { testRule } from './_rule-test.js';
import { chrome, remote, svchost } from './_subjects.js';
import { wrongFolder } from './wrong-folder.js';

testRule(wrongFolder, {
  fires: [
    [
      'wrong-folder.system',
      {
        programs: [
          {
            name: 'svchost.exe',
            path: 'C:\\Users\\Public\\svchost.exe',
            known: { ...svchost.known, folders: ['%sys%'] },
          },
        ],
      },
    ],
    [
      'wrong-folder.remote-control',
      {
        programs: [
          {
            name: 'remote.exe',
            path: 'C:\\Users\\me\\AppData\\Roaming\\Net\\remote.exe',
            known: { ...remote.known, folders: ['%pf%\\remote\\*'] },
          },
        ],
      },
    ],
    [
      'wrong-folder',
      {
        programs: [
          {
            name: 'chrome.exe',
            path: 'D:\\Portable\\chrome.exe',
            known: { ...chrome.known, folders: ['%pf%\\google\\*'] },
          },
        ],
      },
    ],
  ],
  quiet: [
    {
      programs: [
        {
          name: 'svchost.exe',
          path: 'C:\\Windows\\System32\\svchost.exe',
          known: { ...svchost.known, folders: ['%sys%'] },
        },
      ],
    },
    { programs: [svchost] },
  ],
});
