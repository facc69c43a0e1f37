/** A wrapper object (`{"hits": [...]}`) must fit in memory whole; longer ones are cut and counted as bad. */
const LONGEST_OBJECT = 16_777_216;
const START_KEPT = 300;

interface ObjectSink {
  object(text: string, line: number): void;
  broken(start: string, line: number, reason: string): void;
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
    let start = this.#depth > 0 ? 0 : -1;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === 10) {
        this.#line += 1;
        // No JSON string holds a line end: an unclosed quote must not swallow the rest of the file.
        if (this.#inString) {
          this.#abandon(text.slice(Math.max(start, 0), i), 'a JSON object with an unclosed string');
          start = -1;
        }
      } else if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === 92) this.#escaped = true;
        else if (code === 34) this.#inString = false;
      } else if (code === 34) {
        if (this.#depth > 0) this.#inString = true;
      } else if (code === 123) {
        if (this.#depth === 0) {
          start = i;
          this.#startLine = this.#line;
        }
        this.#depth += 1;
      } else if (code === 125 && this.#depth > 0) {
        this.#depth -= 1;
        if (this.#depth === 0) {
          this.#close(text.slice(Math.max(start, 0), i + 1));
          start = -1;
        }
      }
    }
    if (this.#depth > 0) this.#keep(text.slice(Math.max(start, 0)));
  }

  end(): void {
    if (this.#depth > 0) this.#abandon('', 'a JSON object that is not closed');
  }

  #close(rest: string): void {
    const [carry, tooLong] = [this.#carry, this.#tooLong];
    this.#carry = '';
    this.#tooLong = false;
    if (tooLong) this.#sink.broken(carry.slice(0, START_KEPT), this.#startLine, 'a JSON object longer than 16 MB');
    else this.#sink.object(carry === '' ? rest : carry + rest, this.#startLine);
  }

  #abandon(rest: string, reason: string): void {
    this.#sink.broken((this.#carry + rest).slice(0, START_KEPT), this.#startLine, reason);
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
