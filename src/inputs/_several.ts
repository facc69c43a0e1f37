import type { Connection } from '../model/connection.js';
import type { FlowSink } from '../model/flow-group.js';
import type { BadLine, InputSummary } from '../model/input.js';
import { memorySource } from './_memory-source.js';
import { type Another, isWorthALook, type Left } from './_passed-over.js';
import { type Companion, type CompanionReading, readCompanion, recognise } from './companions/index.js';
import type { ByteSource } from './format.js';

/** Listings that are looked for in one file. */
const MOST_LISTINGS = 8;
/** One line of another format may be a damaged row of the first. */
const FROM_ROWS = 2;
/** Parts between rows, and paragraphs of one, that are looked at. */
const MOST_PARTS = 100;
/** Lines of a paragraph and of what follows that show whose it is. */
const LOOKED_AT = 60;

/** Reads a source by those formats that are wanted, told by their names. */
type Read = (source: ByteSource, sink: FlowSink, isWanted: (name: string) => boolean) => Promise<InputSummary>;

/** What else one file holds. */
export interface Several {
  /** The first listing, without bad lines that others could read. */
  readonly first: InputSummary;
  readonly others: readonly Another[];
  readonly companions: readonly CompanionReading[];
}

/**
 * Looks through what a listing passed over, which a script that writes all its commands into one file leaves: other
 * listings, and companions between them.
 */
export async function several(first: InputSummary, left: Left, read: Read): Promise<Several> {
  const others: Another[] = [];
  const rows = new Set(left.rows);
  const known = new Set(first.format === null ? [] : [first.format]);
  let { lines } = left;
  while (others.length < MOST_LISTINGS && isWorthALook(lines)) {
    const another = await next(first, lines, (part, sink) => read(part, sink, (name) => !known.has(name)));
    if (another === null) break;
    others.push(another);
    if (another.summary.format !== null) known.add(another.summary.format);
    for (const { line } of another.rows) rows.add(line);
    lines = lines.map((line, index) => (rows.has(index + 1) ? '' : line));
  }
  const cured = others.length === 0 ? first : await withoutRead(first, others, left.all, read);
  return { first: cured, others, companions: await companionsIn(first, lines, rows) };
}

async function next(
  first: InputSummary,
  lines: readonly string[],
  read: (source: ByteSource, sink: FlowSink) => Promise<InputSummary>,
): Promise<Another | null> {
  const rows: Connection[] = [];
  const sink = { connection: (row: Connection) => void rows.push(row) };
  const summary = await read(memorySource(first.name, Buffer.from(lines.join('\n'))), sink);
  if (summary.format === null || rows.length < FROM_ROWS) return null;
  const known = new Set(first.badLines.map(({ line }) => line));
  // Of more than are kept, those behind the last one that is kept are the first listing's as well.
  const isCut = first.badLineCount > known.size;
  const last = isCut ? lastBadLine(first) : Infinity;
  const badLines = summary.badLines.filter(({ line }) => line <= last && !known.has(line));
  const badLineCount = isCut ? badLines.length : summary.badLineCount - (summary.badLines.length - badLines.length);
  const name = `${first.name}#${summary.format}`;
  return {
    summary: { ...summary, name, sha256: first.sha256, encoding: first.encoding, badLines, badLineCount },
    rows,
  };
}

/** The first listing's bad lines without what others read. Where more were bad than are kept it is read again without those. */
async function withoutRead(
  first: InputSummary,
  others: readonly Another[],
  all: readonly string[],
  read: Read,
): Promise<InputSummary> {
  const taken = new Set(others.flatMap(({ rows }) => rows.map(({ line }) => line)));
  if (first.badLineCount > first.badLines.length) {
    const text = all.map((line, index) => (taken.has(index + 1) ? '' : line)).join('\n');
    const again = await read(memorySource(first.name, Buffer.from(text)), NOWHERE, (name) => name === first.format);
    return { ...first, badLines: again.badLines, badLineCount: again.badLineCount };
  }
  const badLines: readonly BadLine[] = first.badLines.filter(({ line }) => !taken.has(line));
  return { ...first, badLines, badLineCount: badLines.length };
}

const NOWHERE: FlowSink = { connection: () => undefined };

/** The last one that is kept; the others are only counted. */
function lastBadLine({ badLines }: InputSummary): number {
  return badLines.at(-1)?.line ?? 0;
}

/** Where somebody typed the next command: cmd, PowerShell, a shell of Unix. */
const PROMPT = /^(?:PS )?[A-Za-z]:\\[^<>|\n]{0,200}>|^[^\s@]{1,64}@\S[^\n]{0,260}[$#] |^[$#] \w/;

/** What stands between two rows, or two prompts, is one companion at most. */
function* parts(lines: readonly string[], rows: ReadonlySet<number>): Generator<{ start: number; part: string[] }> {
  let start = 0;
  let count = 0;
  for (let at = 0; at <= lines.length && count < MOST_PARTS; at++) {
    if (at < lines.length && !rows.has(at + 1) && !PROMPT.test(lines[at].slice(0, 300))) continue;
    const part = lines.slice(start, at);
    // Before a row: the header of its listing.
    if (rows.has(at + 1)) while (part.length > 0 && !/\d/.test(part[part.length - 1])) part.pop();
    if (isWorthALook(part)) {
      count++;
      yield { start, part };
    }
    start = at + 1;
  }
}

async function companionsIn(
  { name, sha256 }: InputSummary,
  lines: readonly string[],
  rows: ReadonlySet<number>,
): Promise<CompanionReading[]> {
  const found: CompanionReading[] = [];
  for (const { start, part } of parts(lines, rows)) {
    for (const { from, to, companion } of await piecesOf(name, part)) {
      const text = `${'\n'.repeat(start + from)}${part.slice(from, to).join('\n')}`;
      const { reading } = await readCompanion(memorySource(name, Buffer.from(text)), companion, () => false);
      if (reading === null || reading.summary.entries === 0) continue;
      found.push({ ...reading, summary: { ...reading.summary, name: `${name}#${companion.name}`, sha256 } });
    }
  }
  return found;
}

/** Lines of a part, from one up to another, that are one companion's. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly companion: Companion;
}

/** Scripts write one command after another: a paragraph that another companion claims begins its piece. */
async function piecesOf(name: string, part: readonly string[]): Promise<Piece[]> {
  const starts = paragraphs(part);
  const claims: { readonly from: number; readonly companion: Companion }[] = [];
  for (const [index, from] of starts.entries()) {
    const claimedBy = (to = part.length): Promise<Companion | null> =>
      recognise(name, Buffer.from(part.slice(from, Math.min(to, from + LOOKED_AT)).join('\n')));
    // A title may stand alone in its paragraph.
    const companion = (await claimedBy(starts[index + 1])) ?? (await claimedBy(starts[index + 2]));
    if (companion !== null && companion !== claims.at(-1)?.companion) claims.push({ from, companion });
  }
  if (claims.length === 0) {
    const companion = await recognise(name, Buffer.from(part.join('\n')));
    if (companion !== null) claims.push({ from: 0, companion });
  }
  return claims.map((claim, index) => ({ ...claim, to: claims[index + 1]?.from ?? part.length }));
}

/** Where paragraphs start: the first line, and those after a blank one. */
function paragraphs(part: readonly string[]): number[] {
  const starts: number[] = [];
  for (let at = 0; at < part.length && starts.length < MOST_PARTS; at++)
    if (part[at].trim() !== '' && (at === 0 || part[at - 1].trim() === '')) starts.push(at);
  return starts;
}
