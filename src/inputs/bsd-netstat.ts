import { parseAddress } from '../address/parse.js';
import type { OperatingSystem } from '../model/input.js';
import { type BsdColumns, type BsdRow, bsdColumns, readBsdRow } from './_bsd-row.js';
import { certainty, countRows, Rows } from './_rows.js';
import { readSolarisRow, solarisSection } from './_solaris-row.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
// tcp4       0      0  192.0.2.17.52310       198.51.100.7.443       ESTABLISHED

class BsdReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #columns: BsdColumns;
  /** `TCP: IPv4` of Solaris: rows have no protocol of their own. */
  #section: string | null = null;
  #os: OperatingSystem = 'bsd';
  #isSolaris = false;
  #typed: string | null = null;
  #hasHeader = false;

  #headerText: string;

  /** `columns` are those under the header `headerText`. */
  constructor(sink: Sink, columns: BsdColumns, headerText: string) {
    this.#headerText = headerText;
    this.#sink = sink;
    this.#rows = new Rows(sink);
    this.#columns = columns;
  }

  line(text: string, number: number): void {
    const row = readBsdRow(text, this.#columns);
    if (row === undefined) this.#other(text, number);
    else if (row === null) this.#sink.badLine(number, text, 'a socket row without two readable addresses');
    else this.#accept(row, number);
  }

  #other(text: string, number: number): void {
    const section = solarisSection(text);
    if (section !== undefined) {
      this.#section = section;
      this.#isSolaris ||= section !== null;
      return;
    }
    const row = this.#section === null ? undefined : readSolarisRow(text, this.#section);
    if (row === null) this.#sink.badLine(number, text, 'a socket row without two readable addresses');
    else if (row !== undefined) this.#accept(row, number);
    else this.#header(text);
  }

  #header(text: string): void {
    if (!/Local Address|Multipath|kernel control|netstat/.test(text)) return;
    // Multipath sockets, LOCAL sockets and kernel control are macOS sections.
    if (/Multipath|LOCAL \(UNIX\)|kernel control|rhiwat|process:pid/.test(text)) this.#os = 'macos';
    this.#typed ??= /netstat((?:[ \t]+-[A-Za-z]{1,20})+)/.exec(text.slice(0, 400))?.[1] ?? null;
    if (text.includes('Foreign Address')) {
      this.#hasHeader = true;
      // Cells that are wider than their header were measured: the same header again can't make them narrow.
      if (text !== this.#headerText) this.#columns = bsdColumns(text, this.#columns);
      this.#headerText = text;
    }
  }

  #accept(row: BsdRow, number: number): void {
    this.#rows.socket(row, number);
  }

  end(): CaptureFacts {
    const switches = this.#typed?.match(/(?<=[ \t]-)[A-Za-z]+/g)?.join('');
    const system = this.#isSolaris ? 'Solaris' : this.#os === 'macos' ? 'macOS' : 'BSD';
    return {
      tool: `${system} netstat${switches === undefined || switches === '' ? '' : ` -${switches}`}`,
      language: this.#hasHeader || this.#isSolaris ? 'en' : null,
      os: this.#isSolaris ? 'unknown' : this.#os,
      blindSpots: this.#rows.listingSpots(this.#os),
    };
  }
}

function headerOf(head: Head): string {
  return head.lines.find((line) => /Local Address +Foreign Address/.test(line)) ?? '';
}

/** The columns of this capture, from its header or, without one, from its rows. */
function columnsOf(head: Head): BsdColumns {
  let columns = bsdColumns(headerOf(head), { host: 16, cell: 22, isFixed: false, after: [], areTcpCounts: false });
  const cells = head.lines.flatMap((line) => cellsOf(line).slice(0, 2));
  // A cell longer than the header's column: -W widens cells, not always the header.
  if (cells.some((cell) => cell.length > 22)) return { ...columns, host: 0, cell: 0 };
  if (columns.cell === 0) return columns;
  if (cells.every((cell) => cell.length <= 18) && head.lines.some((line) => SOCKET.test(line)))
    columns = { ...columns, cell: 18 };
  const hasNames = cells.some((cell) => /\.[A-Za-z]/.test(cell) && parseAddress(cell) === null);
  return columns.cell === 18 && hasNames ? { ...columns, host: 12 } : columns;
}

/** -A: the address of the protocol control block comes first. */
const SOCKET = /^[0-9a-f]{8,18}\s+(?:[0-9a-f]{1,8}\s+)?(?:tcp|udp)/;

function cellsOf(line: string): string[] {
  const match = /(?:^|\s)(?:tcp|udp)(?:4|6|46)?\s+\d+\s+\d+\s+(\S+)\s+(\S+)/.exec(line.slice(0, 400));
  return match === null ? [] : match.slice(1);
}

function sniff(head: Head): number {
  const hasSolaris = /(?:^|[ \t])(?:TCP|UDP): IPv[46][ \t]*\r?$/m.test(head.text);
  if (!hasSolaris && !/(?:tcp|udp|icm)(?:4|6|46)?[ \t]/.test(head.text)) return 0;
  const columns = columnsOf(head);
  let section: string | null = null;
  const rows = countRows(head.lines, (line) => {
    const next = solarisSection(line);
    if (next !== undefined) section = next;
    return readBsdRow(line, columns) != null || (section !== null && readSolarisRow(line, section) != null);
  });
  // Copied with tabs between its columns it would pass for a table.
  const hasHeader = /^Proto[ \t]+Recv-Q[ \t]+Send-Q[ \t]+Local Address[ \t]+Foreign Address/m.test(head.text);
  return rows > 0 && hasHeader ? Math.max(0.92, certainty(rows)) : certainty(rows);
}

/** netstat of macOS and the BSDs, HP-UX, AIX and Solaris: ports stand behind the last dot. */
export const bsdNetstat: InputFormat = {
  name: 'bsd-netstat',
  title: 'macOS and BSD netstat',
  reads: [
    {
      tool: 'netstat (macOS)',
      versions: 'OS X 10.4 to macOS 26, any of -A -a -b -f -l -n -p -v -W',
      link: 'https://github.com/apple-oss-distributions/network_cmds',
    },
    {
      tool: 'netstat (FreeBSD, NetBSD, OpenBSD, HP-UX, AIX)',
      versions: 'any, with -A -a -n -W',
      link: 'https://man.freebsd.org/cgi/man.cgi?netstat',
    },
    {
      tool: 'netstat (Solaris)',
      versions: '8 to 11.4, with -a -n -u',
      link: 'https://docs.oracle.com/cd/E88353_01/html/E37839/netstat-8.html',
    },
  ],
  sniff,
  open: (head, sink) => new BsdReader(sink, columnsOf(head), headerOf(head)),
};
