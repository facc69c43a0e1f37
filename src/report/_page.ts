import { characterWidth, displayWidth, fit } from './_display-width.js';
import { hyperlink, painted, type Style } from './_palette.js';
import { terminalText } from './terminal-text.js';
import type { RenderOptions, Write } from './report.js';

/** A piece of a line. `isWhole` pieces are never broken: URLs and commands stay copyable. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
  readonly link?: string;
  readonly isWhole?: boolean;
}

/** Columns of the label in front of a field, blanks included. */
export const LABEL = 11;
const SEPARATOR = '·';
const SHORTEST_RULE = 3;
const NARROWEST = 60;
const WIDEST = 160;

/** A surface of fixed width. Everything passes `terminalText` here, so that no caller can forget it. */
export class Page {
  readonly width: number;
  readonly isTerminal: boolean;
  readonly #colour: boolean;
  readonly #write: Write;

  constructor(options: RenderOptions, write: Write) {
    this.width = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(options.width)));
    this.isTerminal = options.isTerminal;
    this.#colour = options.colour;
    this.#write = write;
  }

  blank(): void {
    this.#write('\n');
  }

  /** One line after `indent` blanks, not wrapped. */
  line(spans: readonly Span[], indent = 0): void {
    const text = spans.map((span) => this.#paint({ ...span, text: terminalText(span.text) })).join('');
    this.#write(`${' '.repeat(indent)}${text}`.trimEnd() + '\n');
  }

  /** Spans wrapped between `indent` and the right edge; `first` stands in the margin of the first line. */
  wrapped(spans: readonly Span[], indent: number, first = ''): void {
    const lines = wrap(spans, this.width - indent);
    lines.forEach((line, index) => {
      const margin = index === 0 ? first.padEnd(indent) : ' '.repeat(indent);
      this.#write(`${margin}${line.map((span) => this.#paint(span)).join('')}\n`);
    });
  }

  /** A labelled field; an empty label continues the one before. Lines after the first hang `hang` columns deeper. */
  field(label: string, spans: readonly Span[], indent = 0, hang = 0): void {
    const margin = ' '.repeat(indent) + painted(label, 'label', this.#colour && label !== '');
    const blanks = ' '.repeat(Math.max(1, LABEL - label.length));
    const room = this.width - indent - LABEL;
    wrap(spans, room, room - hang).forEach((line, index) => {
      const start = index === 0 ? margin + blanks : ' '.repeat(indent + LABEL + hang);
      this.#write(`${start}${line.map((span) => this.#paint(span)).join('')}`.trimEnd() + '\n');
    });
  }

  /** A heading with a rule to the right edge; the note is cut where there is no room. */
  rule(title: string, style: Style, note: string): void {
    const said = fit(note, this.width - displayWidth(title) - SHORTEST_RULE - 3);
    const rule = '─'.repeat(this.width - displayWidth(title) - displayWidth(said) - 3);
    this.line([{ text: title, style }, { text: `  ${said} ` }, { text: rule, style: 'faint' }]);
  }

  #paint({ text, style, link }: Span): string {
    const shown = painted(text, style, this.#colour);
    return link !== undefined && this.isTerminal ? hyperlink(link, shown) : shown;
  }
}

/** Breaks spans at blanks into lines of at most `width` columns; a longer word is broken hard unless it is whole. */
export function wrap(spans: readonly Span[], firstWidth: number, width = firstWidth): Span[][] {
  const safe = spans.map((span) => ({ ...span, text: terminalText(span.text) }));
  const columns = safe.reduce((sum, { text }) => sum + displayWidth(text), 0);
  return columns <= firstWidth ? [safe] : broken(safe, firstWidth, width);
}

function broken(spans: readonly Span[], firstWidth: number, width: number): Span[][] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const word of words(spans, width)) {
    const columns = displayWidth(word.text);
    const gap = used > 0 && !word.isJoined ? 1 : 0;
    if (used > 0 && used + gap + columns > (lines.length === 1 ? firstWidth : width)) {
      lines.push([]);
      used = 0;
    }
    // A separator joins what stands on one line; at the start of a line it would only stutter.
    if (used === 0 && word.text === SEPARATOR) continue;
    append(lines[lines.length - 1], word, used > 0 ? gap : 0);
    used += (used > 0 ? gap : 0) + columns;
  }
  return lines;
}

interface Word extends Span {
  /** Follows the word before without a blank. */
  readonly isJoined: boolean;
}

function* words(spans: readonly Span[], width: number): Iterable<Word> {
  let endedInBlank = true;
  for (const span of spans) {
    const { text } = span;
    if (text === '') continue;
    const parts = span.isWhole === true ? [text] : text.split(' ');
    for (let index = 0; index < parts.length; index++) {
      const isJoined = index === 0 && !endedInBlank;
      if (parts[index] === '') continue;
      yield* pieces({ ...span, text: parts[index], isJoined }, width);
    }
    endedInBlank = span.isWhole !== true && text.endsWith(' ');
  }
}

function* pieces(word: Word, width: number): Iterable<Word> {
  if (word.isWhole === true || displayWidth(word.text) <= width) {
    yield word;
    return;
  }
  let piece = '';
  let used = 0;
  for (const character of word.text) {
    const columns = characterWidth(character);
    if (used + columns > width) {
      yield { ...word, text: piece, isJoined: false };
      piece = '';
      used = 0;
    }
    piece += character;
    used += columns;
  }
  yield { ...word, text: piece, isJoined: false };
}

/** Adds a word to a line, into the last span where style and link are the same. */
function append(line: Span[], word: Word, gap: number): void {
  const last = line[line.length - 1];
  const blank = ' '.repeat(gap);
  if (last !== undefined && last.style === word.style && last.link === word.link) {
    line[line.length - 1] = { ...last, text: `${last.text}${blank}${word.text}` };
    return;
  }
  if (gap > 0) line.push({ text: blank });
  line.push({ text: word.text, style: word.style, link: word.link });
}
