import { listedRule } from '../_listed.js';

export const listedSinkhole = listedRule(
  {
    title: 'On a list of sinkholes',
    why: 'A security company stands where malware used to call: something here tried to reach a malware domain.',
    falsePositives: 'Researchers and security products reach sinkholes too.',
    references: ['https://github.com/MISP/misp-warninglists'],
    attack: ['T1071'],
  },
  'sinkhole',
  (listed) => `The address is a sinkhole for malware domains according to ${listed}: something here called one.`,
  { whenVisitor: false },
);
