import { UserError } from '../../model/errors.js';
import type { Investigation } from '../../model/investigation.js';
import { blocklistFlavours, fileEndings, reports } from '../../report/index.js';
import type { ReportEntry, RenderOptions, Tlp } from '../../report/report.js';
import { terminalText } from '../../report/terminal-text.js';
import type { Arguments } from '../arguments.js';
import { type Command, inGroup, LOOK_OPTIONS, type Option } from '../command.js';
import { EXIT } from '../exit-code.js';
import type { Io, TextOutput } from '../io.js';
import { KNOWLEDGE_OPTIONS } from '../knowledge-options.js';
import { lookFor } from '../look.js';
import { ONLINE_OPTIONS } from '../online-options.js';
import { observedAt } from '../observed-at.js';
import { ClosedPipe } from '../output.js';
import { reportForFile, requireNotInput, writeFileWhole } from '../output-file.js';
import {
  columnsOf,
  type Engine,
  filterOf,
  isPartlyRead,
  loadEngine,
  priorOf,
  readEvidence,
  totalOf,
} from '../read-evidence.js';
import { type Renderer, rendererOf } from '../renderer.js';
import { watchReading } from '../reading-watch.js';
import { openSources, type Sources } from '../sources.js';

const OPTIONS: readonly Option[] = [
  ...inGroup('Reports', [
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
      says: 'analyst (default), or client: html without users, hosts, private addresses and command lines, defanged',
    },
    {
      name: 'observed',
      value: { placeholder: 'TIME' },
      says: 'When the listing was taken, for reports that need times it lacks (default: when its file was written)',
    },
    {
      name: 'case',
      value: { placeholder: 'FOLDER', isFile: true },
      says: 'Also save it there, as the page of farend serve does: plain files that can be reopened',
    },
    { name: 'copies', says: 'With --case: copies of the files that were read, too' },
    {
      name: 'notes',
      value: { placeholder: 'FILE', isFile: true },
      says: 'Show the notes of that file or folder beside the peers (farend notes; the page of farend serve)',
    },
  ]),
  ...inGroup('Reading and judging', [
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
    {
      name: 'map',
      value: { placeholder: 'MEANING=COLUMN,...' },
      isRepeatable: true,
      says: 'Columns of a table that farend does not know: "remote=Ext IP,port=Ext Port"; a wrong meaning lists them all',
    },
    { name: 'hash', says: 'SHA-256 of inputs of 8 MB and more in a text report, too (all other reports have it)' },
  ]),
  ...inGroup('How much is shown', [
    { name: 'top', value: { placeholder: 'N' }, says: 'Peers in full per verdict (default 10)' },
    { name: 'all', says: 'Every peer in full, none folded' },
    { name: 'verbose', short: 'v', says: 'Also facts with sources, evidence, every bad line' },
    { name: 'quiet', short: 'q', says: 'No header, next steps, notes and progress' },
    { name: 'no-progress', says: 'No line on the terminal that says how far a long reading is' },
    { name: 'utc', says: 'Times in UTC instead of the zone of this computer' },
  ]),
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

/** Where the evidence comes from, and how the report names the command. */
export interface Evidence {
  open(): Sources | Promise<Sources>;
  /** As the report names it behind the command. */
  readonly operands: readonly string[];
  /** A file of notes that lies beside it. */
  readonly notes?: string | null;
}

/** The operands, or standard input. */
export function operandsOf(args: Arguments, io: Io): Evidence {
  const operands = args.operands.length > 0 ? args.operands : ['-'];
  return { open: () => openSources(operandsOrStdin(args, io), io), operands };
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
  const withNotes = await notesFrom(args.value('notes') ?? evidence.notes ?? null, io);
  const opened = await evidence.open();
  for (const { path } of targets)
    requireNotInput(
      path,
      opened.sources.map((source) => source.path),
      io.cwd,
    );
  const watch = watchReading(io, totalOf(opened), !args.has('quiet') && !args.has('no-progress'));
  const read = await readEvidence(args, io, engine, evidence.operands, opened, watch);
  const { problem, notes } = read;
  const found = withNotes(read.investigation);
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
  const place = args.value('case');
  if (place !== null) await (await import('../save-case.js')).saveInto(place, args, io, investigation, opened);
  return code;
}

/** Puts what people wrote beside the peers, where somebody did. Throws UserError. */
async function notesFrom(place: string | null, io: Io): Promise<(found: Investigation) => Investigation> {
  if (place === null) return (found) => found;
  const [file, { noted }] = await Promise.all([import('../notes-file.js'), import('../../flow/noted.js')]);
  const notes = file.readNotes(file.notesFile(place, io), io);
  return (found) => noted(found, notes);
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

function operandsOrStdin({ operands }: Arguments, io: Io): readonly string[] {
  if (operands.length > 0) return operands;
  if (!io.stdinIsTerminal) return ['-'];
  throw new UserError('nothing to read', 'Name a file, or - for standard input. See: farend --help');
}

/** Says on standard error what could not be read. */
export function note(io: Io, { message, hint }: UserError): void {
  const text = hint === null ? message : `${message} (${hint})`;
  io.stderr.write(`farend: ${terminalText(text)}\n`);
}

function exitCode(args: Arguments, investigation: Investigation, opened: Sources, hasFailed: boolean): number {
  const { malicious, suspicious } = investigation.counts.byVerdict;
  const threshold = args.value('fail-on');
  const isMet = threshold !== null && malicious + (threshold === 'suspicious' ? suspicious : 0) > 0;
  if (isMet) return EXIT.thresholdMet;
  return isPartlyRead(investigation, opened) || hasFailed ? EXIT.partial : EXIT.done;
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

/** The files behind an investigation, by the names that it has for them. */
export function filesOf({ sources }: Sources): { readonly name: string; readonly path: string }[] {
  return sources.flatMap(({ name, path }) => (path === null ? [] : [{ name, path }]));
}

/** The page shows rows as they stand; the evidence is read again for them. */
export async function rawRowsFor(
  { name }: ReportEntry,
  investigation: Investigation,
  files: readonly { readonly name: string; readonly path: string }[],
  io: Io,
): Promise<Pick<RenderOptions, 'rawRows'>> {
  if (name !== 'html') return {};
  return { rawRows: await (await import('../raw-rows.js')).rawRowsOf(investigation, files, io) };
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
    const full = { ...options(renderer, null), ...(await rawRowsFor(report, investigation, filesOf(opened), io)) };
    writeFileWhole(path, io.cwd, (output) => renderer.render(investigation, full, output));
    if (!args.has('quiet')) io.stderr.write(`farend: wrote ${terminalText(path)}\n`);
  }
  const format = args.has('blocklist') ? 'blocklist' : args.value('output');
  if (targets.length > 0 && format === null) return;
  const report = reports.find(({ name }) => name === (format ?? 'text'));
  if (report === undefined) return;
  const renderer = await rendererOf(report);
  const raw = await rawRowsFor(report, investigation, filesOf(opened), io);
  try {
    renderer.render(investigation, { ...options(renderer, io.stdout), ...raw }, io.stdout);
    io.stdout.flush();
  } catch (error) {
    if (!(error instanceof ClosedPipe)) throw error;
  }
}
