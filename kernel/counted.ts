// AssemblyScript: tells of IPv4 addresses with their rows where nothing else is counted, and takes in those of another thread.
import { isGlobal } from './far-ends';
import { sortKeys } from './order';
import { room } from './pages';
import { countRows, expectRows, listPairs, wordsCounted } from './row-counts';

/** Pairs of rows and word come by batches into the place of rows. */
const BATCH: i32 = 0x9000;
const PAIR: i32 = 8;
const WORD_BITS: u64 = 32;
const DIGITS: i32 = 0x118000;

let globals: i32 = 0;

/** Takes in so many pairs of rows and IPv4 word. */
export function takePairs(count: i32): void {
  expectRows(count);
  for (let pair = BATCH; pair < BATCH + count * PAIR; pair += PAIR) countRows(load<i32>(pair, 4), load<i32>(pair));
}

/**
 * Lists words and then, behind all of them, the rows of each: global addresses first, of these and of the others the lowest
 * first. Returns where. Ends counting.
 */
export function listColumns(): i32 {
  const length = wordsCounted();
  const pairs = listPairs();
  const sorted = sortKeys(pairs, room(length * PAIR), length, WORD_BITS, DIGITS);
  const words = room(length * PAIR);
  const rows = length << 2;
  globals = 0;
  for (let pair = sorted; pair < sorted + length * PAIR; pair += PAIR) globals += isGlobal(load<i32>(pair, 4)) ? 1 : 0;
  let global = words;
  let other = words + (globals << 2);
  for (let pair = sorted; pair < sorted + length * PAIR; pair += PAIR) {
    const word = load<i32>(pair, 4);
    const isFirst = isGlobal(word);
    const to = isFirst ? global : other;
    store<i32>(to, word);
    store<i32>(to + rows, load<i32>(pair));
    if (isFirst) global += 4;
    else other += 4;
  }
  return words;
}

/** How many global ones are first of those. */
export function globalsListed(): i32 {
  return globals;
}
