import { testRule } from './_rule-test.js';
import { chrome } from './_subjects.js';
import { publicResolver } from './public-resolver.js';

testRule(publicResolver, {
  fires: [
    ['public-resolver', { kind: 'resolver', ports: ['53/udp'] }],
    ['public-resolver', { kind: 'resolver', ports: ['443/tcp'], programs: [chrome] }],
    ['public-resolver.told', { kind: 'resolver', ports: ['443/tcp'], programs: [{ name: 'thing.exe' }] }],
  ],
  quiet: [{ kind: 'resolver', ports: ['4444/tcp'] }, { ports: ['53/udp'] }],
});
