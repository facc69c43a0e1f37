import type { ByteSource } from './format.js';
import { openDecoder } from './_encoding.js';
import { LineSplitter } from './_lines.js';

const CHUNK = 262_144;
/** A person looks at a line; what is longer is cut. */
const LONGEST = 500;

/**
 * Lines of a text as it stands, by number from 1, counted as the readers count them. Reads up to the last one that is
 * wanted; what the text does not have is absent.
 */
export async function rawLines(source: ByteSource, wanted: ReadonlySet<number>): Promise<Map<number, string>> {
  const sought = new Sought(wanted);
  const buffer = new Uint8Array(CHUNK);
  let decoder: ReturnType<typeof openDecoder> | null = null;
  let lines: LineSplitter | null = null;
  for (let filled = source.read(buffer); filled > 0 && !sought.isDone; filled = source.read(buffer)) {
    const bytes = buffer.subarray(0, filled);
    decoder ??= openDecoder(bytes);
    await decoder.prepare(bytes);
    const text = decoder.decode(bytes).replaceAll('\ufeff', '');
    (lines ??= new LineSplitter(sought, text)).push(text);
  }
  lines?.end();
  source.close?.();
  return sought.found;
}

/** Keeps the lines that are wanted as they go by. */
class Sought {
  readonly found = new Map<number, string>();
  readonly #wanted: ReadonlySet<number>;
  readonly #last: number;
  #seen = 0;

  constructor(wanted: ReadonlySet<number>) {
    this.#wanted = wanted;
    this.#last = Math.max(0, ...wanted);
  }

  get isDone(): boolean {
    return this.#seen >= this.#last;
  }

  line(text: string, number: number): void {
    this.#seen = number;
    if (this.#wanted.has(number)) this.found.set(number, text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  }

  tooLong(start: string, number: number): void {
    this.line(`${start}…`, number);
  }
}
