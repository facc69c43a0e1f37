import { isDateFormat, serialTime } from './_sheet-dates.js';
import { readXml, type XmlSink } from './_sheet-xml.js';
import { type Member, PieceSource } from './member.js';

/** The unpacked bytes of a part of a workbook, or null when it has none of that name. */
export type Parts = (name: string) => AsyncIterable<Uint8Array> | null;

/** Texts are kept for all sheets, since cells only number them. */
const MOST_TEXT = 33_554_432;
/** ECMA-376 allows 16,384; a table reader looks at a thousand. */
const MOST_COLUMNS = 1_024;
const MOST_ROWS = 1_048_576;
/** Excel's own limit for one cell. */
const LONGEST_CELL = 32_767;
const MOST_SHEETS = 256;
/** Rows gathered before they are handed on, in characters. */
const PIECE = 65_536;
/** The sheets that farend writes: what its other ones say of peers stands in this one for each connection. */
const OWN = { all: ['Peers', 'Findings', 'Connections'], rows: 'Connections' };

interface Book {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly texts: readonly string[];
  /** By style number: whether a number is a date. */
  readonly isDate: readonly boolean[];
  readonly startsIn1904: boolean;
}

/**
 * The sheets of a workbook (ECMA-376, xlsx and xlsm) as text with a line for each row and commas between its cells, so
 * that the readers of text find their tables, listings and companions in them. Bounded like everything in an archive.
 */
export async function* sheetMembers(parts: Parts): AsyncGenerator<Member> {
  const book = await openBook(parts);
  const names = new Set(book.sheets.map(({ name }) => name));
  const isOwn = OWN.all.every((name) => names.has(name));
  for (const { name, part } of book.sheets) {
    const content = parts(part);
    if (content === null || (isOwn && name !== OWN.rows)) continue;
    const source = new PieceSource(name, rowsOf(content, book));
    yield { name, source, damage: () => source.damage };
    await source.close();
  }
}

async function openBook(parts: Parts): Promise<Book> {
  const targets = new Map<string, string>();
  await readPart(parts('xl/_rels/workbook.xml.rels'), {
    open(name, attributes) {
      if (name === 'Relationship') targets.set(attributes.Id ?? '', partName(attributes.Target ?? ''));
    },
  });
  const sheets: { name: string; part: string }[] = [];
  let startsIn1904 = false;
  await readPart(parts('xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr') startsIn1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet' || sheets.length >= MOST_SHEETS) return;
      const part = targets.get(attributes.id ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`;
      sheets.push({ name: attributes.name ?? `sheet ${sheets.length + 1}`, part });
    },
  });
  const isDate = await dateStyles(parts('xl/styles.xml'));
  return { sheets, texts: await sharedTexts(parts('xl/sharedStrings.xml')), isDate, startsIn1904 };
}

/** Targets are relative to `xl/`, or begin with a slash at the root. */
function partName(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
}

/** Runs of differently formatted letters are one text; readings above Asian letters (`rPh`) are none of it. */
async function sharedTexts(part: AsyncIterable<Uint8Array> | null): Promise<string[]> {
  const texts: string[] = [];
  let size = 0;
  let text = '';
  let isText = false;
  let isReading = false;
  await readPart(part, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isReading = true;
      isText = name === 't' && !isReading;
    },
    text(piece) {
      if (isText) text += piece;
    },
    close(name) {
      if (name === 'rPh') isReading = false;
      if (name === 't') isText = false;
      if (name !== 'si') return;
      texts.push(text.slice(0, LONGEST_CELL));
      size += text.length + 8;
      if (size > MOST_TEXT) throw new Error('more text than is held at once');
    },
  });
  return texts;
}

async function dateStyles(part: AsyncIterable<Uint8Array> | null): Promise<boolean[]> {
  const codes = new Map<string, string>();
  const isDate: boolean[] = [];
  let isCells = false;
  await readPart(part, {
    open(name, { numFmtId = '', formatCode = '' }) {
      if (name === 'numFmt') codes.set(numFmtId, formatCode);
      if (name === 'cellXfs') isCells = true;
      if (name === 'xf' && isCells) isDate.push(isDateFormat(Number(numFmtId), codes.get(numFmtId)));
    },
    close(name) {
      if (name === 'cellXfs') isCells = false;
    },
  });
  return isDate;
}

async function readPart(part: AsyncIterable<Uint8Array> | null, sink: XmlSink): Promise<void> {
  if (part === null) return;
  for await (const _piece of readXml(part, sink));
}

/** Where a cell is, what its value means, and its text so far. */
interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  text: string;
}

/** Line numbers are row numbers: rows that a sheet leaves out are empty lines. */
async function* rowsOf(part: AsyncIterable<Uint8Array>, book: Book): AsyncGenerator<Uint8Array> {
  let out = '';
  let written = 0;
  let row = 0;
  let cells: string[] = [];
  let cell: OpenCell | null = null;
  let isValue = false;
  const sink: XmlSink = {
    open(name, { r = '', t = 'n', s = '0' }) {
      if (name === 'row') {
        row = Math.max(Number(r) || row + 1, written + 1);
        cells = [];
      } else if (name === 'c') cell = { column: columnOf(r) ?? cells.length, type: t, style: Number(s), text: '' };
      isValue = name === 'v' || name === 't';
    },
    text(piece) {
      if (isValue && cell !== null && cell.text.length < LONGEST_CELL) cell.text += piece;
    },
    close(name) {
      isValue = false;
      if (name === 'c' && cell !== null) {
        if (cell.column < MOST_COLUMNS) put(cells, cell.column, valueOf(cell, book));
        cell = null;
      }
      if (name !== 'row' || row > MOST_ROWS) return;
      out += `${'\n'.repeat(row - written - 1)}${lineOf(cells)}\n`;
      written = row;
    },
  };
  for await (const _piece of readXml(part, sink)) {
    if (out.length < PIECE) continue;
    yield Buffer.from(out);
    out = '';
  }
  if (out !== '') yield Buffer.from(out);
}

function put(cells: string[], column: number, value: string): void {
  while (cells.length < column) cells.push('');
  cells[column] = value;
}

/** `B7` is in column 1; null when the cell doesn't say. */
function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function valueOf({ type, style, text }: OpenCell, { texts, isDate, startsIn1904 }: Book): string {
  if (type === 's') return texts[Number(text)] ?? '';
  if (type === 'b') return text === '1' ? 'true' : 'false';
  if (type !== 'n' || text === '') return text;
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return isDate[style] ? serialTime(value, startsIn1904) : String(value);
}

/** Quotes where a comma, a quote or a blank edge needs them: a listing that was pasted into column A stays as it is. */
function lineOf(cells: readonly string[]): string {
  const plain = cells.map((text) => text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' '));
  if (plain.length === 1) return plain[0];
  return plain.map((text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',');
}
