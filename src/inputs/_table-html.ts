import { decodeEntities } from './_xml-text.js';
import type { CaptureFacts, Head, LineReader } from './format.js';

/** More text is no row. */
const LONGEST_ROW = 65_536;
const START = /<tr\b/gi;
const END = /<\/(?:tr|table|tbody|thead)\b|<tr\b/gi;
/** `<tr`, and what of it may stand before the next chunk. */
const SHORTEST_MARK = 3;
const LONGEST_MARK = 8;
const CELL = /<t[dh]\b[^<>]{0,400}>/i;
const TAG = /<[^<>]{0,400}>/g;

/** Rows of a page's table, a line each with tabs between the cells; the page has them over several lines, a cell a line perhaps. */
export class HtmlRows implements LineReader {
  readonly #reader: LineReader;
  #rest = '';
  #line = 1;
  readonly text = (chunk: string): void => this.#take(chunk);

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  line(): void {
    // Rows are no lines: `text` takes them.
  }

  end(): CaptureFacts {
    this.#row(this.#rest);
    return this.#reader.end();
  }

  #take(chunk: string): void {
    let text = this.#rest + chunk;
    for (;;) {
      START.lastIndex = 0;
      const start = START.exec(text)?.index ?? Math.max(0, text.length - LONGEST_MARK);
      text = this.#drop(text, start);
      END.lastIndex = SHORTEST_MARK;
      const end = END.exec(text)?.index ?? (text.length > LONGEST_ROW ? LONGEST_ROW : -1);
      if (end < 0) break;
      this.#row(text.slice(0, end));
      text = this.#drop(text, end);
    }
    this.#rest = text;
  }

  #drop(text: string, count: number): string {
    for (let at = text.indexOf('\n'); at >= 0 && at < count; at = text.indexOf('\n', at + 1)) this.#line += 1;
    return text.slice(count);
  }

  #row(text: string): void {
    const row = rowOf(text);
    if (row !== null) this.#reader.line(row, this.#line);
  }
}

/** The cells of a row between tabs; null where it has none. */
function rowOf(text: string): string | null {
  const [, ...cells] = text.slice(0, LONGEST_ROW).split(CELL);
  return cells.length === 0 ? null : cells.map(plain).join('\t');
}

function plain(cell: string): string {
  const text = decodeEntities(cell.replace(TAG, ' ').replace(/&nbsp;/gi, ' '))
    .replace(/\s+/g, ' ')
    .trim();
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same head as rows, where it holds any. */
export function htmlHead(head: Head): Head | null {
  if (head.text.search(CELL) < 0) return null;
  const lines: string[] = [];
  const facts: CaptureFacts = { tool: '', language: null, os: 'unknown', blindSpots: [] };
  const rows = new HtmlRows({ line: (row) => void lines.push(row), end: () => facts });
  rows.text(head.text);
  return lines.length === 0 ? null : { ...head, lines, text: lines.join('\n') };
}
