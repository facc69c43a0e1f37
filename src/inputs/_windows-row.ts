import type { Address } from '../address/address.js';
import { ipv4 } from '../address/ipv4.js';
import type { Endpoint, State } from '../model/connection.js';
import { ANY, anyOn, oddLocal, readEndpoint } from './_endpoint.js';
import { stateOf } from './_states.js';

/** What a line that starts with a protocol is: a row, a row that can't be read, or a sentence about TCP. */
export type RowOutcome = 'row' | 'damaged' | 'prose';

const BLANK = 32;
const TAB = 9;
const COLON = 58;

/** Addresses that one reader shares between rows; a power of two. */
const CACHED = 1024;

/** Result of the last `scanV4`: one scratch pair instead of an object per cell. */
let scannedWord = 0;
let scannedPort = 0;

function isBlank(code: number): boolean {
  return code === BLANK || code === TAB || code === 0xa0;
}

function skipBlanks(text: string, at: number): number {
  let i = at;
  while (i < text.length && isBlank(text.charCodeAt(i))) i += 1;
  return i;
}

function tokenEnd(text: string, at: number): number {
  let i = at;
  while (i < text.length && !isBlank(text.charCodeAt(i))) i += 1;
  return i;
}

/** `a.b.c.d:port` from `at`; its end, or -1 for anything else. Strict as `parseAddress`: no leading zeros. */
function scanV4(text: string, at: number): number {
  const length = text.length;
  let i = at;
  let word = 0;
  for (let octet = 0; octet < 4; octet += 1) {
    const start = i;
    let value = 0;
    for (; i < length && i - start < 4; i += 1) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const digits = i - start;
    if (digits === 0 || value > 255 || (digits > 1 && text.charCodeAt(start) === 48)) return -1;
    word = word * 256 + value;
    if (text.charCodeAt(i) !== (octet === 3 ? COLON : 46)) return -1;
    i += 1;
  }
  const start = i;
  let port = 0;
  for (; i < length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) break;
    port = port * 10 + digit;
  }
  if (i === start || i - start > 5 || port > 65535 || (i < length && !isBlank(text.charCodeAt(i)))) return -1;
  scannedWord = word;
  scannedPort = port;
  return i;
}

/** An integer that fills `text` from `at` but for trailing blanks; -1 when there is none. */
function trailingInteger(text: string, at: number): number {
  let value = 0;
  let i = at;
  for (; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return i === at || i - at > 10 || skipBlanks(text, i) !== text.length ? -1 : value;
}

/** Length of the protocol token at `at` (TCP, UDP, TCPv6 ... any case), 0 when there is none. */
export function protocolLength(text: string, at: number): number {
  const first = text.charCodeAt(at) | 32;
  const second = text.charCodeAt(at + 1) | 32;
  const third = text.charCodeAt(at + 2) | 32;
  const isTcp = first === 116 && second === 99 && third === 112;
  if (!isTcp && !(first === 117 && second === 100 && third === 112)) return 0;
  if (text.length === at + 3 || isBlank(text.charCodeAt(at + 3))) return 3;
  const suffix = /^(?:v?[46])(?=[ \t])/i.exec(text.slice(at + 3, at + 7));
  return suffix === null ? 0 : 3 + suffix[0].length;
}

/** Translation tables of routers list four ends, `---` for those that are open. */
function hasThirdEnd(text: string, from: number): boolean {
  const at = skipBlanks(text, from);
  return text.startsWith('---', at) || scanV4(text, at) >= 0;
}

/** Reads rows of Windows netstat into its own fields, so that a row costs no object but its endpoints. */
export class RowScanner {
  protocol = 'tcp';
  local: Endpoint = ANY;
  remote: Endpoint = ANY;
  state: State = 'none';
  hasState = false;
  /** The row ends where more is due: its rest may be on the next line of a narrow console. */
  isOpen = false;
  /** -1: the row has none. */
  pid = -1;
  hasOffload = false;
  program: string | null = null;
  /** Cells hold a name or a service name instead of numbers. */
  hasNames = false;
  readonly #states = new Map<string, State>();
  readonly #addresses: (Address | undefined)[] = [];

  /** `at` is where the protocol token starts and `width` its length. */
  read(text: string, at: number, width: number): RowOutcome {
    this.protocol = (text.charCodeAt(at) | 32) === 117 ? 'udp' : 'tcp';
    const localAt = skipBlanks(text, at + width);
    // The protocol alone: the columns may follow line by line.
    if (localAt === text.length) return 'damaged';
    const localEnd = this.#cell(text, localAt, true);
    if (localEnd < 0) return looksDamaged(text, localAt) ? 'damaged' : 'prose';
    const remoteAt = skipBlanks(text, localEnd);
    const remoteEnd = this.#cell(text, remoteAt, false);
    if (remoteEnd >= 0) {
      this.#rest(text, remoteEnd);
      if (this.pid < 0 && hasThirdEnd(text, remoteEnd)) return 'prose';
      this.isOpen = this.protocol === 'tcp' && !this.hasState && this.pid < 0;
      return 'row';
    }
    return this.#blankRemote(text, remoteAt) ? 'row' : 'damaged';
  }

  /** Reads one cell; its end, or -1. */
  #cell(text: string, at: number, isLocal: boolean): number {
    let end = scanV4(text, at);
    let endpoint: Endpoint | null;
    if (end >= 0) endpoint = scannedWord === 0 ? anyOn(scannedPort) : this.#v4(scannedWord, scannedPort);
    else {
      end = tokenEnd(text, at);
      endpoint = end - at > 300 || end === at ? null : this.#odd(text.slice(at, end), isLocal);
    }
    if (endpoint === null) return -1;
    if (isLocal) this.local = endpoint;
    else this.remote = endpoint;
    return end;
  }

  /** The same addresses come again and again: a small cache saves an object for most cells. */
  #v4(word: number, port: number): Endpoint {
    const slot = (word ^ (word >>> 11)) & (CACHED - 1);
    let address = this.#addresses[slot];
    if (address === undefined || address.w3 !== word) {
      address = ipv4(word);
      this.#addresses[slot] = address;
    }
    return { address, port, name: null, isAny: false, cut: null };
  }

  #odd(cell: string, isLocal: boolean): Endpoint | null {
    // A word without a port is prose: every cell of Windows netstat but a bare `*` has one.
    if (cell !== '*' && !cell.includes(':')) return null;
    const endpoint = readEndpoint(cell) ?? (isLocal ? oddLocal(cell) : null);
    if (endpoint === null) return null;
    if ((endpoint.name !== null && !isLocal) || /:[^\d*]/.test(cell.slice(cell.lastIndexOf(':')))) this.hasNames = true;
    return endpoint;
  }

  /** UDP sockets without a peer: some tools and copies leave the column blank instead of `*:*`. */
  #blankRemote(text: string, at: number): boolean {
    if (this.protocol !== 'udp') return false;
    this.pid = trailingInteger(text, at);
    if (this.pid < 0 && at < text.length) return false;
    this.remote = ANY;
    this.state = 'none';
    this.isOpen = this.pid < 0;
    this.hasState = false;
    this.hasOffload = false;
    this.program = null;
    return true;
  }

  #rest(text: string, from: number): void {
    this.program = null;
    this.hasOffload = false;
    this.hasState = false;
    this.pid = -1;
    this.state = this.protocol === 'udp' ? 'none' : 'unknown';
    const at = skipBlanks(text, from);
    if (at < text.length) {
      const code = text.charCodeAt(at) - 48;
      if (code >= 0 && code <= 9) {
        this.pid = trailingInteger(text, at);
        if (this.pid < 0) this.#words(text.slice(at));
      } else {
        const end = tokenEnd(text, at);
        const next = skipBlanks(text, end);
        if (next < text.length) this.pid = trailingInteger(text, next);
        if (next < text.length && this.pid < 0) this.#words(text.slice(at));
        else this.#state(text.slice(at, end));
      }
    }
    if (this.state === 'unknown' && isZero(this.remote)) this.state = 'listening';
  }

  #state(word: string): void {
    let state = this.#states.get(word);
    if (state === undefined) {
      state = stateOf(word) ?? 'unknown';
      if (this.#states.size < 1000) this.#states.set(word, state);
    }
    if (this.protocol === 'tcp') {
      this.state = state;
      this.hasState = true;
    } else if (state !== 'unknown') this.state = state;
    else this.hasOffload = true;
  }

  /** More than state and PID: a state of two words, -t's offload column, a program that a script joined on. */
  #words(rest: string): void {
    const groups = rest
      .trim()
      .slice(0, 1000)
      .split(/[ \t\u00a0]{2,}|\t/);
    const words: string[] = [];
    for (const group of groups) {
      if (words.length === 0 && stateOf(group) !== null) words.push(group);
      else words.push(...group.split(' '));
    }
    const number = words.findLastIndex((word) => /^\d{1,10}$/.test(word));
    if (number >= 0) this.pid = Number(words[number]);
    // Scripts put the program in the PID's place, too.
    const after = number < 0 && words.length === 2 && programOf(words[1] ?? '') !== null ? words.pop() : undefined;
    const behind = after ?? (number < 0 ? '' : words.slice(number + 1).join(' '));
    this.program = programOf(behind);
    if (behind !== '' && this.program === null) this.hasOffload = true;
    const before = number < 0 ? words : words.slice(0, number);
    if (before.length === 0) return;
    const whole = before.join(' ');
    const known = stateOf(whole) !== null || before.length === 1;
    this.#state(known ? whole : (before[0] ?? whole));
    if (!known) this.hasOffload = true;
  }
}

/** `[chrome.exe]` or `chrome.exe` after the PID: not netstat's own, but common in scripts' output. */
function programOf(text: string): string | null {
  const trimmed = text.trim();
  // Behind its service, where somebody joined the lines of -b: `RpcSs [svchost.exe]`.
  const inside = /^(?:[\w$.-]{1,80} )?\[([^\]]+)\]$/.exec(trimmed)?.[1];
  if (inside !== undefined) return inside;
  return /\.(?:exe|dll|com|scr)$/i.test(trimmed) ? trimmed : null;
}

/** A listener's peer: the wildcard, or the own name with port 0 (`netstat -a` without -n). */
function isZero(remote: Endpoint): boolean {
  return (remote.isAny && remote.port === null) || (remote.name !== null && remote.port === 0);
}

/** After `TCP` comes something that was an address once; `TCP Statistics for IPv4` is not that. */
function looksDamaged(text: string, at: number): boolean {
  const token = text.slice(at, Math.min(tokenEnd(text, at), at + 300));
  if (token.startsWith('[') || token.startsWith('*')) return token.length > 1;
  const colon = token.indexOf(':');
  return (colon > 0 && colon < token.length - 1) || /^\d+\.\d+/.test(token);
}
