import type { BlindSpot } from '../model/input.js';
import { Rows } from './_rows.js';
import type { CaptureFacts, Head, InputFormat, LineReader, Sink } from './format.js';

// Two lines of the format: a program with its process and user, and a connection whose program was not found:
// /usr/bin/example/2412/1000	12.4	3.2
// 192.0.2.17:52310-198.51.100.7:443/0/0	0.12	0.3

const ROW = /^(\S[^\t]{0,4000})\/(\d{1,10})\/(\d{1,10})\t[\d.e+-]{1,20}\t[\d.e+-]{1,20}\s*$/;
const ENDS = /^([0-9a-f.:]{2,45}:\d{1,5})-([0-9a-f.:]{2,45}:\d{1,5})$/;

/** The same on its screen: `      ? root     192.0.2.17:52310-198.51.100.7:443      0.000   0.000 KB/sec`. */
const SCREEN =
  /^\s*(?:\d{1,10}|\?)\s+\S{1,32}\s+(\S{3,110})\s+(?:\S{1,15}\s+)?\d{1,9}\.\d{1,6}\s+\d{1,9}\.\d{1,6}\s+[KMG]?B(?:\/s(?:ec)?)?\s*$/i;

const PROGRAMS: BlindSpot = {
  id: 'programs-without-peers',
  says: 'nethogs names programs without their connections: only those whose program it did not find have ends.',
  fix: 'sudo ss -tunapH > connections.txt',
};

class NethogsReader implements LineReader {
  readonly #sink: Sink;
  readonly #rows: Rows;
  #hasPrograms = false;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#rows = new Rows(sink);
  }

  line(text: string, number: number): void {
    const [, onScreen] = SCREEN.exec(text.slice(0, 300)) ?? [];
    const [, name = onScreen, pid] = ROW.exec(text.slice(0, 5000)) ?? [];
    if (name === undefined || /^unknown (?:TCP|UDP|IP)$/.test(name)) return;
    const [, source, destination] = ENDS.exec(name) ?? [];
    if (source !== undefined) this.#rows.record(flowOf(source, destination ?? ''), number, text);
    else if (pid === '0' && /\d:\d{1,5}-/.test(name))
      this.#sink.badLine(number, text, 'a connection without two readable addresses');
    else this.#hasPrograms = true;
  }

  end(): CaptureFacts {
    const blindSpots = [...(this.#hasPrograms ? [PROGRAMS] : []), ...this.#rows.logSpots()];
    return { tool: 'nethogs', language: null, os: 'linux', blindSpots };
  }
}

/** IPv6 addresses stand before their port without brackets. */
function flowOf(
  source: string,
  destination: string,
): Record<'sourceAddress' | 'sourcePort' | 'destinationAddress' | 'destinationPort', string> {
  const [from, to] = [source.lastIndexOf(':'), destination.lastIndexOf(':')];
  return {
    sourceAddress: source.slice(0, from),
    sourcePort: source.slice(from + 1),
    destinationAddress: destination.slice(0, to),
    destinationPort: destination.slice(to + 1),
  };
}

function sniff({ text, lines }: Head): number {
  if (/^[ \t]*NetHogs version \d/m.test(text)) return 0.97;
  if (!/^Refreshing:\s*$/m.test(text)) return 0;
  return lines.some((line) => ROW.test(line.slice(0, 5000))) ? 0.97 : 0;
}

/** nethogs' trace mode and its screen. */
export const nethogs: InputFormat = {
  name: 'nethogs',
  title: 'nethogs',
  reads: [
    {
      tool: 'nethogs',
      versions: '0.8, -t and its screen: connections of which it did not find the program',
      link: 'https://github.com/raboof/nethogs',
    },
  ],
  sniff,
  open: (_head, sink) => new NethogsReader(sink),
};
