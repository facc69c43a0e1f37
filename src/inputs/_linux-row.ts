import type { Endpoint, State } from '../model/connection.js';
import { ANY, oddLocal } from './_endpoint.js';
import { readLinuxCell } from './_socket-cell.js';
import { stateOf } from './_states.js';

/** One row of Linux netstat, not yet a Connection. */
export interface LinuxRow {
  readonly protocol: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly state: State;
  readonly user: string | null;
  /** null: no PID column or `-`. */
  readonly pid: number | null;
  readonly program: string | null;
  /** The row has a PID/Program column, even if it says `-`. */
  readonly hasOwner: boolean;
}

const PROTOCOL = /^(tcp|udp|udplite|udpl|raw|sctp|dccp|icmp|mptcp)(6?)$/;

/** Timer column of -o, the last one: `keepalive (52.14/0/0)`. */
const TIMER = /[ \t](?:off|on|keepalive|timewait|probe|unkn-\d+) \([\d./-]*\)\s*$/;

/** `tcp6` -> `tcp`; the family is in the address. ICMPv6 is a protocol of its own. */
export function linuxProtocol(token: string): string | null {
  const match = PROTOCOL.exec(token);
  if (match === null) return null;
  const base = match[1] === 'udpl' ? 'udplite' : (match[1] ?? token);
  return base === 'icmp' ? token : base;
}

/** ESXi names the owner's world behind its number and TCP's algorithm: `ESTABLISHED  67890  newreno  hostd-IO`. */
const WORLD =
  /^[ \t]+(?:([A-Z][A-Z_0-9]+)[ \t]+)?(\d{4,10})[ \t]+(?:(?:newreno|cubic)[ \t]+)?([A-Za-z][\w.:-]{0,40})[ \t]*$/;

interface Token {
  readonly text: string;
  /** Where it ends in the line. */
  readonly end: number;
}

function tokens(line: string, from: number, limit: number): Token[] {
  const found: Token[] = [];
  let i = from;
  while (i < line.length && found.length < limit) {
    while (i < line.length && (line.charCodeAt(i) === 32 || line.charCodeAt(i) === 9)) i += 1;
    const start = i;
    while (i < line.length && line.charCodeAt(i) !== 32 && line.charCodeAt(i) !== 9) i += 1;
    if (i > start) found.push({ text: line.slice(start, i), end: i });
  }
  return found;
}

/** The bytes that wait in a queue. */
export function isCount(text: string | undefined): boolean {
  return text !== undefined && text.length < 12 && /^\d+$/.test(text);
}

/**
 * `tcp 0 0 local foreign ...`. Undefined: not a row at all; null: a row that can't be read.
 * SCTP of old net-tools prints no queues, and no foreign address for listeners.
 */
export function readLinuxRow(line: string, at: number, width: number): LinuxRow | null | undefined {
  const cells = tokens(line, at, 5);
  const protocol = linuxProtocol(cells[0]?.text ?? '');
  if (protocol === null) return undefined;
  const hasQueues = isCount(cells[1]?.text) && isCount(cells[2]?.text);
  if (!hasQueues && protocol !== 'sctp') return undefined;
  const localCell = cells[hasQueues ? 3 : 1];
  const foreignCell = cells[hasQueues ? 4 : 2];
  if (localCell === undefined || !/[:*]/.test(localCell.text)) return hasQueues ? null : undefined;
  const local = readLinuxCell(localCell.text, width) ?? oddLocal(localCell.text);
  if (local === null) return isDotPort(localCell.text) ? undefined : null;
  const remote = foreignCell === undefined ? null : readForeign(foreignCell.text, width);
  if (remote === null) return protocol === 'sctp' ? rowOf(protocol, local, ANY, line.slice(localCell.end)) : null;
  return rowOf(protocol, local, remote, line.slice(foreignCell?.end ?? line.length));
}

function readForeign(text: string, width: number): Endpoint | null {
  return /[:*]/.test(text) ? readLinuxCell(text, width) : null;
}

/** BSD and macOS put the port after a dot: another format, not damage. */
function isDotPort(text: string): boolean {
  return /\.(?:\*|[a-z0-9-]+)$/i.test(text) && !/:[a-z0-9-]+$/i.test(text);
}

/** ` ESTABLISHED 1218/sshd` or ` LISTEN -`, by far the most common ends of a row: state, PID, and where its name starts. */
const PLAIN_REST = /^[ \t]+([A-Z][A-Z_0-9]*)(?:[ \t]+(?:(\d{1,10})\/|-))?[ \t]*/;

function plainRow(protocol: string, local: Endpoint, remote: Endpoint, rest: string): LinuxRow | null {
  const match = PLAIN_REST.exec(rest);
  if (match === null || rest.endsWith(')') || rest.endsWith(') ')) return null;
  const state = stateOf(match[1] ?? '');
  const program = rest.slice(match[0].length).trim();
  const pid = match[2] === undefined ? null : Number(match[2]);
  if (state === null || (pid === null && program !== '')) return null;
  const hasOwner = pid !== null || match[0].includes('-');
  return { protocol, local, remote, state, user: null, pid, program: program === '' ? null : program, hasOwner };
}

function rowOf(protocol: string, local: Endpoint, remote: Endpoint, rest: string): LinuxRow {
  return (
    plainRow(protocol, local, remote, rest) ??
    worldRow(protocol, local, remote, rest) ??
    unusualRow(protocol, local, remote, rest)
  );
}

function worldRow(protocol: string, local: Endpoint, remote: Endpoint, rest: string): LinuxRow | null {
  const match = WORLD.exec(rest);
  if (match === null) return null;
  const [, word, world, program = null] = match;
  const state = word === undefined ? 'none' : (stateOf(word) ?? 'unknown');
  return { protocol, local, remote, state, user: null, pid: Number(world), program, hasOwner: true };
}

function unusualRow(protocol: string, local: Endpoint, remote: Endpoint, rest: string): LinuxRow {
  const timer = TIMER.exec(rest);
  const tail = timer === null ? rest : rest.slice(0, timer.index);
  const owner = /(?:^|[ \t])(?:(\d{1,10})\/(.*)|-)\s*$/.exec(firstOwner(tail));
  const before = owner === null ? tail : tail.slice(0, ownerStart(tail));
  const words = before
    .trim()
    .split(/[ \t]+/)
    .filter((word) => word !== '');
  const state = stateFrom(words, protocol);
  const [user] = words.length >= 2 && isCount(words[words.length - 1]) ? words.slice(-2) : [null];
  return {
    protocol,
    local,
    remote,
    state: state === 'unknown' && remote.isAny && protocol === 'tcp' ? 'listening' : state,
    user: user ?? null,
    pid: owner?.[1] === undefined ? null : Number(owner[1]),
    program: owner?.[2] === undefined ? null : owner[2].trim() || null,
    hasOwner: owner !== null,
  };
}

/** Program names may hold blanks, colons and slashes, so the owner is all from the first `digits/`. */
function ownerStart(tail: string): number {
  const match = /(?:^|[ \t])\d{1,10}\//.exec(tail) ?? /[ \t]-[ \t]*$/.exec(tail);
  return match === null ? tail.length : match.index;
}

function firstOwner(tail: string): string {
  return tail.slice(ownerStart(tail));
}

/** UDP rows often have no state and raw rows a number (7 = CLOSE); both shift nothing here. */
function stateFrom(words: string[], protocol: string): State {
  const [first] = words;
  if (first === undefined) return protocol === 'tcp' ? 'unknown' : 'none';
  if (/^\d+$/.test(first)) {
    if (protocol === 'raw' || protocol.startsWith('icmp')) words.shift();
    return protocol === 'tcp' ? 'unknown' : 'none';
  }
  const state = stateOf(first);
  if (state !== null) {
    words.shift();
    return state;
  }
  // -e without -n prints a user name where a UDP row has no state; state words are capitals in every language.
  if (protocol === 'tcp' || first === first.toUpperCase()) {
    words.shift();
    return protocol === 'tcp' ? 'unknown' : 'none';
  }
  return 'none';
}
