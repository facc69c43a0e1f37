import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { UserError } from '../../model/errors.js';
import type { Command } from '../command.js';
import { ONLINE_OPTIONS } from '../online-options.js';
import { readAllBytes } from '../read-text.js';
import { version } from '../version.js';
import { investigate, operandsOf, runInvestigate } from './investigate.js';
import { type Engine, filterOf } from '../read-evidence.js';

/** The longest text that this JavaScript engine takes is not much longer. */
const LARGEST = 256 * 1024 * 1024;
/** What belongs to reading a listing, or to asking somebody: the saved file has its answers. */
const LEFT_OUT: ReadonlySet<string> = new Set(['private', ...ONLINE_OPTIONS.map(({ name }) => name)]);

export const judge: Command = {
  name: 'judge',
  usage: 'farend judge [OPTIONS] SAVED.json',
  says: 'Judge a saved investigation again: other lists, exceptions, prior or version',
  about:
    'Reads what `farend -o json` wrote and judges its peers again at once, without the evidence: by the weights of this ' +
    'version, with the lists, exceptions and the prior that are given now. Owners, what was seen and what services ' +
    'answered stay as they were saved. Says which verdicts changed.',
  examples: [
    ['farend --out saved.json connections.txt', 'keep an investigation'],
    ['farend judge --allow ours.txt saved.json', 'what is left when these are accepted?'],
    ['farend judge --list fresh.txt --fail-on malicious --out now.json saved.json', 'is anything of it listed by now?'],
  ],
  leaves: 'Nothing.',
  options: investigate.options.filter(({ name }) => !LEFT_OUT.has(name)),
  operands: 'files',
  run: (args, io) => runInvestigate(args, io, rejudgeEngine, operandsOf(args, io, ['judge'])),
};

const rejudgeEngine: Engine = async ({ sources, command, filters, prior, knowledge }) => {
  const [source] = sources;
  if (sources.length > 1) throw new UserError(`judge takes one saved investigation, got ${sources.length}`, HINT);
  const [{ openKnowledge }, { rejudge }] = await Promise.all([
    import('../../flow/knowledge.js'),
    import('../../flow/rejudge.js'),
  ]);
  const bytes = readAllBytes(source, LARGEST, new UserError(`${source.name} is larger than 256 MiB`, SMALLER));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const only = await filterOf(filters);
  const origin = { name: source.name, sha256, savedAt: savedAt(source.path), command, version, only };
  const opened = await openKnowledge(knowledge);
  try {
    return rejudge(new TextDecoder().decode(bytes), { ...origin, prior }, opened);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${source.name}: ${error.message}`, error.hint) : error;
  } finally {
    opened.close();
  }
};

const HINT = 'For example: farend judge saved.json';
const SMALLER = 'Save fewer peers: farend --only "verdict:>=unexplained" --out saved.json FILE';

/** When the file was written; standard input has no such time. */
function savedAt(path: string | null): string | null {
  const time = path === null ? undefined : statSync(path, { throwIfNoEntry: false })?.mtime;
  return time?.toISOString() ?? null;
}
