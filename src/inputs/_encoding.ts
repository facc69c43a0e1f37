import { isAscii, isUtf8 } from 'node:buffer';

/** Turns the chunks of one input into text, in order. */
export interface Decoder {
  /** What the summary reports: `utf-8`, `utf-8-bom`, `utf-16le`, `cp850` ... */
  readonly encoding: string;
  /** True when nothing in the text spoke for the code page: it was assumed. */
  readonly assumed: boolean;
  /** Must be awaited before `decode` gets the same chunk: a rare code page's table is loaded here, late. */
  prepare(chunk: Uint8Array): Promise<void> | null;
  decode(chunk: Uint8Array): string;
  /** What an incomplete last character leaves behind. */
  end(): string;
}

interface TextSource {
  write(bytes: Buffer): string;
  end(): string;
}

function bytesOf(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

/** TextDecoder in streaming mode; without `stream` Node 20 also gets windows-1252 wrong. */
export function textSource(label: string): TextSource {
  const decoder = new TextDecoder(label, { ignoreBOM: true });
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/**
 * UTF-16 has NUL as every second byte of ASCII text; netstat is mostly ASCII in every language. The start alone must
 * show it too: UTF-16 appended to a file that began as ASCII is not that.
 */
function utf16ByNuls(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const found = nulPattern(bytes, 4096);
  return found !== null && nulPattern(bytes, 64) === found ? found : null;
}

function nulPattern(bytes: Uint8Array, within: number): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, within) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  const pairs = length / 2;
  if (pairs < 4) return null;
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.4 && odd < pairs * 0.05) return 'utf-16be';
  return null;
}

function byMark(bytes: Uint8Array): { encoding: string; label: string; skip: number } | null {
  const [a, b, c] = [bytes[0], bytes[1], bytes[2]];
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8-bom', label: 'utf-8', skip: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', label: 'utf-16le', skip: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', label: 'utf-16be', skip: 2 };
  return null;
}

/** UTF-8 as far as this chunk goes: the last character may be cut, so up to three bytes are forgiven. */
function isUtf8Start(bytes: Uint8Array): boolean {
  for (let cut = 0; cut < 4 && cut <= bytes.length; cut += 1) {
    if (isUtf8(bytes.subarray(0, bytes.length - cut))) return true;
    const last = bytes[bytes.length - cut - 1];
    if (last === undefined || last < 0x80) return false;
  }
  return false;
}

class StreamDecoder implements Decoder {
  encoding = 'utf-8';
  assumed = false;
  #source: TextSource | null = null;
  #skip = 0;

  constructor(first: Uint8Array) {
    const mark = byMark(first);
    const wide = mark === null ? utf16ByNuls(first) : null;
    if (mark !== null) {
      this.encoding = mark.encoding;
      this.#skip = mark.skip;
      this.#source = textSource(mark.label);
    } else if (wide !== null) {
      this.encoding = wide;
      this.#source = textSource(wide);
    }
  }

  /** Pure ASCII so far decides nothing: the first other byte may come megabytes later. */
  prepare(chunk: Uint8Array): Promise<void> | null {
    if (this.#source !== null || isAscii(chunk)) return null;
    if (isUtf8Start(chunk)) {
      this.#source = textSource('utf-8');
      return null;
    }
    // No code page makes text of these, and weighing them all is what takes long.
    return looksBinary(bytesOf(chunk.subarray(0, 8192)).toString('latin1').replaceAll('\0', ''))
      ? null
      : this.#choose(chunk);
  }

  async #choose(chunk: Uint8Array): Promise<void> {
    const { chooseCodePage } = await import('./_code-pages.js');
    const page = await chooseCodePage(bytesOf(chunk));
    this.encoding = page.encoding;
    this.assumed = page.assumed;
    this.#source = page.source;
  }

  decode(chunk: Uint8Array): string {
    let bytes = bytesOf(chunk);
    if (this.#skip > 0) {
      bytes = bytes.subarray(this.#skip);
      this.#skip = 0;
    }
    // ASCII as Latin-1 is the cheapest way to a string that V8 stores with one byte a letter.
    if (this.#source === null) return bytes.toString('latin1');
    return this.#source.write(bytes);
  }

  end(): string {
    return this.#source === null ? '' : this.#source.end();
  }
}

/** Starts with byte order marks and NUL patterns; UTF-8 and code pages are decided by the first byte beyond ASCII. */
export function openDecoder(first: Uint8Array): Decoder {
  return new StreamDecoder(first);
}

/** More control characters than any listing has: a packet capture, an archive, a picture. */
export function looksBinary(text: string): boolean {
  const length = Math.min(text.length, 8192);
  let odd = 0;
  for (let i = 0; i < length; i += 1) {
    const c = text.charCodeAt(i);
    if ((c < 32 && c !== 10 && c !== 13 && c !== 9 && c !== 12 && c !== 27 && c !== 26) || c === 0xfffd) odd += 1;
  }
  return length > 0 && odd > length * 0.05;
}
