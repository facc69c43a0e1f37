/** Longer lines are evidence of damage or an attack on memory: they are cut, and counted as one bad line. */
export const LONGEST_LINE = 1_048_576;
/** Why the rest of one is not read. */
export const TOO_LONG = 'line longer than 1,048,576 characters';

interface LineSink {
  line(text: string, number: number): void;
  tooLong(start: string, number: number): void;
}

/**
 * Cuts decoded text into lines with bounded memory, whatever the line ends are: LF, CRLF, CR CR LF (text that went
 * through two conversions), or lone CR when the first chunk has no LF at all.
 */
export class LineSplitter {
  #carry = '';
  #overlong = false;
  #number = 1;
  readonly #sink: LineSink;
  readonly #mark: string;

  constructor(sink: LineSink, firstText: string) {
    this.#sink = sink;
    this.#mark = !firstText.includes('\n') && firstText.includes('\r') ? '\r' : '\n';
  }

  push(text: string): void {
    let start = 0;
    for (;;) {
      const end = text.indexOf(this.#mark, start);
      if (end < 0) break;
      this.#close(text, start, end);
      start = end + 1;
    }
    if (start < text.length) this.#keep(start === 0 ? text : text.slice(start));
  }

  /** The last line may have no end. */
  end(): void {
    if (this.#overlong || this.#carry.length > 0) this.#close('', 0, 0);
  }

  #close(text: string, start: number, end: number): void {
    if (this.#carry.length > 0 || this.#overlong) {
      const head = this.#carry;
      this.#carry = '';
      if (this.#overlong || head.length + end - start > LONGEST_LINE) this.#cut(head + text.slice(start, start + 300));
      else this.#emit(head + text.slice(start, end));
      return;
    }
    // A mark is at most one chunk away, and chunks are shorter than the longest line.
    let stop = end;
    while (stop > start && text.charCodeAt(stop - 1) === 13) stop -= 1;
    this.#sink.line(text.slice(start, stop), this.#number);
    this.#number += 1;
  }

  #emit(line: string): void {
    let stop = line.length;
    while (stop > 0 && line.charCodeAt(stop - 1) === 13) stop -= 1;
    this.#sink.line(stop === line.length ? line : line.slice(0, stop), this.#number);
    this.#number += 1;
  }

  #cut(start: string): void {
    this.#overlong = false;
    this.#sink.tooLong(start.slice(0, 300), this.#number);
    this.#number += 1;
  }

  #keep(rest: string): void {
    if (this.#overlong) return;
    this.#carry += rest;
    if (this.#carry.length > LONGEST_LINE) {
      this.#overlong = true;
      this.#carry = this.#carry.slice(0, 300);
    }
  }
}
