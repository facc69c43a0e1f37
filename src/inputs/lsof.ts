import { LsofFields } from './_lsof-fields.js';
import { readLsofRow } from './_lsof-row.js';
import { certainty, countRows, Rows, type SocketRow } from './_rows.js';
import { windowWidth, WrappedRows } from './_wrapped.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// COMMAND   PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME
// curl     4242  ann    5u  IPv4  81234      0t0  TCP 192.0.2.17:52310->198.51.100.7:https (ESTABLISHED)

class LsofReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  readonly #fields: LsofFields | null;
  readonly #wrapped: WrappedRows<SocketRow>;
  #isMac = false;

  constructor(sink: Sink, isFields: boolean, width: number) {
    this.#wrapped = new WrappedRows<SocketRow>(
      {
        read: readLsofRow,
        row: (row, line, text) => this.#take(row, line, text),
        bad: (line, text) => this.#take(null, line, text),
      },
      width,
    );
    this.#sink = sink;
    this.#rows = new Rows(sink);
    const give = (row: ReturnType<typeof readLsofRow>, line: number, text: string): void => this.#take(row, line, text);
    this.#fields = isFields ? new LsofFields(give) : null;
  }

  line(text: string, number: number): void {
    if (this.#fields !== null) for (const field of fieldsOf(text)) this.#fields.line(field, number);
    else this.#wrapped.take(text, number);
  }

  #take(row: ReturnType<typeof readLsofRow>, line: number, text: string): void {
    if (row === null) this.#sink.badLine(line, text, 'a network file without a readable address');
    else if (row !== undefined) {
      // Device numbers of sockets are kernel addresses on macOS and the BSDs.
      this.#isMac ||= / 0x[0-9a-f]{6,16} /.test(text);
      this.#rows.socket(row, line);
    }
  }

  end(): CaptureFacts {
    this.#fields?.end();
    this.#wrapped.close();
    const os = this.#isMac ? 'macos' : 'unknown';
    const tool = this.#fields === null ? 'lsof -i' : 'lsof -i -F';
    return { tool, language: null, os, blindSpots: this.#rows.listingSpots(os) };
  }
}

/** `-F0` ends fields by NUL, which comes as a tab, and prints all of a file in one line. */
function fieldsOf(line: string): string[] {
  return line.includes('\t') ? line.split('\t', 64) : [line];
}

/** `lsof -F`: a letter, then its value; a process line comes before the names of its files. */
function isFieldOutput(head: Head): boolean {
  const lines = head.lines
    .slice(0, 400)
    .flatMap(fieldsOf)
    .filter((line) => line !== '');
  const start = lines.findIndex((line) => /^p\d{1,10}$/.test(line));
  if (start < 0) return false;
  const fields = lines.slice(start).filter((line) => /^[a-zA-Z0][^\t]*$/.test(line));
  return fields.length > 1 && lines.some((line) => /^n[^/].*:/.test(line) || /^t(?:IPv[46]|inet)/.test(line));
}

function sniff(head: Head): number {
  if (/\s(?:IPv[46]|inet6?)\s/.test(head.text)) {
    const rows = countRows(head.lines, (line) => readLsofRow(line) != null);
    if (rows > 0) return Math.max(0.93, certainty(rows));
  }
  // A listing of all open files may hold no network file at all: it is lsof's all the same.
  if (/^COMMAND +PID +(?:\S+ +){0,5}USER +FD +TYPE /m.test(head.text)) return 0.92;
  return isFieldOutput(head) ? 0.93 : 0;
}

/** `lsof` with any columns, and its field output. */
export const lsof: InputFormat = {
  name: 'lsof',
  title: 'lsof',
  reads: [
    {
      tool: 'lsof',
      versions: '4.x on Linux, macOS and the BSDs: the table with any columns, -F and -F0',
      link: 'https://github.com/lsof-org/lsof',
    },
  ],
  sniff,
  open: (head, sink) =>
    new LsofReader(sink, !/\s(?:IPv[46]|inet6?)\s/.test(head.text) && isFieldOutput(head), windowWidth(head.lines)),
};
