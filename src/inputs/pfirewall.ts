import type { BlindSpot } from '../model/input.js';
import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format:
// #Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path
// 2026-03-14 09:26:53 ALLOW TCP 192.168.1.20 198.51.100.7 52310 443 0 - 0 0 0 - - - SEND

/** Columns of version 1.5, for a log whose header was cut off; Windows 11 adds `pid`. */
const USUAL =
  'date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path pid';
const ROW = /^\d{4}-\d\d-\d\d[ \t]+\d\d:\d\d:\d\d[ \t]+[A-Z][A-Z-]+[ \t]/;
const MAX_COLUMNS = 40;

class FirewallReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #columns: readonly string[] = USUAL.split(' ');
  #lost = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(printed: string, number: number): void {
    // Windows begins a file with blanks that the first row goes on after.
    const text = printed.trimStart();
    if (text.startsWith('#')) {
      if (/^#Fields:/i.test(text)) this.#columns = text.slice(8).trim().split(/\s+/, MAX_COLUMNS);
      return;
    }
    if (!ROW.test(text)) {
      if (/^\d{4}-\d\d-\d\d/.test(text)) this.#sink.badLine(number, text, 'a log row without time and action');
      return;
    }
    const cells = text.trimEnd().split(/\s+/, MAX_COLUMNS);
    const cell = (name: string): string | undefined => cells[this.#columns.indexOf(name)];
    // The firewall dropped log entries, not packets: `info` counts them.
    if (cell('action') === 'INFO-EVENTS-LOST') this.#lost += Number(cell('info')) || 1;
    else this.#rows.record(recordOf(cell), number, text);
  }

  end(): CaptureFacts {
    const blindSpots = this.#rows.logSpots();
    if (this.#lost > 0) blindSpots.push(lost(this.#lost));
    return { tool: 'Windows Firewall log', language: null, os: 'windows', blindSpots };
  }
}

function recordOf(cell: (name: string) => string | undefined): RawRecord {
  const path = cell('path');
  return {
    time: `${cell('date')} ${cell('time')}`,
    protocol: cell('protocol'),
    sourceAddress: cell('src-ip'),
    sourcePort: cell('src-port'),
    destinationAddress: cell('dst-ip'),
    destinationPort: cell('dst-port'),
    direction: path === 'SEND' ? 'outbound' : path === 'RECEIVE' ? 'inbound' : '',
    pid: cell('pid'),
  };
}

function lost(count: number): BlindSpot {
  return {
    id: 'events-lost',
    says: `The firewall could not write ${count} log entries (INFO-EVENTS-LOST), so connections are missing.`,
    fix: 'netsh advfirewall set allprofiles logging maxfilesize 32767',
  };
}

function sniff(head: Head): number {
  if (/^#Software: Microsoft Windows Firewall/m.test(head.text)) return 0.99;
  if (/^#Fields: date time action protocol src-ip dst-ip/m.test(head.text)) return 0.99;
  return /^\d{4}-\d\d-\d\d[ \t]+\d\d:\d\d:\d\d[ \t]+(?:ALLOW|DROP|OPEN|CLOSE|OPEN-INBOUND)[ \t]+(?:TCP|UDP|ICMP|\d+)[ \t]+\S+[ \t]+\S+[ \t]+[\d-]+[ \t]+[\d-]+[ \t]/m.test(
    head.text,
  )
    ? 0.95
    : 0;
}

/** The log of Windows Firewall. */
export const pfirewall: InputFormat = {
  name: 'pfirewall',
  title: 'Windows Firewall log',
  reads: [
    {
      tool: 'pfirewall.log',
      versions: '1.0 and 1.5 (Windows XP SP2 to 11), with or without header',
      link: 'https://learn.microsoft.com/windows/security/operating-system-security/network-security/windows-firewall/configure-logging',
    },
  ],
  sniff,
  // The time at the start of a row is its own, whatever stands around the log.
  wantsPrefix: () => true,
  open: (_head, sink) => new FirewallReader(sink),
};
