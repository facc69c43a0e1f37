import { testRule } from './_rule-test.js';
import { microsoft, rented } from './_subjects.js';
import { nameContradictsOwner } from './name-contradicts-owner.js';

testRule(nameContradictsOwner, {
  fires: [['name-contradicts-owner', { ...rented, names: ['download.windowsupdate.com'] }]],
  quiet: [
    { ...microsoft, names: ['download.windowsupdate.com'] },
    { ...rented, names: ['www.example.com'] },
  ],
});
