/** A quoted cell that goes on longer than this has lost its closing quote. */
const MAX_OPEN_LINES = 64;
const MAX_OPEN_TEXT = 65_536;
const MAX_CELLS = 1_024;

/**
 * `blanks`: columns are padded with runs of blanks (PowerShell's Format-Table); `wide`: with two at least, so that cells may
 * hold one.
 */
export type Delimiter = ',' | ';' | '\t' | '|' | 'blanks' | 'wide';

/** Jira's and Confluence's markup doubles the bars of a header: `||Process||Remote IP||`. */
const JIRA = /^\s*\|\|(?:[^|]{1,200}\|\|){2,}\s*$/;

export interface OpenRecord {
  readonly text: string;
  readonly line: number;
  readonly lines: number;
}

/** The cells of one line, RFC 4180 quoting; null when a quoted cell isn't closed on it. */
export function splitCells(line: string, delimiter: Delimiter): string[] | null {
  if (delimiter === 'blanks') return line.trim().split(/[ \t]+/, MAX_CELLS);
  if (delimiter === 'wide') return line.trim().split(/ {2,}|[ \t]*\t[ \t]*/, MAX_CELLS);
  if (!line.includes('"')) {
    const cells = (delimiter === '|' && JIRA.test(line) ? line.replaceAll('||', '|') : line).split(
      delimiter,
      MAX_CELLS,
    );
    return delimiter === '|' ? withoutBorders(cells) : cells;
  }
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length && cells.length < MAX_CELLS) {
    const start = skipBlanks(line, at, delimiter);
    if (line.charCodeAt(start) === 34) {
      const end = closingQuote(line, start + 1);
      if (end < 0) return null;
      cells.push(line.slice(start + 1, end).replaceAll('""', '"'));
      const next = line.indexOf(delimiter, end + 1);
      at = next < 0 ? line.length + 1 : next + 1;
    } else {
      const next = line.indexOf(delimiter, at);
      const end = next < 0 ? line.length : next;
      cells.push(line.slice(at, end));
      at = end + 1;
    }
  }
  return delimiter === '|' ? withoutBorders(cells) : cells;
}

/** Blanks before an opening quote; a tab may be the delimiter itself. */
function skipBlanks(line: string, at: number, delimiter: Delimiter): number {
  const tab = delimiter === '\t' ? 32 : 9;
  let i = at;
  while (line.charCodeAt(i) === 32 || line.charCodeAt(i) === tab) i += 1;
  return i;
}

function closingQuote(line: string, from: number): number {
  for (let i = line.indexOf('"', from); i >= 0; i = line.indexOf('"', i + 2)) {
    if (line.charCodeAt(i + 1) !== 34) return i;
  }
  return -1;
}

/** Markdown tables have an empty cell at each end, and may have code in the others. */
function withoutBorders(cells: string[]): string[] {
  const isFramed = cells.length > 2 && cells[0]?.trim() === '' && cells[cells.length - 1]?.trim() === '';
  return (isFramed ? cells.slice(1, -1) : cells).map((cell) => cell.replace(/^\s*`([^`]*)`\s*$/, '$1'));
}

/** Adds a line to a record whose quote is still open; null when it has been open for too long. */
export function extend(open: OpenRecord | null, text: string, line: number): OpenRecord | null {
  if (open === null) return { text, line, lines: 1 };
  if (open.lines >= MAX_OPEN_LINES || open.text.length + text.length > MAX_OPEN_TEXT) return null;
  return { text: `${open.text}\n${text}`, line: open.line, lines: open.lines + 1 };
}
