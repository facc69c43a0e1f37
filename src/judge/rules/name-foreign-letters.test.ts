import { testRule } from './_rule-test.js';
import { microsoft, rented } from './_subjects.js';
import { nameForeignLetters } from './name-foreign-letters.js';

testRule(nameForeignLetters, {
  fires: [['name-foreign-letters', { ...rented, names: ['www.xn--mnchen-3ya.example'] }]],
  quiet: [
    { ...rented, names: ['xnet.example'] },
    { ...microsoft, names: ['xn--mnchen-3ya.example'] },
  ],
});
