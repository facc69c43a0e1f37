import { LogTimes } from './_log-time.js';
import { pairRecord } from './_pair-record.js';
import { Rows } from './_rows.js';
import { isOtherEvent } from './_table-give.js';
import type { CaptureFacts, Head, LineReader, Sink } from './format.js';

/** RouterOS prints a connection over several lines, which begin with blanks. */
const MORE = /^[ \t]{4,}[A-Za-z][\w-]{1,40}=/;
const LONGEST = 4_000;

/** Logs of firewalls: `key=value` pairs behind whatever a logger prints (iptables, FortiGate, CEF). */
export class PairReader implements LineReader {
  readonly #rows: Rows;
  readonly #times: LogTimes;
  #open: { text: string; readonly number: number } | null = null;

  constructor(sink: Sink, { written }: Head) {
    this.#rows = new Rows(sink);
    this.#times = new LogTimes(written);
  }

  line(text: string, number: number): void {
    const isMore = MORE.test(text) && pairRecord(text) === null;
    if (isMore && this.#open !== null && this.#open.text.length < LONGEST) this.#open.text += ` ${text.trim()}`;
    else {
      this.#close();
      this.#open = { text, number };
    }
  }

  #close(): void {
    if (this.#open === null) return;
    const { text, number } = this.#open;
    this.#open = null;
    const record = pairRecord(text);
    if (record === null || isOtherEvent(record)) return;
    record.time ??= this.#times.of(text);
    this.#rows.record(record, number, text);
  }

  end(): CaptureFacts {
    this.#close();
    const blindSpots = [...this.#rows.deviceSpots(), ...this.#times.spots()];
    return { tool: 'log, key=value pairs', language: null, os: 'unknown', blindSpots };
  }
}

/** True when one of the first lines names both ends of a flow. */
export function hasPairs(head: Head): boolean {
  return head.lines.slice(0, 500).some((line) => pairRecord(line) !== null);
}
