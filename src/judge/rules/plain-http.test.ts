import { expect, test } from 'vitest';
import { type Example, example } from '../_example.js';
import { viewOf } from '../view.js';
import { testRule } from './_rule-test.js';
import { chrome, microsoft, powershell, rented, tenant } from './_subjects.js';
import { plainHttp } from './plain-http.js';

testRule(plainHttp, {
  fires: [
    ['plain-http.rented', { ...rented, ports: ['80/tcp'] }],
    ['plain-http.home', { kind: 'access', ports: ['80/tcp'] }],
    ['plain-http.little-known', { kind: 'unknown', ports: ['80/tcp'] }],
    ['plain-http', { kind: 'enterprise', ports: ['80/tcp'] }],
    ['plain-http.inside', { kind: 'special', ports: ['80/tcp'], programs: [powershell] }],
  ],
  quiet: [
    { kind: 'special', ports: ['80/tcp'], programs: [chrome] },
    { kind: 'special', ports: ['80/tcp'] },
    { ...microsoft, ports: ['80/tcp'] },
    { ...rented, ports: ['80/tcp'], programs: [chrome] },
    { ...rented, ports: ['80/tcp'], programs: [{ name: 'apt', known: { ports: [[80, 80]] } }] },
    rented,
  ],
});

test.each<[Example, string]>([
  [{ ...tenant, ports: ['80/tcp'] }, 'Unencrypted HTTP to a machine that a customer of Microsoft rents.'],
  [
    { ...rented, ports: ['80/tcp'] },
    'Unencrypted HTTP to Example Hosting, which is neither a platform nor a content network.',
  ],
])('plain-http says what is true of %j', (subject, says) => {
  expect(plainHttp.judge(viewOf(example(subject)))?.says).toBe(says);
});
