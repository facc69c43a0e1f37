import { splitLastColon } from '../address/extract.js';
import { LogTimes } from './_log-time.js';
import { countRows, Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format, of a web server and of Squid:
// 198.51.100.7 - - [14/Mar/2026:09:26:53 +0000] "GET /a HTTP/1.1" 200 1234 "-" "curl/8.0"
// 1773480413.123    456 192.0.2.17 TCP_TUNNEL/200 5678 CONNECT www.example.org:443 - HIER_DIRECT/198.51.100.7 -

const LONGEST = 4_000;
const CLIENT = String.raw`([0-9a-f.:]{2,45}|\w[\w.-]{0,254})`;
/** Who called, by name: people's may have blanks, and some servers put a request's number there. */
const CALLER = String.raw`\S{1,255} \S{1,255}(?: [^\s[\]]{1,100}){0,3}`;
/** Common and combined log format, perhaps with the virtual host before it. */
const SERVER = new RegExp(
  String.raw`^(?:[\w.-]{1,255}(?::(\d{1,5}))? )?${CLIENT} ${CALLER} \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4})\] "(.{0,3000}?)" (?:\d{3}|-) (\d{1,15}|-)`,
);
const SQUID = new RegExp(
  String.raw`^\s{0,4}(\d{9,11}\.\d{1,6}) +-?\d{1,10} ${CLIENT} [A-Z_]{3,60}\/\d{3} (\d{1,15}) ([A-Z_]{1,20}) (\S{1,3000}) \S{1,255} [A-Z_]{4,40}\/(\S{1,255}) `,
);
/** Envoy, Istio's format: the upstream host, its cluster, our end towards it, then both ends of the caller. */
const ENVOY = new RegExp(
  String.raw`^\[(\d{4}-\d\d-\d\dT[\d:.]{8,15}Z)\] "([^"]{1,1500})" \d{1,3} .{1,1500} "(\S{1,300})" "(\S{1,60})" \S{1,300} \S{1,60} \S{1,60} (\S{1,60}) \S{1,300} \S{1,300}\s*$`,
);

/** A request with its time or its way, whatever else is damaged. */
const LIKE = / \[\d\d\/[A-Z][a-z]{2}\/\d{4}:|^\s{0,4}\d{9,11}\.\d{3} .{1,300} (?:TCP|UDP|NONE)_[A-Z_]{3,40}\/\d{3} /;

/** HAProxy: `haproxy[1234]: 198.51.100.7:51234 [14/Mar/2026:09:26:53.123] frontend backend/server 0/0/1/2/3 200 1234`, on a console bare. */
const HAPROXY = new RegExp(
  String.raw`(?:\bhaproxy\[\d{1,10}\]: |^)(\S{4,60}) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8}(?:\.\d{1,6})?)\] \S{1,255} \S{1,255}\/\S{0,255} [-\d/+]{3,60} (?:-?\d{1,3} )?\+?(\d{1,15}) `,
);

/** A caller that never came to a request: `haproxy[1234]: 198.51.100.7:51234 [14/Mar/2026:09:26:53.123] frontend/1: SSL handshake failure`. */
const HAPROXY_ERROR = new RegExp(
  String.raw`(?:\bhaproxy\[\d{1,10}\]: |^)(\S{4,60}) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8}(?:\.\d{1,6})?)\] \S{1,255}\/\S{1,60}: \S`,
);
/** HAProxy's own format where none is set: `haproxy[1234]: Connect from 198.51.100.7:51234 to 10.0.0.1:443 (www/HTTP)`. */
const HAPROXY_CONNECT =
  /(?:\bhaproxy\[\d{1,10}\]: |^)Connect from (\S{4,60}) to (\S{4,60}) \([^()]{1,255}\/(?:HTTP|TCP)\)/;
const ELB_TIME = String.raw`(\d{4}-\d\d-\d\dT[\d:.]{8,15}Z?)`;
/** Amazon's application and classic load balancers: `https 2026-03-14T09:26:53.123456Z app/a/1 198.51.100.7:51234 10.0.0.1:80 0.0 0.0 0.0 200 200 12 34 "GET ..."`. */
const ELB = new RegExp(
  String.raw`^(?:(?:https?|h2|grpcs?|wss?) )?${ELB_TIME} \S{1,255} (\S{4,60}) \S{1,60} (?:-?[\d.]{1,12} ){3}(?:\d{3}|-) (?:\d{3}|-) (-?\d{1,15}) (-?\d{1,15}) "`,
);
/** The network load balancer's: `tls 2.0 2026-03-14T09:26:53 net/a/1 listener 198.51.100.7:51234 10.0.0.1:443 5 2 98 246 ...`. */
const NLB = new RegExp(
  String.raw`^tls \d\.\d ${ELB_TIME} \S{1,255} \S{1,255} (\S{4,60}) \S{1,60} \d{1,12} (?:\d{1,12}|-) (\d{1,15}) (\d{1,15}) `,
);

/** OpenSSH: `sshd[1218]: Failed password for invalid user ann from 198.51.100.7 port 51234 ssh2`. */
const SSHD =
  /\bsshd(?:-session)?\[(\d{1,10})\]: .{0,300}?\b(?:from|by|user \S{1,100}) ([0-9a-f.:]{2,45}) port (\d{1,5})\b/;
/** Several lines tell of one connection, one soon after the other. */
const MOST_KNOWN = 10_000;

/** Who answers a request that a proxy takes: `www.example.org:443` of CONNECT, a whole URL; null for a path. */
function targetOf(method: string, url: string): { readonly host: string; readonly port: string } | null {
  if (method === 'CONNECT') {
    // Cisco's Secure Web Appliance: `tunnel://www.example.org:443/`.
    const { host, port } = splitLastColon(url.replace(/^tunnel:\/\/|\/$/g, ''));
    return { host, port: port ?? '443' };
  }
  const [, scheme = '', host, port] =
    /^([a-z]{2,8}):\/\/(?:[^/@]{1,200}@)?(\[[^\]]{1,60}\]|[^/:?#]{1,255})(?::(\d{1,5}))?/.exec(url) ?? [];
  return host === undefined ? null : { host, port: port ?? (scheme === 'https' ? '443' : '80') };
}

/** A server's log tells of its callers; the same format of a proxy of whom they called. */
function serverRecord(found: RegExpExecArray): RawRecord {
  const [, port, client, time, request = '', bytes = ''] = found;
  // Scanners send anything: `"-"`, `"\\x16\\x03"`.
  const [method = '', url = ''] = request.split(' ', 2);
  const target = targetOf(method, url);
  if (target === null) return { remoteAddress: client, calledPort: port, direction: 'inbound', time, bytesSent: bytes };
  return flowRecord(client ?? '', target.host, target, time, bytes);
}

function squidRecord(found: RegExpExecArray): RawRecord {
  const [, time, client = '', bytes = '', method = '', url = '', answers = ''] = found;
  const target = targetOf(method, url) ?? { host: answers, port: '' };
  // Nobody was asked (denied, from the cache), or another proxy by its name: then the name that was called is all there is.
  const isAddress = /^[0-9a-f.:]*[.:][0-9a-f.:]*$/i.test(answers);
  return flowRecord(client, isAddress ? answers : target.host, target, time, bytes);
}

function flowRecord(
  client: string,
  destination: string,
  { host, port }: { readonly host: string; readonly port: string },
  time: string | undefined,
  bytes: string,
): RawRecord {
  return {
    sourceAddress: client,
    destinationAddress: destination,
    destinationPort: port,
    destinationHost: host,
    destinationBytes: bytes,
    time,
  };
}

function envoyRecord(found: RegExpExecArray): RawRecord {
  const [, time, , authority, upstream, caller] = found;
  return { sourceAddress: caller, destinationAddress: upstream, destinationHost: authority, time };
}

/** Our end is a front end's name. */
function haproxyRecord([, caller, time, bytes]: RegExpExecArray): RawRecord {
  return { remoteAddress: caller, direction: 'inbound', time, bytesSent: bytes };
}

function connectRecord([, caller, ours]: RegExpExecArray): RawRecord {
  return { localAddress: ours, remoteAddress: caller, direction: 'inbound' };
}

function balancerRecord([, time, caller, received, sent]: RegExpExecArray): RawRecord {
  const bytes = { bytesReceived: received?.replace('-1', ''), bytesSent: sent?.replace('-1', '') };
  return { remoteAddress: caller, direction: 'inbound', time, ...bytes };
}

const KINDS: readonly { readonly row: RegExp; readonly read: (found: RegExpExecArray) => RawRecord }[] = [
  { row: SERVER, read: serverRecord },
  { row: SQUID, read: squidRecord },
  { row: ENVOY, read: envoyRecord },
  { row: HAPROXY, read: haproxyRecord },
  { row: HAPROXY_ERROR, read: haproxyRecord },
  { row: HAPROXY_CONNECT, read: connectRecord },
  { row: ELB, read: balancerRecord },
  { row: NLB, read: balancerRecord },
];

function recordOf(line: string): RawRecord | null {
  const short = line.slice(0, LONGEST);
  for (const { row, read } of KINDS) {
    const found = row.exec(short);
    if (found !== null) return read(found);
  }
  return null;
}

class AccessReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  readonly #times: LogTimes;
  readonly #known = new Set<string>();

  constructor(sink: Sink, { written }: Head) {
    this.#sink = sink;
    this.#times = new LogTimes(written);
    this.#rows = new Rows(sink, { isInitiator: true });
  }

  line(text: string, number: number): void {
    const record = recordOf(text);
    if (record !== null) this.#rows.record(record, number, text);
    else if (LIKE.test(text.slice(0, LONGEST))) this.#sink.badLine(number, text, 'a request without a readable caller');
    else this.#shell(text, number);
  }

  #shell(text: string, number: number): void {
    const [, pid, remoteAddress, remotePort] = SSHD.exec(text.slice(0, LONGEST)) ?? [];
    if (remoteAddress === undefined) return;
    const key = `${pid} ${remoteAddress} ${remotePort}`;
    if (this.#known.has(key)) return;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.add(key);
    const time = this.#times.of(text);
    this.#rows.record({ process: 'sshd', pid, remoteAddress, remotePort, direction: 'inbound', time }, number, text);
  }

  end(): CaptureFacts {
    return {
      tool: 'access log',
      language: null,
      os: 'unknown',
      blindSpots: [...this.#rows.deviceSpots(), ...this.#times.spots()],
    };
  }
}

/** JSON that says by itself where something came from, beside the line that it was read from (Wazuh). */
const TELLS_SOURCE = /^\s*\{.*"src_?ip"\s?:/i;

/** A few lines of a report may be quoted from a log: most of a log's are its own. */
function sniff({ lines }: Head): number {
  const isOwn = (line: string): boolean => recordOf(line) !== null || SSHD.test(line);
  const rows = countRows(lines, (line) => !TELLS_SOURCE.test(line.slice(0, LONGEST)) && isOwn(line.slice(0, LONGEST)));
  const filled = lines.filter((line) => line !== '').length;
  return rows >= 10 || (rows > 0 && rows * 3 >= filled) ? 0.95 : 0;
}

/** Logs of servers that name their callers, and of proxies that name whom they called. */
export const accessLog: InputFormat = {
  name: 'access-log',
  title: 'Access logs of web servers, proxies and sshd',
  reads: [
    {
      tool: 'Apache, nginx and whatever writes their format',
      versions: 'common and combined log format, with or without virtual host',
      link: 'https://httpd.apache.org/docs/current/logs.html#accesslog',
    },
    {
      tool: 'Squid access.log',
      versions: 'native format of 2 to 6',
      link: 'https://wiki.squid-cache.org/Features/LogFormat',
    },
    { tool: 'OpenSSH sshd', versions: 'auth.log, secure, journalctl -u ssh', link: 'https://www.openssh.com/' },
    {
      tool: 'HAProxy',
      versions: 'TCP and HTTP log format',
      link: 'https://docs.haproxy.org/3.0/configuration.html#8.2',
    },
    {
      tool: 'Amazon load balancers',
      versions: 'application, classic and network (TLS)',
      link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
    },
    {
      tool: 'Envoy and Istio',
      versions: 'text of Istio; as JSON it is a table',
      link: 'https://istio.io/latest/docs/tasks/observability/logs/access-log/',
    },
  ],
  sniff,
  wantsPrefix: () => true,
  open: (head, sink) => new AccessReader(sink, head),
};
