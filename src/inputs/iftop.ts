import { Rows } from './_rows.js';
import type { RawRecord } from './_table-record.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format, one connection: what went out and what came in over 2, 10 and 40 seconds and in all:
//    1 192.0.2.17:52310                       =>     3.64Kb     3.64Kb     3.64Kb       932B
//      198.51.100.7:443                       <=       480b       480b       480b       120B

const RATE = '\\d{1,6}(?:[.,]\\d{1,3})?[KMGT]?[bB]';
/** Arrows are also in programs: three rates and a size stand behind iftop's. */
const HALF = new RegExp(`^\\s*(?:\\d{1,6}\\s+)?(\\S{1,300})\\s+(=>|<=)\\s+(?:${RATE}\\s+){3}(${RATE})\\s*$`);
/** Its screen names both ends on the line of what goes out, and neither below: ` 192.0.2.17:ssh => 198.51.100.7:52310  1.2Kb  1.1Kb  1.1Kb`. */
const SCREEN = new RegExp(
  `^\\s*(\\S{1,300})\\s+<?=>\\s+(?!${RATE}\\s)(\\S{1,300})\\s+${RATE}(?:\\s+${RATE}){0,2}\\s*$`,
);
const OWN = /^IP(?:v6)? address is: ([0-9a-f.:]{2,45})\s*$/;
const TITLE = /# Host name \(port\/service if enabled\)/;
/** Connections that are kept until the last word on them. */
const MOST_KEPT = 100_000;
const UNIT: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

interface Half {
  readonly end: string;
  readonly bytes: string | undefined;
  readonly line: number;
  readonly text: string;
}

/** `932B`, `1.97MB`: bytes, rounded as they are printed. */
function bytesOf(text: string): string | undefined {
  const [, digits, unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)([KMG]?)B$/.exec(text) ?? [];
  return digits === undefined ? undefined : String(Math.round(Number(digits) * (UNIT[unit] ?? 1)));
}

class IftopReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  readonly #own = new Set<string>();
  #sent: Half | null = null;
  /** Every refresh prints a connection again, with all that it carried so far: the last counts. */
  readonly #last = new Map<string, { record: RawRecord; line: number; text: string }>();

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink, { protocol: 'unknown' });
  }

  line(text: string, number: number): void {
    const own = OWN.exec(text.slice(0, 80))?.[1];
    if (own !== undefined && this.#own.size < 64) this.#own.add(own);
    const [, left, right] = SCREEN.exec(text.slice(0, 700)) ?? [];
    if (left !== undefined && right !== undefined) {
      const line = { bytes: undefined, line: number, text };
      return this.#keep({ ...line, end: left }, { ...line, end: right });
    }
    const [, end, mark, all = ''] = HALF.exec(text.slice(0, 500)) ?? [];
    if (end === undefined) return;
    const half = { end, bytes: bytesOf(all), line: number, text };
    const sent = this.#sent;
    this.#sent = mark === '=>' ? half : null;
    if (sent === null && mark === '<=') this.#bad(half);
    else if (sent !== null && mark === '=>') this.#bad(sent);
    else if (sent !== null) this.#keep(sent, half);
  }

  #bad({ line, text }: Half): void {
    this.#sink.badLine(line, text, 'one half of a connection, the other is missing');
  }

  #keep(sent: Half, received: Half): void {
    const { line, text } = sent;
    const row = { record: this.#recordOf(sent, received), line, text };
    const key = `${sent.end} ${received.end}`;
    if (this.#last.size < MOST_KEPT || this.#last.has(key)) this.#last.set(key, row);
    else this.#rows.record(row.record, line, text);
  }

  #recordOf(sent: Half, received: Half): RawRecord {
    const isOurs = ({ end }: Half): boolean => this.#own.has(end) || this.#own.has(end.slice(0, end.lastIndexOf(':')));
    if (!isOurs(sent) && !isOurs(received))
      return {
        sourceAddress: sent.end,
        destinationAddress: received.end,
        sourceBytes: sent.bytes,
        destinationBytes: received.bytes,
      };
    const [ours, theirs] = isOurs(sent) ? [sent, received] : [received, sent];
    return {
      localAddress: ours.end,
      remoteAddress: theirs.end,
      bytesSent: ours.bytes,
      bytesReceived: theirs.bytes,
    };
  }

  end(): CaptureFacts {
    if (this.#sent !== null) this.#bad(this.#sent);
    for (const { record, line, text } of this.#last.values()) this.#rows.record(record, line, text);
    return { tool: 'iftop', language: null, os: 'unknown', blindSpots: this.#rows.logSpots() };
  }
}

function sniff({ text, lines }: Head): number {
  if (TITLE.test(text)) return 0.97;
  if (!text.includes('=>')) return 0;
  if (lines.some((line) => SCREEN.test(line.slice(0, 700)))) return 0.9;
  return lines.filter((line) => HALF.test(line.slice(0, 500))).length > 1 ? 0.9 : 0;
}

/** iftop's text mode and its screen. */
export const iftop: InputFormat = {
  name: 'iftop',
  title: 'iftop',
  reads: [
    {
      tool: 'iftop',
      versions: '1.0, -t and what stands on its screen, with any of -n -N -P -B -s; sizes as rounded as it prints them',
      link: 'https://pdw.ex-parrot.com/iftop/',
    },
  ],
  sniff,
  open: (_head, sink) => new IftopReader(sink),
};
