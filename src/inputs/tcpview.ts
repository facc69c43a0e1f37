import { splitCells } from './_delimited.js';
import { certainty, countRows, Rows } from './_rows.js';
import { stateOf } from './_states.js';
import { findLayout } from './_table-layout.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format (TCPView 4, tcpvcon -c):
// example.exe,4242,TCP,Established,192.168.1.20,52310,198.51.100.7,443,3/14/2026 9:26:53 AM,example.exe,6,6,2,575,4,794
// TCP,example.exe,4242,ESTABLISHED,192.168.1.20:52310,198.51.100.7:443

const PROTOCOL = /^(?:TCP|UDP)(?:v[46])?$/i;
const ADDRESS = /^[\w.\-:%[\]*$]{0,300}$/;

/**
 * Counters at the end hold thousands separators without quotes (`2,575`), so a row is read from its protocol cell on
 * and nothing behind the module is believed.
 */
function recordOf(line: string): RawRecord | null | undefined {
  const cells = splitCells(line, line.includes('\t') ? '\t' : ',');
  if (cells === null || cells.length < 5) return undefined;
  const at = cells.findIndex((cell, index) => index < 8 && PROTOCOL.test(cell.trim()));
  if (at === 0) return consoleRecord(cells);
  if (at === 1) return joinedRecord(cells);
  const pid = (cells[at - 1] ?? '').trim();
  if (at < 2 || !/^\d{0,10}$/.test(pid)) return undefined;
  return windowRecord(cells.slice(at), cells.slice(0, at - 1).join(','), pid);
}

/** TCPView 2 saved as text: `process:pid`, protocol, `local:port`, `remote:port`, state. */
function joinedRecord(cells: readonly string[]): RawRecord | undefined {
  const owner = /^(.+):(\d{1,10})$/.exec(cells[0]?.trim() ?? '');
  const [, protocol, localAddress = '', remoteAddress = '', state] = cells.map((cell) => cell.trim());
  const isEnd = (text: string): boolean => /^\S{1,300}:[\w*-]{1,40}$/.test(text);
  if (owner === null || !isEnd(localAddress) || !isEnd(remoteAddress)) return undefined;
  return { protocol, process: owner[1], pid: owner[2], state, localAddress, remoteAddress };
}

/** TCPView: protocol, state, local address and port, remote address and port, time, module; old ones: state last. */
function windowRecord(cells: readonly string[], process: string, pid: string): RawRecord | null | undefined {
  const cell = (index: number): string => (cells[index] ?? '').trim();
  const isOld = !isState(cell(1)) && ADDRESS.test(cell(1));
  const [local, localPort, remote, remotePort] = (isOld ? [1, 2, 3, 4] : [2, 3, 4, 5]).map(cell);
  if (local === undefined || localPort === undefined || remote === undefined || remotePort === undefined)
    return undefined;
  if (!ADDRESS.test(local) || !/^[\w.*-]{0,40}$/.test(localPort)) return undefined;
  if (!ADDRESS.test(remote) || !/^[\w.*-]{0,40}$/.test(remotePort)) return null;
  return {
    protocol: cell(0),
    process,
    pid,
    state: cell(isOld ? 5 : 1).replace(/ /g, '_'),
    localAddress: local,
    localPort,
    remoteAddress: remote === '' ? '*' : remote,
    remotePort,
    time: isOld ? '' : cell(6),
    services: /^\w[\w-]{0,80}$/.test(cell(7)) && !isOld ? cell(7) : '',
  };
}

function isState(text: string): boolean {
  return text === '' || stateOf(text) !== null;
}

/** tcpvcon -c: protocol, process, pid, state, local, remote; recent builds print addresses without ports. */
function consoleRecord(cells: readonly string[]): RawRecord | undefined {
  if (cells.length < 5) return undefined;
  const tail = cells.slice(-4).map((cell) => cell.trim());
  const [pid = '', state = '', localAddress = '', remote = ''] = tail;
  if (!/^\d{1,10}$/.test(pid) || !/^(?:[A-Z_0-9]+|\*|)$/i.test(state)) return undefined;
  return {
    protocol: cells[0]?.trim(),
    process: cells.slice(1, -4).join(','),
    pid,
    state: state === '*' ? '' : state,
    localAddress,
    remoteAddress: remote === '' ? '*' : remote,
  };
}

const BLOCK = /^\[(TCP|UDP)(?:V6)?\]\s+(.*)$/i;
const FIELD = /^\s+(PID|State|Local|Remote):\s*(.*)$/i;

class TcpviewReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  /** tcpvcon without -c: a heading with the program, then a line for each field. */
  #open: { record: RawRecord; line: number; text: string } | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const block = BLOCK.exec(text.slice(0, 1000));
    if (block !== null) {
      this.#close();
      this.#open = { record: { protocol: block[1], process: block[2]?.trim() }, line: number, text };
      return;
    }
    if (this.#open !== null && this.#field(text)) return;
    const record = recordOf(text);
    if (record === null) this.#sink.badLine(number, text, 'a socket row without two readable addresses');
    else if (record !== undefined) this.#rows.record(record, number, text);
  }

  #field(text: string): boolean {
    const field = FIELD.exec(text.slice(0, 1000));
    const record = this.#open?.record;
    if (field === null || record === undefined) return false;
    const [, name = '', value = ''] = field;
    const keys = { pid: 'pid', state: 'state', local: 'localAddress', remote: 'remoteAddress' } as const;
    record[keys[name.toLowerCase() as keyof typeof keys]] =
      value.trim() === '*' && name === 'State' ? '' : value.trim();
    return true;
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    if (open.record.localAddress === undefined && open.record.remoteAddress === undefined)
      this.#sink.badLine(open.line, open.text, 'a socket without addresses');
    else this.#rows.record(open.record, open.line, open.text);
  }

  end(): CaptureFacts {
    this.#close();
    return { tool: 'TCPView', language: null, os: 'windows', blindSpots: this.#rows.listingSpots('windows') };
  }
}

function sniff(head: Head): number {
  const blocks = countRows(head.lines, (line) => BLOCK.test(line.slice(0, 1000)) || FIELD.test(line.slice(0, 200)), 8);
  if (blocks >= 4 && head.lines.some((line) => BLOCK.test(line.slice(0, 1000)))) return 0.97;
  // With a header it is a table like any other.
  if (!/(?:^|[,\t])(?:TCP|UDP)(?:V[46])?[,\t]/im.test(head.text) || findLayout(head) !== null) return 0;
  if (/^#?(?:separator|fields)\b/m.test(head.text)) return 0;
  const rows = countRows(head.lines, (line) => hasEnds(recordOf(line)), 50);
  return rows === 0 ? 0 : Math.max(0.9, certainty(rows));
}

/** Something that only an address or a wildcard can be on one side at least, and nothing but ports beside both. */
function hasEnds(record: RawRecord | null | undefined): boolean {
  if (record == null) return false;
  const isEnd = (text: string | undefined): boolean => text !== undefined && (/[.:*]/.test(text) || text === '');
  const isPort = (text: string | undefined): boolean => /^(?:\d{1,5}|\*|[a-z][\w-]*|)$/i.test(text ?? '');
  const { localAddress, localPort, remoteAddress, remotePort } = record;
  // Two numbers side by side are counts, and words with blanks a remark: /etc/protocols.
  const isNoEnd = (text: string | undefined): boolean => /^\d+$|\s/.test(text ?? '');
  if (isNoEnd(localAddress) || isNoEnd(remoteAddress)) return false;
  return (isEnd(localAddress) || isEnd(remoteAddress)) && isPort(localPort) && isPort(remotePort);
}

/** Exports of Sysinternals TCPView and tcpvcon, which have no header. */
export const tcpview: InputFormat = {
  name: 'tcpview',
  title: 'TCPView and tcpvcon',
  reads: [
    {
      tool: 'TCPView',
      versions: '2.5 to 4.x, saved as CSV or text',
      link: 'https://learn.microsoft.com/sysinternals/downloads/tcpview',
    },
    {
      tool: 'tcpvcon',
      versions: '3 and 4, with and without -c',
      link: 'https://learn.microsoft.com/sysinternals/downloads/tcpview',
    },
  ],
  sniff,
  open: (_head, sink) => new TcpviewReader(sink),
};
