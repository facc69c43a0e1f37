import type { BlindSpot, OperatingSystem } from '../model/input.js';
import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import { memprocfsRow } from './_memprocfs-row.js';
import { readMemoryRow } from './_volatility-row.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format (version 2, version 3):
// 0x7df8d5a0         TCPv4    192.168.1.20:52310             198.51.100.7:443     ESTABLISHED      4242     example.exe
// 0xde0df6ef29a0	TCPv4	192.168.1.20	52310	198.51.100.7	443	ESTABLISHED	4242	example.exe	2026-03-14 09:26:53.000000

/** netscan finds freed sockets too: their peers may be leftovers of other data. */
const REMNANTS: BlindSpot = {
  id: 'memory-remnants',
  says: 'Sockets carved from memory may be freed and overwritten: odd addresses with port 0 are often no peers.',
  fix: 'vol -f memory.raw windows.netstat',
};

class MemoryReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  readonly #version: 2 | 3;
  #plugin: string | null = null;
  #os: OperatingSystem = 'windows';

  readonly #isMounted: boolean;

  constructor(sink: Sink, { text, lines }: Head) {
    this.#isMounted = lines.some((line) => memprocfsRow(line) !== undefined);
    this.#sink = sink;
    this.#rows = new Rows(sink);
    this.#version = /Volatility 3|\bLocalAddr\b|AF_INET/.test(text) ? 3 : 2;
  }

  line(text: string, number: number): void {
    const record: RawRecord | null | undefined = rowOf(text);
    if (record === null) this.#sink.badLine(number, text, 'a socket row without two readable addresses');
    else if (record !== undefined) {
      if (/AF_INET|^(?:TCP|UDP) .*: *\d+ +\S+ *: *\d/.test(text)) this.#os = 'linux';
      else if (/\/\d+\s*$/.test(text)) this.#os = 'macos';
      this.#rows.record(record, number, text);
    } else
      this.#plugin ??=
        /(netscan|netstat|connscan|connections|sockscan|sockets|sockstat)\b/.exec(text.slice(0, 300))?.[1] ?? null;
  }

  end(): CaptureFacts {
    const blindSpots = [...this.#rows.logSpots(), ...(this.#rows.rows > 0 ? [REMNANTS] : [])];
    if (this.#isMounted) return { tool: 'MemProcFS netstat', language: null, os: 'windows', blindSpots };
    const tool = `Volatility ${this.#version}${this.#plugin === null ? '' : ` ${this.#plugin}`}`;
    return { tool, language: null, os: this.#os, blindSpots };
  }
}

function rowOf(line: string): RawRecord | null | undefined {
  const record = readMemoryRow(line);
  return record === undefined ? memprocfsRow(line) : record;
}

function sniff(head: Head): number {
  return head.lines.some((line) => rowOf(line) != null) ? 0.99 : 0;
}

/** Sockets in memory images, as Volatility prints them in text. */
export const volatility: InputFormat = {
  name: 'volatility',
  title: 'Volatility netscan',
  reads: [
    {
      tool: 'Volatility 2',
      versions: '2.0 to 2.6: netscan, connscan, connections, sockscan, sockets, linux_netstat, mac_netstat',
      link: 'https://github.com/volatilityfoundation/volatility',
    },
    {
      tool: 'Volatility 3',
      versions:
        '1.0 to 2.x: windows.netscan, windows.netstat, linux.sockstat, mac.netstat, text with tabs, blanks or bars',
      link: 'https://github.com/volatilityfoundation/volatility3',
    },
    { tool: 'MemProcFS', versions: '4 and 5: sys/net/netstat.txt', link: 'https://github.com/ufrisk/MemProcFS' },
  ],
  sniff,
  open: (head, sink) => new MemoryReader(sink, head),
};
