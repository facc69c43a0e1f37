import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import { TUNNELS_ONLY } from './_tunnels.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Four lines of the format; then a peer of `wg show all dump`, cells parted by tabs:
// interface: wg0
//   listening port: 51820
// peer: xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=
//   endpoint: 198.51.100.7:51820
// wg0 xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg= (none) 198.51.100.7:51820 10.1.2.0/24 1790158458 1268776 3722445 25

const KEY = '[A-Za-z0-9+/]{43}=';
const PEER = /^peer: \S{3,60}\s*$/;
const DUMPED = new RegExp(
  `^(?:([\\w=+.-]{1,15})\\t)?${KEY}\\t(?:\\(none\\)|${KEY})\\t(\\S{3,60})\\t[^\\t]{1,4000}\\t(\\d{1,12})\\t(\\d{1,18})\\t(\\d{1,18})\\t(?:off|\\d{1,5})\\s*$`,
);
/** An interface: its keys, port and mark. */
const DUMPED_OWN = new RegExp(
  `^(?:([\\w=+.-]{1,15})\\t)?(?:\\(none\\)|${KEY})\\t(?:\\(none\\)|${KEY})\\t(\\d{1,5})\\t(?:off|0x[0-9a-f]{1,8})\\s*$`,
);
/** `wg show all endpoints`. */
const ENDPOINT = new RegExp(`^(?:([\\w=+.-]{1,15})\\t)?${KEY}\\t([0-9a-f.:[\\]%\\w]{3,60})\\s*$`);
const FIELD = /^ {2}([a-z ]{4,20}): (.{1,4000})$/;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

interface Open {
  readonly line: number;
  readonly text: string;
  endpoint?: string;
  transfer?: string;
}

class WireGuardReader implements LineReader {
  readonly #rows: Rows;
  #peer: Open | null = null;
  /** Ports of the interfaces, by name; the one of the interface whose peers follow under ''. */
  readonly #ports = new Map<string, string>();

  constructor(sink: Sink) {
    this.#rows = new Rows(sink, { protocol: 'udp' });
  }

  line(text: string, number: number): void {
    const [, name, value = ''] = FIELD.exec(text) ?? [];
    if (PEER.test(text) || text.startsWith('interface: ')) this.#start(text, number);
    else if (name === 'listening port') this.#ports.set('', value.trim());
    else if (name === 'endpoint' && this.#peer !== null) this.#peer.endpoint = value.trim();
    else if (name === 'transfer' && this.#peer !== null) this.#peer.transfer = value;
    else this.#dumped(text, number);
  }

  #start(text: string, line: number): void {
    this.#close();
    this.#peer = text.startsWith('peer') ? { line, text } : null;
    if (this.#peer === null) this.#ports.delete('');
  }

  /** A peer that was never heard of has no endpoint. */
  #close(): void {
    const { endpoint, transfer = '', line, text } = this.#peer ?? {};
    if (endpoint === undefined || line === undefined) return;
    const [, received, sent] = /^(\S+ \S+) received, (\S+ \S+) sent/.exec(transfer) ?? [];
    const sizes = { bytesReceived: bytesOf(received), bytesSent: bytesOf(sent) };
    this.#rows.record({ ...this.#ends(endpoint, ''), ...sizes }, line, `${text} ${endpoint}`);
  }

  #dumped(text: string, number: number): void {
    const [, own = '', port] = DUMPED_OWN.exec(text) ?? [];
    if (port !== undefined && this.#ports.size < 1_000) this.#ports.set(own, port);
    const [, name = '', endpoint = '(none)', handshake, bytesReceived, bytesSent] = DUMPED.exec(text) ?? [];
    const [, , alone] = ENDPOINT.exec(text) ?? [];
    if (alone !== undefined && alone.includes(':')) this.#rows.record(this.#ends(alone, ''), number, text);
    if (endpoint === '(none)') return;
    const time = handshake === '0' ? undefined : handshake;
    this.#rows.record({ ...this.#ends(endpoint, name), time, bytesReceived, bytesSent }, number, text);
  }

  /** Either end may open a tunnel. */
  #ends(endpoint: string, name: string): RawRecord {
    const localPort = this.#ports.get(name);
    return { remoteAddress: endpoint, process: 'wireguard', ...(localPort === undefined ? {} : { localPort }) };
  }

  end(): CaptureFacts {
    this.#close();
    return { tool: 'wg show', language: null, os: 'unknown', blindSpots: [TUNNELS_ONLY] };
  }
}

/** `1.21 MiB`: rounded as it is printed. */
function bytesOf(text: string | undefined): string | undefined {
  const [digits = '', unit = ''] = text?.split(' ') ?? [];
  const power = UNITS.indexOf(unit);
  return power < 0 ? undefined : String(Math.round(Number(digits) * 1024 ** power));
}

function isDumped(line: string): boolean {
  return DUMPED.test(line) || ENDPOINT.exec(line)?.[2].includes(':') === true;
}

function sniff({ lines }: Head): number {
  const isPeer = (line: string, at: number): boolean => PEER.test(line) && FIELD.test(lines[at + 1] ?? '');
  return lines.some((line, at) => isPeer(line, at) || isDumped(line.slice(0, 8_192))) ? 0.99 : 0;
}

/** Peers of WireGuard's interfaces. */
export const wireguard: InputFormat = {
  name: 'wireguard',
  title: 'wg show',
  reads: [
    {
      tool: 'wg show, wg show all dump, wg show all endpoints',
      versions: 'wireguard-tools 1.0, awg and wireguard-go alike; sizes as rounded as it prints them',
      link: 'https://git.zx2c4.com/wireguard-tools/about/src/man/wg.8',
    },
  ],
  sniff,
  open: (_head, sink) => new WireGuardReader(sink),
};
