import { splitBsdEndpoint } from '../address/extract.js';
import { parseAddress } from '../address/parse.js';
import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Three lines of the format; with -c the cells are parted by what is named there:
//          StartTime      Flgs  Proto            SrcAddr  Sport   Dir            DstAddr  Dport  TotPkts   TotBytes State
//    10:15:30.123456  e           tcp       192.168.1.20.51234     ->       198.51.100.7.https         24      12345   CON
// 2026/11/20.10:15:31.123456, e        ,udp,192.168.1.20,51235,  <->,198.51.100.7,53,2,180,CON

const HEADER = /\bSrcAddr\b.{0,80}\bDir\b.{0,80}\bDstAddr\b/;
const END = String.raw`([0-9a-fA-F:.]{2,45}(?:\.[a-z][\w-]{0,20}|\.0x[0-9a-f]{1,8}|\.\*)?)`;
/** `->`, `<->`, `<?>`, `?>`, `<-`, ` o>`: who sent, with a `?` where argus did not see the start. */
const WAY = String.raw`(<?[-?|o.]{1,2}>|<[-?|o.]{1,2})`;
const ROW = new RegExp(
  String.raw`^(?:\s*(\d[\d/.:]{7,40}))?\s.{0,40}?\b([a-z][\w-]{1,11})\*?\s+${END}\s+${WAY}\s+${END}(?:\s+\d+\s+\d+\s+([A-Z]{2,5}))?(?=\s|$)`,
);
/** A flow, whatever stands where the addresses should. */
const LIKE = /\s(?:tcp|udp)\*?\s.{1,120}\s(?:->|<->|<\?>|<-)\s/;
const LONGEST = 1_000;
/** Of TCP; others have the same words for requests and answers. */
const STATES: Readonly<Record<string, string>> = {
  REQ: 'SYN_SENT',
  ACC: 'SYN_RECEIVED',
  CON: 'ESTABLISHED',
  FIN: 'CLOSED',
  CLO: 'CLOSED',
  RST: 'CLOSED',
};

interface Layout {
  readonly mark: string;
  readonly names: readonly string[];
}

interface Flow {
  readonly protocol: string;
  readonly source: End | null;
  readonly destination: End | null;
  readonly way: string;
  readonly state: string | undefined;
  readonly told: RawRecord;
}

interface End {
  readonly host: string;
  readonly port: string | undefined;
}

class ArgusReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  /** Null: blanks part the cells, and a port stands behind the last dot of its address. */
  #layout: Layout | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const short = text.slice(0, LONGEST);
    if (HEADER.test(short)) this.#layout = layoutOf(short);
    else if (short.trim() !== '')
      this.#give(this.#layout === null ? flowOf(short) : flowUnder(short, this.#layout), number, text);
  }

  /** Null: a record of argus itself, or of frames that are not IP. */
  #give(flow: Flow | null, number: number, text: string): void {
    if (flow === null) return;
    const { source, destination, way } = flow;
    if (source === null || destination === null)
      return this.#sink.badLine(number, text, 'a flow without two readable addresses');
    this.#rows.record(recordOf(flow, source, destination), number, text, { isInitiator: !way.includes('?') });
  }

  end(): CaptureFacts {
    return { tool: 'argus ra', language: null, os: 'unknown', blindSpots: this.#rows.deviceSpots() };
  }
}

function layoutOf(header: string): Layout | null {
  const mark = [',', '\t', '|', ';'].find((candidate) => header.includes(candidate));
  return mark === undefined ? null : { mark, names: header.split(mark).map((name) => name.trim()) };
}

function flowOf(text: string): Flow | null {
  const [, time, protocol, from, way, to, state] = ROW.exec(text) ?? [];
  if (protocol === undefined || way === undefined)
    return LIKE.test(text) ? { protocol: '', source: null, destination: null, way: '', state, told: {} } : null;
  return { protocol, source: endOf(from), destination: endOf(to), way, state, told: { time } };
}

function flowUnder(text: string, { mark, names }: Layout): Flow | null {
  const cells = text.split(mark);
  const cell = (name: string): string | undefined => cells[names.indexOf(name)]?.trim() || undefined;
  const [protocol, way] = [cell('Proto'), cell('Dir')];
  if (protocol === undefined || way === undefined || protocol === 'man') return null;
  const end = (host: string | undefined, port: string | undefined): End | null =>
    host === undefined || parseAddress(host) === null ? null : { host, port };
  return {
    protocol,
    source: end(cell('SrcAddr'), cell('Sport')),
    destination: end(cell('DstAddr'), cell('Dport')),
    way,
    state: cell('State'),
    told: {
      time: cell('StartTime'),
      duration: cell('Dur'),
      sourceBytes: cell('SrcBytes'),
      destinationBytes: cell('DstBytes'),
    },
  };
}

/** `198.51.100.7.https`, `2001:db8::7.443`. */
function endOf(text: string | undefined): End | null {
  if (text === undefined) return null;
  const { host, port } = splitBsdEndpoint(text);
  if (parseAddress(host) !== null) return { host, port: port ?? undefined };
  return parseAddress(text) === null ? null : { host: text, port: undefined };
}

function recordOf({ protocol, way, state, told }: Flow, source: End, destination: End): RawRecord {
  const isTurned = way.startsWith('<') && !way.endsWith('>');
  const [from, to] = isTurned ? [destination, source] : [source, destination];
  // What stands there for ICMP is no port.
  const hasPorts = /^(?:tcp|udp|sctp)/.test(protocol);
  return {
    protocol,
    sourceAddress: from.host,
    sourcePort: hasPorts ? from.port : undefined,
    destinationAddress: to.host,
    destinationPort: hasPorts ? to.port : undefined,
    state: protocol === 'tcp' ? STATES[state ?? ''] : undefined,
    ...told,
    ...(isTurned ? { sourceBytes: told.destinationBytes, destinationBytes: told.sourceBytes } : {}),
  };
}

function sniff({ lines }: Head): number {
  return lines.some((line) => HEADER.test(line.slice(0, LONGEST)) || isWhole(line.slice(0, LONGEST))) ? 0.99 : 0;
}

/** A row that needs no header: a time before its flow, counts and a state behind it. */
function isWhole(line: string): boolean {
  const [, time, , from, , to, state] = ROW.exec(line) ?? [];
  return time !== undefined && state !== undefined && endOf(from) !== null && endOf(to) !== null;
}

/** Flows as argus' client prints them. */
export const argus: InputFormat = {
  name: 'argus',
  title: 'argus ra',
  reads: [
    {
      tool: 'ra, racluster, rasort',
      versions: '3 and 5, blanks or -c between cells, which need their header',
      link: 'https://openargus.org/using-argus',
    },
  ],
  sniff,
  open: (_head, sink) => new ArgusReader(sink),
};
