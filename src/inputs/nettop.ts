import type { Endpoint } from '../model/connection.js';
import { readDotCell, WIDE } from './_dot-cell.js';
import { readEndpoint } from './_endpoint.js';
import { Rows } from './_rows.js';
import { stateOf } from './_states.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// A process and two of its sockets, as nettop -L writes them and as they stand on its screen; a dot stands before the port of IPv6:
// 10:11:12.123457,firefox.812,,,12233,4455,0,0,0,
// 10:11:12.123458,tcp4 192.0.2.20:52011<->198.51.100.7:443,en0,Established,12000,4000,0,0,0,12.50 ms,131072,
//    udp6 2001:db8:7::2.62011<->2001:db8:9::1.443              en0                       5 KiB     3 KiB

const SOCKET =
  /(?:^|[\s,])(tcp|udp|icmp)[46]\s(\S{1,300}?)<->([^\s,]{1,300})(?:[\s,]+[a-z]+\d+(?=[\s,]))?(?:[\s,]+([A-Z][A-Za-z0-9_]{3,12})(?=[\s,]|$))?/;
const PROCESS = /^(?:(?:\d{1,2}:){2}\d{2}[\d.]*)?[,\s]*(\S[^,]{0,60}?)\.(\d{1,9})(?=[\s,]|$)/;
/** The columns of -L; the others of a line are counted from what stands in front. */
const HEADER = /^(?:time)?,.*\bbytes_in,bytes_out\b/;

class NettopReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #columns: readonly string[] = [];
  #owner: { readonly program: string; readonly pid: number } | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const short = text.slice(0, 1_000);
    if (HEADER.test(short)) {
      this.#columns = short.split(',');
      return;
    }
    const [, protocol, left = '', right = '', word = ''] = SOCKET.exec(short) ?? [];
    if (protocol === undefined) return this.#process(short);
    const [local, remote] = [endOf(left), endOf(right)];
    if (local === null || remote === null)
      return this.#sink.badLine(number, text, 'a socket row without two readable addresses');
    const known = stateOf(word);
    const state = known ?? (protocol === 'tcp' ? 'unknown' : 'none');
    const cells = short.split(',');
    const [bytesReceived, bytesSent] = ['bytes_in', 'bytes_out'].map((name) => this.#number(cells, name));
    this.#rows.socket({ protocol, local, remote, state, ...this.#owner, bytesSent, bytesReceived }, number);
  }

  #number(cells: readonly string[], column: string): number | null {
    const text = cells[this.#columns.indexOf(column)] ?? '';
    return /^\d{1,15}$/.test(text) ? Number(text) : null;
  }

  #process(text: string): void {
    const [, program, pid] = PROCESS.exec(text) ?? [];
    if (program !== undefined) this.#owner = { program, pid: Number(pid) };
  }

  end(): CaptureFacts {
    return { tool: 'nettop', language: null, os: 'macos', blindSpots: this.#rows.listingSpots('macos') };
  }
}

function endOf(text: string): Endpoint | null {
  if (/^\*[:.]\*$/.test(text)) return readEndpoint('*:*');
  return readEndpoint(text) ?? readDotCell(text, WIDE);
}

/** nettop of macOS: every socket stands below its process. */
export const nettop: InputFormat = {
  name: 'nettop',
  title: 'nettop',
  reads: [
    {
      tool: 'nettop',
      versions: 'macOS 10.7 to 26, -L and what stands on its screen, with any of -n -m -P -x',
      link: 'https://keith.github.io/xcode-man-pages/nettop.1.html',
    },
  ],
  sniff({ lines, text }: Head): number {
    if (!text.includes('<->')) return 0;
    return lines.some((line) => SOCKET.test(line.slice(0, 1_000))) ? 0.96 : 0;
  },
  open: (_head, sink) => new NettopReader(sink),
};
