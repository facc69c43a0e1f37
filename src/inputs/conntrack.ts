import { FlowXml } from './_conntrack-xml.js';
import { certainty, countRows, Rows } from './_rows.js';
import { type Translated, translatedRecord, type Tuple } from './_translated.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format (`conntrack -L`, `cat /proc/net/nf_conntrack`):
// tcp      6 431999 ESTABLISHED src=192.168.1.20 dst=198.51.100.7 sport=52310 dport=443 src=198.51.100.7 dst=203.0.113.9 sport=443 dport=52310 [ASSURED] use=1
// ipv4     2 udp      17 29 src=192.168.1.20 dst=198.51.100.53 sport=41234 dport=53 [UNREPLIED] src=198.51.100.53 dst=203.0.113.9 sport=53 dport=41234 use=1

const ROW =
  /^\s*(?:\[(\d{9,11}\.\d+)\s*\]\s*)?(?:\[[A-Z]+\]\s*)?(?:ipv[46]\s+\d+\s+)?([a-z][a-z0-9-]*)\s+(\d{1,3})\s+(?:(\d+)\s+)?(?:([A-Z][A-Z_0-9]*)\s+)?(?:\[[A-Z]+\]\s+)?(?:[a-z_]{2,20}=\d{1,9},?\s+){0,4}src=/;

/** Open vSwitch: `tcp,orig=(src=...,sport=...),reply=(...),start=...,protoinfo=(state=ESTABLISHED)`. */
const OVS_ROW = /^\s*([a-z][a-z0-9]{1,11}|\d{1,3}),orig=\(/;
const OVS_STATE = /[(,]state(?:_orig)?=([A-Z][A-Z_0-9]{2,14})/;
const OVS_START = /,start=([\dT:.-]{19,29})/;

/** Sophos Firewall names everything: `proto=tcp proto-no=6 timeout=10799 state=ESTABLISHED orig-src=... reply-src=...`. */
const NAMED_ROW = /^\s*(?:\[[A-Z]+\]\s+)?proto=([a-z][a-z0-9]{1,11})\s+proto-no=\d/;

/** The original direction and, second, the reply's: `src= dst= [sport= dport=] [packets= bytes=]`. */
function tuplesOf(text: string): Tuple[] {
  const starts = [...text.slice(0, 4000).matchAll(/(?:^|[\s(])src=/g)].map((match) => match.index).slice(0, 2);
  return starts.map((start, index) => {
    const part = text.slice(start, starts[index + 1] ?? text.length);
    const value = (key: string): string | undefined =>
      new RegExp(`(?:^|[\\s(,])${key}=([^\\s,)]{1,60})`).exec(part)?.[1];
    return {
      src: value('src') ?? '',
      dst: value('dst') ?? '',
      sport: value('sport'),
      dport: value('dport'),
      bytes: value('bytes'),
    };
  });
}

/** What begins a part of a flow: a mail program wraps a line before it. */
const PART = /^(?:(?:src|dst|[sd]port|type|code|id|packets|bytes|mark|zone|use|secctx|protoinfo)=|\[)/;
const LONGEST_FLOW = 4_000;

class ConntrackReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  readonly #xml = new FlowXml();
  #tool = 'conntrack';
  /** A flow that the next line may go on with. */
  #held: { text: string; readonly line: number } | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink, { isInitiator: true });
  }

  line(text: string, number: number): void {
    const held = this.#held;
    const rest = text.trim();
    if (held !== null && /=|^[[\d]/.test(rest) && !isRow(text) && held.text.length < LONGEST_FLOW) {
      held.text = `${held.text}${PART.test(rest) ? ' ' : ''}${rest}`;
      return;
    }
    this.#release();
    if (isRow(text)) this.#held = { text, line: number };
    else this.#row(text, number);
  }

  #release(): void {
    const held = this.#held;
    this.#held = null;
    if (held !== null) this.#row(held.text, held.line);
  }

  #row(text: string, number: number): void {
    const flow = this.#xml.take(text, number);
    if (flow !== null) {
      const { protocol = 'unknown', state, tuples } = flow;
      return this.#give({ protocol, state, tuples }, flow.line, flow.text);
    }
    const match = ROW.exec(text.slice(0, 400));
    if (match === null) return this.#named(text, number) ? undefined : this.#openVSwitch(text, number);
    const [, time, name = '', numbered = '', , state] = match;
    const tuples = tuplesOf(text.slice(match[0].length - 4));
    this.#give({ protocol: name === 'unknown' ? numbered : name, state, time, tuples }, number, text);
  }

  #named(text: string, number: number): boolean {
    const protocol = NAMED_ROW.exec(text.slice(0, 60))?.[1];
    if (protocol === undefined) return false;
    const short = text.slice(0, 2000).replace(/\b(?:orig|reply)-(?=[sd](?:rc|st|port)=)/g, '');
    this.#give({ protocol, state: /\sstate=([A-Z_0-9]+)/.exec(short)?.[1], tuples: tuplesOf(short) }, number, text);
    return true;
  }

  #openVSwitch(text: string, number: number): void {
    const protocol = OVS_ROW.exec(text.slice(0, 60))?.[1];
    if (protocol === undefined) return;
    const short = text.slice(0, 2000);
    this.#tool = 'Open vSwitch dump-conntrack';
    const [state, time] = [OVS_STATE.exec(short)?.[1], OVS_START.exec(short)?.[1]];
    this.#give({ protocol, state, time, tuples: tuplesOf(short) }, number, text);
  }

  #give(flow: Translated, number: number, text: string): void {
    const record = translatedRecord(flow);
    if (record === null) this.#sink.badLine(number, text, 'a flow without two readable addresses');
    else this.#rows.record(record, number, text);
  }

  end(): CaptureFacts {
    this.#release();
    const blindSpots = this.#rows.areOfSeveral
      ? this.#rows.deviceSpots()
      : this.#rows.listingSpots('linux').filter(({ id }) => id !== 'no-listeners');
    return { tool: this.#tool, language: null, os: 'linux', blindSpots };
  }
}

function isRow(line: string): boolean {
  const start = line.slice(0, 60);
  return ROW.test(line.slice(0, 400)) || OVS_ROW.test(start) || NAMED_ROW.test(start);
}

function sniff(head: Head): number {
  if (/<conntrack>|<flow\b[^>]*>\s*<meta /.test(head.text)) return 0.97;
  if (!head.text.includes('src=')) return 0;
  const rows = countRows(head.lines, isRow, 3);
  return rows > 1 ? 0.97 : certainty(rows) * 1.2;
}

/** The connection tracking table of Linux firewalls and routers. */
export const conntrack: InputFormat = {
  name: 'conntrack',
  title: 'Linux conntrack',
  reads: [
    {
      tool: 'conntrack -L, conntrack -E',
      versions: '0.9 to 1.4, any -o, xml too; that of Sophos Firewall',
      link: 'https://conntrack-tools.netfilter.org',
    },
    {
      tool: 'ovs-appctl dpctl/dump-conntrack',
      versions: 'Open vSwitch 2.5 to 3.x, with -m or -s',
      link: 'https://docs.openvswitch.org/en/latest/ref/ovs-vswitchd.8/',
    },
    {
      tool: '/proc/net/nf_conntrack, /proc/net/ip_conntrack',
      versions: 'Linux 2.4 to 6.x',
      link: 'https://www.kernel.org/doc/html/latest/networking/nf_conntrack-sysctl.html',
    },
  ],
  sniff,
  open: (_head, sink) => new ConntrackReader(sink),
};
