import { sessionEnd, type SessionEnd } from './_session-ends.js';
import { certainty, countRows, Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format; with -v the second half of a packet stands in a line of its own:
// 09:26:53.123456 IP 192.0.2.17.52310 > 198.51.100.7.443: Flags [S], seq 1, win 64240, length 0
// 2026-03-14 09:26:53.123456 eth0  Out IP 192.0.2.17.40000 > 198.51.100.53.53: 1234+ A? example.org. (29)

const LONGEST = 1_000;
const END = String.raw`[\w.:%-]{2,260}`;
const TIME = String.raw`(?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?)|(\d{9,11}\.\d{1,9})|\d\d:\d\d:\d\d(?:\.\d{1,9})?)`;
/** `eth0  Out IP ` of -i any, `00:53:00:12:34:56 > 00:53:00:65:43:21, ethertype IPv4 (0x0800), length 74: ` of -e. */
const LINK = String.raw`(?:(?:\S{1,40} {1,3}(?:In|Out|B|M|P) {1,3})?IP6? |\S{17} > \S{17}, .{1,120}?length \d{1,6}: )`;
const ROW = new RegExp(String.raw`^\s{0,8}(?:(?:${TIME} )?${LINK}|\s{4})(${END}) > (${END}): (.*)$`);
/** With -v the ends wait for the next line. */
const FIRST_HALF = new RegExp(String.raw`^\s{0,8}(?:${TIME} )?${LINK}\((?:tos|class|flowlabel|hlim)\b`);

/** A packet between addresses, whatever is odd about its line. */
const LIKE = /\bIP6? .{2,260} > \S/;

/** `192.0.2.1.443`, `2001:db8::1.443`, `pc.example.https`; an address or a name alone for ICMP. */
function endOf(text: string, rest: string): SessionEnd | null {
  const end = sessionEnd(text, true);
  if (end !== null) return end;
  if (rest.startsWith('ICMP')) return { host: text, port: undefined };
  const dot = text.lastIndexOf('.');
  return dot < 1 ? null : { host: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** What stands behind the ends; requests and answers of name servers show only themselves. */
function protocolOf(text: string): string {
  // Options of IPv6 come before what they are options of.
  const rest = text.replace(/^HBH /, '');
  if (rest.startsWith('igmp ')) return 'igmp';
  // `[.]` reads as a defanged dot where addresses are.
  // Before 4.0 flags stood without their name: `S 1:1(0) win 5840`, `. ack 1 win 229`.
  if (/^(?:Flags |[SFPRWE.]{1,6} (?:\d{1,10}:\d{1,10}\(\d{1,6}\)|ack \d|win \d))/.test(rest)) return 'tcp';
  if (/^ICMP6?\b/.test(rest)) return rest.startsWith('ICMP6') ? 'icmp6' : 'icmp';
  if (/^(?:UDP\b|NTP|DHCP|BOOTP|SIP|quic|NBT|isakmp|\d{1,5}[*+%-]{0,4} )/i.test(rest)) return 'udp';
  return 'unknown';
}

class TcpdumpReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  /** When the packet came whose ends are in the next line. */
  #half: { readonly time: string | undefined } | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink, { protocol: 'unknown' });
  }

  line(text: string, number: number): void {
    const short = text.slice(0, LONGEST);
    const half = this.#half;
    const first = FIRST_HALF.exec(short);
    this.#half = first === null ? null : { time: first[1] ?? first[2] };
    const found = first === null ? ROW.exec(short) : null;
    if (found === null && first === null && LIKE.test(short))
      return this.#sink.badLine(number, text, 'a packet whose ends cannot be read');
    if (found === null || (half === null && short.startsWith('    '))) return;
    const [, date, epoch, from = '', to = '', rest = ''] = found;
    const record = recordOf(endOf(from, rest), endOf(to, rest), rest);
    const time = date ?? epoch ?? half?.time;
    if (record === null) return this.#sink.badLine(number, text, 'a packet without two readable addresses');
    // Only a first packet tells who called.
    this.#rows.record({ ...record, time }, number, text, {
      isInitiator: /^(?:Flags \[S(?:EW)?\]|S(?:WE)? (?!.{1,60} ack ))/.test(rest),
    });
  }

  end(): CaptureFacts {
    return { tool: 'tcpdump', language: null, os: 'unknown', blindSpots: this.#rows.logSpots() };
  }
}

function recordOf(from: SessionEnd | null, to: SessionEnd | null, rest: string): RawRecord | null {
  if (from === null || to === null) return null;
  return {
    protocol: protocolOf(rest),
    sourceAddress: from.host,
    sourcePort: from.port,
    destinationAddress: to.host,
    destinationPort: to.port,
  };
}

function isRow(line: string): boolean {
  const short = line.slice(0, LONGEST);
  return !short.startsWith('    ') && (ROW.test(short) || FIRST_HALF.test(short));
}

/** What tcpdump prints of packets. */
export const tcpdump: InputFormat = {
  name: 'tcpdump',
  title: 'tcpdump text',
  reads: [
    {
      tool: 'tcpdump',
      versions: '4 and 5: numbers or names, any of -t -tt -tttt -v -e -q -i any; dates only with -tt and -tttt',
      link: 'https://www.tcpdump.org/manpages/tcpdump.1.html',
    },
  ],
  sniff: ({ text, lines }: Head) => (/ > /.test(text) ? certainty(countRows(lines, isRow)) * 1.2 : 0),
  wantsPrefix: () => true,
  open: (_head, sink) => new TcpdumpReader(sink),
};
