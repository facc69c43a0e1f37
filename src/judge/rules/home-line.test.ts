import { testRule } from './_rule-test.js';
import { rented } from './_subjects.js';
import { homeLine } from './home-line.js';

testRule(homeLine, {
  fires: [
    ['home-line.web', { kind: 'access' }],
    ['home-line', { kind: 'access', ports: ['2222/tcp'] }],
  ],
  quiet: [rented, { kind: 'access', ports: ['local 443/tcp'] }],
});
