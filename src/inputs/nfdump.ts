import { formatAddress } from '../address/format.js';
import { ipv4 } from '../address/ipv4.js';
import { countRows, Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format (-o line, -o long):
// 2026-03-14 09:26:53.123     0.512 TCP      192.168.1.20:52310 ->     198.51.100.7:443          12     4249     1
// 2026-03-14 09:26:53.123     0.512 TCP      192.168.1.20:52310 ->     198.51.100.7:443   ...AP.SF   0   12  1.2 M 1

/** Time, duration or event words, protocol, two ends; ports of IPv6 stand behind a dot. */
const ROW =
  /^\s*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)\s+(?:\S{1,12}\s+){1,3}?([A-Z][A-Z0-9-]{1,9}|\d{1,3})\s+([0-9a-f.:]{2,46})\s+(?:->|<->)\s+([0-9a-f.:]{2,46})(?:\s|$)/i;
const SUMMARY = /^Summary:|^Time window:|^Total flows processed/;

class NfdumpReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const piped = pipeRecord(text);
    if (piped !== null) return this.#rows.record(piped, number, text);
    const match = ROW.exec(text.slice(0, 400));
    if (match === null) {
      if (/^\s*\d{4}-\d\d-\d\d \d\d:/.test(text) && !SUMMARY.test(text) && text.includes('->'))
        this.#sink.badLine(number, text, 'a flow without two readable ends');
      return;
    }
    const [, time = '', protocol = '', source = '', destination = ''] = match;
    const [from, to] = [endOf(source), endOf(destination)];
    const record: RawRecord = {
      time,
      protocol,
      sourceAddress: from.host,
      sourcePort: from.port,
      destinationAddress: to.host,
      destinationPort: to.port,
    };
    this.#rows.record(record, number, text);
  }

  end(): CaptureFacts {
    return { tool: 'nfdump', language: null, os: 'unknown', blindSpots: this.#rows.deviceSpots() };
  }
}

/**
 * `192.0.2.1:443`, `2001:db8::1.443`, `2001:db..2:7334.443` without -6; of ICMP the port is `type.code` and tells nothing.
 */
function endOf(text: string): { readonly host: string; readonly port: string } {
  const match = /^(\d+\.[\d.]+):(\S*)$/.exec(text) ?? /^([0-9a-f:]+(?:\.\.[0-9a-f:]+)?)\.(\d\S*)$/i.exec(text);
  const [, host = text, port = ''] = match ?? [];
  return { host, port: /^\d+$/.test(port) ? port : '' };
}

/** -o pipe: numbers only, addresses as four words each of which IPv4 fills the last (nfdump(1), "pipe"). */
const PIPE = /^(?:2|10|0)(?:\|\d{1,20}){23,30}\s*$/;

function pipeRecord(line: string): RawRecord | null {
  if (!PIPE.test(line.slice(0, 600))) return null;
  const cells = line.trim().split('|');
  const [family = '', first = '', , , , protocol] = cells;
  const end = (at: number): string => addressOf(family, cells.slice(at, at + 4).map(Number));
  return {
    time: first,
    protocol,
    sourceAddress: end(6),
    sourcePort: cells[10],
    destinationAddress: end(11),
    destinationPort: cells[15],
    sourceBytes: cells[23],
  };
}

function addressOf(family: string, words: readonly number[]): string {
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = words;
  if (words.some((word) => word > 0xffffffff)) return words.join('|');
  return formatAddress(family === '10' ? { family: 6, w0, w1, w2, w3, zone: null } : ipv4(w3));
}

function sniff({ lines }: Head): number {
  const isRow = (line: string): boolean => ROW.test(line.slice(0, 400)) || pipeRecord(line) !== null;
  return countRows(lines, isRow, 3) > 0 ? 0.96 : 0;
}

/** Flows as nfdump prints them for people; its CSV and JSON are tables. */
export const nfdump: InputFormat = {
  name: 'nfdump',
  title: 'nfdump text',
  reads: [
    {
      tool: 'nfdump',
      versions: '1.6 and 1.7: -o line, long, extended, pipe, NSEL',
      link: 'https://github.com/phaag/nfdump',
    },
  ],
  sniff,
  open: (_head, sink) => new NfdumpReader(sink),
};
