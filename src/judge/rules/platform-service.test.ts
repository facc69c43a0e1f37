import { testRule } from './_rule-test.js';
import { microsoft, powershell, rented } from './_subjects.js';
import { platformService } from './platform-service.js';

testRule(platformService, {
  fires: [
    ['platform-service', microsoft],
    ['platform-service', { ...microsoft, ports: ['443/tcp', '5222/tcp'], uses: { 5222: [{}] } }],
    ['platform-service.odd-port', { ...microsoft, ports: ['8037/tcp'] }],
    ['platform-service.cdn', { kind: 'cdn', provider: 'akamai' }],
    ['platform-service.scripts', { ...microsoft, programs: [powershell] }],
    ['platform-service.open-cdn', { kind: 'cdn', provider: 'cloudflare' }],
  ],
  quiet: [
    rented,
    { kind: 'cdn', provider: 'akamai', ports: ['8037/tcp'] },
    { kind: 'cloud-tenant', provider: 'microsoft' },
  ],
});
