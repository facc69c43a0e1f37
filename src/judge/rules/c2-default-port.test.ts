import { expect, test } from 'vitest';
import { type Example, example } from '../_example.js';
import { viewOf } from '../view.js';
import { testRule } from './_rule-test.js';
import { microsoft, rented } from './_subjects.js';
import { c2DefaultPort } from './c2-default-port.js';

testRule(c2DefaultPort, {
  fires: [
    [
      'c2-default-port.high',
      { ports: ['2404/tcp'], uses: { 2404: [{ kind: 'c2-default', confidence: 'high', share: 0.26 }] } },
    ],
    [
      'c2-default-port.low',
      {
        ports: ['81/tcp'],
        uses: {
          81: [
            { kind: 'infra', confidence: 'low' },
            { kind: 'c2-default', confidence: 'low' },
          ],
        },
      },
    ],
  ],
  quiet: [
    { ...microsoft, ports: ['2404/tcp'], uses: { 2404: [{ kind: 'c2-default' }] } },
    {
      ports: ['993/tcp'],
      uses: {
        993: [
          { kind: 'app', confidence: 'high' },
          { kind: 'c2-default', confidence: 'low' },
        ],
      },
    },
    {
      ports: ['7000/tcp'],
      uses: { 7000: [{ kind: 'c2-default' }] },
      programs: [{ name: 'x', known: { ports: [[7000, 7000]] } }],
    },
  ],
});

test.each<[Example, string]>([
  [
    {
      ...rented,
      ports: ['9999/tcp'],
      uses: { 9999: [{ use: 'a botnet', kind: 'c2-default', confidence: 'low', share: 0.002 }] },
    },
    'Port 9999/tcp is known from attacks: a botnet, in less than 1 % of its published indicators.',
  ],
])('c2-default-port says what is true of %j', (subject, says) => {
  expect(c2DefaultPort.judge(viewOf(example(subject)))?.says).toBe(says);
});
