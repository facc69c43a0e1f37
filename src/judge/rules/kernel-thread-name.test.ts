import { testRule } from './_rule-test.js';
import { kernelThreadName } from './kernel-thread-name.js';

testRule(kernelThreadName, {
  fires: [
    ['kernel-thread-name', { programs: [{ name: '[kworker/0:1]' }], scene: { os: 'linux' } }],
    ['kernel-thread-name', { programs: [{ name: 'kworker' }], scene: { os: 'linux' } }],
  ],
  quiet: [
    { programs: [{ name: 'kworker-thing' }], scene: { os: 'linux' } },
    { programs: [{ name: 'kthreadd' }], scene: { os: 'windows' } },
  ],
});
