import type { InputSummary } from '../../model/input.js';
import type { Investigation } from '../../model/investigation.js';
import type { Writing } from '../_defang.js';
import { type Cell, link, number, text } from './_cells.js';
import type { SheetColumn, SheetShape } from './_sheet.js';

/** One thing that was read, could not be read, or was looked up in. */
export interface SourceRow {
  readonly kind:
    | 'evidence'
    | 'line not read'
    | 'name without address'
    | 'address cut short'
    | 'blind spot'
    | 'knowledge';
  readonly name: string;
  readonly says: string | null;
  readonly rows?: number;
  readonly badLines?: number;
  readonly date?: string;
  readonly licence?: string;
  readonly sha256?: string;
  readonly url?: string;
}

const column = (title: string, width: number, cell: (row: SourceRow) => Cell | null): SheetColumn<SourceRow> => ({
  title,
  width,
  cell,
});

const COLUMNS: readonly SheetColumn<SourceRow>[] = [
  column('Kind', 20, ({ kind }) => text(kind)),
  column('Name', 34, ({ name }) => text(name)),
  column('What it says', 80, ({ says }) => text(says, 'wrapped')),
  column('Rows', 10, ({ rows }) => number(rows ?? null)),
  column('Lines not read', 15, ({ badLines }) => number(badLines ?? null)),
  column('Date', 12, ({ date }) => text(date ?? null)),
  column('Licence', 20, ({ licence }) => text(licence ?? null)),
  column('SHA-256', 68, ({ sha256 }) => text(sha256 ?? null)),
  column('Link', 40, ({ url }) => (url === undefined ? null : isPage(url) ? link(url, { url }) : text(url))),
];

export const SOURCES: SheetShape<SourceRow> = {
  name: 'Sources',
  number: 4,
  columns: COLUMNS,
  frozen: 0,
  hasVerdict: false,
};

/** Everything that the report rests on, and what it could not rest on. */
export function* sourceRows({ inputs, pack }: Investigation, names: Writing): Iterable<SourceRow> {
  for (const input of inputs) yield* inputRows(input, names);
  for (const { name, date, licence, url } of pack.sources) {
    yield { kind: 'knowledge', name, says: null, date, licence, url };
  }
}

function* inputRows(input: InputSummary, names: Writing): Iterable<SourceRow> {
  const { name, tool, format, language, encoding, rows, sha256, partial, badLineCount } = input;
  const parts = [
    format === null ? 'not recognised' : tool,
    language === null ? null : `language ${language}`,
    encoding,
    partial ? 'reading stopped early: only a part of it is here' : null,
  ];
  const says = parts.filter((part) => part !== null).join(', ');
  yield { kind: 'evidence', name, says, rows, badLines: badLineCount, sha256 };
  for (const spot of input.blindSpots) {
    yield { kind: 'blind spot', name, says: spot.fix === '' ? spot.says : `${spot.says} Fix: ${spot.fix}` };
  }
  for (const { line, reason, text: read } of input.badLines) {
    yield { kind: 'line not read', name: `${name}, line ${line}`, says: `${reason}: ${read}` };
  }
  for (const peer of input.nameOnlyPeers) yield { kind: 'name without address', name, says: names.name(peer) };
  for (const peer of input.truncatedPeers) yield { kind: 'address cut short', name, says: names.name(peer) };
}

/** Only an ordinary web page becomes a link, never `javascript:`, a file or a share of another machine. */
function isPage(url: string): boolean {
  return /^https?:\/\/[\x21-\x7e]+$/.test(url) && url.length < 2000;
}
