import { testRule } from './_rule-test.js';
import { chrome, microsoft, remote, svchost } from './_subjects.js';
import { oddFolder } from './odd-folder.js';

testRule(oddFolder, {
  fires: [
    ['odd-folder.undescribed', { programs: [{ name: 'x.exe', path: 'C:\\Users\\Public\\x.exe' }] }],
    ['odd-folder', { programs: [{ ...chrome, path: 'C:\\Users\\me\\AppData\\Local\\Temp\\chrome.exe' }] }],
    ['odd-folder.remote-control', { programs: [{ ...remote, path: 'C:\\ProgramData\\remote.exe' }] }],
    ['odd-folder.remote-control', { programs: [{ ...remote, path: '/tmp/remote' }] }],
    ['odd-folder', { programs: [{ ...remote, path: 'C:\\Users\\me\\Downloads\\remote.exe' }] }],
    ['odd-folder.windows', { programs: [{ name: 'x.exe', path: 'C:\\Windows\\System32\\x.exe' }] }],
    ['odd-folder.windows', { programs: [{ name: 'x.exe', path: '\\SystemRoot\\SysWOW64\\x.exe' }] }],
    ['odd-folder.windows', { programs: [{ name: 'x.exe', path: 'D:\\WINDOWS\\x.exe' }] }],
    ['odd-folder.windows.platform', { ...microsoft, programs: [{ name: 'x.exe', path: 'C:\\Windows\\x.exe' }] }],
  ],
  quiet: [
    { programs: [{ ...svchost, path: 'C:\\Windows\\System32\\svchost.exe' }] },
    { programs: [{ name: 'x.exe', path: 'C:\\Windows\\System32\\DriverStore\\x\\x.exe' }] },
    { programs: [{ name: 'x.exe', path: 'C:\\Program Files\\X\\x.exe' }] },
    { programs: [{ name: 'x', path: '/usr/bin/x (deleted)' }] },
    { programs: [{ name: 'x.exe' }] },
  ],
});
