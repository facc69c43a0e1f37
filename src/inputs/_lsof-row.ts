import type { Endpoint, State } from '../model/connection.js';
import { ANY, cutOff, oddLocal, readEndpoint } from './_endpoint.js';
import type { SocketRow } from './_rows.js';
import { stateOf } from './_states.js';

/** Raw and packet sockets have types of their own and no peer. */
const TYPE = /^(?:IPv[46]|inet6?)$/;
const NODE = /^(?:TCP|UDP|UDPLITE|ICMP|ICMPV6|ICMP6|RAW|SCTP|DCCP|IGMP|HOPOPT|IP|ESP|GRE|\d{1,3})$/;

const QUOTES = /^(?:>+|\||\d{1,7}[:.)|]?)$|^(?:\d{1,7}|[\w./-]{1,120}\.[a-z]{1,5}):\S|\d\d:\d\d:\d\d/;
const STAMP = /\d\d:\d\d:\d\d|[:\]]$/;

/** lsof writes blanks and control characters of a command as `\x20`. */
export function unescapeCommand(text: string): string {
  return text.replace(/\\x([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * A row of the table, found by its TYPE cell: every other column may be missing, wider or more than usual (TID,
 * TASKCMD, PGID, link count). Undefined: no network file; null: one whose name can't be read.
 */
export function readLsofRow(line: string): SocketRow | null | undefined {
  if (!/\s(?:IPv[46]|inet6?)\s/.test(line.slice(0, 600))) return undefined;
  const cells = cellsOf(line);
  const type = cells.findIndex((cell, index) => index >= 2 && TYPE.test(cell.text));
  if (type < 0) return undefined;
  const node = cells.findIndex((cell, index) => index > type && index <= type + 4 && NODE.test(cell.text));
  const owner = ownerOf(cells.slice(0, type).map((cell) => cell.text));
  if (owner === null) return undefined;
  if (node < 0) return undefined;
  const name = line.slice(cells[node]?.end ?? 0).trim();
  // Every network file has a name: the line was cut.
  const row = name === '' ? null : readLsofName(protocolOf(cells[node]?.text ?? ''), name);
  return row == null ? row : { ...row, ...owner };
}

function protocolOf(node: string): string {
  const word = node.toLowerCase();
  return word === 'icmpv6' ? 'icmp6' : /^(?:\d+|ip|hopopt)$/.test(word) ? 'raw' : word;
}

interface Cell {
  readonly text: string;
  readonly end: number;
}

function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  const pattern = /\S+/g;
  for (let match = pattern.exec(line); match !== null && cells.length < 20; match = pattern.exec(line))
    cells.push({ text: match[0], end: pattern.lastIndex });
  return cells;
}

/** Command, pid and user before FD; null when no number stands where the pid must be. */
function ownerOf(before: readonly string[]): { program: string; pid: number; user: string | null } | null {
  const at = before.findIndex((cell, index) => index > 0 && /^\d{1,10}$/.test(cell));
  if (at < 0) return null;
  // What stands before each line of a quotation, a log or a search is no command: it is taken off first.
  if (QUOTES.test(before[0] ?? '') || before.some((cell, index) => index > 0 && STAMP.test(cell))) return null;
  const user = before.length >= at + 3 ? (before[before.length - 2] ?? null) : null;
  return { program: unescapeCommand(before.slice(0, at).join(' ')), pid: Number(before[at]), user };
}

/** `local->remote (STATE)`, `*:22 (LISTEN)`, `*:68`; +E adds `pid,command,fd` of the other end. Undefined: a socket that has no address (any more). */
export function readLsofName(protocol: string, name: string): SocketRow | null | undefined {
  if (/^(?:no PCB|can't|unknown|CANTSENDMORE|->\(|protocol: |socket)/.test(name) || name === '') return undefined;
  const match =
    /^(\S+?)(?:->(\S+))?(?:\s+\d{1,10},\S{1,200}){0,20}(?:\s+(?:Q[RS]|S[OS]|T[A-Z])=\S{1,200}){0,6}(?:\s+\(([A-Za-z0-9_ -]{1,40})\))?(?:\s+\(.*)?(?:\s+(?:st|Q[RS]|T[A-Z]{2})=.*)?$/.exec(
      name.slice(0, 1000),
    );
  if (match === null) return null;
  const [, localText = '', remoteText, word] = match;
  const local = readEndpoint(localText) ?? oddLocal(localText);
  const remote = remoteText === undefined ? ANY : (readEndpoint(remoteText) ?? cutEnd(remoteText, word));
  if (local === null || remote === null) return null;
  return { protocol, local, remote, state: stateFrom(word, protocol, remote) };
}

/** A line that was cut (`cut -c1-80`, a narrow window) ends within the far end: without its port it is nothing exact. */
function cutEnd(text: string, word: string | undefined): Endpoint | null {
  return word === undefined && /^(?:\d{1,3}(?:\.\d{1,3}){0,3}\.?:?|\[[0-9a-fA-F:.]{0,45}\]?:?)$/.test(text)
    ? cutOff(text, null)
    : null;
}

export function stateFrom(word: string | undefined, protocol: string, remote: Endpoint): State {
  const known = word === undefined ? null : stateOf(word);
  if (known !== null) return known;
  if (protocol !== 'tcp') return 'none';
  return remote.isAny ? 'listening' : 'unknown';
}
