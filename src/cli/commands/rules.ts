import type { Command } from '../command.js';

export const rules: Command = {
  name: 'rules',
  usage: 'farend rules [ID...] [--json]',
  says: 'Rules of the judgement with their weights and where those come from',
  about:
    'Lists every reason that a report may give, with its weights in decibans (+10 makes malicious ten times likelier), ' +
    'whether they were measured on labelled incidents or argued from a source, why the rule exists and where it errs. ' +
    'Ids narrow the list.',
  examples: [
    ['farend rules', 'all of them'],
    ['farend rules look-alike-name', 'one that a report named'],
    ['farend rules --json', 'for a script'],
  ],
  leaves: 'Nothing.',
  options: [{ name: 'json', says: 'Answer as JSON' }],
  operands: 'none',
  run: async (args, io) => (await import('../show-rules.js')).showRules(args, io),
};
