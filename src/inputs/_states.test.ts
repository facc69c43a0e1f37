import { expect, test } from 'vitest';
import { stateOf } from './_states.js';

test.each([
  ['ESTAB', 'established'],
  ['Established', 'established'],
  ['TimeWait', 'time-wait'],
  ['TIME-WAIT', 'time-wait'],
  ['FIN_WAIT1', 'fin-wait-1'],
  ['ABHÖREN', 'listening'],
  ['ABH™REN', 'listening'],
  ['VERBUNDEN', 'established'],
  ['IN ASCOLTO', 'listening'],
  ['ПРОСЛУШИВАНИЕ', 'listening'],
  ['UNCONN', 'unconnected'],
  ['Bound', 'bound'],
  ['SONSTWAS', null],
])('%s', (word, state) => {
  expect(stateOf(word)).toBe(state);
});
