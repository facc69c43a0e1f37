import { parseAddress } from '../address/parse.js';
import type { Endpoint } from '../model/connection.js';
import { ANY, endpointOf, exact, readPort, splitCell } from './_endpoint.js';
import { Rows, type SocketRow } from './_rows.js';
import { stateFrom } from './_table-values.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format (print(psutil.net_connections()), scripts/netstat.py):
// [sconn(fd=115, family=<AddressFamily.AF_INET: 2>, type=<SocketKind.SOCK_STREAM: 1>, laddr=addr(ip='192.168.1.20', port=52310), raddr=addr(ip='198.51.100.7', port=443), status='ESTABLISHED', pid=4242)]
// tcp   192.168.1.20:52310             198.51.100.7:443               ESTABLISHED   4242   example

/** A named tuple of any version: `connection`, `pconn` and `sconn`, addresses as `addr(...)` or plain tuples. */
const TUPLE =
  /\b(?:[sp]?conn|connection)\(fd=-?\d{1,10}, family=[^,]{1,40}, type=([^,]{1,40}), laddr=(\(\)|(?:addr)?\([^)]{1,120}\)|'[^']{0,200}'), raddr=(\(\)|(?:addr)?\([^)]{1,120}\)|'[^']{0,200}'|None), status='?([A-Z_0-9]{1,20})'?(?:, pid=(\d{1,10}|None))?\)/g;
const TITLES = /^Proto +Local address +Remote address +Status +PID +Program name/m;
const ROW = /^(tcp|udp)6? +(\S{1,100}) +(\S{1,100}) +([A-Z_0-9]{2,20}) +(\d{1,10}|-|\?) *(.*)$/;

class PsutilReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const row = ROW.exec(text);
    if (row !== null) this.#give(scriptRow(row), text, number);
    // A list of a thousand sockets is one line.
    else for (const match of text.matchAll(TUPLE)) this.#give(tupleRow(match), match[0], number);
  }

  #give(row: SocketRow | null | undefined, text: string, number: number): void {
    if (row === null) this.#sink.badLine(number, text, 'a socket without readable addresses');
    else if (row !== undefined) this.#rows.socket(row, number);
  }

  end(): CaptureFacts {
    return { tool: 'psutil', language: null, os: 'unknown', blindSpots: this.#rows.listingSpots('unknown') };
  }
}

/** Undefined: a socket of the Unix family, which has paths. */
function tupleRow(match: RegExpMatchArray): SocketRow | null | undefined {
  const [, type = '', localText = '', remoteText = '', status = '', pid] = match;
  if (localText.startsWith("'")) return undefined;
  const [local, remote] = [tupleEnd(localText), tupleEnd(remoteText)];
  if (local === null || remote === null) return null;
  return socketOf(/DGRAM|^2$/.test(type) ? 'udp' : 'tcp', local, remote, status, pid);
}

/** `addr(ip='192.0.2.1', port=443)`, `('192.0.2.1', 443)`, `()`. */
function tupleEnd(text: string): Endpoint | null {
  if (text === '()' || text === 'None') return ANY;
  const match = /\((?:ip=)?'([^']{1,64})', (?:port=)?(\d{1,5})\)/.exec(text);
  const address = match === null ? null : parseAddress(match[1]);
  const port = readPort(match?.[2] ?? '');
  return address === null || port == null ? null : exact(address, port);
}

function scriptRow(match: RegExpExecArray): SocketRow | null {
  const [, protocol = '', localText = '', remoteText = '', status = '', pid = '', program = ''] = match;
  const [local, remote] = [scriptEnd(localText), scriptEnd(remoteText)];
  if (local === null || remote === null) return null;
  const name = program.trim();
  return { ...socketOf(protocol, local, remote, status, pid), program: /^[?-]?$/.test(name) ? null : name };
}

/** IPv6 without brackets; `-` where there is no far end. */
function scriptEnd(text: string): Endpoint | null {
  if (text === '-') return ANY;
  const cell = splitCell(text);
  const port = readPort(cell?.port ?? '');
  return cell === null || port === undefined ? null : endpointOf(cell.host, port);
}

function socketOf(
  protocol: string,
  local: Endpoint,
  remote: Endpoint,
  status: string,
  pid: string | undefined,
): SocketRow {
  const number = pid !== undefined && /^\d+$/.test(pid) ? Number(pid) : null;
  return { protocol, local, remote, state: status === 'NONE' ? 'none' : stateFrom(status, protocol), pid: number };
}

function sniff({ text }: Head): number {
  if (TITLES.test(text)) return 0.97;
  return /\b(?:[sp]?conn|connection)\(fd=-?\d+, family=/.test(text) ? 0.96 : 0;
}

/** What Python's psutil prints of sockets; written as CSV or JSON they are a table. */
export const psutil: InputFormat = {
  name: 'psutil',
  title: 'Python psutil',
  reads: [
    {
      tool: 'psutil.net_connections(), scripts/netstat.py',
      versions: '2.x to 7.x, printed',
      link: 'https://psutil.readthedocs.io/',
    },
  ],
  sniff,
  open: (_head, sink) => new PsutilReader(sink),
};
