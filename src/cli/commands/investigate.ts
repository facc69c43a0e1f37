import type { ColumnMap } from '../../inputs/column-map.js';
import type { Watch } from '../../inputs/watch.js';
import { UserError } from '../../model/errors.js';
import type { InputSummary } from '../../model/input.js';
import type { PeerFilter } from '../../flow/peer-filter.js';
import type { Investigation } from '../../model/investigation.js';
import { blocklistFlavours, fileEndings, reports } from '../../report/index.js';
import type { ReportEntry, RenderOptions, Tlp } from '../../report/report.js';
import { terminalText } from '../../report/terminal-text.js';
import type { Arguments } from '../arguments.js';
import { type Command, LOOK_OPTIONS, type Option } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io, TextOutput } from '../io.js';
import type { KnowledgeOptions } from '../../flow/knowledge.js';
import { KNOWLEDGE_OPTIONS, knowledgeOptions } from '../knowledge-options.js';
import { lookFor } from '../look.js';
import { ONLINE_OPTIONS } from '../online-options.js';
import { observedAt } from '../observed-at.js';
import { ClosedPipe } from '../output.js';
import { reportForFile, requireNotInput, writeFileWhole } from '../output-file.js';
import { type Renderer, rendererOf } from '../renderer.js';
import { watchReading } from '../reading-watch.js';
import { openSources, type Sources } from '../sources.js';
import { version } from '../version.js';

const OPTIONS: readonly Option[] = [
  {
    name: 'output',
    short: 'o',
    value: {
      placeholder: 'FORMAT',
      choices: reports.flatMap(({ name, isAskedApart }) => (isAskedApart ? [] : [name])),
    },
    says: 'Format on standard output (default text)',
  },
  {
    name: 'out',
    value: { placeholder: 'FILE', isFile: true },
    isRepeatable: true,
    says: `Write FILE instead, kind from its ending (${fileEndings()}); repeatable`,
  },
  {
    name: 'blocklist',
    value: { placeholder: 'FLAVOUR', choices: blocklistFlavours },
    says: 'Print lines that block the malicious peers, for review, instead of a report',
  },
  {
    name: 'tlp',
    value: { placeholder: 'LEVEL', choices: ['clear', 'green', 'amber', 'amber+strict', 'red'] },
    says: 'With whom reports may be shared, as they are marked (default amber)',
  },
  {
    name: 'edition',
    value: { placeholder: 'FOR', choices: ['analyst', 'client'] },
    says: 'client: an html report without users, hosts, private addresses and command lines, addresses defanged',
  },
  {
    name: 'observed',
    value: { placeholder: 'TIME' },
    says: 'When the listing was taken, for reports that need times it lacks (default: when its file was written)',
  },
  {
    name: 'map',
    value: { placeholder: 'MEANING=COLUMN,...' },
    isRepeatable: true,
    says: 'Columns of a table that farend does not know: "remote=Ext IP,port=Ext Port"; a wrong meaning lists them all',
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
  {
    name: 'prior',
    value: { placeholder: 'N', mayBeginWithDash: true },
    says: 'Decibans before any evidence, -60 to 0 (default -20: one peer in a hundred is bad)',
  },
  { name: 'top', value: { placeholder: 'N' }, says: 'Peers in full per verdict (default 10)' },
  { name: 'all', says: 'Every peer in full, none folded' },
  { name: 'utc', says: 'Times in UTC instead of the zone of this computer' },
  { name: 'quiet', short: 'q', says: 'No header, next steps, notes and progress' },
  { name: 'no-progress', says: 'No line on the terminal that says how far a long reading is' },
  { name: 'verbose', short: 'v', says: 'Also facts with sources, evidence, every bad line' },
  ...ONLINE_OPTIONS,
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
    'that looks, with reasons that add up. Several files make one report. A folder stands for the files in it and in its folders; ' +
    'archives (zip, tar, gzip) are looked into.',
  examples: [
    ['farend connections.txt', 'read a saved listing'],
    ['netstat -ano | farend -', 'read what another command prints'],
    [
      'farend --online --fail-on malicious --out report.json *.txt',
      'also ask registries and reputation services, after showing the plan',
    ],
  ],
  leaves:
    'Nothing, unless --online is given: then the addresses that its plan shows go to the services it names, after ' +
    'you have agreed. Links are only opened when you click them.',
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
  /** Decibans before any evidence; undefined: the judge's own. */
  readonly prior: number | undefined;
  readonly knowledge: KnowledgeOptions;
  readonly columns: ColumnMap | null;
  readonly watch: Watch | undefined;
}

export const loadEngine: Engine = async (job) => {
  const { sources, keepPrivate, command, filters, prior, knowledge, columns, watch } = job;
  const [{ openKnowledge }, flow] = await Promise.all([
    import('../../flow/knowledge.js'),
    import('../../flow/investigate.js'),
  ]);
  const only = await filterOf(filters);
  const options = { keepPrivate, command, version, only, prior, columns, watch };
  return flow.investigate(sources, options, await openKnowledge(knowledge));
};

async function columnsOf(args: Arguments): Promise<ColumnMap | null> {
  if (!args.has('map')) return null;
  const { parseColumnMap } = await import('../../inputs/column-map.js');
  return parseColumnMap(args.values('map'));
}

export async function filterOf(filters: readonly string[]): Promise<PeerFilter | null> {
  if (filters.length === 0) return null;
  const { parseFilter } = await import('../../flow/peer-filter.js');
  return parseFilter(filters.join(' '));
}

/** Where the evidence comes from, and how the report names the command. */
export interface Evidence {
  open(): Sources | Promise<Sources>;
  readonly command: readonly string[];
}

/** The operands, or standard input; `command` goes before them in what the report names. */
export function operandsOf(args: Arguments, io: Io, command: readonly string[] = []): Evidence {
  const words = args.operands.length > 0 ? args.operands : ['-'];
  return { open: () => openSources(operandsOrStdin(args, io), io), command: [...command, ...words] };
}

/** Reads, judges, reports; returns the exit code. */
export async function runInvestigate(
  args: Arguments,
  io: Io,
  engine: Engine,
  evidence: Evidence = operandsOf(args, io),
): Promise<number> {
  const targets = args.values('out').map((path) => ({ path, report: reportForFile(path) }));
  await filterOf(args.values('only'));
  await columnsOf(args);
  lookFor(args, io, io.stdout);
  observedAt(args, [], io);
  requireEditions(args, targets);
  priorOf(args);
  if (args.has('blocklist') && args.has('output')) {
    throw new UserError(
      '--blocklist and --output both want standard output',
      'Give one of them, the other with --out FILE.',
    );
  }
  const opened = await evidence.open();
  for (const { path } of targets)
    requireNotInput(
      path,
      opened.sources.map((source) => source.path),
      io.cwd,
    );
  const watch = watchReading(io, totalOf(opened), !args.has('quiet') && !args.has('no-progress'));
  const {
    investigation: found,
    problem,
    notes,
  } = await readEvidence(args, io, engine, evidence.command, opened, watch);
  if (problem !== null) {
    // A script that asked for a machine's format still gets it: no rows, and why.
    if ((args.value('output') ?? 'text') !== 'text') await writeReports(args, io, found, [], opened);
    throw problem;
  }
  if (!args.has('quiet')) for (const said of notes) note(io, said);
  const online = await onlineOf(args, io, found, opened);
  if (online === null) return EXIT.done;
  const { investigation, hasFailed } = online;
  const code = exitCode(args, investigation, opened, hasFailed);
  await writeReports(args, io, investigation, targets, opened);
  return code;
}

/** Bytes of all inputs, or null when one is a pipe. */
function totalOf({ sources }: Sources): number | null {
  let total = 0;
  for (const { size } of sources) {
    if (size === null) return null;
    total += size;
  }
  return total;
}

/** What was read and what is to be said about it. */
export interface Evident {
  readonly investigation: Investigation;
  /** Set when nothing of it was recognised. */
  readonly problem: UserError | null;
  /** What could not be opened or read, or was passed over. */
  readonly notes: readonly UserError[];
}

/** Reads and judges what was opened. Throws UserError when there is nothing to read. */
export async function readEvidence(
  args: Arguments,
  io: Io,
  engine: Engine,
  command: readonly string[],
  opened: Sources,
  watch?: Watch,
): Promise<Evident> {
  if (opened.sources.length === 0) throw all(opened.failures);
  const investigation = await engine({
    sources: opened.sources,
    keepPrivate: args.has('private'),
    command: commandLine(args, command),
    filters: args.values('only'),
    prior: priorOf(args),
    knowledge: knowledgeOptions(args, io),
    columns: await columnsOf(args),
    watch,
  });
  const { inputs, companions } = investigation;
  const passedOver = passedOverIn(investigation, opened);
  if (inputs.length === 0) throw all([...opened.failures, nothingFound(passedOver, companions)]);
  const unread = inputs.filter(({ format }) => format === null);
  const notes = [...opened.failures, ...unread.map(unreadError)];
  if (unread.length === inputs.length) return { investigation, problem: all(notes), notes: [] };
  if (passedOver.length > 0)
    notes.push(new UserError(`passed over ${listed(passedOver)}`, 'no listing that is read here'));
  return { investigation, problem: null, notes };
}

/** Refuses a client's edition of a report that has none: it would hand over what the reader was promised not to get. */
export function requireEditions(args: Arguments, targets: readonly { readonly report: ReportEntry }[]): void {
  if (args.value('edition') !== 'client') return;
  const printed = args.has('blocklist') ? 'blocklist' : (args.value('output') ?? (targets.length > 0 ? null : 'text'));
  const wanted = [...targets.map(({ report }) => report.name), ...(printed === null ? [] : [printed])];
  const without = wanted.find((name) => reports.find((report) => report.name === name)?.hasEditions !== true);
  if (without === undefined) return;
  throw new UserError(
    `--edition client: ${without} has no edition for clients`,
    'For example: --edition client --out report.html',
  );
}

/** The investigation with what online sources say, when they are wanted; null when only the plan was. */
async function onlineOf(
  args: Arguments,
  io: Io,
  investigation: Investigation,
  { sources }: Sources,
): Promise<{ readonly investigation: Investigation; readonly hasFailed: boolean } | null> {
  if (!args.has('online') && !args.has('plan')) return { investigation, hasFailed: false };
  const { askOnline } = await import('../ask-online.js');
  const online = await askOnline(
    args,
    io,
    investigation,
    sources.some(({ name }) => name === '-'),
  );
  if (online.kind === 'planned') return null;
  return online.kind === 'asked' ? online : { investigation, hasFailed: false };
}

/** Whole decibans, so that contributions add up; from one peer in a million to one in two. Throws UserError. */
export function priorOf(args: Arguments): number | undefined {
  const text = args.value('prior');
  if (text === null) return undefined;
  const prior = /^[-+]?\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (prior >= -60 && prior <= 0) return prior + 0;
  throw new UserError(
    `--prior wants whole decibans from -60 to 0, not "${text}"`,
    '-20 is one peer in a hundred, -30 one in a thousand, 0 one in two. For example: --prior -30',
  );
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

/** Files of folders that gave no input: no listing, or one without rows. */
function passedOverIn({ inputs, companions }: Investigation, { fromFolder }: Sources): string[] {
  const read = new Set([...inputs, ...companions].map(({ name }) => name.split('!', 1)[0]));
  return [...fromFolder].filter((name) => !read.has(name));
}

function nothingFound(names: readonly string[], companions: Investigation['companions']): UserError {
  if (companions.length > 0) {
    return new UserError(
      `${listed(companions.map(({ name, title }) => `${name} (${title})`))}: they explain a listing of connections, and there is none`,
      'Give the listing with them, for example: netstat -ano > connections.txt',
    );
  }
  return new UserError(`no listing among ${listed(names)}`, 'See what can be read: farend formats');
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${names.length} files (${shown} ...)` : shown;
}

function note(io: Io, { message, hint }: UserError): void {
  const text = hint === null ? message : `${message} (${hint})`;
  io.stderr.write(`farend: ${terminalText(text)}\n`);
}

function exitCode(
  args: Arguments,
  { counts, inputs }: Investigation,
  { failures, fromFolder }: Sources,
  hasFailed: boolean,
): number {
  const { malicious, suspicious } = counts.byVerdict;
  const threshold = args.value('fail-on');
  const isMet = threshold !== null && malicious + (threshold === 'suspicious' ? suspicious : 0) > 0;
  if (isMet) return EXIT.thresholdMet;
  const isPartial = inputs.some(({ partial, format, name }) => partial || (format === null && !fromFolder.has(name)));
  return failures.length > 0 || isPartial || hasFailed ? EXIT.partial : EXIT.done;
}

/** How a report is to be; `paths` are the files of the evidence, `output` null for a file. */
export function renderOptions(
  args: Arguments,
  io: Io,
  paths: readonly (string | null)[],
  { defangsByDefault }: Renderer,
  output: TextOutput | null,
): RenderOptions {
  return {
    ...lookFor(args, io, output, defangsByDefault),
    tlp: (args.value('tlp') ?? undefined) as Tlp | undefined,
    flavour: args.value('blocklist') ?? undefined,
    edition: args.value('edition') === 'client' ? 'client' : 'analyst',
    observedAt: observedAt(args, paths, io),
  };
}

async function writeReports(
  args: Arguments,
  io: Io,
  investigation: Investigation,
  targets: readonly { readonly path: string; readonly report: ReportEntry }[],
  opened: Sources,
): Promise<void> {
  const paths = opened.sources.map(({ path }) => path);
  const options = (renderer: Renderer, output: TextOutput | null): RenderOptions =>
    renderOptions(args, io, paths, renderer, output);
  for (const { path, report } of targets) {
    const renderer = await rendererOf(report);
    writeFileWhole(path, io.cwd, (output) => renderer.render(investigation, options(renderer, null), output));
    if (!args.has('quiet')) io.stderr.write(`farend: wrote ${terminalText(path)}\n`);
  }
  const format = args.has('blocklist') ? 'blocklist' : args.value('output');
  if (targets.length > 0 && format === null) return;
  const report = reports.find(({ name }) => name === (format ?? 'text'));
  if (report === undefined) return;
  const renderer = await rendererOf(report);
  try {
    renderer.render(investigation, options(renderer, io.stdout), io.stdout);
    io.stdout.flush();
  } catch (error) {
    if (!(error instanceof ClosedPipe)) throw error;
  }
}

/** What the report names as its command: options that change what is in it, and the inputs. */
export function commandLine(args: Arguments, operands: readonly string[]): string {
  const words = ['farend'];
  if (args.has('private')) words.push('--private');
  const prior = priorOf(args);
  if (prior !== undefined) words.push('--prior', String(prior));
  for (const filter of args.values('only')) words.push('--only', filter);
  for (const columns of args.values('map')) words.push('--map', columns);
  for (const names of args.values('online')) words.push(names === '' ? '--online' : `--online=${names}`);
  return [...words, ...operands].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w./:\\@%+=,-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}
