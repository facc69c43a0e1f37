/** Longest line that is read; longer ones are no list. Bundles in one line are read as JSON, not here. */
const MAX_LINE = 65_536;

const LF = 10;
const CR = 13;

/**
 * The bytes as UTF-8 without byte-order mark: UTF-16 of either order is converted when its mark says so
 * (PowerShell 5 redirects write it).
 */
export function utf8Bytes(bytes: Uint8Array): Buffer {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes));
  if (a === 0xfe && b === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(bytes));
  const skip = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + skip, bytes.byteLength - skip);
}

/** Calls with the ends of every line, without its LF or CRLF, and its 1-based number. */
export function eachLineSpan(bytes: Buffer, line: (start: number, end: number, number: number) => void): void {
  let start = 0;
  let number = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(LF, start);
    const next = found < 0 ? bytes.length : found;
    const end = next > start && bytes[next - 1] === CR ? next - 1 : next;
    line(start, end, ++number);
    start = next + 1;
  }
}

/** Calls with every line that isn't blank, trimmed; a line too long to be one comes cut. */
export function eachLine(bytes: Buffer, line: (text: string, number: number) => void): void {
  eachLineSpan(bytes, (start, end, number) => {
    const text = bytes.toString('utf8', start, Math.min(end, start + MAX_LINE)).trim();
    if (text !== '') line(text, number);
  });
}
