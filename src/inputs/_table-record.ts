import { classify } from '../address/classify.js';
import { parseAddress } from '../address/parse.js';
import type { Connection, Direction, Endpoint, Process } from '../model/connection.js';
import { fileNameOf } from '../model/image.js';
import { actionOf, isInspected } from './_defender-action.js';
import { ANY, anyOn, cutOff, endpointOf, exact, readEndpoint, readPort } from './_endpoint.js';
import type { Interner } from './_intern.js';
import { packetPorts } from './_packet-ports.js';
import type { Field } from './_table-columns.js';
import { durationFrom, timeFrom } from './_table-time.js';
import { bytesFrom, directionFrom, isAbsent, pidFrom, protocolFrom, stateFrom } from './_table-values.js';

export type RawRecord = Partial<Record<Field, string>>;

/** What is true of the whole table. */
export interface TableTraits {
  /** The source column is the end that opened the connection. */
  readonly isInitiator: boolean;
  /** A state column and no protocol column: PowerShell's Get-NetTCPConnection. */
  readonly protocol: string;
  readonly texts: Interner;
  /** Set once a cell without port column holds `address:port`; IPv6 cells are split at the last colon from then on. */
  combined: boolean;
}

/** `second`: the same row from its other end, where both ends are public. */
export interface RecordResult {
  readonly connection: Connection;
  readonly second: Connection | null;
}

const NONE: readonly string[] = [];

function cell(raw: string | undefined): string | undefined {
  if (raw === undefined) return undefined;
  const text = raw.trim();
  return isAbsent(text) ? undefined : text;
}

/** Null: absent. Undefined: there is something, but no address. */
function endFrom(
  address: string | undefined,
  port: string | undefined,
  traits: TableTraits,
): Endpoint | null | undefined {
  const host = firstOf(cell(address));
  const portText = cell(port);
  const number = portText === undefined ? null : portFrom(portText);
  if (number === undefined) return undefined;
  if (host === undefined) return null;
  // The ends of a rule, not of a connection.
  if (host.length > 400 || /^(?:any|LocalSubnet)$/i.test(host)) return undefined;
  return portText === undefined ? combinedEnd(host, traits) : plainEnd(host, number);
}

/** tshark puts the ends of a packet inside an ICMP error behind those of the packet: `192.0.2.1,198.51.100.7`. */
function firstOf(text: string | undefined): string | undefined {
  return text?.includes(',') === true && /^[0-9a-f.:]{2,45}(?:,[0-9a-f.:]{2,45}){1,8}$/i.test(text)
    ? text.slice(0, text.indexOf(','))
    : text;
}

/** Spreadsheets print `51,544` and `443.0`, NetworkMiner `TCP 443`. */
function portFrom(text: string): number | null | undefined {
  if (/^(?:TCP|UDP) \d/.test(text)) return readPort(text.slice(4));
  return readPort(/[,.]/.test(text) ? text.replace(/,/g, '').replace(/\.0$/, '') : text);
}

/** Asterisk: `IPV4/UDP/192.0.2.1/5060`. */
const ASTERISK = /^IPV[46]\/\w{2,4}\/([0-9a-f.:]{2,45})\/(\d{1,5})$/i;

/** psutil prints `addr(ip='192.0.2.1', port=443)`, databases `192.0.2.1/32`, reports `192[.]0[.]2[.]1`, Markdown has code and `\\*:\\*`. */
function bare(host: string): string {
  if (!/[(/[`\\]/.test(host)) return host;
  const [, address, port] = ASTERISK.exec(host) ?? [];
  if (address !== undefined) return `[${address}]:${port}`;
  const tuple = /ip='([^']*)', port=(\d+)/.exec(host);
  if (tuple !== null) return `[${tuple[1]}]:${tuple[2]}`;
  return host
    .replace(/^`(.*)`$/, '$1')
    .replace(/\\(?=[*_.[\]])/g, '')
    .replace(/\[\.\]|\(\.\)/g, '.')
    .replace(/^(.*\d.*)\/(?:32|128)$/, '$1');
}

function plainEnd(text: string, port: number | null): Endpoint | undefined {
  const address = parseAddress(text);
  if (address !== null) return exact(address, port);
  const host = bare(text);
  if (/\.{2}|…/.test(host)) return shortened(host, port);
  const inside = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  if (inside === '*' || inside === '') return anyOn(port);
  return endpointOf(inside, port) ?? readEndpoint(host) ?? undefined;
}

/** Tables fit cells to their columns: `2a01:cb00:8d5...`, Volatility and nfdump in the middle: `2001:0:9d...a95a:b1c2`. */
function shortened(host: string, port: number | null): Endpoint | undefined {
  if (/^[0-9a-f:.%…]+$/i.test(host)) return cutOff(host, port);
  return endpointOf(host.replace(/\.{2,3}|…/g, ''), port) ?? undefined;
}

function combinedEnd(text: string, traits: TableTraits): Endpoint | undefined {
  const host = bare(text);
  if (host === '*' || host === '*:*') {
    traits.combined = true;
    return ANY;
  }
  const address = parseAddress(host);
  if (address !== null && (address.family === 4 || !traits.combined)) return exact(address, null);
  const split = readEndpoint(host);
  if (split !== null) {
    if (split.address?.family === 4 || split.isAny) traits.combined = true;
    return split;
  }
  return address === null ? (endpointOf(host, null) ?? undefined) : exact(address, null);
}

function isPublic(end: Endpoint | null): boolean {
  return end !== null && end.address !== null && classify(end.address).isGlobal;
}

/** A Connection from the cells of one record; a text says why there is none. */
export function readRecord(record: RawRecord, line: number, traits: TableTraits): RecordResult | string {
  if (record.portOwner === 'ours') delete record.remotePort;
  if (record.calledPort !== undefined)
    record[/^in/i.test(record.direction ?? '') ? 'localPort' : 'remotePort'] = record.calledPort;
  if (record.packet !== undefined && record.sourcePort === undefined && record.destinationPort === undefined)
    Object.assign(record, packetPorts(record.packet));
  const local = endFrom(record.localAddress, record.localPort, traits);
  const remote = endFrom(record.remoteAddress, record.remotePort, traits);
  if (remote === undefined) return 'no readable remote address';
  if (local === undefined) return 'no readable local address';
  const said =
    directionFrom(cell(record.direction), cell(record.initiated), cell(record.inbound)) ??
    actionOf(record.stream)?.direction ??
    null;
  if (local !== null || remote !== null) {
    const names = namesOf(cell(record.remoteHost) ?? cell(record.destinationHost), traits);
    const row = common(record, line, traits);
    const isTurned = isInspected(record.stream) && isPublic(local) && remote !== null && !isPublic(remote);
    const ours = isTurned ? remote : (local ?? portAlone(record));
    const theirs = (isTurned ? local : remote) ?? nameEnd(names, record);
    return { connection: seen(row, record, ours, theirs, said, names), second: null };
  }
  const source = endFrom(record.sourceAddress, record.sourcePort, traits);
  // Of a flow with one port alone it is the one that was called.
  const destination = endFrom(record.destinationAddress, record.destinationPort ?? record.remotePort, traits);
  if (source === undefined || destination === undefined) return 'no readable source or destination address';
  const row = common(record, line, traits);
  if (source !== null || destination !== null)
    return flow(record, row, source ?? ANY, destination ?? ANY, said, traits);
  const port = cell(record.localPort);
  if (port === undefined) return 'no address';
  return { connection: seen(row, record, anyOn(readPort(port) ?? null), ANY, null, NONE), second: null };
}

/** A log that knows the port of our end only (Little Snitch). */
function portAlone(record: RawRecord): Endpoint | null {
  const port = readPort(cell(record.localPort) ?? '') ?? null;
  return port === null ? null : anyOn(port);
}

/** A remote column that is empty beside a name column: the name is all there is, if it isn't an address. */
function nameEnd(names: readonly string[], record: RawRecord): Endpoint {
  const address = parseAddress(cell(record.remoteHost) ?? '');
  if (address !== null) return exact(address, readPort(cell(record.remotePort) ?? '') ?? null);
  const [name] = names;
  if (name === undefined) return ANY;
  return endpointOf(name, readPort(cell(record.remotePort) ?? '') ?? null) ?? ANY;
}

/**
 * Neither end of a flow is ours by name. Exactly one public end: that is the remote one. Otherwise the destination is,
 * and where the source is public too the row is told from both ends, because either may be the peer.
 */
function flow(
  record: RawRecord,
  row: Common,
  source: Endpoint,
  destination: Endpoint,
  said: Direction | null,
  traits: TableTraits,
): RecordResult {
  const outward: Direction | null = said ?? (traits.isInitiator ? 'outbound' : null);
  const inward: Direction | null = said ?? (traits.isInitiator ? 'inbound' : null);
  const fromSource = (): Connection =>
    seen(row, record, source, destination, outward, namesOf(cell(record.destinationHost), traits), 'source');
  const fromDestination = (): Connection =>
    seen(row, record, destination, source, inward, namesOf(cell(record.sourceHost), traits), 'destination');
  // In a list of packets the answers come from whom a name is shown of.
  const isAnswer = record.packet !== undefined && source.name !== null && destination.address !== null;
  if (isAnswer && !isPublic(destination)) return { connection: fromDestination(), second: null };
  if (!isPublic(source)) return { connection: fromSource(), second: null };
  if (!isPublic(destination)) return { connection: fromDestination(), second: null };
  return { connection: fromSource(), second: fromDestination() };
}

interface Common {
  readonly protocol: string;
  readonly process: Process | null;
  readonly host: string | null;
  readonly time: number | null;
  readonly until: number | undefined;
  readonly line: number;
}

/** Numbers are those of socket(2): SOCK_STREAM, SOCK_DGRAM, SOCK_RAW. */
function socketType(record: RawRecord): string | undefined {
  const text = cell(record.socketType);
  return text === '1' ? 'tcp' : text === '2' ? 'udp' : text === '3' ? 'raw' : text;
}

function common(record: RawRecord, line: number, traits: TableTraits): Common {
  const host = cell(record.host);
  const time = timeFrom(cell(record.time));
  const duration = durationFrom(cell(record.duration));
  return {
    protocol: protocolFrom(cell(record.protocol) ?? socketType(record), traits.protocol),
    process: processOf(record, traits.texts),
    host: host === undefined ? null : traits.texts.own(host),
    time,
    until: time === null || duration === null ? undefined : time + duration,
    line,
  };
}

/** The row as seen from `local`. A remote of zeros is a listener unless the state says otherwise (`Bound`). */
function seen(
  row: Common,
  record: RawRecord,
  local: Endpoint | null,
  remote: Endpoint,
  said: Direction | null,
  remoteNames: readonly string[],
  ours: 'source' | 'destination' | null = null,
): Connection {
  const action = row.protocol === 'tcp' ? actionOf(record.stream)?.state : undefined;
  const told = stateFrom(cell(record.state) ?? action ?? undefined, row.protocol);
  const state = told === 'unknown' && remote.isAny && row.protocol === 'tcp' ? 'listening' : told;
  const [out, into] =
    ours === 'destination'
      ? (['destinationBytes', 'sourceBytes'] as const)
      : (['sourceBytes', 'destinationBytes'] as const);
  // What a flow's columns call sent is what its source sent.
  const turned = ours === 'destination';
  return {
    protocol: row.protocol,
    local,
    remote,
    state,
    direction: said ?? (state === 'listening' ? 'listening' : null),
    process: row.process,
    host: row.host,
    remoteNames,
    time: row.time,
    ...(row.until === undefined ? {} : { until: row.until }),
    bytesSent: bytesFrom(
      cell(turned ? record.bytesReceived : record.bytesSent) ?? (ours === null ? undefined : cell(record[out])),
    ),
    bytesReceived: bytesFrom(
      cell(turned ? record.bytesSent : record.bytesReceived) ?? (ours === null ? undefined : cell(record[into])),
    ),
    line: row.line,
    count: 1,
  };
}

/** Host names that led to the remote end; a URL gives its host. */
function namesOf(text: string | undefined, traits: TableTraits): readonly string[] {
  if (text === undefined) return NONE;
  const host = text
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '');
  if (host.length === 0 || host.length > 253 || isAbsent(host) || /^\d+$/.test(host)) return NONE;
  if (parseAddress(host) !== null) return NONE;
  return [traits.texts.own(host)];
}

function processOf(record: RawRecord, texts: Interner): Process | null {
  const { process: program, processPath, pid: number, commandLine, user } = record;
  if ((program ?? processPath ?? number ?? commandLine ?? user) === undefined) return null;
  const own = (raw: string | undefined): string | null => {
    const text = cell(raw);
    return text === undefined ? null : texts.own(text.slice(0, 4096));
  };
  const pid = pidFrom(cell(record.pid));
  let path = own(record.processPath);
  let name = own(record.process);
  // TCPView, Sysmon and Process Hacker say that they don't know in words.
  if (name !== null && /^(?:\[(?:Time Wait|System Process)\]|<unknown process>|Waiting connections)$/i.test(name))
    name = null;
  if (name !== null && /^https?:/.test(name)) name = null;
  // Kansa keeps what `netstat -b` put around it.
  name = name?.replace(/^\[(\S.{0,250}\.\w{2,4})\]$/, '$1') ?? null;
  if (name !== null && /[\\/]/.test(name) && !/^\d+\//.test(name)) {
    path ??= name;
    name = null;
  }
  if (path !== null && !/[\\/]/.test(path)) [name, path] = [name ?? path, null];
  if (name === null && path !== null) name = texts.own(fileNameOf(path)) || null;
  const owner = name === null ? null : ownerIn(name);
  if (owner !== null) name = texts.own(owner.name);
  const process: Process = {
    name,
    path,
    pid: pid ?? owner?.pid ?? null,
    services: servicesOf(record, texts),
    commandLine: own(record.commandLine),
    user: own(record.user),
    parent: own(record.parent),
    signer: own(record.signer),
  };
  const isKnown = name !== null || path !== null || (process.pid !== null && process.pid > 0);
  return isKnown || process.user !== null || process.commandLine !== null ? process : null;
}

/** `1218/sshd` of netstat, `sshd (1218)` of Process Hacker. */
function ownerIn(text: string): { readonly name: string; readonly pid: number } | null {
  const [, before, after, name = after, pid = before] =
    /^(\d{1,10})\/(.+)$|^(\S.{0,200}?) \((\d{1,10})\)$/.exec(text) ?? [];
  return name === undefined ? null : { name, pid: Number(pid) };
}

/** Zeek's `service` is an application protocol, Windows' a service key: only rows that name a program have the latter. */
function servicesOf(record: RawRecord, texts: Interner): readonly string[] {
  const text = cell(record.services);
  if (text === undefined || record.process === undefined) return NONE;
  return text
    .split(/[,;| ]+/, 32)
    .filter((name) => name !== '')
    .map((name) => texts.own(name));
}
