import type { Connection, Process } from '../model/connection.js';
import { listingBlindSpots } from './_blind-spots.js';
import { Interner } from './_intern.js';
import { languageOf } from './_language.js';
import { ownerLine } from './_windows-owner.js';
import { protocolLength, RowScanner } from './_windows-row.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format, and what -b adds after a row:
//   Proto  Local Address          Foreign Address        State           PID
//   TCP    192.168.1.20:51544     192.0.2.47:443         ESTABLISHED     9120
//  [example.exe]

const BLANK = 32;
const NO_SERVICES: readonly string[] = [];
/** Services of one row: svchost hosts dozens at most. */
const MAX_SERVICES = 64;
/** A wrapped row has at most a line for each column and one for a cut in an address. */
const MAX_WRAPPED = 6;
/** Header and title lines are near the top of each capture; later ones can't change the language. */
const HEADER_LINES = 400;

/** Where the protocol token starts: after blanks and the `> ` of Select-String -Context. */
function rowStart(text: string): number {
  let i = 0;
  for (; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code !== BLANK && code !== 9 && code !== 62 && code !== 0xa0 && code !== 0xfeff) break;
  }
  return i;
}

/** What may stand alone on a line of a row with one column a line. */
function isCell(text: string): boolean {
  return text === '*:*' || /^(?:\[[\w:.%]+\]|[\w.-]+):[\w*-]+$/.test(text);
}

/** `12:  TCP ...` (findstr /n, grep -n), `file.txt:12:  TCP ...` (Select-String): the start of the row, or -1. */
function prefixedRow(text: string): number {
  if (!text.includes('TCP ') && !text.includes('UDP ')) return -1;
  const match =
    /^(?:[^\t]{0,200}?:)?\d{1,9}[:-][ \t]*(?=(?:TCP|UDP) )/.exec(text) ??
    /^[^\t:]{1,100}:[ \t]*(?=(?:TCP|UDP)  )/.exec(text) ??
    // Marked by hand: `--> TCP`, `* TCP`, `**TCP`.
    /^[ \t]{0,20}[-=*+|]{1,10}>?[ \t]{0,20}(?=(?:TCP|UDP) )/.exec(text);
  return match === null ? -1 : match[0].length;
}

class WindowsReader implements LineReader {
  readonly #sink: Sink;
  readonly #row = new RowScanner();
  readonly #texts = new Interner();
  readonly #processes = new Map<string, Process>();
  readonly #byPid = new Map<number, Process>();

  /** The last row, given on when the next one shows that its owner lines are over. */
  #pending: Connection | null = null;
  #pendingIndent = 0;
  #program: string | null = null;
  #services: string[] = [];
  #refused = false;
  #blanks = 0;
  /** A row that isn't complete: a narrow console may have wrapped it. */
  #held: { text: string; number: number; at: number; width: number; lines: number } | null = null;

  #language: string | null = null;
  #headerLines = 0;
  #typed: string | null = null;

  #rows = 0;
  #withProgram = 0;
  #withPid = 0;
  #names = 0;
  #fullNames = 0;
  #listeners = 0;
  #udpRows = 0;
  #udpPeers = 0;
  #refusals = 0;
  #torn = 0;
  #bound = 0;
  #offload = 0;
  #nameCells = false;

  /** `headers` false: only rows matter (recognition), so no time goes into words. */
  constructor(sink: Sink, headers: boolean) {
    this.#sink = sink;
    this.#headerLines = headers ? 0 : HEADER_LINES;
  }

  line(text: string, number: number): void {
    let at = rowStart(text);
    if (at === text.length) {
      this.#blanks += 1;
      if (this.#held !== null) this.#giveUp();
      return;
    }
    let width = protocolLength(text, at);
    if (width === 0) {
      const inside = prefixedRow(text);
      if (inside >= 0) {
        at = inside;
        width = protocolLength(text, at);
      }
    }
    if (width > 0) this.#rowLine(text, number, at, width);
    else this.#otherLine(text);
  }

  #rowLine(text: string, number: number, at: number, width: number): void {
    if (this.#held !== null) this.#giveUp();
    const outcome = this.#row.read(text, at, width);
    if (outcome === 'row' && !this.#row.isOpen) this.#accept(number, at);
    else if (outcome !== 'prose') this.#held = { text, number, at, width, lines: 1 };
  }

  /**
   * Adds a line to a row that isn't complete. A console cuts at its width, in the middle of a word or between two;
   * a narrow PowerShell host puts every column on a line of its own. True when the line was taken.
   */
  #joined(next: string): boolean {
    const held = this.#held;
    const body = next.trim();
    if (held === null || held.lines >= MAX_WRAPPED || body.length > 200 || (body.startsWith('[') && !isCell(body)))
      return this.#giveUp();
    // Blanks at the cut mean that nothing was cut in two.
    const glues = next.startsWith(' ') || held.text.endsWith(' ') ? [' '] : ['', ' '];
    let open: string | null = null;
    for (const glue of glues) {
      const whole = held.text.trimEnd() + glue + body;
      const isRow = this.#row.read(whole, held.at, held.width) === 'row';
      if (isRow && !this.#row.isOpen && (held.lines > 1 || this.#row.state !== 'unknown')) {
        this.#held = null;
        this.#accept(held.number, held.at);
        return true;
      }
      if (!body.includes(' ') && isCell(body)) open = whole;
    }
    if (open === null) return this.#giveUp();
    this.#held = { ...held, text: open, lines: held.lines + 1 };
    return true;
  }

  /** No continuation came: the row stands as it is, or it can't be read. Always false, for `#joined`. */
  #giveUp(): false {
    const held = this.#held;
    this.#held = null;
    if (held === null) return false;
    const isBare = held.text.trim().length <= held.width + 2;
    if (this.#row.read(held.text, held.at, held.width) === 'row') this.#accept(held.number, held.at);
    else if (!isBare) this.#sink.badLine(held.number, held.text, 'a TCP or UDP row without two readable addresses');
    return false;
  }

  #accept(number: number, indent: number): void {
    this.#flush();
    const row = this.#row;
    const { local, remote, state } = row;
    this.#rows += 1;
    if (state === 'listening') this.#listeners += 1;
    else if (state === 'bound') this.#bound += 1;
    if (row.protocol === 'udp') {
      this.#udpRows += 1;
      if (!remote.isAny) this.#udpPeers += 1;
    }
    if (row.hasNames) this.#noteNames();
    if (row.hasOffload) this.#offload += 1;
    if (row.pid >= 0) this.#withPid += 1;
    this.#program = row.program === null ? null : this.#texts.own(row.program);
    this.#pendingIndent = indent;
    this.#blanks = 0;
    this.#pending = {
      protocol: row.protocol,
      local,
      remote: remote.name === null ? remote : { ...remote, name: this.#texts.own(remote.name) },
      state,
      direction: state === 'listening' ? 'listening' : null,
      process: row.pid > 0 ? this.#ofPid(row.pid) : null,
      host: null,
      remoteNames: NO_SERVICES,
      time: null,
      bytesSent: null,
      bytesReceived: null,
      line: number,
      count: 1,
    };
  }

  #noteNames(): void {
    const { remote } = this.#row;
    this.#row.hasNames = false;
    this.#nameCells = true;
    if (remote.name === null) return;
    this.#names += 1;
    if (remote.name.includes('.')) this.#fullNames += 1;
  }

  #ofPid(pid: number): Process {
    let process = this.#byPid.get(pid);
    if (process === undefined) {
      process = processOf(null, pid, NO_SERVICES);
      if (this.#byPid.size < 100_000) this.#byPid.set(pid, process);
    }
    return process;
  }

  #flush(): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    if (this.#program === null && this.#services.length === 0) {
      if (this.#refused && pending.process?.pid !== 4) this.#refusals += 1;
      this.#refused = false;
      this.#sink.connection(pending);
      return;
    }
    const process = this.#owner(pending.process?.pid ?? null);
    this.#sink.connection({ ...pending, process });
  }

  #owner(pid: number | null): Process {
    if (this.#program === null) this.#torn += 1;
    else this.#withProgram += 1;
    const key = `${pid}|${this.#program}|${this.#services.join('|')}`;
    let process = this.#processes.get(key);
    if (process === undefined) {
      process = processOf(this.#program, pid, [...this.#services]);
      if (this.#processes.size < 50_000) this.#processes.set(key, process);
    }
    this.#program = null;
    this.#services.length = 0;
    this.#refused = false;
    return process;
  }

  #otherLine(text: string): void {
    if (this.#held !== null && this.#joined(text)) return;
    if (this.#pending !== null && this.#ownerLine(text)) return;
    if (this.#pending === null && /^[ >]*\[[^\]]+\.exe\][ ]*$/i.test(text)) this.#torn += 1;
    this.#header(text);
  }

  /** True when the line belongs to the pending row. */
  #ownerLine(text: string): boolean {
    if (this.#wrappedPid(text)) return true;
    const line = ownerLine(text, this.#pendingIndent);
    if (line.kind === 'other' || this.#blanks > 1) return false;
    this.#blanks = 0;
    if (line.kind === 'program') {
      // A second program means that the row it belonged to was filtered out.
      if (this.#program !== null || this.#refused) this.#torn += 1;
      else this.#program = this.#texts.own(line.name);
      return true;
    }
    if (line.kind === 'refused') this.#refused = true;
    else if (line.kind === 'service') return this.#service(line.name);
    return true;
  }

  /** A console that is too narrow by a few columns leaves the PID alone on the next line. */
  #wrappedPid(text: string): boolean {
    const pending = this.#pending;
    if (pending === null || this.#blanks > 0 || this.#row.pid >= 0 || !/^ *\d{1,10} *$/.test(text)) return false;
    const pid = Number(text);
    this.#row.pid = pid;
    this.#withPid += 1;
    if (pid > 0) this.#pending = { ...pending, process: this.#ofPid(pid) };
    return true;
  }

  #service(name: string): boolean {
    // Without indentation any single word would do: then only a capture with owner lines is believed.
    if (this.#pendingIndent === 0 && this.#withProgram === 0 && this.#program === null) return false;
    if (this.#program !== null) {
      this.#torn += 1;
      return true;
    }
    if (this.#services.length < MAX_SERVICES) this.#services.push(this.#texts.own(name));
    return true;
  }

  #header(text: string): void {
    if (this.#headerLines >= HEADER_LINES) return;
    this.#headerLines += 1;
    this.#language ??= languageOf(text);
    this.#typed ??= /netstat(?:\.exe)?((?:[ \t]+[-/][A-Za-z]{1,12})+)/i.exec(text)?.[1] ?? null;
  }

  end(): CaptureFacts {
    if (this.#held !== null) this.#giveUp();
    this.#flush();
    return {
      tool: this.#tool(),
      language: this.#language,
      os: 'windows',
      blindSpots: listingBlindSpots('windows', {
        rows: this.#rows,
        withProgram: this.#withProgram,
        withPid: this.#withPid,
        names: this.#names,
        cut: 0,
        listeners: this.#listeners,
        udpPeers: this.#udpPeers,
        refused: this.#refusals,
        torn: this.#torn,
      }),
    };
  }

  /** The switches as typed where the prompt was copied too, else as the rows show them. */
  #tool(): string {
    const typed = this.#typed?.match(/[A-Za-z]+/g)?.join('');
    if (typed !== undefined) return `Windows netstat -${typed}`;
    let switches = '';
    if (this.#listeners > 0 || this.#udpRows > 0) switches += 'a';
    if (this.#rows > 0 && !this.#nameCells) switches += 'n';
    if (this.#withPid > 0) switches += 'o';
    if (this.#withProgram > 0) switches += 'b';
    if (this.#fullNames > 0) switches += 'f';
    if (this.#bound > 0) switches += 'q';
    if (this.#offload > 0) switches += 't';
    return switches === '' ? 'Windows netstat' : `Windows netstat -${switches}`;
  }
}

function processOf(name: string | null, pid: number | null, services: readonly string[]): Process {
  return { name, path: null, pid, services, commandLine: null, user: null, parent: null, signer: null };
}

/** Rows that make this format all but certain. */
const SURE = 50;

/** Small letters, user and inode before `pid/program`. */
const METERPRETER = /^[ \t]*(?:tcp|udp)6?[ \t].{20,200}[ \t]\d+[ \t]+\d+[ \t]+(?:\d+\/|-[ \t]*$)/m;

const PSUTIL = /^Proto +Local address +Remote address +Status +PID +Program name/m;
/** IOS: a service stands where the state does elsewhere. */
const OPEN_PORTS = /^Prot\s+Local Address\s+Foreign Address\s+Service\s/m;

/** Reads the head as if it were this format: rows may be wrapped, so single lines prove nothing. */
function sniff(head: Head): number {
  let rows = 0;
  const sink: Sink = {
    connection: () => (rows += 1),
    secondEnd: () => undefined,
    badLine: () => undefined,
  };
  const reader = new WindowsReader(sink, false);
  let filled = 0;
  for (const [index, line] of head.lines.entries()) {
    reader.line(line, index + 1);
    if (line !== '') filled += 1;
    if (rows >= SURE) break;
  }
  reader.end();
  if (rows === 0) return 0;
  // Others have rows that can be read here too, but their own readers know the columns.
  if ([METERPRETER, PSUTIL, OPEN_PORTS].some((other) => other.test(head.text))) return 0.55;
  // A short listing that holds little else is as sure as a long one; -b prints up to three lines a row. Tables have tabs.
  const isShort = rows * 4 >= filled && !head.text.includes('\t');
  return Math.max(isShort ? 0.9 : 0, Math.min(0.98, 0.6 + rows / 100));
}

/** Windows `netstat` with any switches, in any language. */
export const windowsNetstat: InputFormat = {
  name: 'windows-netstat',
  title: 'Windows netstat',
  reads: [
    {
      tool: 'netstat',
      versions: 'Windows XP to 11 and Server 2025, any of -a -b -e -f -n -o -p -q -s -t, any language',
      link: 'https://learn.microsoft.com/windows-server/administration/windows-commands/netstat',
    },
  ],
  sniff,
  open: (_head, sink) => new WindowsReader(sink, true),
};
