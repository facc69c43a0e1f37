import { listedRule } from '../_listed.js';

export const listedPayload = listedRule(
  {
    title: 'On a list of hosts that serve malware',
    why: 'Malware is fetched from there.',
    falsePositives: 'Shared hosting: one bad file on a machine with a thousand sites.',
    references: ['https://urlhaus.abuse.ch/about/'],
    attack: ['T1105'],
  },
  'payload',
  (listed) => `Malware was served from the address according to ${listed}.`,
  { whenVisitor: false },
);
