import { testRule } from './_rule-test.js';
import { chrome } from './_subjects.js';
import { shellConnected } from './shell-connected.js';

testRule(shellConnected, {
  fires: [['shell-connected', { programs: [{ name: 'bash', known: { kind: 'shell' } }] }]],
  quiet: [{ programs: [{ name: 'bash', known: { kind: 'shell' } }], ports: ['local 22/tcp'] }, { programs: [chrome] }],
});
