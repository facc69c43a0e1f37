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
    return { tool: 'nfdump', language: null, os: 'unknown', blindSpots: this.#rows.logSpots() };
  }
}

/** `192.0.2.1:443`, `2001:db8::1.443`; of ICMP the port is `type.code` and tells nothing. */
function endOf(text: string): { readonly host: string; readonly port: string } {
  const isV4 = /^\d+\.[\d.]+:/.test(text);
  const at = isV4 ? text.indexOf(':') : text.indexOf('.');
  if (at < 0) return { host: text, port: '' };
  const port = text.slice(at + 1);
  return { host: text.slice(0, at), port: /^\d+$/.test(port) ? port : '' };
}

function sniff({ lines }: Head): number {
  return countRows(lines, (line) => ROW.test(line.slice(0, 400)), 3) > 0 ? 0.96 : 0;
}

/** Flows as nfdump prints them for people; its CSV and JSON are tables. */
export const nfdump: InputFormat = {
  name: 'nfdump',
  title: 'nfdump text',
  reads: [
    { tool: 'nfdump', versions: '1.6 and 1.7: -o line, long, extended, NSEL', link: 'https://github.com/phaag/nfdump' },
  ],
  sniff,
  open: (_head, sink) => new NfdumpReader(sink),
};
