import { isGlobalIPv4, isWhollyGlobalIPv4 } from '../../address/classify.js';
import { SAMPLE_EVERY, type Table4, type Table6 } from './pack-tables.js';

/** No record: the address belongs to nobody outside. */
export const SPECIAL_RECORD = -1;
/** In `Table4.quick`: more than one answer below this upper half, or not looked at yet. */
const CLOSER = -2;
const UNSEEN = -3;
/** From here on a table with an entry for each block pays, which takes milliseconds to make. */
const QUESTIONS_BEFORE_JUMP = 100_000;

/** Upper halves of an IPv4 address. */
const UPPERS = 1 << 16;
/** All of 2000::/3, where unicast is: one entry for each /20, and one past the end. */
const BLOCKS = 1 << 17;
const FIRST_BLOCK = 0x2000_0000 >>> 12;

/** Owner record of an IPv4 word: `SPECIAL_RECORD` where it is not external, 0 where nothing is known. */
export function record4(table: Table4, word: number): number {
  if (table.file.isWhole) {
    const upper = word >>> 16;
    const quicks = (table.quick ??= new Int32Array(UPPERS).fill(UNSEEN));
    const quick = quicks[upper] === UNSEEN ? (quicks[upper] = quickOf(table, upper)) : quicks[upper];
    if (quick !== CLOSER) return quick;
  }
  return isGlobalIPv4(word) ? find4(table, word) : SPECIAL_RECORD;
}

/** Two addresses in three lie in a /16 with one answer: it is kept for each, so that nothing is searched. */
function quickOf(table: Table4, upper: number): number {
  const from = table.jump[upper];
  const to = table.jump[upper + 1];
  const isOne = to === from || (to === from + 1 && table.low[from] === 0);
  return isOne && to > 0 && isWhollyGlobalIPv4(upper >>> 8) ? valueAt(table, to - 1) : CLOSER;
}

/** Value of the range an IPv4 word lies in, 0 where nothing is known. */
export function find4(table: Table4, word: number): number {
  const { file, jump, low } = table;
  const upper = word >>> 16;
  const lower = word & 0xffff;
  if (!file.isWhole) file.need(jump, upper, upper + 2);
  let start = jump[upper] ?? 0;
  let length = (jump[upper + 1] ?? 0) - start;
  if (!file.isWhole) file.need(low, start, start + length);
  // A choice instead of a branch: where a random address lies can't be foreseen. `?? 0` keeps it a plain number.
  while (length > 0) {
    const half = (length + 1) >>> 1;
    const middle = start + half;
    start = (low[middle - 1] ?? 0) <= lower ? middle : start;
    length -= half;
  }
  return start === 0 ? 0 : valueAt(table, start - 1);
}

/** Value of the range the upper 64 bits of an IPv6 address lie in, 0 where nothing is known. */
export function find6(table: Table6, high: number, low: number): number {
  const block = (high >>> 12) - FIRST_BLOCK;
  if (!table.file.isWhole || block < 0 || block >= BLOCKS) return findSampled(table, high, low);
  if (table.questions < QUESTIONS_BEFORE_JUMP) {
    table.questions++;
    return findSampled(table, high, low);
  }
  const jump = (table.jump ??= jumpOf(table.high));
  return findBetween(table, high, low, jump[block], jump[block + 1]);
}

/** Looks at no more of the file than 256 starts. */
function findSampled(table: Table6, high: number, low: number): number {
  const { file, sample } = table;
  if (!file.isWhole) file.need(sample, 0, sample.length);
  const samples = samplesUpTo(sample, high, low);
  const left = Math.max(0, samples - 1) * SAMPLE_EVERY;
  const right = Math.min(samples * SAMPLE_EVERY, table.high.length);
  if (!file.isWhole) {
    file.need(table.high, left, right);
    file.need(table.low, left, right);
  }
  return findBetween(table, high, low, left, right);
}

/** Value of the last range that starts up to the key: the one before `left`, or one of those before `right`. */
function findBetween(table: Table6, high: number, low: number, left: number, right: number): number {
  const { high: highs, low: lows } = table;
  while (left < right) {
    const middle = (left + right) >>> 1;
    if (isUpTo(highs[middle], lows[middle], high, low)) left = middle + 1;
    else right = middle;
  }
  return left === 0 ? 0 : valueAt(table, left - 1);
}

function valueAt({ file, valueLow, valueHigh }: Table4 | Table6, index: number): number {
  if (!file.isWhole) {
    file.need(valueLow, index, index + 1);
    file.need(valueHigh, index, index + 1);
  }
  return (valueLow[index] ?? 0) | ((valueHigh[index] ?? 0) << 16);
}

/** How many of the sampled starts are not behind the key. */
function samplesUpTo(sample: Uint32Array, high: number, low: number): number {
  let left = 0;
  let right = sample.length >>> 1;
  while (left < right) {
    const middle = (left + right) >>> 1;
    if (isUpTo(sample[2 * middle], sample[2 * middle + 1], high, low)) left = middle + 1;
    else right = middle;
  }
  return left;
}

function isUpTo(startHigh: number, startLow: number, high: number, low: number): boolean {
  return startHigh < high || (startHigh === high && startLow <= low);
}

/** For each /20 of 2000::/3 the index of the first start in or behind it. */
function jumpOf(highs: Uint32Array): Uint32Array {
  const jump = new Uint32Array(BLOCKS + 1);
  let index = 0;
  for (let block = 0; block <= BLOCKS; block++) {
    const first = (FIRST_BLOCK + block) * 4096;
    while (index < highs.length && highs[index] < first) index++;
    jump[block] = index;
  }
  return jump;
}
