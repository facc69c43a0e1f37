import type { Endpoint, State } from '../model/connection.js';
import { oddLocal, readEndpoint } from './_endpoint.js';
import { isCount } from './_linux-row.js';
import { stateOf } from './_states.js';

/** One inet row of ss, not yet a Connection. */
export interface SsRow {
  /** null when the listing has no Netid column and the row does not tell. */
  readonly protocol: string | null;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** null when a state filter made ss leave the column out. */
  readonly state: State | null;
  readonly users: readonly SsUser[];
  readonly uid: string | null;
}

export interface SsUser {
  readonly name: string;
  readonly pid: number | null;
}

const NETID = /^(?:tcp|udp|raw|icmp6?|dccp|sctp|mptcp|udplite|ping)6?$/;

/** Sockets of other families: not inet rows, and no damage. ss(8), iproute2 misc/ss.c. */
const OTHER_NETID = /^(?:u_str|u_dgr|u_seq|u_raw|unix|nl|p_raw|p_dgr|packet|v_str|v_dgr|vsock|xdp|ti_\w+|tipc|\?\?\?)$/;

const STATE =
  /^(?:ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|TIME-WAIT|UNCONN|CLOSE-WAIT|LAST-ACK|LISTEN|CLOSING|CLOSE|NEW-SYN-RECV|BOUND-INACTIVE|UNKNOWN)$/;

const STATE_BEHIND =
  /^(?:ESTABLISHED|SYN_SENT|SYN_RECV|FIN_WAIT[12]|TIME_WAIT|CLOSE_WAIT|LAST_ACK|LISTEN|CLOSING|CLOSE)$/;

/** Users of one socket that are kept. */
const MAX_USERS = 16;

/** Undefined: no inet row (header, other family, -i details); null: an inet row that can't be read. */
export function readSsRow(line: string): SsRow | null | undefined {
  const cells = firstCells(line);
  let i = 0;
  let protocol: string | null = null;
  const netid = cells[0]?.text ?? '';
  if (OTHER_NETID.test(netid)) return undefined;
  if (NETID.test(netid)) {
    protocol = netid;
    i += 1;
  }
  let state: State | null = null;
  const word = cells[i]?.text ?? '';
  if (STATE.test(word)) {
    state = stateOf(word) ?? 'unknown';
    i += 1;
  }
  if (!isCount(cells[i]?.text) || !isCount(cells[i + 1]?.text)) return undefined;
  const local = cells[i + 2];
  const remote = cells[i + 3];
  // net-tools puts the state behind the ends; a filtered ss has none.
  if (protocol !== null && state === null && STATE_BEHIND.test(cells[i + 4]?.text ?? '')) return undefined;
  if (protocol === null && state === null && (local === undefined || remote === undefined)) return undefined;
  const localEnd = local === undefined ? null : (readCell(local.text) ?? oddLocal(local.text));
  const remoteEnd = remote === undefined ? null : readCell(remote.text);
  // Without Netid and State only two numbers speak for a row: anything unreadable then is prose.
  if (localEnd === null || remoteEnd === null) {
    const isSocket = protocol === null ? state !== null && localEnd !== null : protocol !== 'raw';
    return isSocket ? null : undefined;
  }
  // Only a raw socket has a peer without a port.
  if (protocol === null && remoteEnd.address !== null && (remote?.text ?? '').endsWith(':*')) protocol = 'raw';
  const rest = line.slice(remote?.end ?? line.length);
  return { protocol, local: localEnd, remote: remoteEnd, state, users: readUsers(rest), uid: uidOf(rest) };
}

function readCell(text: string): Endpoint | null {
  return text === '*' || text.includes(':') ? readEndpoint(text) : null;
}

/** At most six tokens from the start: the rest of an -m -i -e line may be a megabyte. */
function firstCells(line: string): { text: string; end: number }[] {
  const found: { text: string; end: number }[] = [];
  let i = 0;
  while (i < line.length && found.length < 6) {
    while (i < line.length && isBlank(line.charCodeAt(i))) i += 1;
    const start = i;
    while (i < line.length && !isBlank(line.charCodeAt(i))) i += 1;
    if (i - start > 400) break;
    if (i > start) found.push({ text: line.slice(start, i), end: i });
  }
  return found;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/**
 * `users:(("sshd",pid=1218,fd=3),("a \"b\" (c)",pid=2,fd=4))`; old iproute2 prints `("sshd",1218,3)`.
 * Names hold blanks, colons, quotes and parentheses, so a name ends only where a number field follows its quote.
 */
export function readUsers(printed: string): SsUser[] {
  const users: SsUser[] = [];
  // Blogs and mail programs turn the quotes.
  const text = printed.replace(/[\u201c-\u201f]/g, '"');
  let at = text.indexOf('users:((');
  if (at < 0) return users;
  at += 7;
  while (users.length < MAX_USERS && text.startsWith('("', at)) {
    const end = nameEnd(text, at + 2);
    if (end < 0) break;
    const pid = /^",(?:pid=)?(\d{1,10})/.exec(text.slice(end, end + 20));
    users.push({ name: text.slice(at + 2, end), pid: pid === null ? null : Number(pid[1]) });
    const next = text.indexOf('),(', end);
    const close = text.indexOf('))', end);
    if (next < 0 || (close >= 0 && close < next)) break;
    at = next + 2;
  }
  return users;
}

/** The quote that a `,pid=` or `,digits` follows. */
function nameEnd(text: string, from: number): number {
  for (let i = text.indexOf('"', from); i >= 0 && i - from < 4096; i = text.indexOf('"', i + 1)) {
    if (/^",(?:pid=)?\d/.test(text.slice(i, i + 8))) return i;
  }
  return -1;
}

function uidOf(text: string): string | null {
  return /\buid:(\d{1,10})/.exec(text.slice(0, 4096))?.[1] ?? null;
}
