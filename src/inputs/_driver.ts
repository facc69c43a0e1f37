import { createHash } from 'node:crypto';
import type { Connection } from '../model/connection.js';
import type { InputSummary } from '../model/input.js';
import { EMPTY, ENCODING_ASSUMED, NOT_TEXT, UNRECOGNISED } from './_blind-spots.js';
import { Collector } from './_collect.js';
import { type Decoder, looksBinary, openDecoder } from './_encoding.js';
import { LineSplitter } from './_lines.js';
import type { ByteSource, CaptureFacts, Head, InputFormat, LineReader } from './format.js';

export const CHUNK_BYTES = 262_144;

/** Below it two threads and byte scanning cost more than they save (performance.md: crossover 15-20 MB). */
const BULK_BYTES = 8_388_608;

const HEAD_LINES = 20_000;

interface Target {
  connection(connection: Connection): void;
}

/** Formats are asked in this order; loading one late keeps small inputs quick. */
export interface FormatLoader {
  load(): InputFormat | Promise<InputFormat>;
}

/** A pipe hands out little at a time: reads until the buffer is full or the input ends. */
function fill(source: ByteSource, buffer: Uint8Array): number {
  let filled = 0;
  while (filled < buffer.length) {
    const got = source.read(filled === 0 ? buffer : buffer.subarray(filled));
    if (got <= 0) break;
    filled += got;
  }
  return filled;
}

function headOf(name: string, encoding: string, bytes: Uint8Array, text: string): Head {
  return { bytes, text, lines: text.split(/\r*\n|\r/, HEAD_LINES), encoding, name };
}

/** The format that is surest of this head, or null. */
async function recognise(loaders: readonly FormatLoader[], head: Head): Promise<InputFormat | null> {
  let best: InputFormat | null = null;
  let surest = 0;
  for (const loader of loaders) {
    const format = await loader.load();
    const sure = format.sniff(head);
    if (sure > surest) [best, surest] = [format, sure];
    if (surest >= 0.9) break;
  }
  return best;
}

/** Reads one input by lines: hash, encoding, lines, format, reader. */
class LineRun {
  readonly #hash = createHash('sha256');
  readonly #collector: Collector;
  readonly #loaders: readonly FormatLoader[];
  readonly #name: string;
  #decoder: Decoder | null = null;
  #lines: LineSplitter | null = null;
  #format: InputFormat | null = null;
  #reader: LineReader | null = null;
  #binary = false;
  #size = 0;

  constructor(name: string, collector: Collector, loaders: readonly FormatLoader[]) {
    this.#name = name;
    this.#collector = collector;
    this.#loaders = loaders;
  }

  async take(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#size += chunk.length;
    if (this.#binary) return;
    const decoder = (this.#decoder ??= openDecoder(chunk));
    const late = decoder.prepare(chunk);
    if (late !== null) await late;
    const text = withoutNuls(decoder.decode(chunk));
    if (this.#reader === null) await this.#recognise(chunk, text, decoder.encoding);
    if (!this.#binary) this.#push(text);
  }

  #push(text: string): void {
    if (this.#reader?.text !== undefined) this.#reader.text(text);
    else (this.#lines ??= new LineSplitter(this, text)).push(text);
  }

  /** A long preamble (systeminfo, a banner) may come first, so every chunk is asked until one is recognised. */
  async #recognise(chunk: Uint8Array, text: string, encoding: string): Promise<void> {
    if (this.#lines === null && looksBinary(text)) {
      this.#binary = true;
      return;
    }
    // The middle of one endless line shows nothing that its start didn't.
    if (this.#lines !== null && !text.includes('\n') && !text.includes('\r')) return;
    const head = headOf(this.#name, encoding, chunk, text);
    this.#format = await recognise(this.#loaders, head);
    this.#reader = this.#format?.open(head, this.#collector) ?? null;
  }

  line(text: string, number: number): void {
    this.#reader?.line(text, number);
  }

  tooLong(start: string, number: number): void {
    if (this.#reader !== null) this.#collector.badLine(number, start, 'line longer than 1,048,576 characters');
  }

  summary(partial: boolean): InputSummary {
    const rest = this.#decoder?.end() ?? '';
    if (rest.length > 0 && this.#lines !== null) this.#lines.push(rest);
    this.#lines?.end();
    const facts = this.#reader?.end() ?? this.#nothing();
    const isGuess = this.#decoder?.assumed === true && this.#format !== null;
    const blindSpots = isGuess ? [...facts.blindSpots, ENCODING_ASSUMED] : facts.blindSpots;
    return {
      name: this.#name,
      sha256: this.#hash.digest('hex'),
      format: this.#format?.name ?? null,
      encoding: this.#binary ? 'binary' : (this.#decoder?.encoding ?? 'utf-8'),
      rows: this.#collector.rows,
      badLines: this.#collector.badLines,
      badLineCount: this.#collector.badLineCount,
      partial,
      ...collected(this.#collector),
      ...facts,
      blindSpots,
    };
  }

  #nothing(): CaptureFacts {
    const why = this.#size === 0 ? EMPTY : this.#binary ? NOT_TEXT : UNRECOGNISED;
    return { tool: 'unrecognised', language: null, os: 'unknown', blindSpots: [why] };
  }
}

function collected(collector: Collector): Pick<InputSummary, 'nameOnlyPeers' | 'truncatedPeers' | 'hasPrograms'> {
  const { nameOnlyPeers, truncatedPeers, hasPrograms } = collector;
  return { nameOnlyPeers, truncatedPeers, hasPrograms };
}

/** UTF-16 appended to an ASCII file (`>>` in PowerShell) leaves a NUL beside every letter: without them it reads. */
function withoutNuls(text: string): string {
  return text.includes('\0') && !looksBinary(text.replaceAll('\0', '')) ? text.replaceAll('\0', '') : text;
}

/** Hands a big input to the bulk reader when that claims it; null when it doesn't. */
async function bulkSummary(source: ByteSource, first: Uint8Array, collector: Collector): Promise<InputSummary | null> {
  const { openBulk } = await import('./bulk/index.js');
  const decoder = openDecoder(first);
  const late = decoder.prepare(first);
  if (late !== null) await late;
  const head = headOf(source.name, decoder.encoding, first, decoder.decode(first));
  const bulk = openBulk(head, source);
  if (bulk === null) return null;
  const { facts, ...counts } = await bulk.read(source, first.slice(), collector);
  return {
    name: source.name,
    format: bulk.format,
    encoding: bulk.encoding ?? decoder.encoding,
    ...facts,
    ...counts,
    ...collected(collector),
  };
}

/** Reads one input to its end; see `readInput`. */
export async function drive(
  source: ByteSource,
  target: Target,
  loaders: readonly FormatLoader[],
  mayBulk: boolean,
): Promise<InputSummary> {
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, source.size === null ? CHUNK_BYTES : source.size + 1));
  const collector = new Collector(target);
  let filled = fill(source, buffer);
  if (mayBulk && filled === CHUNK_BYTES && (source.size === null || source.size > BULK_BYTES)) {
    const summary = await bulkSummary(source, buffer, collector);
    if (summary !== null) return summary;
  }
  const run = new LineRun(source.name, collector, loaders);
  while (filled > 0) {
    await run.take(buffer.subarray(0, filled));
    filled = fill(source, buffer);
  }
  return run.summary(false);
}
