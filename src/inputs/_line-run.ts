import { createHash } from 'node:crypto';
import type { InputSummary } from '../model/input.js';
import { EMPTY, ENCODING_ASSUMED, NOT_TEXT, UNRECOGNISED } from './_blind-spots.js';
import { type Collector, collected } from './_collect.js';
import { type Decoder, looksBinary, openDecoder } from './_encoding.js';
import { LISTING_ROW } from './_listing-row.js';
import { LineSplitter, TOO_LONG } from './_lines.js';
import { otherFile } from './_other-files.js';
import {
  type FormatGroups,
  headOf,
  type Named,
  type Recognised,
  recognise,
  SURE,
  UNDRESSED,
  undressed,
} from './_recognise.js';
import type { Undress } from './_undress.js';
import type { CaptureFacts, Head, InputFormat, LineReader } from './format.js';

/** In a file that nobody named every format is looked for so far, then rows of the commonest (a phone's bug report), then none. */
const SEARCHED_BYTES = 4_194_304;
const FOUND_BYTES = 67_108_864;

/**
 * What hides cells or lines of a listing although its rows are recognised: colours, odd blanks, defanged dots, bold, strings,
 * and whatever stands before or behind `[program.exe]`.
 */
const WORN =
  /^\s{0,8}[^\s[][^[\n]{0,80}\[[\w .-]{1,60}\.exe\]\s*$|^\s*\[[\w .-]{1,60}\.exe\][ \t]+\u2502|\u001b\[|[\u00a0\u2000-\u200a\u202f\u3000]|\[\.\]|\(\.\)|\*\*\w|\\n[^\\]{12,400}(?:\\r)?\\n|<br ?\/?>\S|<(?:pre|code)\b|&(?:[gl]t|quot);|', '|^[<+] ?(?:tcp|udp)/im;

/** JSON and XML from their first character on. */
const STRUCTURED = /^\s*(?:\{\s*"|\[\s*[{["]|<(?:\?xml|!DOCTYPE|[a-z]\w{0,20}[\s>]))/i;

/** Pieces of text that wait for a listing behind them: 4 MB. */
const MOST_HELD = 16;

/** Reads one input by lines: hash, encoding, lines, format, reader. */
export class LineRun {
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
  #start = new Uint8Array();
  #size = 0;

  constructor(source: Named, collector: Collector, groups: FormatGroups) {
    this.#source = source;
    this.#collector = collector;
    this.#groups = groups;
  }

  async take(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    if (this.#size === 0) this.#start = chunk.slice(0, 16);
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
    if (this.#source.isFound === true && this.#size > SEARCHED_BYTES && !LISTING_ROW.test(text)) return;
    const head = headOf(this.#source, encoding, chunk, text);
    const found = await recognise(this.#groups, head);
    if (this.#isFirst && (found?.isGeneral !== false || WORN.test(text))) await this.#undress(head, found);
    this.#isStructured ||= this.#isFirst && STRUCTURED.test(text);
    if (found === null || this.#reader !== null || this.#isPassedOver(found.format, head)) return;
    const { format, sure, isGeneral } = found;
    // The middle of JSON or XML that nobody reads is no text that mentions addresses.
    if (this.#isStructured && !this.#isFirst && isGeneral && sure < SURE) return;
    if (isGeneral && sure < UNDRESSED) this.#weak ??= { format, head };
    else [this.#format, this.#reader] = [format, format.open(head, this.#collector)];
  }

  /** Quoted in a mail, numbered, with a time before each line: read as what is under that. */
  async #undress(head: Head, dressed: Recognised | null): Promise<void> {
    const found = await undressed(this.#groups, head, dressed);
    if (found !== null && !this.#isPassedOver(found.format, found.bare))
      this.#open(found.format, found.bare, found.dress);
  }

  #isPassedOver(format: InputFormat, head: Head): boolean {
    return this.#source.isAmongOthers === true && format.isMention?.(head) === true;
  }

  #open(format: InputFormat, bare: Head, dress: Undress): void {
    const reader = format.open(bare, this.#collector);
    let count = 0;
    const take = (line: string, number: number): void => {
      // Lines of one string are counted as such: readers look for what stands above and below.
      for (const one of dress.off(line).split('\n')) reader.line(one, dress.isPacked === true ? (count += 1) : number);
    };
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
    if (this.#reader !== null) this.#collector.badLine(number, start, TOO_LONG);
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
    const plain = this.#binary ? NOT_TEXT : UNRECOGNISED;
    const why = this.#size === 0 ? EMPTY : (otherFile(this.#source.name, this.#start) ?? plain);
    return { tool: 'unrecognised', language: null, os: 'unknown', blindSpots: [why] };
  }
}
