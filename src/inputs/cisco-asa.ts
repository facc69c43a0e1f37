import { splitLastColon } from '../address/extract.js';
import { parseAddress } from '../address/parse.js';
import { certainty, countRows, Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// 54 in use, 123 most used
// TCP outside 198.51.100.7:443 inside 192.168.1.20:52310, idle 0:00:11, bytes 5243, flags UIO

/**
 * `TCP outside 1.2.3.4:443 inside 10.0.0.1:50000,`; detail: `TCP outside: 1.2.3.4/443 inside: 10.0.0.1/50000,`;
 * PIX: `TCP out 1.2.3.4:443 in 10.0.0.1:50000 idle`. long: a translated address in parentheses after each.
 */
const END = String.raw`([\w.\-/]{1,60})(?::\s*|\s+)(?:\([^()]{1,120}\)\s*)?(\[?[0-9a-fA-F.:]{2,45}\]?|[\w.-]{2,120})(?:[:/](\d{1,5}|[a-z][\w-]{0,20}))?(?:\s*\([^()]{1,120}\))*`;
let row: RegExp | null = null;

function match(line: string): RegExpExecArray | null {
  row ??= new RegExp(
    String.raw`^\s*(TCP|UDP|ICMP6?|SCTP|GRE|ESP|AH|IPIP|IGMP|OSPF|PIM)\s+${END},?\s+${END}(?:\s*,|\s+idle|\s*$)`,
  );
  return row.exec(line.slice(0, 600));
}

/** A row whose ends can't be read still has its protocol, two interfaces and how long it has been idle. */
const LIKE =
  /^ {0,8}(?:TCP|UDP|ICMP6?|SCTP|GRE|ESP|AH) [\w.-]{1,60}:? {0,4}\S{1,120} {1,4}[\w.-]{1,60}:? {0,4}\S{1,120},? .{0,80}\bidle\b/;

/** The first end is that of the less trusted interface; flag B: it opened the connection (show conn, flags). */
function recordOf(found: RegExpExecArray): RawRecord {
  const [, protocol = '', , outer, outerPort, , inner, innerPort] = found;
  if (!/^(?:TCP|UDP|SCTP)$/.test(protocol))
    return {
      protocol: protocol.toLowerCase(),
      sourceAddress: withoutNumber(inner),
      destinationAddress: withoutNumber(outer),
    };
  const [source, destination] = [endOf(inner, innerPort), endOf(outer, outerPort)];
  return {
    protocol: protocol.toLowerCase(),
    sourceAddress: source.host,
    sourcePort: source.port,
    destinationAddress: destination.host,
    destinationPort: destination.port,
  };
}

interface End {
  readonly host: string | undefined;
  readonly port: string | undefined;
}

/** `2001:db8::7:443`: such a row has a port at each end, and brackets at none. */
function endOf(host: string | undefined, port: string | undefined): End {
  if (port !== undefined || host === undefined || !/:.*:\d{1,5}$/.test(host)) return { host, port };
  const split = splitLastColon(host);
  return parseAddress(split.host) === null ? { host, port } : { host: split.host, port: split.port ?? undefined };
}

/** ICMP rows carry an identifier where others have a port. */
function withoutNumber(text: string | undefined): string | undefined {
  return text?.replace(/^([\d.]+):\d+$/, '$1');
}

function withFlags(record: RawRecord, flags: string | undefined): RawRecord {
  if (record.protocol !== 'tcp' || flags === undefined) return record;
  const isUp = flags.includes('U');
  const isClosing = /[fFrR]/.test(flags);
  return {
    ...record,
    state: isUp ? (isClosing ? 'CLOSING' : 'ESTABLISHED') : flags.includes('B') ? 'SYN_RECEIVED' : 'SYN_SENT',
    direction: flags.includes('B') ? 'inbound' : 'outbound',
  };
}

const FLAGS = /\bflags\s+([A-Za-z0-9-]{1,30})/i;

class AsaReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #open: { record: RawRecord; line: number; text: string } | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const found = match(text);
    if (found !== null) {
      this.#close();
      this.#open = { record: recordOf(found), line: number, text };
      if (FLAGS.test(text)) this.#finish(text);
    } else if (this.#open !== null && /^\s+\S/.test(text) && FLAGS.test(text)) this.#finish(text);
    else if (LIKE.test(text.slice(0, 600)))
      this.#sink.badLine(number, text, 'a connection without two readable addresses');
  }

  /** `show conn detail` prints the flags in a line of their own. */
  #finish(text: string): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = { ...open, record: withFlags(open.record, FLAGS.exec(text)?.[1]) };
    this.#close();
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (open !== null) this.#rows.record(open.record, open.line, open.text);
  }

  end(): CaptureFacts {
    this.#close();
    const blindSpots = this.#rows.deviceSpots();
    return { tool: 'Cisco ASA show conn', language: null, os: 'unknown', blindSpots };
  }
}

function sniff(head: Head): number {
  if (!/\bidle\b|\bflags\b/i.test(head.text)) return 0;
  const rows = countRows(head.lines, (line) => match(line) !== null && hasNumber(line));
  return rows === 0 ? 0 : Math.max(/^\d+ in use, \d+ most used/m.test(head.text) ? 0.95 : 0.8, certainty(rows));
}

/** Sentences that begin with TCP have two words and no address. */
function hasNumber(line: string): boolean {
  return /\d+\.\d+\.\d+\.\d+[:/,]|[0-9a-f]*:[0-9a-f]*:/i.test(line);
}

/** `show conn` of Cisco firewalls. */
export const ciscoAsa: InputFormat = {
  name: 'cisco-asa',
  title: 'Cisco ASA show conn',
  reads: [
    {
      tool: 'show conn, show conn detail, show conn long',
      versions: 'PIX 6, ASA 7 to 9, Firepower Threat Defense',
      link: 'https://www.cisco.com/c/en/us/td/docs/security/asa/asa-cli-reference/S/asa-command-ref-S/show-c-commands.html',
    },
  ],
  sniff,
  open: (_head, sink) => new AsaReader(sink),
};
