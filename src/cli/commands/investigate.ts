import { UserError } from '../../model/errors.js';
import type { InputSummary } from '../../model/input.js';
import type { PeerFilter } from '../../flow/peer-filter.js';
import type { Investigation } from '../../model/investigation.js';
import { reports } from '../../report/index.js';
import type { ReportEntry } from '../../report/report.js';
import { terminalText } from '../../report/terminal-text.js';
import type { Arguments } from '../arguments.js';
import { type Command, LOOK_OPTIONS, type Option } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io } from '../io.js';
import type { KnowledgeOptions } from '../../flow/knowledge.js';
import { KNOWLEDGE_OPTIONS, knowledgeOptions } from '../knowledge-options.js';
import { lookFor } from '../look.js';
import { ClosedPipe } from '../output.js';
import { reportForFile, requireNotInput, writeFileWhole } from '../output-file.js';
import { openSources, type Sources } from '../sources.js';
import { version } from '../version.js';

const OPTIONS: readonly Option[] = [
  {
    name: 'output',
    short: 'o',
    value: { placeholder: 'FORMAT', choices: reports.map(({ name }) => name) },
    says: 'Format on standard output (default text)',
  },
  {
    name: 'out',
    value: { placeholder: 'FILE', isFile: true },
    isRepeatable: true,
    says: 'Write FILE instead, kind from its ending (.txt .json .ndjson .jsonl .csv); repeatable',
  },
  { name: 'private', says: 'Keep private, carrier-shared and link-local peers too' },
  {
    name: 'only',
    value: { placeholder: 'FILTER', mayBeginWithDash: true },
    isRepeatable: true,
    says: 'Keep peers that match: "verdict:>=suspicious", "port:1-1024 -country:DE,FR", "address:203.0.113.0/24"',
  },
  {
    name: 'fail-on',
    value: { placeholder: 'VERDICT', choices: ['suspicious', 'malicious'] },
    says: 'Exit 2 when a peer is at least that bad, for scripts',
  },
  { name: 'top', value: { placeholder: 'N' }, says: 'Peers in full per verdict (default 10)' },
  { name: 'all', says: 'Every peer in full, none folded' },
  { name: 'utc', says: 'Times in UTC instead of the zone of this computer' },
  { name: 'quiet', short: 'q', says: 'No header, next steps and notes' },
  { name: 'verbose', short: 'v', says: 'Also facts with sources, evidence, every bad line' },
  ...KNOWLEDGE_OPTIONS,
  ...LOOK_OPTIONS,
];

export const investigate: Command = {
  name: 'investigate',
  usage: 'farend [investigate] [OPTIONS] FILE... | FOLDER | -',
  says: 'Who is at the far end of every connection in a listing (the default command)',
  about:
    'Reads listings of connections (netstat, ss, tables of other tools; `farend formats` lists them), finds the ' +
    'public address at the far end of each, says whose it is, what the port and the program are for, and how bad ' +
    'that looks, with reasons that add up. Several files make one report. A folder stands for the files in it.',
  examples: [
    ['farend connections.txt', 'read a saved listing'],
    ['netstat -ano | farend -', 'read what another command prints'],
    [
      'farend --fail-on malicious --out report.json --out report.csv *.txt',
      'two files for a ticket, exit code for a script',
    ],
  ],
  leaves: 'Nothing. Links are only opened when you click them.',
  options: OPTIONS,
  operands: 'files',
  run: (args, io) => runInvestigate(args, io, loadEngine),
};

/** The part of `flow` that this command needs; a test brings its own. */
export type Engine = (job: Job) => Promise<Investigation>;

export interface Job {
  readonly sources: Sources['sources'];
  readonly keepPrivate: boolean;
  readonly command: string;
  readonly filters: readonly string[];
  readonly knowledge: KnowledgeOptions;
}

const loadEngine: Engine = async ({ sources, keepPrivate, command, filters, knowledge }) => {
  const [{ openKnowledge }, flow] = await Promise.all([
    import('../../flow/knowledge.js'),
    import('../../flow/investigate.js'),
  ]);
  const only = await filterOf(filters);
  return flow.investigate(sources, { keepPrivate, command, version, only }, await openKnowledge(knowledge));
};

async function filterOf(filters: readonly string[]): Promise<PeerFilter | null> {
  if (filters.length === 0) return null;
  const { parseFilter } = await import('../../flow/peer-filter.js');
  return parseFilter(filters.join(' '));
}

/** Reads, judges, reports; returns the exit code. */
export async function runInvestigate(args: Arguments, io: Io, engine: Engine): Promise<number> {
  const targets = args.values('out').map((path) => ({ path, report: reportForFile(path) }));
  await filterOf(args.values('only'));
  lookFor(args, io, io.stdout);
  const opened = openSources(operandsOrStdin(args, io), io);
  if (opened.sources.length === 0) throw all(opened.failures);
  for (const { path } of targets)
    requireNotInput(
      path,
      opened.sources.map((source) => source.path),
      io.cwd,
    );
  const investigation = await engine({
    sources: opened.sources,
    keepPrivate: args.has('private'),
    command: commandLine(args),
    filters: args.values('only'),
    knowledge: knowledgeOptions(args, io),
  });
  const unread = investigation.inputs.filter(({ format }) => format === null);
  if (unread.length === investigation.inputs.length) {
    // A script that asked for a machine's format still gets it: no rows, and why.
    if ((args.value('output') ?? 'text') !== 'text') await writeReports(args, io, investigation, []);
    throw all([...opened.failures, ...unread.map(unreadError)]);
  }
  if (!args.has('quiet')) for (const failure of [...opened.failures, ...unread.map(unreadError)]) note(io, failure);
  const code = exitCode(args, investigation, opened);
  await writeReports(args, io, investigation, targets);
  return code;
}

function operandsOrStdin({ operands }: Arguments, io: Io): readonly string[] {
  if (operands.length > 0) return operands;
  if (!io.stdinIsTerminal) return ['-'];
  throw new UserError('nothing to read', 'Name a file, or - for standard input. See: farend --help');
}

/** One error that tells them all: the first, then one line for each other. */
function all(errors: readonly UserError[]): UserError {
  const [first, ...others] = errors;
  if (others.length === 0) return first;
  return new UserError(errors.map(({ message }) => message).join('\n'), first.hint);
}

function unreadError({ name, blindSpots }: InputSummary): UserError {
  const said = blindSpots[0]?.says ?? 'No known listing was recognised in it.';
  const shown = name === '-' ? 'standard input' : name;
  return new UserError(`${shown} was not recognised: ${said}`, 'See what can be read: farend formats');
}

function note(io: Io, { message, hint }: UserError): void {
  const text = hint === null ? message : `${message} (${hint})`;
  io.stderr.write(`farend: ${terminalText(text)}\n`);
}

function exitCode(args: Arguments, { counts, inputs }: Investigation, { failures, fromFolder }: Sources): number {
  const { malicious, suspicious } = counts.byVerdict;
  const threshold = args.value('fail-on');
  const isMet = threshold !== null && malicious + (threshold === 'suspicious' ? suspicious : 0) > 0;
  if (isMet) return EXIT.thresholdMet;
  const isPartial = inputs.some(({ partial, format, name }) => partial || (format === null && !fromFolder.has(name)));
  return failures.length > 0 || isPartial ? EXIT.partial : EXIT.done;
}

async function writeReports(
  args: Arguments,
  io: Io,
  investigation: Investigation,
  targets: readonly { readonly path: string; readonly report: ReportEntry }[],
): Promise<void> {
  for (const { path, report } of targets) {
    const writer = await report.load();
    writeFileWhole(path, io.cwd, (write) => writer.render(investigation, lookFor(args, io, null), write));
    if (!args.has('quiet')) io.stderr.write(`farend: wrote ${terminalText(path)}\n`);
  }
  const format = args.value('output');
  if (targets.length > 0 && format === null) return;
  const report = reports.find(({ name }) => name === (format ?? 'text'));
  if (report === undefined) return;
  const writer = await report.load();
  try {
    writer.render(investigation, lookFor(args, io, io.stdout), (chunk) => io.stdout.write(chunk));
    io.stdout.flush();
  } catch (error) {
    if (!(error instanceof ClosedPipe)) throw error;
  }
}

/** What the report names as its command: options that change what is in it, and the inputs. */
function commandLine(args: Arguments): string {
  const words = ['farend'];
  if (args.has('private')) words.push('--private');
  for (const filter of args.values('only')) words.push('--only', filter);
  return [...words, ...(args.operands.length > 0 ? args.operands : ['-'])].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:\\@%+=,-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}
