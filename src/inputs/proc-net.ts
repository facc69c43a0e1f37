import type { Address } from '../address/address.js';
import { ipv4 } from '../address/ipv4.js';
import type { Endpoint } from '../model/connection.js';
import { exact } from './_endpoint.js';
import { LINUX_STATES } from './_linux-states.js';
import { certainty, countRows, Rows, type SocketRow } from './_rows.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
//   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
//    0: 110200C0:CC56 076433C6:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 81234 1 0000000000000000

/** The table's slot, maybe after a path that grep printed. */
const ROW =
  /^(?:[^\s:]{0,80}\/net\/(\w+):)?\s*\d{1,9}: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2})\s(.*)$/i;
const LIKE = /^(?:[^\s:]{0,80}\/net\/\w+:)?\s*\d{1,9}: [0-9A-F]{4,32}:[0-9A-F]/i;

/** Words are printed as numbers, so their bytes stand in the machine's order: swapped on every common machine. */
function wordAt(hex: string, at: number, isBig: boolean): number {
  const word = Number.parseInt(hex.slice(at, at + 8), 16);
  if (isBig) return word >>> 0;
  return (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}

/** IPv6 is four such words (net/ipv6/tcp_ipv6.c), not sixteen swapped bytes. */
function endOf(hex: string, port: string, isBig: boolean): Endpoint {
  const number = Number.parseInt(port, 16);
  if (hex.length === 8) return exact(ipv4(wordAt(hex, 0, isBig)), number);
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = [0, 8, 16, 24].map((at) => wordAt(hex, at, isBig));
  const address: Address = { family: 6, w0, w1, w2, w3, zone: null };
  return exact(address, number);
}

function readRow(line: string, known: string | null, isBig: boolean): SocketRow | null | undefined {
  const match = ROW.exec(line.slice(0, 500));
  if (match === null) return LIKE.test(line.slice(0, 200)) ? null : undefined;
  const [, path, localHex = '', localPort = '', remoteHex = '', remotePort = '', state = '', rest = ''] = match;
  const cells = rest.trim().split(/\s+/);
  const protocol = protocolFrom(path ?? known, cells);
  const uid = cells[3];
  const number = Number.parseInt(state, 16);
  return {
    protocol,
    local: endOf(localHex, localPort, isBig),
    remote: endOf(remoteHex, remotePort, isBig),
    state: protocol === 'tcp' ? (LINUX_STATES[number] ?? 'unknown') : number === 1 ? 'established' : 'unconnected',
    user: uid !== undefined && /^\d{1,10}$/.test(uid) ? uid : null,
  };
}

/**
 * Behind the inode stand reference count and kernel address, then one number for UDP and raw sockets (drops), none or
 * five for TCP (net/ipv4/udp.c, tcp_ipv4.c).
 */
function protocolFrom(known: string | null, cells: readonly string[]): string {
  const name = known === null ? null : /^(tcp|udplite|udp|raw|icmp)(6?)$/.exec(known);
  if (name !== null) return name[1] === 'icmp' ? `icmp${name[2]}` : (name[1] ?? 'tcp');
  return cells.length === 9 ? 'udp' : 'tcp';
}

class ProcNetReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  readonly #isBig: boolean;
  #protocol: string | null = null;

  constructor(sink: Sink, isBig: boolean) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
    this.#isBig = isBig;
  }

  line(text: string, number: number): void {
    const row = readRow(text, this.#protocol, this.#isBig);
    if (row === null) this.#sink.badLine(number, text, 'a socket row without two readable addresses');
    else if (row !== undefined) this.#rows.socket(row, number);
    else this.#other(text);
  }

  /** `==> /proc/net/udp6 <==` (head, tail), `$ cat /proc/net/tcp`, `# /proc/net/raw`; a bare header says little. */
  #other(text: string): void {
    const path = /\/net\/(tcp6?|udp6?|udplite6?|raw6?|icmp6?)(?![\w/])/.exec(text.slice(0, 400))?.[1];
    if (path !== undefined) this.#protocol = path;
    else if (/^\s*sl\s+local_address/.test(text) && this.#rows.rows > 0) this.#protocol = null;
  }

  end(): CaptureFacts {
    return { tool: '/proc/net', language: null, os: 'linux', blindSpots: this.#rows.listingSpots('linux') };
  }
}

function sniff(head: Head): number {
  if (!head.text.includes(': ')) return 0;
  const rows = countRows(head.lines, (line) => readRow(line, null, false) != null, 3);
  if (rows === 0) return 0;
  return /^[ \t]*sl[ \t]+(?:local_address|remote)/m.test(head.text) || rows > 1 ? 0.97 : certainty(rows);
}

/** The loopback address tells the byte order: `0100007F` on little-endian machines. */
function isBigEndian(head: Head): boolean {
  return / 7F000001:/i.test(head.text) && !/ 0100007F:/i.test(head.text);
}

/** The kernel's own socket tables, as `cat` prints them. */
export const procNet: InputFormat = {
  name: 'proc-net',
  title: 'Linux /proc/net',
  reads: [
    {
      tool: '/proc/net/tcp, tcp6, udp, udp6, raw',
      versions: 'Linux 2.4 to 6.x, one table or several in one file',
      link: 'https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html',
    },
  ],
  sniff,
  open: (head, sink) => new ProcNetReader(sink, isBigEndian(head)),
};
