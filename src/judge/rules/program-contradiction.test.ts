import { expect, test } from 'vitest';
import { type Example, example } from '../_example.js';
import { viewOf } from '../view.js';
import { testRule } from './_rule-test.js';
import { chrome, microsoft, rented, svchost } from './_subjects.js';
import { programContradiction } from './program-contradiction.js';

testRule(programContradiction, {
  fires: [
    ['program-contradiction.system', { ...rented, programs: [svchost] }],
    [
      'program-contradiction.maker',
      { ...rented, programs: [{ name: 'OneDrive.exe', known: { kind: 'cloud-sync', owners: ['microsoft'] } }] },
    ],
    ['program-contradiction.weak', { kind: 'transit', programs: [svchost] }],
    ['program-contradiction.system', { programs: [svchost] }],
  ],
  quiet: [
    { ...microsoft, programs: [svchost] },
    { kind: 'cdn', programs: [svchost] },
    { ...rented, programs: [chrome] },
  ],
});

test.each<[Example, string]>([
  [
    {
      ...rented,
      programs: [{ name: 'agent', known: { title: 'Agent', kind: 'vendor', owners: ['new-relic', 'hp'] } }],
    },
    'Agent normally reaches New Relic, HP; 443/tcp at Example Hosting contradicts that.',
  ],
  [
    { ...rented, programs: [{ name: 'agent', known: { title: 'Agent', kind: 'vendor', owners: ['kind:cdn'] } }] },
    'Agent normally reaches other kinds of networks; 443/tcp at Example Hosting contradicts that.',
  ],
])('program-contradiction says what is true of %j', (subject, says) => {
  expect(programContradiction.judge(viewOf(example(subject)))?.says).toBe(says);
});
