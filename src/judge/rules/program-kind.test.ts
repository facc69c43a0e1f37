import { testRule } from './_rule-test.js';
import { chrome } from './_subjects.js';
import { programKind } from './program-kind.js';

testRule(programKind, {
  fires: [
    ['program-kind.offensive', { programs: [{ name: 'x', known: { kind: 'offensive' } }] }],
    ['program-kind.anonymiser', { programs: [{ name: 'tor', known: { kind: 'vpn', attack: ['T1090.003'] } }] }],
    ['program-kind.miner', { programs: [{ name: 'x', known: { kind: 'miner' } }] }],
    ['program-kind.remote-access', { programs: [{ name: 'x', known: { kind: 'remote-access' } }] }],
  ],
  quiet: [{ programs: [chrome] }],
});
