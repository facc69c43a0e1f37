import { knownForeignCharacters } from './_language.js';
import { textSource } from './_encoding.js';

interface Page {
  readonly encoding: string;
  readonly assumed: boolean;
  readonly source: { write(bytes: Buffer): string; end(): string };
}

/**
 * OEM pages first: `netstat > file` in cmd.exe writes the console's page (850 in western Europe, 437 in the US,
 * 852 in central Europe, 866 in Russia, 936/949/950/932 in Asia); ANSI pages come from editors and old PowerShell.
 * cp850 leads, so it wins where pages agree.
 */
const CANDIDATES = [
  'cp850',
  'cp437',
  'cp866',
  'gbk',
  'big5',
  'euc-kr',
  'shift_jis',
  'cp852',
  'cp857',
  'cp737',
  'windows-1252',
  'windows-1251',
  'windows-1250',
  'windows-1254',
  'windows-1253',
];

/** Pages whose table TextDecoder lacks, or gets wrong (windows-1252, Node 20). */
const BY_TABLE = new Set(['cp850', 'cp437', 'cp852', 'cp857', 'cp737', 'windows-1252']);

const SAMPLE_BYTES = 16_384;

async function open(encoding: string): Promise<Page['source']> {
  if (!BY_TABLE.has(encoding)) return textSource(encoding);
  const { default: iconv } = await import('iconv-lite');
  const decoder = iconv.getDecoder(encoding);
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' };
}

/** Only the lines that have a byte beyond ASCII, bounded. */
function sampleOf(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  let start = 0;
  while (start < bytes.length && size < SAMPLE_BYTES) {
    let end = bytes.indexOf(10, start);
    if (end < 0) end = bytes.length;
    const line = bytes.subarray(start, Math.min(end + 1, start + 1024));
    if (line.some((byte) => byte > 127)) {
      parts.push(line);
      size += line.length;
    }
    start = end + 1;
  }
  return Buffer.concat(parts);
}

/** How much a text reads like words: a letter in its place counts for, a symbol or a capital after a small letter against. */
function readability(text: string): number {
  let score = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 128) continue;
    const letter = text.charAt(i);
    if (code === 0xfffd || !/\p{L}/u.test(letter)) score -= 1;
    else if (/\p{Lu}/u.test(letter) && /[a-z]/.test(text.charAt(i - 1))) score -= 0.5;
    else score += 0.5;
  }
  return score;
}

/**
 * The page under which most known header and state words appear; else the one that reads most like words;
 * cp850, said as assumed, when even that decides nothing.
 */
export async function chooseCodePage(bytes: Buffer): Promise<Page> {
  const sample = sampleOf(bytes);
  let best: { encoding: string; score: number; words: number } | null = null;
  for (const encoding of CANDIDATES) {
    const source = await open(encoding);
    const text = source.write(sample) + source.end();
    const words = knownForeignCharacters(text);
    const score = words * 1000 + readability(text);
    if (best === null || score > best.score) best = { encoding, score, words };
  }
  const known = best !== null && best.words > 0;
  // Multi-byte pages swallow pairs of any bytes as letters: without a known word they prove nothing.
  const encoding = best === null || (!known && !isSingleByteWestern(best.encoding)) ? 'cp850' : best.encoding;
  return { encoding, assumed: !known, source: await open(encoding) };
}

function isSingleByteWestern(encoding: string): boolean {
  return encoding === 'cp850' || encoding === 'cp437' || encoding === 'windows-1252';
}
