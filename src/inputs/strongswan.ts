import { END, type SessionEnd, sessionEnd } from './_session-ends.js';
import { Rows } from './_rows.js';
import { TUNNELS_ONLY } from './_tunnels.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of `ipsec statusall`, then three of `swanctl --list-sas`:
//      office[12]: ESTABLISHED 42 minutes ago, 203.0.113.9[gw.example]...198.51.100.7[branch.example]
//      office[12]: IKEv2 SPIs: 0123456789abcdef_i* fedcba9876543210_r, pre-shared key reauthentication in 2 hours
// office: #12, ESTABLISHED, IKEv2, 0123456789abcdef_i* fedcba9876543210_r
//   local  'gw.example' @ 203.0.113.9[4500]
//   remote 'branch.example' @ 198.51.100.7[4500]

const STATUS = new RegExp(
  String.raw`^ {0,24}\S{1,80}\[\d{1,10}\]: ([A-Z]{4,12})(?: [^,]{1,40} ago)?, ([0-9a-fA-F:.]{2,45})\[.{0,400}?\]\.\.\.([0-9a-fA-F:.]{2,45})\[.{0,400}\]\s*$`,
);
const STATUS_SPIS = /^ {0,24}\S{1,80}\[\d{1,10}\]: IKEv[12] SPIs: ([0-9a-f]{16}_i\*? [0-9a-f]{16}_r\*?)/;
const LISTED = /^\S{1,80}: #\d{1,10}, ([A-Z]{4,12}), IKEv[12], ([0-9a-f]{16}_i\*? [0-9a-f]{16}_r\*?)\s*$/;
const LISTED_END = new RegExp(String.raw`^ {2}(local|remote) {1,2}'.{0,400}' @ (${END})(?: .*)?$`);
/** Of the tunnels inside. */
const SIZES = /\s(\d{1,18}) bytes_i\b.{0,60}?\s(\d{1,18}) bytes_o\b/;
const LISTED_SIZE = /^ {4}(in|out) {1,2}[0-9a-f]{8}.{0,40}?,\s{1,20}(\d{1,18}) bytes,/;
/** Libreswan: `006 #2: "office"[1] 198.51.100.7, type=ESP, add_time=1790000000, inBytes=1234, outBytes=5678, ...` */
const LIBRESWAN =
  /^(?:\d{3} )?#\d{1,10}: "[^"]{1,80}"(?:\[\d{1,10}\])? ([0-9a-fA-F:.]{2,45}),(?: username=([^,]{1,200}),)? type=\w{2,8}, add_time=(\d{1,12}), inBytes=(\d{1,18}), outBytes=(\d{1,18})/;
const UNREADABLE = 'a security association without two readable addresses';

interface Open {
  readonly state: string | undefined;
  readonly line: number;
  readonly text: string;
  spis: string;
  local: SessionEnd | null;
  remote: SessionEnd | null;
  received: number;
  sent: number;
}

class StrongSwanReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #open: Open | null = null;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink, { protocol: 'udp' });
  }

  line(text: string, number: number): void {
    const short = text.slice(0, 2_000);
    const [, state, ours, theirs] = STATUS.exec(short) ?? [];
    const [, listed, spis = ''] = LISTED.exec(short) ?? [];
    if (state !== undefined)
      this.#start({ state, line: number, text, spis: '', local: sessionEnd(ours), remote: sessionEnd(theirs) });
    else if (listed !== undefined) this.#start({ state: listed, line: number, text, spis, local: null, remote: null });
    else if (this.#open !== null) this.#add(this.#open, short);
    else this.#libreswan(short, number);
  }

  #libreswan(text: string, number: number): void {
    const [, remoteAddress, user, time, bytesReceived, bytesSent] = LIBRESWAN.exec(text) ?? [];
    if (remoteAddress === undefined) return;
    this.#rows.record({ remoteAddress, user, time, bytesReceived, bytesSent, process: 'pluto' }, number, text);
  }

  #start(open: Omit<Open, 'received' | 'sent'>): void {
    this.#close();
    this.#open = { ...open, received: 0, sent: 0 };
  }

  #add(open: Open, text: string): void {
    const [, way, end] = LISTED_END.exec(text) ?? [];
    if (way === 'local') open.local = sessionEnd(end);
    else if (way === 'remote') open.remote = sessionEnd(end);
    open.spis = STATUS_SPIS.exec(text)?.[1] ?? open.spis;
    const [, received = '0', sent = '0'] = SIZES.exec(text) ?? [];
    const [, inOrOut, size] = LISTED_SIZE.exec(text) ?? [];
    open.received += Number(inOrOut === 'in' ? size : received);
    open.sent += Number(inOrOut === 'out' ? size : sent);
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    const { local, remote, line, text } = open;
    if (local === null || remote === null) return this.#sink.badLine(line, text, UNREADABLE);
    this.#rows.record(
      {
        localAddress: local.host,
        localPort: local.port,
        remoteAddress: remote.host,
        remotePort: remote.port,
        direction: directionOf(open.spis),
        process: 'charon',
        bytesReceived: open.received === 0 ? undefined : String(open.received),
        bytesSent: open.sent === 0 ? undefined : String(open.sent),
      },
      line,
      text,
    );
  }

  end(): CaptureFacts {
    this.#close();
    return { tool: 'status of IPsec', language: null, os: 'unknown', blindSpots: [TUNNELS_ONLY] };
  }
}

/** A star marks the index of this end: it is the initiator's or the responder's. */
function directionOf(spis: string): string | undefined {
  if (spis.includes('_i*')) return 'outbound';
  return spis.includes('_r*') ? 'inbound' : undefined;
}

function sniff({ lines }: Head): number {
  const kinds = [STATUS, LISTED, LIBRESWAN];
  return lines.some((line) => kinds.some((kind) => kind.test(line.slice(0, 2_000)))) ? 0.99 : 0;
}

/** IKE security associations of strongSwan. */
export const strongswan: InputFormat = {
  name: 'strongswan',
  title: 'strongSwan ipsec statusall, swanctl --list-sas',
  reads: [
    {
      tool: 'ipsec status, ipsec statusall, swanctl --list-sas',
      versions: 'strongSwan 5 and 6; outer ends only',
      link: 'https://docs.strongswan.org/docs/latest/swanctl/swanctlListSas.html',
    },
    {
      tool: 'ipsec trafficstatus',
      versions: 'Libreswan 4 and 5',
      link: 'https://libreswan.org/man/ipsec-trafficstatus.8.html',
    },
  ],
  sniff,
  open: (_head, sink) => new StrongSwanReader(sink),
};
