import type { Connection } from '../model/connection.js';
import type { FlowSink } from '../model/flow-group.js';
import type { InputSummary } from '../model/input.js';
import { openDecoder } from './_encoding.js';
import type { ByteSource } from './format.js';

/** What several commands printed into one file is short; anything longer is one listing. */
const MOST_BYTES = 2_097_152;
/** Fewer lines than this are no listing of their own. */
const FROM_LINES = 2;
/** Longer lines are no rows. */
const LONGEST = 4_096;
const BETWEEN_CELLS = /[ \t,|;:]+/;

/** What a reader passed over. */
export interface Left {
  /** All lines of the file. */
  readonly all: readonly string[];
  /** All lines of the file, rows blank, so that their numbers stay. */
  readonly lines: readonly string[];
  /** Numbers of the lines that were rows, from 1. */
  readonly rows: ReadonlySet<number>;
}

/** A short input while it is read: its bytes, and its rows until it is known what else the file holds. */
export class PassedOver {
  readonly source: ByteSource;
  readonly sink: FlowSink;
  readonly #target: FlowSink;
  readonly #bytes: Uint8Array[] = [];
  #size = 0;
  #held: Connection[] = [];

  constructor(source: ByteSource, target: FlowSink) {
    this.#target = target;
    const isLong = source.size !== null && source.size > MOST_BYTES;
    if (isLong) this.#size = source.size;
    this.source = isLong ? source : { ...source, read: (buffer) => this.#keep(buffer, source.read(buffer)) };
    this.sink = isLong ? target : { ...target, connection: (connection) => this.#take(connection) };
  }

  get #isLong(): boolean {
    return this.#size > MOST_BYTES;
  }

  #keep(buffer: Uint8Array, got: number): number {
    this.#size += Math.max(got, 0);
    if (this.#isLong) this.release();
    else if (got > 0) this.#bytes.push(buffer.slice(0, got));
    return got;
  }

  #take(connection: Connection): void {
    if (this.#isLong) this.#target.connection(connection);
    else this.#held.push(connection);
  }

  /** The rows go on to where they were meant for. */
  release(): void {
    this.#bytes.length = 0;
    for (const connection of this.#held) this.#target.connection(connection);
    this.#held = [];
  }

  /** Null where nothing worth a second look is left. */
  async left(): Promise<Left | null> {
    if (this.#bytes.length === 0 || this.#held.length === 0) return null;
    const rows = new Set(this.#held.map(({ line }) => line));
    const lines = (await textOf(Buffer.concat(this.#bytes))).split('\n');
    const left = lines.map((line, index) => (rows.has(index + 1) ? '' : line));
    return isWorthALook(left) ? { all: lines, lines: left, rows } : null;
  }
}

async function textOf(bytes: Buffer): Promise<string> {
  const decoder = openDecoder(bytes);
  const late = decoder.prepare(bytes);
  if (late !== null) await late;
  return (decoder.decode(bytes) + decoder.end()).replaceAll('\0', '').replaceAll('\ufeff', '');
}

/** True for lines among which another list may be. */
export function isWorthALook(lines: readonly string[]): boolean {
  let listed = 0;
  for (const line of lines) if (isListed(line) && ++listed >= FROM_LINES) return true;
  return false;
}

/** A row of any list: three cells, a number in one. Headers, blank lines and owners of `netstat -b` are none. */
function isListed(line: string): boolean {
  return line.length < LONGEST && /\d/.test(line) && line.trim().split(BETWEEN_CELLS, 3).length === 3;
}

/** Another listing of the same file, with its rows. */
export interface Another {
  readonly summary: InputSummary;
  readonly rows: readonly Connection[];
}
