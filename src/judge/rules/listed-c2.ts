import { listedRule } from '../_listed.js';

export const listedC2 = listedRule(
  {
    title: 'On a list of command-and-control servers',
    why: 'Infected machines connect to what stands there, so a connection that we opened to it weighs most.',
    falsePositives:
      'Addresses change hands; research lists name servers found by scanning; a sinkhole may stand where the server was.',
    references: ['https://attack.mitre.org/techniques/T1071/'],
    attack: ['T1071'],
  },
  'c2',
  (listed) => `The address is a command-and-control server according to ${listed}.`,
  { whenVisitor: false },
);
