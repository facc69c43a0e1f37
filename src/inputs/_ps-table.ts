import { plainRecord } from './_ps-plain.js';
import { type Column, columnOf } from './_table-columns.js';
import type { RawRecord } from './_table-record.js';

interface Span {
  readonly column: Column | null;
  readonly from: number;
  readonly to: number;
}

interface Header {
  readonly spans: readonly Span[];
  /** Console lines of one row: 1 unless the window was narrower than the table. */
  readonly lines: number;
  /** Width of that window. */
  readonly width: number;
  /** Lines of the header, its rule among them. */
  readonly height: number;
}

const RULE = /^\s*-{2,}(?:\s+-+)*\s*$/;
const MOST_LINES = 6;

/** True for the first line of a header: names of properties and nothing else. */
function isNames(line: string): boolean {
  // In a column of less than their width they go on in the next line: `LocalAddres`.
  if (!/(?:^|\s)(?:Local|Remote)A[a-z]{0,6}(?:\s|$)/.test(line) || line.length > 2000) return false;
  return /^[\sA-Za-z_][\w\s]*$/.test(line) && line.trim().includes(' ');
}

/**
 * The header that starts in this line: names, then a rule of dashes under each. In a narrow window both go on in the
 * next lines, cut wherever the window ends; in a narrow column only the name does, below itself.
 */
export function headerAt(lines: readonly string[], at: number): Header | null {
  const first = lines[at] ?? '';
  if (!isNames(first)) return null;
  let count = 1;
  while (count <= MOST_LINES && !RULE.test(lines[at + count] ?? '')) count += 1;
  if (count > MOST_LINES) return null;
  if (count > 1 && !RULE.test(lines[at + count + 1] ?? '')) return stackedHeader(lines.slice(at, at + count + 1));
  const block = lines.slice(at, at + 2 * count);
  const following = lines.slice(at + 2 * count, at + 2 * count + 200).map((line) => line.trimEnd().length);
  const width = count === 1 ? 0 : Math.max(...block.map((line) => line.trimEnd().length), ...following);
  const names = joined(block.slice(0, count), width);
  const rule = joined(block.slice(count), width);
  const spans = spansOf([names], rule);
  return spans === null ? null : { spans, lines: count, width, height: 2 * count };
}

/** `OwningPro` and below it `cess`, over one rule. */
function stackedHeader(block: readonly string[]): Header | null {
  const spans = spansOf(block.slice(0, -1), block.at(-1) ?? '');
  return spans === null ? null : { spans, lines: 1, width: 0, height: block.length };
}

/** Null: too few columns that are known. */
function spansOf(names: readonly string[], rule: string): readonly Span[] | null {
  const spans = [...rule.matchAll(/-+/g)].map(({ index, 0: dashes }) => {
    const to = index + dashes.length;
    return { column: columnOf(names.map((line) => line.slice(index, to).trim()).join('')), from: index, to };
  });
  return spans.filter(({ column }) => column !== null && !column.isWeak).length < 2 ? null : spans;
}

function joined(lines: readonly string[], width: number): string {
  return lines.map((line, index) => (index === lines.length - 1 ? line : line.padEnd(width))).join('');
}

interface Pending {
  readonly parts: string[];
  readonly line: number;
  readonly cells: string[];
}

/** Rows under such a header. Cells are found by their place under the rule, so empty and wrapped ones don't shift others. */
export class PsTable {
  readonly #give: (record: RawRecord, line: number, text: string) => void;
  readonly #head: readonly string[];
  #header: Header | null = null;
  #skip = 0;
  #pending: Pending | null = null;
  /** Lines since the last possible header, for tables that begin behind the head. */
  readonly #recent: { text: string; line: number }[] = [];

  constructor(give: (record: RawRecord, line: number, text: string) => void, head: readonly string[]) {
    this.#give = give;
    this.#head = head;
  }

  /** True when the line was the table's. */
  line(text: string, number: number): boolean {
    if (this.#skip > 0) {
      this.#skip -= 1;
      return true;
    }
    const header = isNames(text) ? (headerAt(this.#head, number - 1) ?? this.#lateHeader(text, number)) : null;
    if (header !== null) {
      this.close();
      this.#header = header;
      this.#skip = header.height - 1;
      return true;
    }
    if (this.#ruled(text, number)) return true;
    return this.#header === null ? false : this.#row(text, number, this.#header);
  }

  /** Behind the head only the line itself is known: its rule comes next. */
  #lateHeader(text: string, number: number): null {
    if (number > this.#head.length - 2 * MOST_LINES) this.#recent.splice(0, 1, { text, line: number });
    return null;
  }

  #ruled(text: string, number: number): boolean {
    const [names] = this.#recent;
    if (names === undefined || names.line !== number - 1 || !RULE.test(text)) return false;
    const header = headerAt([names.text, text], 0);
    if (header === null) return false;
    this.close();
    this.#header = header;
    return true;
  }

  #row(text: string, number: number, header: Header): boolean {
    if (text.trim() === '') {
      this.close();
      return false;
    }
    const cells = cellsOf(text, header.spans);
    if (header.lines === 1 && isShifted(cells, header.spans) && plainRecord(text) !== null) {
      this.close();
      return false;
    }
    if (startsRow(cells, header.spans)) {
      this.close();
      this.#pending = { parts: [text], line: number, cells };
      return true;
    }
    const pending = this.#pending;
    if (pending === null) return false;
    if (header.lines > 1 && pending.parts.length < header.lines) pending.parts.push(text);
    else if (!continues(pending.cells, cells, header.spans)) {
      this.close();
      return false;
    }
    return true;
  }

  close(): void {
    const [pending, header] = [this.#pending, this.#header];
    this.#pending = null;
    if (pending === null || header === null) return;
    const text = pending.parts[0] ?? '';
    const cells = pending.parts.length > 1 ? cellsOf(joined(pending.parts, header.width), header.spans) : pending.cells;
    const record: RawRecord = {};
    header.spans.forEach(({ column }, index) => {
      if (column !== null && !(column.isWeak && record[column.field] !== undefined))
        record[column.field] ??= cells[index] ?? '';
    });
    this.#give(record, pending.line, text);
  }
}

/** Left-aligned cells begin with their dashes, right-aligned ones end with them: each overlaps its own. */
export function cellsOf(line: string, spans: readonly Omit<Span, 'column'>[]): string[] {
  const cells = spans.map(() => '');
  const words = [...line.slice(0, 4000).matchAll(/\S+/g)];
  const inOrder = words.length === spans.length;
  for (const [order, match] of words.entries()) {
    const [from, to] = [match.index, match.index + match[0].length];
    let best = order;
    let most = 0;
    if (!inOrder) {
      spans.forEach((span, index) => {
        const overlap = Math.min(to, span.to) - Math.max(from, span.from);
        if (overlap > most) [best, most] = [index, overlap];
      });
    }
    if (best < cells.length) cells[best] = cells[best] === '' ? match[0] : `${cells[best]} ${match[0]}`;
  }
  return cells;
}

/** The usual columns, and blanks within an address or port: runs of blanks were lost, or turned to tabs. */
function isShifted(cells: readonly string[], spans: readonly Span[]): boolean {
  const usual = ['localAddress', 'localPort', 'remoteAddress', 'remotePort', 'state'];
  if (usual.some((field, index) => spans[index]?.column?.field !== field)) return false;
  return usual.some((_, index) => !/^\S+$/.test((cells[index] ?? '').trim()));
}

function startsRow(cells: readonly string[], spans: readonly Span[]): boolean {
  const at = (field: string): string | null => {
    const index = spans.findIndex(({ column }) => column?.field === field);
    return index < 0 ? null : (cells[index] ?? '');
  };
  const address = at('localAddress') ?? at('remoteAddress') ?? '';
  const port = at('localPort') ?? at('remotePort');
  const isAddress = /^(?:[0-9a-f]*[.:][0-9a-f.:]*(?:%\S+)?|\*)(?:\.{3}|…)?$/i.test(address);
  return isAddress && (port === null || /^\d{1,5}$/.test(port));
}

/** -Wrap: the rest of a long address stands in the next line, in its own column. */
function continues(before: string[], cells: readonly string[], spans: readonly Span[]): boolean {
  const parts = cells.map((text, index) => ({ text, index })).filter(({ text }) => text !== '');
  const isPart = ({ text, index }: { text: string; index: number }): boolean =>
    spans[index]?.column?.field.endsWith('Address') !== true || /^[0-9a-f:.%]+$/i.test(text);
  if (parts.length === 0 || !parts.every(isPart)) return false;
  for (const { text, index } of parts) if ((before[index] ?? '').length < 300) before[index] += text;
  return true;
}
