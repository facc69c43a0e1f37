import { UserError } from '../../model/errors.js';
import type { Command } from '../command.js';
import { KNOWLEDGE_OPTIONS } from '../knowledge-options.js';
import { ONLINE_OPTIONS } from '../online-options.js';
import { openSaved } from '../open-saved.js';
import type { Engine } from '../read-evidence.js';
import { investigate, runInvestigate } from './investigate.js';

/** What belongs to reading, judging and asking. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'copies',
  'map',
  'no-progress',
  'only',
  'prior',
  'private',
  ...ONLINE_OPTIONS.map(({ name }) => name),
  ...KNOWLEDGE_OPTIONS.map(({ name }) => name),
]);

export const report: Command = {
  name: 'report',
  usage: 'farend report [OPTIONS] SAVED.json | FOLDER',
  says: 'Every report of a saved investigation, with the verdicts and notes that it was saved with',
  about:
    'Reads what `farend -o json` wrote, or a folder that the page of `farend serve` saved, and writes reports of it. ' +
    'Nothing is judged anew: the verdicts are those of then (`farend judge` judges again). The notes of a folder, or ' +
    'those of --notes, stand beside the peers.',
  examples: [
    ['farend report case-17', 'what the page shows of it, on the terminal'],
    ['farend report --out peers.xlsx --out report.html case-17', 'a workbook and a page of it'],
    ['farend report --edition client --out client.html saved.json', 'the same for somebody else'],
  ],
  leaves: 'Nothing.',
  options: investigate.options.filter(({ name }) => !LEFT_OUT.has(name)),
  operands: 'files',
  run: (args, io) => runInvestigate(args, io, savedEngine, openSaved(args, io)),
};

const savedEngine: Engine = async ({ sources }) => {
  const [source] = sources;
  if (sources.length > 1) throw new UserError(`report takes one saved investigation, got ${sources.length}`, HINT);
  const { readSaved } = await import('../read-saved.js');
  return readSaved(source);
};

const HINT = 'For example: farend report saved.json';
