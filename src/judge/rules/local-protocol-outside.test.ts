import { testRule } from './_rule-test.js';
import { localProtocolOutside } from './local-protocol-outside.js';

testRule(localProtocolOutside, {
  fires: [
    ['local-protocol-outside.files', { ports: ['445/tcp'] }],
    ['local-protocol-outside', { ports: ['389/tcp'] }],
  ],
  quiet: [{ kind: 'special', ports: ['445/tcp'] }, {}],
});
