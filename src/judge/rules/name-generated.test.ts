import { testRule } from './_rule-test.js';
import { microsoft, rented } from './_subjects.js';
import { nameGenerated } from './name-generated.js';

testRule(nameGenerated, {
  fires: [
    ['name-generated.random', { ...rented, names: ['x7k2q9vb3.example'] }],
    ['name-generated.syllables', { ...rented, names: ['tokuzavemi.example'] }],
  ],
  quiet: [
    { ...rented, names: ['www.wikipedia.org', 'mail.example.com', 'documentation.example.org'] },
    { ...microsoft, names: ['x7k2q9vb3.example'] },
  ],
});
