import { listedRule } from '../_listed.js';

export const listedScanner = listedRule(
  {
    title: 'On a list of scanners',
    why: 'Scanners of the whole Internet reach everybody.',
    falsePositives: 'None: it explains a visit.',
    references: ['https://github.com/MISP/misp-warninglists'],
    attack: [],
  },
  'scanner',
  (listed) => `The peer scans the whole Internet according to ${listed}, which explains its visit.`,
  { whenVisitor: true },
);
