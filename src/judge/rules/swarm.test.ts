import { testRule } from './_rule-test.js';
import { chrome, many } from './_subjects.js';
import { swarm } from './swarm.js';

testRule(swarm, {
  fires: [['swarm', { kind: 'access', ports: ['16000/udp'], scene: many }]],
  quiet: [
    { kind: 'access', ports: ['16000/udp'] },
    { kind: 'access', ports: ['443/tcp'], programs: [chrome], scene: many },
  ],
});
