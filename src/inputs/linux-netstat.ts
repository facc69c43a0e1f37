import type { Process } from '../model/connection.js';
import { listingBlindSpots } from './_blind-spots.js';
import { Interner } from './_intern.js';
import { languageOf } from './_language.js';
import { type LinuxRow, linuxProtocol, readLinuxRow } from './_linux-row.js';
import { NARROW } from './_socket-cell.js';
import { windowWidth, WrappedRows } from './_wrapped.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
// tcp        0      0 10.0.2.15:55758         192.0.2.58:443          ESTABLISHED 1218/sshd: /usr/sbin

const NONE: readonly string[] = [];
const HEADER_LINES = 400;
/** In a window of 80 columns program and process begin the next line. */
const OWNER_BELOW = /^\s*\d{1,10}\/\S/;

/** `12:tcp ...` (grep -n) and quoting marks before the row. */
function rowStart(text: string): number {
  let i = 0;
  for (; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 9 && code !== 62 && code !== 0xfeff) break;
  }
  const digit = text.charCodeAt(i) - 48;
  if (digit < 0 || digit > 9) return i;
  const match = /^\d{1,9}[:-][ \t]*(?=(?:tcp|udp|raw|sctp|dccp|icmp)[a-z]*6? )/.exec(text.slice(i, i + 40));
  return match === null ? i : i + match[0].length;
}

/** Header words are translated but stay in their columns: the foreign address starts where the local one ends. */
function columnWidth(head: Head): number {
  for (const line of head.lines) {
    const header = /^Proto +Recv-Q +Send-Q +(Local Address +)Foreign Address/.exec(line);
    if (header !== null) return Math.max(NARROW, (header[1] ?? '').length - 1);
  }
  return NARROW;
}

/** The width cells are cut to, or 0 when a longer cell shows that this capture is wide (-W, or old -T). */
function cutWidth(head: Head): number {
  const width = columnWidth(head);
  for (const line of head.lines) {
    const at = rowStart(line);
    const cells = line.slice(at).split(/[ \t]+/, 5);
    if (linuxProtocol(cells[0] ?? '') === null || !/^\d+$/.test(cells[2] ?? '')) continue;
    if ((cells[3] ?? '').length > width || (cells[4] ?? '').length > width) return 0;
  }
  return width;
}

class LinuxReader implements LineReader {
  readonly #sink: Sink;
  readonly #width: number;
  readonly #wrapped: WrappedRows<LinuxRow>;
  readonly #texts = new Interner();
  readonly #processes = new Map<string, Process>();
  #language: string | null = null;
  #headerLines = 0;
  #typed: string | null = null;
  #rows = 0;
  #withProgram = 0;
  #withPid = 0;
  #names = 0;
  #cut = 0;
  #listeners = 0;
  #udp = 0;
  #udpPeers = 0;
  #tcp = 0;
  #owners = 0;
  #withUser = 0;
  #nameCells = false;

  constructor(sink: Sink, width: number, lines: readonly string[]) {
    this.#sink = sink;
    this.#width = width;
    this.#wrapped = new WrappedRows<LinuxRow>(
      {
        read: (text) => readLinuxRow(text, rowStart(text), width),
        row: (row, line) => this.#accept(row, line),
        bad: (line, text) => sink.badLine(line, text, 'a socket row without two readable addresses'),
        rest: lines.some((line) => OWNER_BELOW.test(line)) ? OWNER_BELOW : undefined,
      },
      windowWidth(lines),
    );
  }

  line(text: string, number: number): void {
    if (!this.#wrapped.take(text, number)) this.#header(text);
  }

  #header(text: string): void {
    if (this.#headerLines >= HEADER_LINES) return;
    this.#headerLines += 1;
    this.#language ??= languageOf(text);
    this.#typed ??= /netstat((?:[ \t]+-[A-Za-z-]{1,20})+)/.exec(text)?.[1] ?? null;
  }

  #accept(row: LinuxRow, number: number): void {
    this.#count(row);
    const { remote } = row;
    this.#sink.connection({
      protocol: row.protocol,
      local: row.local,
      remote:
        remote.name !== null
          ? { ...remote, name: this.#texts.own(remote.name) }
          : remote.cut !== null
            ? { ...remote, cut: this.#texts.own(remote.cut) }
            : remote,
      state: row.state,
      direction: row.state === 'listening' ? 'listening' : null,
      process: this.#process(row),
      host: null,
      remoteNames: NONE,
      time: null,
      bytesSent: null,
      bytesReceived: null,
      line: number,
      count: 1,
    });
  }

  #count(row: LinuxRow): void {
    this.#rows += 1;
    if (row.program !== null) this.#withProgram += 1;
    if (row.pid !== null) this.#withPid += 1;
    if (row.hasOwner) this.#owners += 1;
    if (row.user !== null) this.#withUser += 1;
    if (row.remote.name !== null) this.#names += 1;
    if (row.remote.cut !== null) this.#cut += 1;
    if (row.local.name !== null || row.remote.name !== null) this.#nameCells = true;
    if (row.state === 'listening') this.#listeners += 1;
    if (row.protocol === 'tcp') this.#tcp += 1;
    if (row.protocol === 'udp') {
      this.#udp += 1;
      if (!row.remote.isAny) this.#udpPeers += 1;
    }
  }

  #process(row: LinuxRow): Process | null {
    if (row.pid === null && row.user === null) return null;
    const key = `${row.pid}/${row.program}/${row.user}`;
    const known = this.#processes.get(key);
    if (known !== undefined) return known;
    const process: Process = {
      name: row.program === null ? null : this.#texts.own(row.program),
      path: null,
      pid: row.pid,
      services: NONE,
      commandLine: null,
      user: row.user === null ? null : this.#texts.own(row.user),
      parent: null,
      signer: null,
    };
    if (this.#processes.size < 50_000) this.#processes.set(key, process);
    return process;
  }

  end(): CaptureFacts {
    this.#wrapped.close();
    return {
      tool: this.#tool(),
      language: this.#language,
      os: 'linux',
      blindSpots: listingBlindSpots('linux', {
        rows: this.#rows,
        withProgram: this.#withProgram,
        withPid: this.#withPid,
        names: this.#names,
        cut: this.#cut,
        listeners: this.#listeners,
        udpPeers: this.#udpPeers,
        refused: this.#owners - this.#withPid,
        torn: 0,
      }),
    };
  }

  #tool(): string {
    const typed = this.#typed?.match(/(?<=[ \t]-)[A-Za-z]+/g)?.join('');
    if (typed !== undefined && typed !== '') return `Linux netstat -${typed}`;
    let switches = '';
    if (this.#tcp > 0) switches += 't';
    if (this.#udp > 0) switches += 'u';
    if (!this.#nameCells) switches += 'n';
    if (this.#listeners > 0) switches += 'a';
    if (this.#owners > 0) switches += 'p';
    if (this.#withUser > 0) switches += 'e';
    if (this.#width === 0) switches += 'W';
    return switches === '' ? 'Linux netstat' : `Linux netstat -${switches}`;
  }
}

function sniff(head: Head): number {
  let rows = 0;
  let filled = 0;
  for (const line of head.lines) {
    if (line !== '') filled += 1;
    if (readLinuxRow(line, rowStart(line), NARROW) == null) continue;
    rows += 1;
    if (rows >= 50) break;
  }
  // A short listing that holds little else is as sure as a long one; with tabs between its columns one would pass for a table.
  const isSure = rows * 3 >= filled || /^Proto[ \t][^\n]{0,200}\t/m.test(head.text);
  return rows === 0 ? 0 : Math.max(isSure ? 0.9 : 0, Math.min(0.96, 0.6 + rows / 100));
}

/** Linux `netstat` of net-tools and BusyBox. */
export const linuxNetstat: InputFormat = {
  name: 'linux-netstat',
  title: 'Linux netstat',
  reads: [
    {
      tool: 'netstat (net-tools)',
      versions: '1.60 to 2.10, any of -a -c -e -l -n -o -p -t -u -w -W, any language',
      link: 'https://github.com/ecki/net-tools',
    },
    {
      tool: 'netstat (BusyBox)',
      versions: '1.x',
      link: 'https://busybox.net/downloads/BusyBox.html#netstat',
    },
    {
      tool: 'esxcli network ip connection list',
      versions: 'ESXi 5 to 8',
      link: 'https://developer.broadcom.com/xapis/esxcli-command-reference/latest/namespace/esxcli_network.html',
    },
  ],
  sniff,
  open: (head, sink) => new LinuxReader(sink, cutWidth(head), head.lines),
};
