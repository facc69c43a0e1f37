import type { KnowledgeOptions } from '../flow/knowledge.js';
import type { PeerFilter } from '../flow/peer-filter.js';
import type { ColumnMap } from '../inputs/column-map.js';
import type { Watch } from '../inputs/watch.js';
import { UserError } from '../model/errors.js';
import type { InputSummary } from '../model/input.js';
import type { Investigation } from '../model/investigation.js';
import type { Arguments } from './arguments.js';
import type { Io } from './io.js';
import { knowledgeOptions } from './knowledge-options.js';
import type { Sources } from './sources.js';
import { version } from './version.js';

/** The part of `flow` that reading needs; a test brings its own. */
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
  readonly hash: boolean;
}

export const loadEngine: Engine = async (job) => {
  const { sources, keepPrivate, command, filters, prior, knowledge, columns, watch, hash } = job;
  const [{ openKnowledge }, flow] = await Promise.all([
    import('../flow/knowledge.js'),
    import('../flow/investigate.js'),
  ]);
  const only = await filterOf(filters);
  const options = { keepPrivate, command, version, only, prior, columns, watch, hash };
  return flow.investigate(sources, options, await openKnowledge(knowledge));
};

/** Columns that the user names, or null. Throws UserError. */
export async function columnsOf(args: Arguments): Promise<ColumnMap | null> {
  if (!args.has('map')) return null;
  const { parseColumnMap } = await import('../inputs/column-map.js');
  return parseColumnMap(args.values('map'));
}

/** What --only keeps, or null. Throws UserError. */
export async function filterOf(filters: readonly string[]): Promise<PeerFilter | null> {
  if (filters.length === 0) return null;
  const { parseFilter } = await import('../flow/peer-filter.js');
  return parseFilter(filters.join(' '));
}

/** Bytes of all inputs, or null when one is a pipe. */
export function totalOf({ sources }: Sources): number | null {
  let total = 0;
  for (const { size } of sources) {
    if (size === null) return null;
    total += size;
  }
  return total;
}

/** What is to be said of how the inputs were read. */
export interface Readings {
  /** Set when nothing of it was recognised. */
  readonly problem: UserError | null;
  /** What could not be opened or read, or was passed over. */
  readonly notes: readonly UserError[];
}

export interface EvidenceRead extends Readings {
  readonly investigation: Investigation;
}

/** Reads and judges what was opened. Throws UserError when there is nothing to read. */
export async function readEvidence(
  args: Arguments,
  io: Io,
  engine: Engine,
  operands: readonly string[],
  opened: Sources,
  watch?: Watch,
): Promise<EvidenceRead> {
  requireOpened(opened);
  const investigation = await engine({
    sources: opened.sources,
    keepPrivate: args.has('private'),
    command: commandLine(args, operands),
    filters: args.values('only'),
    prior: priorOf(args),
    knowledge: knowledgeOptions(args, io),
    columns: await columnsOf(args),
    watch,
    hash: !isTextAlone(args) || args.has('hash') || args.has('verbose'),
  });
  return { investigation, ...readings(investigation, opened) };
}

type Read = Pick<Investigation, 'inputs' | 'companions'>;

/** How what was opened was read. Throws UserError when there was nothing to read. */
export function readings(read: Read, opened: Sources): Readings {
  const { inputs, companions } = read;
  const passedOver = passedOverIn(read, opened);
  if (inputs.length === 0) throw all([...opened.failures, nothingFound(passedOver, companions)]);
  const unread = inputs.filter(({ format }) => format === null);
  const notes = [...opened.failures, ...unread.map(unreadError)];
  if (unread.length === inputs.length) return { problem: all(notes), notes: [] };
  if (passedOver.length > 0)
    notes.push(
      new UserError(
        `passed over ${listed(passedOver)}`,
        'no listing with rows of its own; name a text to have its addresses read',
      ),
    );
  return { problem: null, notes };
}

/** Whether a part of what was named is missing from what was read. */
export function isPartlyRead({ inputs }: Read, { failures, fromFolder }: Sources): boolean {
  const isPartial = inputs.some(({ partial, format, name }) => partial || (format === null && !fromFolder.has(name)));
  return failures.length > 0 || isPartial;
}

/** Throws UserError when nothing of it could be opened. */
export function requireOpened({ sources, failures }: Sources): void {
  if (sources.length === 0) throw all(failures);
}

/** Whether a text report, which shows only the beginning of a hash, is all that is wanted. */
function isTextAlone(args: Arguments): boolean {
  if (args.command !== 'investigate' || ['out', 'case', 'blocklist'].some((name) => args.has(name))) return false;
  return (args.value('output') ?? 'text') === 'text';
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

/** What the report names as its command: options that change what is in it, and the inputs. */
export function commandLine(args: Arguments, operands: readonly string[]): string {
  // The default command needs no name.
  const words = args.command === 'investigate' ? ['farend'] : ['farend', args.command];
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

/** One error that tells them all: the first, then one line for each other. */
function all(errors: readonly UserError[]): UserError {
  const [first, ...others] = errors;
  if (others.length === 0) return first;
  return new UserError(errors.map(({ message }) => message).join('\n'), first.hint);
}

function unreadError({ name, blindSpots }: InputSummary): UserError {
  const said = blindSpots[0]?.says ?? 'No known listing was recognised in it.';
  const shown = name === '-' ? 'standard input' : name;
  return new UserError(`${shown} was not recognised. ${said}`, 'See what can be read: farend formats');
}

/** Files of folders that gave no input: no listing, or one without rows. */
function passedOverIn({ inputs, companions }: Read, { fromFolder }: Sources): string[] {
  const read = new Set([...inputs, ...companions].map(({ name }) => name.split('!', 1)[0]));
  return [...fromFolder].filter((name) => !read.has(name));
}

function nothingFound(names: readonly string[], companions: Read['companions']): UserError {
  if (companions.length > 0) {
    return new UserError(
      `${listed(companions.map(({ name, title }) => `${name} (${title})`))}: they explain a listing of connections, and there is none`,
      'Give the listing with them, for example: netstat -ano > connections.txt',
    );
  }
  return new UserError(
    `no listing among ${listed(names)}`,
    'See what can be read: farend formats. Name a text by itself to have its addresses read.',
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${names.length} files (${shown} ...)` : shown;
}
