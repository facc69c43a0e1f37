import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Knowledge } from '../../flow/knowledge.js';
import { UserError } from '../../model/errors.js';
import type { Investigation } from '../../model/investigation.js';
import type { Command } from '../command.js';
import { openSaved } from '../open-saved.js';
import { version } from '../version.js';
import { investigate, runInvestigate } from './investigate.js';
import { type Engine, filterOf, type Job } from '../read-evidence.js';

/** What belongs to reading a listing. */
const LEFT_OUT: ReadonlySet<string> = new Set(['copies', 'map', 'private']);

export const judge: Command = {
  name: 'judge',
  usage: 'farend judge [OPTIONS] SAVED.json | FOLDER',
  says: 'Judge a saved investigation again: other lists, exceptions, prior or version',
  about:
    'Reads what `farend -o json` wrote and judges its peers again at once, without the evidence: by the weights of this ' +
    'version, with the lists, exceptions and the prior that are given now. Owners, what was seen and what services ' +
    'answered stay as they were saved; --online asks anew and keeps the older answers of others. Says which verdicts ' +
    'changed. A folder that the page of `farend serve` saved is read with its notes.',
  examples: [
    ['farend judge --allow ours.txt saved.json', 'what is left when these are accepted?'],
    ['farend judge --list fresh.txt --fail-on malicious --out now.json saved.json', 'is anything of it listed by now?'],
    ['farend judge --online=rdap,abuseipdb case-17', 'ask services about what the page saved, after showing the plan'],
  ],
  leaves: investigate.leaves,
  options: investigate.options.filter(({ name }) => !LEFT_OUT.has(name)),
  operands: 'files',
  run: (args, io) => runInvestigate(args, io, rejudgeEngine, openSaved(args, io)),
};

const rejudgeEngine: Engine = async (job) => {
  const { openKnowledge } = await import('../../flow/knowledge.js');
  const opened = await openKnowledge(job.knowledge);
  try {
    return await rejudgeSaved(job, opened);
  } finally {
    opened.close();
  }
};

/** The saved investigation that a job names, judged again. Throws UserError. */
export async function rejudgeSaved(
  { sources, command, filters, prior }: Pick<Job, 'sources' | 'command' | 'filters' | 'prior'>,
  knowledge: Knowledge,
): Promise<Investigation> {
  const [source] = sources;
  if (sources.length > 1) throw new UserError(`judge takes one saved investigation, got ${sources.length}`, HINT);
  const [{ rejudge }, { named, savedBytes }] = await Promise.all([
    import('../../flow/rejudge.js'),
    import('../read-saved.js'),
  ]);
  const bytes = savedBytes(source);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const only = await filterOf(filters);
  const origin = { name: source.name, sha256, savedAt: savedAt(source.path), command, version, only };
  return named(source, () => rejudge(new TextDecoder().decode(bytes), { ...origin, prior }, knowledge));
}

const HINT = 'For example: farend judge saved.json';

/** When the file was written; standard input has no such time. */
function savedAt(path: string | null): string | null {
  const time = path === null ? undefined : statSync(path, { throwIfNoEntry: false })?.mtime;
  return time?.toISOString() ?? null;
}
