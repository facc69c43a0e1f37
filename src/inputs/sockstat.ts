import { parseAddress } from '../address/parse.js';
import type { Endpoint } from '../model/connection.js';
import { readDotCell, WIDE } from './_dot-cell.js';
import { cutOff, oddLocal, readEndpoint } from './_endpoint.js';
import { certainty, countRows, Rows, type SocketRow } from './_rows.js';
import { stateOf } from './_states.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS
// www      nginx      1201  8  tcp4   192.0.2.17:443        198.51.100.7:50312

/** Old versions print `tcp46` as `tcp4 6`. */
const PROTOCOL = /\s(tcp|udp|udplite|sctp|divert|div|raw|icmp)(?:4 6(?= )|46?|6)?\s+(?=\S)/;

interface Frame {
  /** Where FOREIGN ADDRESS starts in the header, 0 without one. */
  readonly foreignAt: number;
}

/** OpenBSD: `root sshd 12345 3* internet stream tcp 0xffff80000123 192.0.2.17:22 <-- 198.51.100.7:50312`. */
const FSTAT =
  /^(\S{1,32}\s+\S{1,40}\s+\d{1,10}\s+\d{1,6})\*?\s+internet6? (?:stream|dgram|raw) (\w{1,10})(?: 0x[0-9a-f]{1,16})? (\S{1,60})(?: (?:<--|-->|<->) (\S{1,60}))?\s*$/;

/** FreeBSD's procstat -f: ` 1221 sshd  3 s - rw---n--  1  0 TCP 192.0.2.17:22 198.51.100.7:50312`. */
const PROCSTAT =
  /^\s*(\d{1,10}) (\S.{0,30}?) +(\d{1,6}) s - \S{1,12} +-?\d{1,9} +-?\d{1,20} (TCP|UDP|SCT|RAW) (\S{1,60}) (\S{1,60})\s*$/;

/** A row of fstat or procstat with the columns of sockstat. */
function asSockstat(line: string): string {
  const text = line.slice(0, 400);
  const match = FSTAT.exec(text);
  if (match !== null) return `${match[1]} ${match[2]} ${match[3]} ${match[4] ?? '*:*'}`;
  const [, pid, program, descriptor, protocol = '', local, remote] = PROCSTAT.exec(text) ?? [];
  return pid === undefined ? line : `? ${program} ${pid} ${descriptor} ${protocol.toLowerCase()} ${local} ${remote}`;
}

/** Undefined: not a socket of the Internet; null: one that can't be read. */
function readRow(line: string, frame: Frame): SocketRow | null | undefined {
  const match = PROTOCOL.exec(line.slice(0, 400));
  if (match === null) return undefined;
  const before = line.slice(0, match.index);
  // Ends stand behind the protocol: a log of flows has them before.
  if (/\d\.\d{1,3}\.\d{1,3}\.\d|[0-9a-f]:[0-9a-f]{0,4}:/i.test(before)) return undefined;
  const owner = ownerOf(before);
  if (owner === null) return undefined;
  const at = match.index + match[0].length;
  const cells = line.slice(at).trim().split(/\s+/, 9);
  // The number of a jail stands before the addresses.
  const [localText = '', remoteText = '', ...rest] = /^\d{1,6}$/.test(cells[0] ?? '') ? cells.slice(1) : cells;
  if (!/[:.]/.test(localText)) return undefined;
  const protocol = match[1] === 'divert' ? 'div' : (match[1] ?? '');
  const whole = readCell(localText);
  // A word behind the local cell is the foreign address, or a state where the columns are glued.
  if (whole !== null && /[:.*]/.test(remoteText)) {
    const remote = readCell(remoteText);
    return remote === null ? null : finish(protocol, whole, remote, rest, owner);
  }
  const glued = unglue(localText, frame.foreignAt - at);
  if (glued !== null) return finish(protocol, glued[0], glued[1], [remoteText, ...rest], owner);
  const local = whole ?? oddLocal(localText);
  const remote = readCell(remoteText);
  return local === null || remote === null ? null : finish(protocol, local, remote, rest, owner);
}

function finish(protocol: string, local: Endpoint, remote: Endpoint, rest: readonly string[], owner: Owner): SocketRow {
  const word = rest.find((cell) => /^[A-Za-z]/.test(cell) && stateOf(cell) !== null);
  const known = word === undefined ? null : stateOf(word);
  const isListener = remote.isAny && remote.port === null;
  const state = known ?? (protocol !== 'tcp' ? 'none' : isListener ? 'listening' : 'unknown');
  return { protocol, local, remote, state, ...owner };
}

/** FreeBSD and Linux put a colon before the port, NetBSD a dot. */
function readCell(text: string): Endpoint | null {
  return text.includes(':') || text === '*' ? (readEndpoint(text) ?? dotted(text)) : readDotCell(text, WIDE);
}

function dotted(text: string): Endpoint | null {
  return /^[0-9a-f:]*:[0-9a-f:.]*(?:%\w{1,15})?\.[\w-]+$/i.test(text) ? readDotCell(text, WIDE) : null;
}

/**
 * Addresses longer than their column run into each other: `192.0.2.17:9000198.51.100.7:49866`. One way to cut them is
 * often the only one; else the header's column decides, and without it the remote end counts as cut.
 */
function unglue(text: string, width: number): readonly [Endpoint, Endpoint] | null {
  const colon = /^(?:\d{1,3}\.){3}\d{1,3}:|^\*:/.exec(text)?.[0].length ?? 0;
  if (colon === 0) return null;
  const ways: [Endpoint, Endpoint][] = [];
  let byColumn: [Endpoint, Endpoint] | null = null;
  for (let digits = 1; digits <= 5; digits += 1) {
    const at = colon + digits;
    const port = text.slice(colon, at);
    const host = /^((?:\d{1,3}\.){3}\d{1,3}):(?:\d{1,5}|\*)$/.exec(text.slice(at))?.[1];
    if (!/^[1-9]\d*$/.test(port) || (host === undefined && text.slice(at) !== '*:*')) continue;
    if (host !== undefined && parseAddress(host) === null) continue;
    const [local, remote] = [readEndpoint(text.slice(0, at)), readEndpoint(text.slice(at))];
    if (local === null || remote === null) continue;
    ways.push([local, remote]);
    if (at === width) byColumn = [local, remote];
  }
  const [first] = ways;
  if (first === undefined) return null;
  if (ways.length === 1) return first;
  return byColumn ?? [first[0], cutOff(text.slice(colon + 1), first[1].port)];
}

interface Owner {
  readonly user: string | null;
  readonly program: string | null;
  readonly pid: number | null;
}

/** USER COMMAND PID [FD]; a command of ten characters runs into its pid (`nam63210`), `?` means unknown. */
function ownerOf(text: string): Owner | null {
  const cells = text.trim().split(/\s+/, 12);
  if (cells.length < 2) return null;
  const [user = '', ...rest] = cells;
  const isNumber = (cell: string | undefined): boolean => cell !== undefined && /^(?:\d{1,10}|\?|-)$/.test(cell);
  const known = (cell: string): string | null => (cell === '?' || cell === '-' || cell === '' ? null : cell);
  let end = rest.length - 1;
  while (end > 0 && isNumber(rest[end]) && isNumber(rest[end - 1]) && rest.length - end < 2) end -= 1;
  if (isNumber(rest[end]) && end > 0) {
    const pid = rest[end] ?? '';
    // `sshd63210 4`: what looks like the pid is the descriptor when the command ends in digits and nothing else is left.
    const glued = rest.length === 2 ? /^(.*\D)(\d{2,10})$/.exec(rest[0] ?? '') : null;
    if (glued !== null && pid.length <= 3)
      return { user: known(user), program: glued[1] ?? null, pid: Number(glued[2]) };
    return {
      user: known(user),
      program: known(rest.slice(0, end).join(' ')),
      pid: /^\d+$/.test(pid) ? Number(pid) : null,
    };
  }
  return null;
}

class SockstatReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #frame: Frame = { foreignAt: 0 };
  #isLinux = false;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const at = text.indexOf('FOREIGN ADDRESS');
    if (at >= 0) {
      this.#frame = { foreignAt: at };
      this.#isLinux ||= /^USER\s+PROCESS/.test(text);
      return;
    }
    const row = readRow(asSockstat(text), this.#frame);
    if (row === null) this.#sink.badLine(number, text, 'a socket row without two readable addresses');
    else if (row !== undefined) this.#rows.socket(row, number);
  }

  end(): CaptureFacts {
    const os = this.#isLinux ? 'linux' : 'bsd';
    return { tool: 'sockstat', language: null, os, blindSpots: this.#rows.listingSpots(os) };
  }
}

function sniff(head: Head): number {
  const hasHeader = /^USER +(?:COMMAND|PROCESS) +PID .*FOREIGN ADDRESS/m.test(head.text);
  const at = hasHeader ? (/^USER +(?:COMMAND|PROCESS).*$/m.exec(head.text)?.[0].indexOf('FOREIGN ADDRESS') ?? 0) : 0;
  const rows = countRows(head.lines, (line) => readRow(asSockstat(line), { foreignAt: at }) != null);
  if (hasHeader) return 0.95;
  return rows === 0 ? 0 : Math.min(0.9, certainty(rows) - 0.1);
}

/** sockstat of FreeBSD, NetBSD and Linux. */
export const sockstat: InputFormat = {
  name: 'sockstat',
  title: 'sockstat',
  reads: [
    {
      tool: 'sockstat',
      versions: 'FreeBSD 4 to 15, NetBSD, and the Linux port; glued columns too',
      link: 'https://man.freebsd.org/cgi/man.cgi?sockstat',
    },
    { tool: 'fstat', versions: 'OpenBSD', link: 'https://man.openbsd.org/fstat' },
    { tool: 'procstat -f', versions: 'FreeBSD', link: 'https://man.freebsd.org/cgi/man.cgi?procstat' },
  ],
  sniff,
  open: (_head, sink) => new SockstatReader(sink),
};
