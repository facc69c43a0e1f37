import { testRule } from './_rule-test.js';
import { microsoft, naming, powershell, rented } from './_subjects.js';
import { mailPort } from './mail-port.js';

testRule(mailPort, {
  fires: [
    ['mail-port', { kind: 'access', ports: ['995/tcp'] }],
    ['mail-port', { ...rented, ports: ['995/tcp'], scene: naming }],
    ['mail-port.hosted', { ...rented, ports: ['995/tcp'] }],
    ['mail-port.sending', { ...rented, ports: ['587/tcp'] }],
    ['mail-port.other-program', { ...rented, ports: ['587/tcp'], programs: [{ name: 'thing.exe', known: {} }] }],
    ['mail-port.application', { ...rented, ports: ['587/tcp'], programs: [powershell], scene: { os: 'linux' } }],
    ['mail-port.other-program', { ...rented, ports: ['587/tcp'], programs: [powershell] }],
    ['mail-port.other-program', { ...rented, ports: ['25/tcp'], programs: [powershell], scene: { os: 'linux' } }],
  ],
  quiet: [
    { ports: ['587/tcp'], programs: [{ name: 'thunderbird.exe', known: { kind: 'mail' } }] },
    { ...microsoft, ports: ['993/tcp'] },
  ],
});
