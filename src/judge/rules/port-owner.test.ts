import { testRule } from './_rule-test.js';
import { rented, tenant } from './_subjects.js';
import { portOwner } from './port-owner.js';

testRule(portOwner, {
  fires: [
    [
      'port-owner',
      { provider: 'apple', ports: ['5223/tcp'], uses: { 5223: [{ use: 'Apple Push', owners: ['apple'] }] } },
    ],
    ['port-owner.customer', { ...tenant, ports: ['8801/tcp'], uses: { 8801: [{ owners: ['zoom', 'microsoft'] }] } }],
  ],
  quiet: [{ ...rented, ports: ['5223/tcp'], uses: { 5223: [{ use: 'Apple Push', owners: ['apple'] }] } }],
});
