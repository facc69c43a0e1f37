import { testRule } from './_rule-test.js';
import { microsoft, rented } from './_subjects.js';
import { askedByAddress } from './asked-by-address.js';

testRule(askedByAddress, {
  fires: [['asked-by-address', { ...rented, names: ['203.0.113.7'] }]],
  quiet: [
    { ...rented, names: ['host.example'] },
    { ...microsoft, names: ['203.0.113.7'] },
  ],
});
