import { testRule } from './_rule-test.js';
import { chrome, svchost } from './_subjects.js';
import { bareCommandLine } from './bare-command-line.js';

testRule(bareCommandLine, {
  fires: [
    ['bare-command-line', { programs: [{ ...svchost, commandLine: 'C:\\Windows\\System32\\svchost.exe' }] }],
    ['bare-command-line', { programs: [{ ...svchost, commandLine: '"C:\\Windows\\System32\\svchost.exe" ' }] }],
  ],
  quiet: [
    { programs: [{ ...svchost, commandLine: 'svchost.exe -k netsvcs -p' }] },
    { programs: [{ ...svchost, commandLine: '"C:\\a b\\svchost.exe" -k x' }] },
    { programs: [svchost] },
    { programs: [{ ...chrome, commandLine: 'chrome.exe' }] },
  ],
});
