import { parseAddress } from '../address/parse.js';
import { splitCells } from './_delimited.js';
import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format, of the proxy and of the firewall; a log has no header, and each kind its own columns:
// "2026-11-20 10:15:30","ann","192.168.1.20","203.0.113.9","198.51.100.7","text/html","ALLOWED","http://www.example.com/","","Mozilla/5.0","200","1489","5821",...
// "2026-11-20 10:15:30","[211039844]","Branch","CDFW Tunnel Device","OUTBOUND","6","84","172.17.3.4","51234","198.51.100.7","443","ams1.edc","12","ALLOW"

const START = /^"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",/;
const VERDICT = /^(?:ALLOWED|BLOCKED|WARN\w*|ALLOW|BLOCK)$/i;
const LONGEST = 20_000;

/** The proxy's: identity, own inner and outer address, far end, type, verdict, URL, referer, agent, status, sizes. */
function proxyRecord(cells: readonly string[]): RawRecord | null {
  const [time, user, inner = '', outer = '', far = '', , verdict = '', url = '', , , , sent, received] = cells;
  if (!VERDICT.test(verdict) || !/^[a-z]{2,10}:\/\//i.test(url)) return null;
  const parts = URL.canParse(url) ? new URL(url) : null;
  const local = parseAddress(inner) === null ? outer : inner;
  const host = parts?.hostname.replace(/^\[|\]$/g, '') ?? '';
  return {
    protocol: 'tcp',
    localAddress: parseAddress(local) === null ? undefined : local,
    remoteAddress: parseAddress(far) === null ? host : far,
    remotePort: parts?.port || (/^https/i.test(url) ? '443' : '80'),
    remoteHost: host,
    direction: 'outbound',
    user,
    time,
    bytesSent: sent,
    bytesReceived: received,
  };
}

/** The firewall's: origin, identity, kind of it, direction, protocol, size, ends. */
function firewallRecord(cells: readonly string[]): RawRecord | null {
  const [time, , , , direction = '', protocol, , source = '', sourcePort, far = '', farPort] = cells;
  if (!/^(?:IN|OUT)BOUND$/i.test(direction) || parseAddress(source) === null) return null;
  return {
    protocol,
    sourceAddress: source,
    sourcePort,
    destinationAddress: far,
    destinationPort: farPort,
    time,
  };
}

/** Addresses that were blocked: identity, ends, categories. */
function addressRecord(cells: readonly string[]): RawRecord | null {
  const [time, user, source = '', sourcePort = '', far = '', farPort = ''] = cells;
  if (parseAddress(source) === null || parseAddress(far) === null) return null;
  if (!/^\d{1,5}$/.test(sourcePort) || !/^\d{1,5}$/.test(farPort)) return null;
  return {
    protocol: 'unknown',
    user,
    sourceAddress: source,
    sourcePort,
    destinationAddress: far,
    destinationPort: farPort,
    time,
  };
}

function recordOf(line: string): RawRecord | null {
  const cells = START.test(line) ? splitCells(line.slice(0, LONGEST), ',') : null;
  return cells === null ? null : (proxyRecord(cells) ?? firewallRecord(cells) ?? addressRecord(cells));
}

class UmbrellaReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink, { isInitiator: true });
  }

  line(text: string, number: number): void {
    const record = recordOf(text);
    if (record !== null) this.#rows.record(record, number, text);
    else if (START.test(text)) this.#sink.badLine(number, text, 'an entry whose columns are not known');
  }

  end(): CaptureFacts {
    return { tool: 'Cisco Umbrella', language: null, os: 'unknown', blindSpots: this.#rows.deviceSpots() };
  }
}

function sniff({ lines }: Head): number {
  return lines.slice(0, 200).some((line) => recordOf(line) !== null) ? 0.985 : 0;
}

/** Logs of Cisco Umbrella as it stores them. */
export const umbrella: InputFormat = {
  name: 'umbrella',
  title: 'Cisco Umbrella logs',
  reads: [
    {
      tool: 'Cisco Umbrella',
      versions: 'proxy, cloud firewall and IP logs (CSV of the S3 bucket, versions 1 to 10); DNS logs have no far ends',
      link: 'https://docs.umbrella.com/deployment-umbrella/docs/log-formats-and-versioning',
    },
  ],
  sniff,
  open: (_head, sink) => new UmbrellaReader(sink),
};
