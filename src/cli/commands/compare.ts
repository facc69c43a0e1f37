import { UserError } from '../../model/errors.js';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';

export const compare: Command = {
  name: 'compare',
  usage: 'farend compare [OPTIONS] BEFORE.json AFTER.json',
  says: 'What is new, gone or judged otherwise between two investigations',
  about:
    'Reads two investigations that `farend -o json` wrote, or folders that the page of `farend serve` saved. Verdicts ' +
    'are those of then: nothing is judged anew.',
  examples: [
    ['farend compare monday.json tuesday.json', 'what changed'],
    ['farend compare --fail-on new monday.json tuesday.json', 'exit 2 when there is a new peer, for scripts'],
    ['farend compare -o json case-17 case-18', 'two folders that the page saved, for a machine'],
  ],
  leaves: 'Nothing.',
  options: [
    {
      name: 'output',
      short: 'o',
      value: { placeholder: 'FORMAT', choices: ['text', 'json'] },
      says: 'Format on standard output (default text)',
    },
    {
      name: 'fail-on',
      value: { placeholder: 'WHAT', choices: ['new', 'changed'] },
      says: 'Exit 2 when there is a new peer, or also another verdict',
    },
  ],
  operands: 'files',
  run: runCompare,
};

async function runCompare(args: Arguments, io: Io): Promise<number> {
  const [before, after, ...others] = args.operands;
  if (before === undefined || after === undefined || others.length > 0) {
    throw new UserError('compare wants two investigations', 'For example: farend compare before.json after.json');
  }
  const [flow, { readSavedAt }, report] = await Promise.all([
    import('../../flow/compare.js'),
    import('../read-saved.js'),
    import('../../report/comparison.js'),
  ]);
  const comparison = flow.compare(readSavedAt(before, io), readSavedAt(after, io));
  io.stdout.write(
    args.value('output') === 'json' ? report.comparisonJson(comparison) : report.comparisonText(comparison),
  );
  const threshold = args.value('fail-on');
  const found = comparison.new.length + (threshold === 'changed' ? comparison.changed.length : 0);
  return threshold !== null && found > 0 ? EXIT.thresholdMet : EXIT.done;
}
