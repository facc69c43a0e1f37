import type { Endpoint } from '../model/connection.js';
import { readDotCell, WIDE } from './_dot-cell.js';
import { ANY, named } from './_endpoint.js';
import type { SocketRow } from './_rows.js';
import { stateOf } from './_states.js';

/** `TCP: IPv4` opens a section of rows, `Active UNIX domain sockets` closes it; undefined: neither. */
export function solarisSection(line: string): string | null | undefined {
  const match = /^\s*(TCP|UDP|SCTP)(?::(?: IPv[46])?)?\s*$/.exec(line.slice(0, 80));
  if (match !== null) return (match[1] ?? '').toLowerCase();
  return /^(?:Active UNIX|Routing Table)/.test(line) ? null : undefined;
}

const NUMBERS = /^\d{1,12}$/;

/** Local, remote, [user, pid, command with -u], four window and queue sizes, state, [interface]. */
export function readSolarisRow(line: string, protocol: string): SocketRow | null | undefined {
  const cells = line.trim().split(/\s+/, 16);
  const [first = '', second = ''] = cells;
  if (!isCell(first)) return undefined;
  const local = readDotCell(first, WIDE) ?? named(first.slice(0, 255), null);
  // SCTP prints the wildcard without a port.
  const hasRemote = isCell(second) || second === '0.0.0.0' || second === '::';
  if (!hasRemote && protocol !== 'udp') return second === '' ? undefined : null;
  const remote = isCell(second) && second !== '0.0.0.0' ? readDotCell(second, WIDE) : ANY;
  if (remote === null) return null;
  return { protocol, local, remote, ...ownerAndState(cells.slice(hasRemote ? 2 : 1), protocol, remote) };
}

function isCell(text: string): boolean {
  return /^[\w:*%][\w:.*%-]*\.(?:\*|[\w-]+)$/.test(text);
}

function ownerAndState(
  rest: readonly string[],
  protocol: string,
  remote: Endpoint,
): Pick<SocketRow, 'state' | 'user' | 'pid' | 'program'> {
  const word = rest.findLast((cell) => stateOf(cell) !== null);
  const known = word === undefined ? null : stateOf(word);
  const state = known ?? (protocol !== 'tcp' ? 'none' : remote.isAny ? 'listening' : 'unknown');
  const [user = '', pid = '', program = ''] = rest;
  const isOwned = /^[A-Za-z_]/.test(user) && NUMBERS.test(pid) && /^[^\d]/.test(program) && user !== word;
  return isOwned ? { state, user, pid: Number(pid), program } : { state };
}
