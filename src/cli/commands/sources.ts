import type { Command } from '../command.js';

export const sources: Command = {
  name: 'sources',
  usage: 'farend sources [NAME...] [--json]',
  says: 'Registries and services that --online can ask: terms, quota, key, what they get to see',
  about:
    'Lists every online source with what it answers, what leaves this machine when it is asked, whether a key is ' +
    'needed and there, its quota and terms, the most restricted TLP marking that may go there, and whether the peer ' +
    'may notice (active). Names of sources or services narrow the list.',
  examples: [
    ['farend sources', 'all of them'],
    ['farend sources xforce rdap', 'some'],
    ['farend sources --json', 'for a script'],
  ],
  leaves: 'Nothing.',
  options: [
    {
      name: 'xforce-thresholds',
      value: { placeholder: 'S,M' },
      says: 'As for --online; also FAREND_XFORCE_THRESHOLDS',
    },
    { name: 'json', says: 'Answer as JSON' },
  ],
  operands: 'none',
  run: async (args, io) => (await import('../show-sources.js')).showSources(args, io),
};
