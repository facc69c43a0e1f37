import { isUtf8 } from 'node:buffer';
import type { State } from '../../model/connection.js';
import type { Decoder } from '../_encoding.js';
import { ownerLine } from '../_windows-owner.js';
import { RowScanner as RowReader } from '../_windows-row.js';
import type { LineReader } from '../format.js';
import type { OddLines, WaitingRow } from './row-scanner.js';
import { TokenArena } from './token-arena.js';

const ROW_START = '  TCP ';
/** The windows of rows and heads are small; a longer line is no header. */
const LONGEST_HEADER = 200;
const HEADERS_KEPT = 64;

/** Gives lines that are no plain rows to the line reader, which so decides what they are. */
export class LineReaderBridge implements OddLines {
  readonly #reader: LineReader;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #headers = new TokenArena();
  readonly #row = new RowReader();

  /** `headers` are the bytes of lines that say nothing of the row before them. */
  constructor(reader: LineReader, decode: (bytes: Uint8Array) => string, headers: readonly Uint8Array[]) {
    this.#reader = reader;
    this.#decode = decode;
    for (const bytes of headers) {
      const padded = new Uint8Array(bytes.length + 4);
      padded.set(bytes);
      this.#headers.add(new DataView(padded.buffer), 0, bytes.length);
    }
  }

  take(bytes: Uint8Array, start: number, end: number, line: number, waiting: WaitingRow | null): State | null {
    if (waiting !== null) this.replay(bytes, waiting, start);
    const text = this.#text(bytes, start, end);
    this.#reader.line(text, line);
    if (!text.startsWith(ROW_START)) return null;
    return this.#row.read(text, 2, 3) === 'row' && this.#row.hasState ? this.#row.state : null;
  }

  replay(bytes: Uint8Array, { start, line }: WaitingRow, end: number): void {
    let number = line;
    for (let at = start; at < end; ) {
      const stop = bytes.indexOf(0x0a, at);
      this.#reader.line(this.#text(bytes, at, stop), number++);
      at = stop + 1;
    }
  }

  isKnown(view: DataView, start: number, end: number): boolean {
    return end - start <= LONGEST_HEADER && this.#headers.find(view, start, end - start) !== -1;
  }

  close(): void {
    this.#reader.end();
  }

  #text(bytes: Uint8Array, start: number, end: number): string {
    let stop = end;
    while (stop > start && bytes[stop - 1] === 0x0d) stop--;
    const text = this.#decode(bytes.subarray(start, stop));
    return text.includes('\0') ? text.replaceAll('\0', '') : text;
  }
}

/** Decodes single lines as the head's decoder does; a head of ASCII leaves open what comes later. */
export function lineDecoder(decoder: Decoder): (bytes: Uint8Array) => string {
  return (bytes) => {
    if (decoder.encoding.startsWith('utf-8') && isUtf8(bytes)) return Buffer.from(bytes).toString('utf8');
    return decoder.decode(bytes);
  };
}

/** Lines of the head that are no rows, and that say nothing of a row they follow: titles, column names. */
export function headerLines(head: Uint8Array, decode: (bytes: Uint8Array) => string): Uint8Array[] {
  const headers: Uint8Array[] = [];
  let start = 0;
  for (let end = head.indexOf(0x0a); end >= 0 && headers.length < HEADERS_KEPT; end = head.indexOf(0x0a, start)) {
    const from = start;
    start = end + 1;
    if (startsLikeRow(head, from)) continue;
    let stop = end;
    while (stop > from && head[stop - 1] === 0x0d) stop--;
    const bytes = head.subarray(from, stop);
    if (bytes.length === 0 || bytes.length > LONGEST_HEADER) continue;
    if (saysNothing(decode(bytes))) headers.push(bytes.slice());
  }
  return headers;
}

/** `  TCP` or `  UDP`: most lines, so that few are decoded. */
function startsLikeRow(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x20 || bytes[at + 1] !== 0x20 || bytes[at + 4] !== 0x50) return false;
  return (bytes[at + 2] === 0x54 && bytes[at + 3] === 0x43) || (bytes[at + 2] === 0x55 && bytes[at + 3] === 0x44);
}

/** A number alone may be the process id of the row before it, wrapped by a narrow console. */
function saysNothing(text: string): boolean {
  return !/(?:TCP|UDP|\[)|^ *\d+ *$/i.test(text) && ownerLine(text, 2).kind === 'other';
}
