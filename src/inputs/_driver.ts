import { createHash } from 'node:crypto';
import type { FlowSink } from '../model/flow-group.js';
import type { InputSummary } from '../model/input.js';
import { EMPTY, ENCODING_ASSUMED, NOT_TEXT, UNRECOGNISED } from './_blind-spots.js';
import { Collector } from './_collect.js';
import { type Decoder, looksBinary, openDecoder } from './_encoding.js';
import { cutAt, Followed } from './_followed.js';
import { LineSplitter } from './_lines.js';
import type { BinaryFormat, ByteSource, CaptureFacts, Head, InputFormat, LineReader } from './format.js';
import type { Undress } from './_undress.js';
import type { ColumnMap } from './column-map.js';
import type { Watch } from './watch.js';

export const CHUNK_BYTES = 262_144;

/** Below it two threads and byte scanning cost more than they save (performance.md: crossover 15-20 MB). */
const BULK_BYTES = 8_388_608;

/** Rows of which the tables take tens of megabytes. */
const MANY_ROWS = 1_000_000;

const HEAD_LINES = 20_000;

/** A file that nobody named and that shows nothing in its first bytes isn't searched any further. */
const FOUND_BYTES = 4_194_304;

export interface ReadOptions {
  /** False keeps big inputs on the line path. */
  readonly bulk?: boolean;
  /**
   * Where hashes still being made on another thread are put: `sha256` of a summary is empty until its promise is
   * kept. Without it, or with null, reading waits for them.
   */
  readonly hashing?: Promise<void>[] | null;
  /** False: inputs so big that they are read by bytes are not hashed, and `sha256` stays empty. */
  readonly hash?: boolean;
  /** Columns that the user names: only tables that have them, and listings that need none, are read. */
  readonly columns?: ColumnMap | null;
  /** Told how far a long reading is; may end it. */
  readonly watch?: Watch | null;
}

export interface FormatLoader {
  load(): InputFormat | Promise<InputFormat>;
}

/** Groups are asked in this order; loading them late keeps small inputs quick. */
export type FormatGroups = readonly (readonly FormatLoader[])[];

/** What hides cells of a listing although its rows are recognised: colours, odd blanks, defanged dots, bold. */
const WORN = /\u001b\[|[\u00a0\u2000-\u200a\u202f\u3000]|\[\.\]|\(\.\)|\*\*\w/;

/** Text that is read without what stands around its lines must be a listing, not just hold addresses. */
const UNDRESSED = 0.5;

/** JSON and XML from their first character on. */
const STRUCTURED = /^\s*(?:\{\s*"|\[\s*[{["]|<(?:\?xml|!DOCTYPE|[a-z]\w{0,20}[\s>]))/i;

/** Certainty that ends the search after a group. */
const SURE = 0.9;

/** Characters that are enough to be sure of most texts: what comes behind them is looked at where they aren't. */
const START = 32_768;

/** Pieces of text that wait for a listing behind them: 4 MB. */
const MOST_HELD = 16;

/** Formats by what recognises them. */
export interface Loaders {
  readonly text: FormatGroups;
  readonly binary: readonly { load(): Promise<BinaryFormat>; isBytes(bytes: Uint8Array): boolean }[];
}

/** A pipe hands out little at a time: reads until the buffer is full or the input ends. */
async function fill(source: ByteSource, buffer: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    if (source.ready !== undefined) await source.ready();
    const got = source.read(filled === 0 ? buffer : buffer.subarray(filled));
    if (got <= 0) break;
    filled += got;
  }
  return filled;
}

function headOf({ name, written }: Named, encoding: string, bytes: Uint8Array, text: string): Head {
  const lines = text.split(/\r{0,2}\n|\r/, HEAD_LINES);
  return { bytes, text, lines, encoding, name, ...(written === undefined ? {} : { written }) };
}

type Named = Pick<ByteSource, 'name' | 'written'>;

interface Recognised {
  readonly format: InputFormat;
  readonly sure: number;
  /** It claims whatever looks like its kind at all. */
  readonly isGeneral: boolean;
}

/** The format that is surest of this head, or null: of its start, where one is sure of that. */
async function recognise(groups: FormatGroups, head: Head): Promise<Recognised | null> {
  const early = head.text.length > 2 * START ? await surest(groups, startOf(head)) : null;
  return early !== null && early.sure >= SURE ? early : surest(groups, head);
}

/** The first lines of a head. */
function startOf(head: Head): Head {
  const text = head.text.slice(0, head.text.lastIndexOf('\n', START) + 1 || START);
  return headOf(head, head.encoding, head.bytes, text);
}

/** A group is loaded only when none before it is sure. */
async function surest(groups: FormatGroups, head: Head): Promise<Recognised | null> {
  let best: Recognised | null = null;
  for (const [index, group] of groups.entries()) {
    for (const loader of group) {
      const loaded = loader.load();
      const format = loaded instanceof Promise ? await loaded : loaded;
      const sure = format.sniff(head);
      if (sure > (best?.sure ?? 0)) best = { format, sure, isGeneral: index === groups.length - 1 };
    }
    if (best !== null && best.sure >= SURE) break;
  }
  return best;
}

interface Undressed {
  readonly format: InputFormat;
  readonly bare: Head;
  readonly dress: Undress;
}

/** What is under the dress of a head's lines, where there is one that makes a difference. */
async function undressed(groups: FormatGroups, head: Head, dressed: Recognised | null): Promise<Undressed | null> {
  const { undress } = await import('./_undress.js');
  const sure = dressed?.sure ?? 0;
  const wantsPrefix = dressed?.format.wantsPrefix?.(head) === true;
  for (const dress of undress(head.lines)) {
    // What was recognised dressed must be what is under it, unless nothing is dressed like that by itself.
    if (!dress.isForeign && (wantsPrefix || (sure >= UNDRESSED && dressed?.isGeneral === true))) continue;
    const lines = head.lines.map((line) => dress.off(line));
    const bare = { ...head, lines, text: lines.join('\n') };
    const mayBeTable = dress.isForeign || sure < UNDRESSED;
    const found = await recognise(mayBeTable ? groups : groups.slice(0, -1), bare);
    if (found === null || found.sure < UNDRESSED) continue;
    if (sure >= UNDRESSED && !dress.isForeign && dressed?.format !== found.format) continue;
    return { format: found.format, bare, dress };
  }
  return null;
}

/** Reads one input by lines: hash, encoding, lines, format, reader. */
class LineRun {
  readonly #hash = createHash('sha256');
  readonly #collector: Collector;
  readonly #groups: FormatGroups;
  readonly #source: Named;
  #decoder: Decoder | null = null;
  #lines: LineSplitter | null = null;
  #format: InputFormat | null = null;
  #reader: LineReader | null = null;
  /** What claims the text so far for want of better, and that text: a listing may still come behind a long preamble. */
  #weak: { readonly format: InputFormat; readonly head: Head } | null = null;
  #held: string[] = [];
  #isFirst = true;
  #binary = false;
  #isStructured = false;
  #areNulsMarks: boolean | null = null;
  #size = 0;

  constructor(source: Named, collector: Collector, groups: FormatGroups) {
    this.#source = source;
    this.#collector = collector;
    this.#groups = groups;
  }

  async take(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#size += chunk.length;
    if (this.#binary) return;
    const decoder = (this.#decoder ??= openDecoder(chunk));
    const late = decoder.prepare(chunk);
    if (late !== null) await late;
    // A mark before each of several files that were put together.
    const text = this.#withoutNuls(decoder.decode(chunk)).replaceAll('\ufeff', '');
    if (this.#reader === null) await this.#recognise(chunk, text, decoder.encoding);
    if (this.#binary) return;
    this.#isFirst = false;
    this.#held.push(text);
    const mayWait = this.#reader === null && this.#weak !== null;
    if (!mayWait || this.#held.length >= MOST_HELD) this.#release();
  }

  /** The text that waited goes to what is known by now. */
  #release(): void {
    if (this.#reader === null && this.#weak !== null) {
      const { format, head } = this.#weak;
      [this.#format, this.#reader] = [format, format.open(head, this.#collector)];
    }
    for (const text of this.#held) this.#push(text);
    this.#held = [];
  }

  /**
   * UTF-16 appended to an ASCII file (`>>` in PowerShell) leaves a NUL beside every letter: without them it reads.
   * Those that end the fields of `lsof -F0` become tabs, which no field holds.
   */
  #withoutNuls(text: string): string {
    if (!text.includes('\0')) return text;
    this.#areNulsMarks ??= /(?:^|\n)p\d{1,10}\0(?!\n|$)/.test(text);
    const plain = text.replaceAll('\0', this.#areNulsMarks ? '\t' : '');
    return looksBinary(plain) ? text : plain;
  }

  #push(text: string): void {
    if (this.#reader?.text !== undefined) this.#reader.text(text);
    else (this.#lines ??= new LineSplitter(this, text)).push(text);
  }

  /** A long preamble (systeminfo, a banner) may come first, so every chunk is asked until one is recognised. */
  async #recognise(chunk: Uint8Array, text: string, encoding: string): Promise<void> {
    if (this.#isFirst && looksBinary(text)) {
      this.#binary = true;
      return;
    }
    // The middle of one endless line shows nothing that its start didn't.
    if (!this.#isFirst && !text.includes('\n') && !text.includes('\r')) return;
    const head = headOf(this.#source, encoding, chunk, text);
    const found = await recognise(this.#groups, head);
    if (this.#isFirst && (found?.isGeneral !== false || WORN.test(text))) await this.#undress(head, found);
    this.#isStructured ||= this.#isFirst && STRUCTURED.test(text);
    if (found === null || this.#reader !== null) return;
    const { format, sure, isGeneral } = found;
    // The middle of JSON or XML that nobody reads is no text that mentions addresses.
    if (this.#isStructured && !this.#isFirst && isGeneral && sure < SURE) return;
    if (isGeneral && sure < UNDRESSED) this.#weak ??= { format, head };
    else [this.#format, this.#reader] = [format, format.open(head, this.#collector)];
  }

  /** Quoted in a mail, numbered, with a time before each line: read as what is under that. */
  async #undress(head: Head, dressed: Recognised | null): Promise<void> {
    const found = await undressed(this.#groups, head, dressed);
    if (found !== null) this.#open(found.format, found.bare, found.dress);
  }

  #open(format: InputFormat, bare: Head, dress: Undress): void {
    const reader = format.open(bare, this.#collector);
    const take = (line: string, number: number): void => reader.line(dress.off(line), number);
    const text = reader.text?.bind(reader);
    const line = text === undefined ? take : (raw: string): void => text(`${dress.off(raw)}\n`);
    [this.#format, this.#reader] = [format, { line, end: () => reader.end() }];
  }

  /** Nothing has been recognised so far, and what comes is no text or has come for long. */
  get isHopeless(): boolean {
    return this.#reader === null && this.#weak === null && (this.#binary || this.#size >= FOUND_BYTES);
  }

  line(text: string, number: number): void {
    this.#reader?.line(text, number);
  }

  tooLong(start: string, number: number): void {
    if (this.#reader !== null) this.#collector.badLine(number, start, 'line longer than 1,048,576 characters');
  }

  /** `isCut`: reading was stopped, so the last line is only the start of one; it might look like a shorter address. */
  summary(isCut: boolean): InputSummary {
    this.#release();
    const rest = this.#decoder?.end() ?? '';
    if (rest.length > 0 && this.#lines !== null) this.#lines.push(rest);
    if (!isCut) this.#lines?.end();
    const facts = this.#reader?.end() ?? this.#nothing();
    const isGuess = this.#decoder?.assumed === true && this.#format !== null;
    const blindSpots = isGuess ? [...facts.blindSpots, ENCODING_ASSUMED] : facts.blindSpots;
    return {
      name: this.#source.name,
      sha256: this.#hash.digest('hex'),
      format: this.#format?.name ?? null,
      encoding: this.#binary ? 'binary' : (this.#decoder?.encoding ?? 'utf-8'),
      rows: this.#collector.rows,
      badLines: this.#collector.badLines,
      badLineCount: this.#collector.badLineCount,
      ...collected(this.#collector),
      ...facts,
      partial: facts.partial === true,
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

/** Hands a big input to the bulk reader when one claims it; null when none does. */
async function bulkSummary(
  source: ByteSource,
  first: Uint8Array,
  collector: Collector,
  groups: FormatGroups,
  { hashing = null, hash = true, watch = null, columns = null }: ReadOptions,
): Promise<InputSummary | null> {
  const { openBulk, openTableBulk, prepareThread, dismissThread, collectGarbage } = await import('./bulk/index.js');
  prepareThread(source.path === null ? null : source.size);
  const decoder = openDecoder(first);
  const late = decoder.prepare(first);
  if (late !== null) await late;
  const head = headOf(source, decoder.encoding, first, decoder.decode(first));
  let loaded = 0;
  const { name, size } = source;
  const interrupt = {
    get stopped() {
      return watch?.isStopped === true;
    },
    pause(bytes: number, rows: number, threads: number) {
      loaded = bytes;
      return watch?.turn({ name, bytes: bytes * threads, of: size, rows: rows * threads });
    },
    end: () => watch?.bulkRead?.(),
  };
  let bulk = openBulk(head, source, { interrupt, hash });
  if (bulk === null && columns === null && (await isTable(groups, head)))
    bulk = openTableBulk(head, collector, { interrupt, hash });
  if (bulk === null) {
    dismissThread();
    return null;
  }
  const { facts, sha256, hasPrograms = false, ...counts } = await bulk.read(source, first.slice(), collector);
  // Nobody holds its tables any more.
  if (counts.rows >= MANY_ROWS) collectGarbage();
  const summary = {
    name: source.name,
    sha256: '',
    format: bulk.format,
    encoding: bulk.encoding ?? decoder.encoding,
    ...facts,
    ...counts,
    ...collected(collector),
    hasPrograms: hasPrograms || collector.hasPrograms,
  };
  const hashed = sha256.then((hex) => void (summary.sha256 = hex));
  // Whoever waits for it comes later: a file that vanishes until then must not end the process.
  hashed.catch(() => {});
  if (hashing === null) await hashed;
  else hashing.push(hashed);
  return counts.partial ? cutAt(summary, loaded, source) : summary;
}

/** Whether the line path would read it as a table, and as it stands. */
async function isTable(groups: FormatGroups, head: Head): Promise<boolean> {
  const found = await recognise(groups, head);
  if (found?.format.name !== 'table') return false;
  return (await undressed(groups, head, found)) === null;
}

/** Reads a binary input: its format takes the bytes as they are. */
async function binarySummary(
  source: ByteSource,
  buffer: Uint8Array,
  first: number,
  format: BinaryFormat,
  collector: Collector,
  watch: Watch | null,
): Promise<InputSummary> {
  const hash = createHash('sha256');
  const reader = format.openBytes({ bytes: buffer.subarray(0, first), name: source.name }, collector);
  const progress = new Followed(source, collector, watch);
  for (let filled = first; filled > 0; filled = progress.isStopped ? 0 : await fill(source, buffer)) {
    const bytes = buffer.subarray(0, filled);
    hash.update(bytes);
    reader.chunk(bytes);
    await progress.turn(filled);
  }
  if (progress.isStopped) source.close?.();
  const facts = await reader.end();
  const summary = {
    name: source.name,
    sha256: hash.digest('hex'),
    format: format.name,
    encoding: 'binary',
    rows: collector.rows,
    badLines: collector.badLines,
    badLineCount: collector.badLineCount,
    ...collected(collector),
    ...facts,
    partial: facts.partial === true,
  };
  return progress.told(summary);
}

/** Reads one input to its end; see `readInput`. */
export async function drive(
  source: ByteSource,
  target: FlowSink,
  loaders: Loaders,
  options: ReadOptions,
): Promise<InputSummary> {
  const { bulk: mayBulk = true, watch = null } = options;
  const buffer = new Uint8Array(Math.min(CHUNK_BYTES, source.size === null ? CHUNK_BYTES : source.size + 1));
  const collector = new Collector(target);
  let filled = await fill(source, buffer);
  const head = buffer.subarray(0, filled);
  const binary = loaders.binary.find((loader) => loader.isBytes(head));
  if (binary !== undefined) return binarySummary(source, buffer, filled, await binary.load(), collector, watch);
  const isBig = filled === CHUNK_BYTES && (source.size === null || source.size > BULK_BYTES);
  if (mayBulk && isBig && source.ready === undefined) {
    const summary = await bulkSummary(source, buffer, collector, loaders.text, options);
    if (summary !== null) return summary;
  }
  const run = new LineRun(source, collector, loaders.text);
  const progress = new Followed(source, collector, watch);
  while (filled > 0 && !(source.isFound === true && run.isHopeless)) {
    await run.take(buffer.subarray(0, filled));
    await progress.turn(filled);
    filled = progress.isStopped ? 0 : await fill(source, buffer);
  }
  if (source.size === null) await progress.turn(0);
  source.close?.();
  return progress.told(run.summary(progress.isCut));
}
