import { testRule } from './_rule-test.js';
import { powershell, rented, strange } from './_subjects.js';
import { manySites } from './many-sites.js';

testRule(manySites, {
  fires: [
    ['many-sites', { ...rented, programs: [powershell], scene: { fanOut: new Map([['powershell|strangers', 20]]) } }],
  ],
  quiet: [
    { ...rented, programs: [powershell], scene: { fanOut: new Map([['powershell|strangers', 19]]) } },
    // A network of robots has as many: only scripts visit sites.
    { ...rented, programs: [strange], scene: { fanOut: new Map([['thing.exe|strangers', 90]]) } },
    {
      ...rented,
      ports: ['8080/tcp'],
      programs: [powershell],
      scene: { fanOut: new Map([['powershell|strangers', 90]]) },
    },
  ],
});
