import type { Process } from '../model/connection.js';
import { listingBlindSpots } from './_blind-spots.js';
import { Interner } from './_intern.js';
import { readSsRow, type SsRow } from './_ss-row.js';
import { windowWidth, WrappedRows } from './_wrapped.js';
import type { BlindSpot } from '../model/input.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// Netid State  Recv-Q Send-Q Local Address:Port   Peer Address:PortProcess
// tcp   ESTAB  0      0          10.0.2.15:55758    192.0.2.58:443  users:(("curl",pid=4242,fd=5))

const NONE: readonly string[] = [];

/** The command line, where the listing was copied with it: its switches. */
const TYPED = /(?:^|[\s$#>/])ss((?:[ \t]+-[A-Za-z0-9-]{1,20})+)/;

/** What rows without a Netid column are: UNCONN exists for datagram sockets only. */
function protocolOf(head: Head): string {
  if (head.lines.some((line) => /^\s*UNCONN\s/.test(line))) return 'udp';
  const typed = head.lines.map((line) => TYPED.exec(line.slice(0, 400))?.[1]).find((text) => text !== undefined);
  return typed !== undefined && /\s(?:-[A-Za-z0-9]*u|--udp)/.test(typed) ? 'udp' : 'tcp';
}

/** `ss -un` and `ss -tn state established` print the same columns. */
const NO_PROTOCOL: BlindSpot = {
  id: 'no-protocol',
  says: 'Nothing in the listing says whether its rows are TCP or UDP: they are taken for TCP. Ask for both to be told.',
  fix: 'sudo ss -tunapH > connections.txt',
};

/** iproute2's `icmp6` is a protocol of its own, `tcp6` doesn't exist; `udplite` and the like stay. */
function normal(protocol: string): string {
  return protocol === 'ping' ? 'icmp' : protocol;
}

class SsReader implements LineReader {
  readonly #sink: Sink;
  readonly #only: string;
  readonly #wrapped: WrappedRows<SsRow>;
  readonly #texts = new Interner();
  readonly #processes = new Map<string, Process>();
  #typed: string | null = null;
  #headerLines = 0;
  #hasHeader = false;
  #rows = 0;
  #withProgram = 0;
  #names = 0;
  #listeners = 0;
  #tcp = 0;
  #udp = 0;
  #udpPeers = 0;
  #nameCells = false;
  #untold = 0;

  constructor(sink: Sink, only: string, width: number) {
    this.#sink = sink;
    this.#only = only;
    this.#wrapped = new WrappedRows<SsRow>(
      {
        read: readSsRow,
        row: (row, line) => this.#accept(row, line),
        bad: (line, text) => sink.badLine(line, text, 'a socket row without two readable addresses'),
      },
      width,
    );
  }

  line(text: string, number: number): void {
    if (!this.#wrapped.take(text, number)) this.#other(text);
  }

  #other(text: string): void {
    if (this.#headerLines >= 400) return;
    this.#headerLines += 1;
    if (text.includes('Address:Port')) this.#hasHeader = true;
    this.#typed ??= TYPED.exec(text.slice(0, 400))?.[1] ?? null;
  }

  #accept(row: SsRow, number: number): void {
    const protocol = normal(row.protocol ?? this.#only);
    const state = row.state ?? (row.remote.isAny ? (protocol === 'tcp' ? 'listening' : 'unconnected') : 'unknown');
    this.#rows += 1;
    if (row.protocol === null && row.state === null) this.#untold += 1;
    if (row.users.length > 0) this.#withProgram += 1;
    if (row.remote.name !== null) this.#names += 1;
    if (row.remote.name !== null || row.local.name !== null) this.#nameCells = true;
    if (state === 'listening') this.#listeners += 1;
    if (protocol === 'tcp') this.#tcp += 1;
    if (protocol === 'udp') {
      this.#udp += 1;
      if (!row.remote.isAny) this.#udpPeers += 1;
    }
    const { remote } = row;
    this.#sink.connection({
      protocol,
      local: row.local,
      remote: remote.name === null ? remote : { ...remote, name: this.#texts.own(remote.name) },
      state,
      direction: state === 'listening' ? 'listening' : null,
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

  /** A socket that several processes hold (a server and its workers) is told by the first, the one ss lists first. */
  #process(row: SsRow): Process | null {
    const [user] = row.users;
    if (user === undefined && row.uid === null) return null;
    const key = `${user?.pid}/${user?.name}/${row.uid}`;
    const known = this.#processes.get(key);
    if (known !== undefined) return known;
    const process: Process = {
      name: user === undefined ? null : this.#texts.own(user.name),
      path: null,
      pid: user?.pid ?? null,
      services: NONE,
      commandLine: null,
      user: row.uid === null ? null : this.#texts.own(row.uid),
      parent: null,
      signer: null,
    };
    if (this.#processes.size < 50_000) this.#processes.set(key, process);
    return process;
  }

  end(): CaptureFacts {
    this.#wrapped.close();
    const withProgram = this.#withProgram;
    const isGuess = this.#untold > 0 && this.#typed === null && this.#only === 'tcp';
    return {
      tool: this.#tool(),
      language: this.#hasHeader ? 'en' : null,
      os: 'linux',
      blindSpots: listingBlindSpots('linux', {
        rows: this.#rows,
        withProgram,
        withPid: withProgram,
        names: this.#names,
        cut: 0,
        listeners: this.#listeners,
        udpPeers: this.#udpPeers,
        refused: withProgram > 0 ? this.#rows - withProgram : 0,
        torn: 0,
      }).concat(isGuess ? [NO_PROTOCOL] : []),
    };
  }

  #tool(): string {
    const typed = this.#typed?.match(/(?<=[ \t]-)[A-Za-z0-9]+/g)?.join('');
    if (typed !== undefined && typed !== '') return `ss -${typed}`;
    let switches = '';
    if (this.#tcp > 0) switches += 't';
    if (this.#udp > 0) switches += 'u';
    if (!this.#nameCells) switches += 'n';
    if (this.#listeners > 0) switches += 'a';
    if (this.#withProgram > 0) switches += 'p';
    return switches === '' ? 'ss' : `ss -${switches}`;
  }
}

function sniff(head: Head): number {
  let rows = 0;
  let stated = 0;
  let filled = 0;
  for (const line of head.lines) {
    if (line !== '') filled += 1;
    const row = readSsRow(line);
    if (row == null) continue;
    rows += 1;
    if (row.state !== null) stated += 1;
    if (rows >= 50) break;
  }
  if (rows === 0) return 0;
  // Without a state word (filtered by state) a row has the shape of Linux netstat: the header must tell.
  if (stated === 0 && !/Netid|Peer Address:Port|users:\(\(/.test(head.text)) return 0;
  // A short listing that holds little else is as sure as a long one; -i and -m print a second line a row.
  return Math.max(rows * 4 >= filled ? 0.91 : 0, Math.min(0.97, 0.61 + rows / 100));
}

/** Linux `ss` of iproute2. */
export const ss: InputFormat = {
  name: 'ss',
  title: 'Linux ss',
  reads: [
    {
      tool: 'ss (iproute2)',
      versions: '2.6 to 6.x, any of -a -e -H -i -l -m -n -o -O -p -r -t -u -w',
      link: 'https://man7.org/linux/man-pages/man8/ss.8.html',
    },
  ],
  sniff,
  open: (head, sink) => new SsReader(sink, protocolOf(head), windowWidth(head.lines)),
};
