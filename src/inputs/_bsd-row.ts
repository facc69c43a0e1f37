import type { Endpoint, State } from '../model/connection.js';
import { type DotWidths, readDotCell } from './_dot-cell.js';
import { ANY, named } from './_endpoint.js';
import type { SocketRow } from './_rows.js';
import { stateOf } from './_states.js';

export type BsdRow = SocketRow;

/** How the columns of one capture are laid out. */
export interface BsdColumns extends DotWidths {
  /** The widths come from a header. */
  readonly isFixed: boolean;
  /** Names of the columns behind `(state)`. */
  readonly after: readonly string[];
  /** -T: three counts of TCP's (`Rexmit OOORcv 0-win`) instead of the buffers, blank for other protocols. */
  readonly areTcpCounts: boolean;
}

/** `icm4` and `icm6` are ICMP sockets whose name was cut, `ip4` (OpenBSD: `ip`) raw ones. */
const PROTOCOL = /^(tcp|udplite|udpl|udp|icmp|icm|sctp|ip|raw|div|divert|dccp)(4|6|46| ?4 6)?$/;

/** Header with columns `Local Address` and `Foreign Address`: their distance is the width cells are cut to. */
export function bsdColumns(header: string, before: BsdColumns): BsdColumns {
  const match = /(Local Address +)Foreign Address(.*)$/.exec(header);
  if (match === null) return before;
  const width = (match[1] ?? '').length - 1;
  // One blank between the names: a page or a mail ran them together, and nobody knows how wide the columns were.
  if (width === 'Local Address'.length) return before;
  const after = (match[2] ?? '').replace(/^\s*(?:\(state\)|TCP-State|state)/i, '').trim();
  // Wider than 22 is -W or -l, where nothing is cut.
  const cell = width > 23 ? 0 : width <= 19 ? 18 : 22;
  return {
    host: cell === 0 ? 0 : before.host || 16,
    cell,
    isFixed: true,
    after: after === '' ? [] : after.split(/\s+/),
    areTcpCounts: /\bRexmit\b/.test(header),
  };
}

/** `tcp4` -> `tcp`; ICMPv6 is a protocol of its own; null when it is none. */
function protocolOf(token: string): string | null {
  const match = PROTOCOL.exec(token);
  if (match === null) return null;
  const base = match[1] ?? '';
  if (base === 'icm' || base === 'icmp') return match[2] === '6' ? 'icmp6' : 'icmp';
  if (base === 'ip') return 'raw';
  return base === 'udpl' ? 'udplite' : base === 'divert' ? 'div' : base;
}

const HEX = /^[0-9a-f]{1,18}$/;
const COUNT = /^\d{1,12}$/;

interface Token {
  readonly text: string;
  readonly end: number;
}

function tokens(line: string, limit: number): Token[] {
  const found: Token[] = [];
  const pattern = /\S+/g;
  for (let match = pattern.exec(line); match !== null && found.length < limit; match = pattern.exec(line)) {
    if (match[0].length > 400) break;
    found.push({ text: match[0], end: pattern.lastIndex });
  }
  return found;
}

/** Where the protocol stands: first, or behind -A's control block and flow hash, or grep's line number. */
function protocolAt(cells: readonly Token[]): number {
  for (let i = 0; i < 3; i += 1) {
    const text = cells[i]?.text ?? '';
    if (protocolOf(text) !== null) return i;
    if (!HEX.test(text)) return -1;
  }
  return -1;
}

/** Undefined: not a row; null: a row that can't be read. */
export function readBsdRow(line: string, columns: BsdColumns): BsdRow | null | undefined {
  const cells = tokens(line, 9);
  const at = protocolAt(cells);
  const protocol = at < 0 ? null : protocolOf(cells[at]?.text ?? '');
  if (protocol === null) return undefined;
  let next = at + 1;
  // -L prints the listen queue instead of the buffers: `0/0/128`.
  const isQueue = /^\d+\/\d+\/\d+$/.test(cells[next]?.text ?? '');
  if (isQueue) next += 1;
  // Two counts, or three with -T (retransmits, out of order, zero windows).
  else while (next < at + 4 && COUNT.test(cells[next]?.text ?? '')) next += 1;
  const hasBlanks = columns.areTcpCounts && protocol !== 'tcp' && next === at + 1;
  if (!hasBlanks && next < at + (isQueue ? 2 : 3)) return undefined;
  const localCell = cells[next];
  const remoteCell = cells[next + 1];
  if (localCell === undefined || !isDotCell(localCell.text)) return undefined;
  const local = readDotCell(localCell.text, columns) ?? named(localCell.text.slice(0, 255), null);
  if (isQueue) return { protocol, local, remote: ANY, state: 'listening' };
  // Without a dot the line belongs to a table of another kind (Linux, routes).
  if (remoteCell === undefined) return null;
  const remote = readDotCell(remoteCell.text, columns);
  if (remote === null) return isDotCell(remoteCell.text) || !remoteCell.text.includes(':') ? null : undefined;
  return withRest(protocol, local, remote, line.slice(remoteCell.end), columns.after);
}

/** The port is behind a dot and not behind a colon. */
function isDotCell(text: string): boolean {
  return /\.(?:\*|[\w-]*)$/.test(text) && !/\.\d+:\w+$/.test(text);
}

/** State, byte counts and owner behind the addresses; a UDP row has no state. */
function withRest(protocol: string, local: Endpoint, remote: Endpoint, rest: string, after: readonly string[]): BsdRow {
  const word = /^\s+([A-Za-z][A-Za-z0-9_]*)(?=\s|$)/.exec(rest);
  const known = word === null ? null : stateOf(word[1] ?? '');
  const columns = valuesOf(known === null ? rest : rest.slice(word?.[0].length ?? 0), after);
  const owner = /^(.*):(\d{1,10})$/.exec(columns.get('process:pid') ?? '');
  const pid = owner?.[2] ?? columns.get('pid');
  return {
    protocol,
    local,
    remote,
    state: stateFrom(known, protocol, remote),
    program: owner?.[1]?.trim() || null,
    pid: pid !== undefined && COUNT.test(pid) && Number(pid) > 0 ? Number(pid) : null,
    bytesReceived: countOf(columns.get('rxbytes')),
    bytesSent: countOf(columns.get('txbytes')),
  };
}

function stateFrom(known: State | null, protocol: string, remote: Endpoint): State {
  if (known !== null) return known;
  if (protocol !== 'tcp') return 'none';
  return remote.isAny && remote.port === null ? 'listening' : 'unknown';
}

function countOf(text: string | undefined): number | null {
  return text !== undefined && COUNT.test(text) ? Number(text) : null;
}

/** Values by column name; only `process:pid` holds blanks (`Google Chrome He:812`), so it ends at its digits. */
function valuesOf(rest: string, names: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  let text = rest.trim();
  for (const name of names) {
    const value = name === 'process:pid' ? /^.{0,200}?:\d+(?=\s|$)/.exec(text)?.[0] : /^\S+/.exec(text)?.[0];
    if (value === undefined) break;
    values.set(name, value);
    text = text.slice(value.length).trimStart();
  }
  return values;
}
