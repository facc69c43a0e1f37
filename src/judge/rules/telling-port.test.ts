import { testRule } from './_rule-test.js';
import { tellingPort } from './telling-port.js';

testRule(tellingPort, {
  fires: [
    ['telling-port.anonymiser', { ports: ['9001/tcp'], uses: { 9001: [{ kind: 'anon', confidence: 'medium' }] } }],
    ['telling-port.mining', { ports: ['3333/tcp'], uses: { 3333: [{ kind: 'mining', confidence: 'medium' }] } }],
    ['telling-port.remote-access', { ports: ['5938/tcp'], uses: { 5938: [{ kind: 'remote-access' }] } }],
  ],
  quiet: [
    { ports: ['9001/tcp'], uses: { 9001: [{ kind: 'anon', confidence: 'low' }] } },
    {
      ports: ['5938/tcp'],
      uses: { 5938: [{ kind: 'remote-access' }] },
      programs: [{ name: 'x', known: { kind: 'remote-access' } }],
    },
  ],
});
