import { testRule } from './_rule-test.js';
import { microsoft, rented } from './_subjects.js';
import { nameImitates } from './name-imitates.js';

testRule(nameImitates, {
  fires: [
    ['name-imitates.brand', { ...rented, names: ['login.microsoft-support.example'] }],
    ['name-imitates.letters', { ...rented, names: ['rnicrosoft.example'] }],
  ],
  quiet: [
    { ...microsoft, names: ['microsoft-support.example'] },
    { ...rented, names: ['www.microsoft.com', 'shop.example'] },
  ],
});
