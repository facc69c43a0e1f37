/** A wrapper object (`{"hits": [...]}`) must fit in memory whole; longer ones are cut and counted as bad. */
const LONGEST_OBJECT = 16_777_216;
const START_KEPT = 300;

interface ObjectSink {
  object(text: string, line: number): void;
  broken(start: string, line: number, reason: string): void;
  /** Takes the object that starts at `at` of `text` where it is known how it ends; null: it is not, and is given as a text. */
  known?(text: string, at: number, line: number): { readonly end: number; readonly lines: number } | null;
}

/**
 * Finds the outermost `{...}` in a stream of text: NDJSON, a JSON array on one line or on many, objects one after the
 * other. Memory is bounded by the longest object; what lies between objects is ignored.
 */
export class JsonObjects {
  readonly #sink: ObjectSink;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  #startLine = 1;
  #carry = '';
  #tooLong = false;

  constructor(sink: ObjectSink) {
    this.#sink = sink;
  }

  push(text: string): void {
    let at = 0;
    if (this.#depth > 0) at = this.#inside(text, 0);
    while (at >= 0 && at < text.length) {
      const start = text.indexOf('{', at);
      this.#line += lineEnds(text, at, start < 0 ? text.length : start);
      if (start < 0) return;
      const known = this.#sink.known?.(text, start, this.#line) ?? null;
      if (known === null) {
        this.#startLine = this.#line;
        at = this.#inside(text, start);
      } else {
        this.#line += known.lines;
        at = known.end;
      }
    }
  }

  /** Goes on from `start` to where the object ends that is open or begins there; -1 where the text ends before it does. */
  #inside(text: string, start: number): number {
    let [depth, inString, escaped] = [this.#depth, this.#inString, this.#escaped];
    for (let i = start; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === 10) {
        this.#line += 1;
        // No JSON string holds a line end: an unclosed quote must not swallow the rest of the file.
        if (inString) {
          this.#abandon(text.slice(start, i), 'a JSON object with an unclosed string');
          return i + 1;
        }
      } else if (inString) {
        if (escaped) escaped = false;
        else if (code === 92) escaped = true;
        else if (code === 34) inString = false;
      } else if (code === 34) inString = true;
      else if (code === 123) depth += 1;
      else if (code === 125) {
        depth -= 1;
        if (depth > 0) continue;
        this.#close(text.slice(start, i + 1));
        return i + 1;
      }
    }
    [this.#depth, this.#inString, this.#escaped] = [depth, inString, escaped];
    this.#keep(text.slice(start));
    return -1;
  }

  end(): void {
    if (this.#depth > 0) this.#abandon('', 'a JSON object that is not closed');
  }

  #close(rest: string): void {
    const [carry, tooLong] = [this.#carry, this.#tooLong];
    this.#reset();
    if (tooLong) this.#sink.broken(carry.slice(0, START_KEPT), this.#startLine, 'a JSON object longer than 16 MB');
    else this.#sink.object(carry === '' ? rest : carry + rest, this.#startLine);
  }

  #abandon(rest: string, reason: string): void {
    this.#sink.broken((this.#carry + rest).slice(0, START_KEPT), this.#startLine, reason);
    this.#reset();
  }

  #reset(): void {
    this.#carry = '';
    this.#tooLong = false;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
  }

  #keep(rest: string): void {
    if (this.#tooLong) return;
    this.#carry += rest;
    if (this.#carry.length <= LONGEST_OBJECT) return;
    this.#tooLong = true;
    this.#carry = this.#carry.slice(0, START_KEPT);
  }
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) === 10) count += 1;
  return count;
}
