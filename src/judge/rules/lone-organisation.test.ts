import { testRule } from './_rule-test.js';
import { rented } from './_subjects.js';
import { loneOrganisation } from './lone-organisation.js';

testRule(loneOrganisation, {
  fires: [['lone-organisation', { scene: { peers: 40, organisations: new Map([['Example Org', 1]]) } }]],
  quiet: [
    {},
    { scene: { peers: 40, organisations: new Map([['Example Org', 2]]) } },
    {
      programs: [{ name: 'sync.exe', known: { key: 'sync', owners: ['example-org'] } }],
      scene: { peers: 40, organisations: new Map([['Example Org', 1]]) },
    },
    { ...rented, scene: { peers: 40, organisations: new Map([['Example Hosting', 1]]) } },
  ],
});
