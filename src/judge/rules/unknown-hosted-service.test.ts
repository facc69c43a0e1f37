import { testRule } from './_rule-test.js';
import { microsoft, rented, svchost } from './_subjects.js';
import { unknownHostedService } from './unknown-hosted-service.js';

testRule(unknownHostedService, {
  fires: [['unknown-hosted-service', { ...rented, programs: [{ ...svchost, hosted: ['OddSvc'] }] }]],
  quiet: [
    { ...microsoft, programs: [{ ...svchost, hosted: ['OddSvc'] }] },
    { ...rented, programs: [{ ...svchost, hosted: ['Dnscache'], services: [{ key: 'dnscache' }] }] },
  ],
});
