import { testRule } from './_rule-test.js';
import { plainHttpOpenCdn } from './plain-http-open-cdn.js';

testRule(plainHttpOpenCdn, {
  fires: [['plain-http-open-cdn', { kind: 'cdn', provider: 'cloudflare', ports: ['80/tcp'] }]],
  quiet: [
    { kind: 'cdn', provider: 'akamai', ports: ['80/tcp'] },
    { kind: 'cdn', provider: 'cloudflare' },
  ],
});
