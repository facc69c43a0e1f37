import type { Random } from './random.js';
import type { Sample } from './samples.js';

type Mutation = (bytes: Buffer, random: Random, others: readonly Sample[]) => Buffer;

const EXTREMES = [
  '0',
  '-1',
  '65535',
  '65536',
  '4294967296',
  '99999999999999999999',
  '1e309',
  '007',
  '1,234',
  '1.234,5',
];
const ODD = [
  '\0',
  '\u001b[31m',
  '"',
  "'",
  '{',
  '[',
  '\t',
  '\u202e',
  '\ufeff',
  '%',
  '\\',
  '->',
  ':::',
  '…',
  'é',
  '\r',
  ',',
];
const PROMPTS = ['C:\\Users\\ann> netstat -ano', 'root@web:~# ss -tanp', 'PS C:\\> Get-NetTCPConnection', '-- ', '```'];
const LONGEST_LINE = 1_200_000;
/** A mutated input stays about that small, so that many trials fit in a minute. */
const MOST_BYTES = 2_000_000;

/** Lines with the ends they have. */
function linesOf(bytes: Buffer): string[] {
  return bytes.toString('latin1').split('\n');
}

function byLines(change: (lines: string[], at: number, random: Random, others: readonly Sample[]) => void): Mutation {
  return (bytes, random, others) => {
    const lines = linesOf(bytes);
    change(lines, random.below(lines.length), random, others);
    return Buffer.from(lines.join('\n'), 'latin1');
  };
}

function everyLine(change: (line: string, number: number) => string): Mutation {
  return (bytes) => Buffer.from(linesOf(bytes).map(change).join('\n'), 'latin1');
}

/** What happens to a text on its way: torn, joined, pasted, quoted, converted. */
const ON_TEXT: readonly Mutation[] = [
  byLines((lines, at) => void lines.splice(at, 0, lines[at])),
  byLines((lines, at, random) => void lines.splice(at, 1, ...torn(lines[at], random.below(lines[at].length + 1)))),
  byLines((lines, at) => void lines.splice(at, 2, lines.slice(at, at + 2).join(' '))),
  byLines((lines, at, random) => void lines.splice(0, random.below(Math.min(at, 8) + 1))),
  byLines((lines, at, random) => void lines.splice(at, 0, lines[random.below(lines.length)])),
  byLines((lines, at, random) => (lines[at] = 'x'.repeat(random.pick([300, 70_000, LONGEST_LINE])))),
  byLines(
    (lines, at, random) => (lines[at] = lines[at].slice(0, random.below(200)).repeat(random.pick([2, 50, 2_000]))),
  ),
  byLines((lines, at, random) => (lines[at] = random.pick(PROMPTS))),
  byLines((lines, at, random, others) => {
    const strange = linesOf(random.pick(others).bytes);
    lines.splice(at, 0, ...strange.slice(random.below(strange.length)).slice(0, 40));
  }),
  byLines((lines, at, random) => {
    const cells = lines[at].split(/(\s+|,|;|\t)/);
    cells[random.below(cells.length)] = random.pick([...ODD, ...EXTREMES, '']);
    lines[at] = cells.join('');
  }),
  (bytes, random) => {
    const from = random.below(60);
    const to = from + 1 + random.below(30);
    return Buffer.from(
      linesOf(bytes)
        .map((line) => line.slice(0, from) + line.slice(to))
        .join('\n'),
      'latin1',
    );
  },
  (bytes, random) => {
    const wanted = random.below(30);
    let seen = 0;
    const swap = (digits: string): string => (seen++ === wanted ? random.pick(EXTREMES) : digits);
    return Buffer.from(bytes.toString('latin1').replace(/\d+/g, swap), 'latin1');
  },
  everyLine((line) => `> ${line}`),
  everyLine((line, number) => `${String(number + 1).padStart(5)}  ${line}`),
  everyLine((line) => line.replaceAll('\t', '    ')),
  everyLine((line) => line.replace(/ {2,}/g, '\t')),
  everyLine((line) => line.trim()),
  everyLine((line) => line.toUpperCase()),
  everyLine((line) => (line.endsWith('\r') ? line.slice(0, -1) : `${line}\r`)),
  (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r'), 'latin1'),
  (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le'),
  (bytes) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString('latin1'), 'utf16le')]),
  (bytes) => Buffer.from(`\ufeff${bytes.toString('latin1')}`, 'utf16le').swap16(),
  (bytes) => Buffer.concat([bytes, Buffer.from(bytes.toString('latin1'), 'utf16le')]),
  (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
];

/** What happens to any bytes. */
const ON_BYTES: readonly Mutation[] = [
  (bytes, random) => changed(bytes, random, (out, at) => (out[at] ^= 1 << random.below(8))),
  (bytes, random) => changed(bytes, random, (out, at) => (out[at] = random.pick([0, 0x0a, 0x20, 0x22, 0x7f, 0xff]))),
  (bytes, random) =>
    changed(bytes, random, (out, at) =>
      out.fill(random.pick([0, 0xff, 0x20]), at & ~3, Math.min((at & ~3) + 4, out.length)),
    ),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(bytes.length + 1)),
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.pick([1, 2, 16, 512]))]);
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    const odd = random.pick([Buffer.alloc(random.below(64)), Buffer.from(random.pick(ODD)), bytes.subarray(0, 100)]);
    return Buffer.concat([bytes.subarray(0, at), odd, bytes.subarray(at)]);
  },
  (bytes, random, others) => Buffer.concat([bytes, random.pick(others).bytes]),
  (bytes, random, others) => Buffer.concat([random.pick(others).bytes, bytes]),
];

function torn(line: string, at: number): [string, string] {
  return [line.slice(0, at), line.slice(at)];
}

function changed(bytes: Buffer, random: Random, change: (out: Buffer, at: number) => void): Buffer {
  const out = Buffer.from(bytes);
  if (out.length > 0) change(out, random.below(out.length));
  return out;
}

/** One to five mutations of a sample, one after the other. */
export function mutated(sample: Sample, random: Random, others: readonly Sample[]): Buffer {
  let { bytes } = sample;
  for (let left = 1 + random.below(5); left > 0; left -= 1) {
    const kinds = sample.isText && random.next() < 0.8 ? ON_TEXT : ON_BYTES;
    const next = random.pick(kinds)(bytes, random, others);
    if (next.length <= MOST_BYTES) bytes = next;
  }
  return bytes;
}
