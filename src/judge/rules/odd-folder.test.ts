import { testRule } from './_rule-test.js';
import { chrome, remote } from './_subjects.js';
import { oddFolder } from './odd-folder.js';

testRule(oddFolder, {
  fires: [
    ['odd-folder.undescribed', { programs: [{ name: 'x.exe', path: 'C:\\Users\\Public\\x.exe' }] }],
    ['odd-folder', { programs: [{ ...chrome, path: 'C:\\Users\\me\\AppData\\Local\\Temp\\chrome.exe' }] }],
    ['odd-folder.remote-control', { programs: [{ ...remote, path: 'C:\\ProgramData\\remote.exe' }] }],
    ['odd-folder.remote-control', { programs: [{ ...remote, path: '/tmp/remote' }] }],
    ['odd-folder', { programs: [{ ...remote, path: 'C:\\Users\\me\\Downloads\\remote.exe' }] }],
  ],
  quiet: [
    { programs: [{ name: 'x.exe', path: 'C:\\Program Files\\X\\x.exe' }] },
    { programs: [{ name: 'x', path: '/usr/bin/x (deleted)' }] },
    { programs: [{ name: 'x.exe' }] },
  ],
});
