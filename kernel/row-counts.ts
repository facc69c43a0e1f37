// AssemblyScript: rows by their addresses alone, in the memory of kernel/counts.ts: an open-addressing table of IPv4 words
// that is a quarter empty at least.
import { release, room } from './pages';
import { SEEDS } from './peers';

const SLOT = 8;
const FIRST_SLOTS: i32 = 1 << 15;
const PAGE: i32 = 0x10000;

/** A slot is a word and its rows; without rows it is free. */
let slots: i32 = 0;
let mask: i32 = -1;
let used: i32 = 0;

@inline
function slotOf(word: i32): i32 {
  return ((load<u64>(SEEDS) + load<u64>(SEEDS, 8) * (word as u32 as u64)) >> 32) as i32;
}

/** Room for so many more addresses. */
export function expectRows(more: i32): void {
  while ((used + more) * 4 > mask * 3) widen();
}

function widen(): void {
  const before = slots;
  const count = mask + 1;
  mask = max(count * 2, FIRST_SLOTS) - 1;
  slots = room((mask + 1) * SLOT);
  for (let at = 0; at < count; at++) {
    const from = before + at * SLOT;
    if (load<u32>(from, 4) !== 0) store<u64>(find(load<i32>(from)), load<u64>(from));
  }
  for (let page = before; page < before + count * SLOT; page += PAGE) release(page);
}

/** The slot of a word, or the free one that it would take. */
@inline
function find(word: i32): i32 {
  let hash = slotOf(word);
  let slot = slots + (hash & mask) * SLOT;
  while (load<u32>(slot, 4) !== 0 && load<i32>(slot) !== word) {
    hash++;
    slot = slots + (hash & mask) * SLOT;
  }
  return slot;
}

/** Counts rows of an IPv4 word, for which there is room. */
@inline
export function countRows(word: i32, rows: i32): void {
  const slot = find(word);
  const before = load<u32>(slot, 4);
  store<i32>(slot, word);
  store<u32>(slot, before + rows, 4);
  used += before === 0 ? 1 : 0;
}

/** How many IPv4 words were counted. */
export function wordsCounted(): i32 {
  return used;
}

/** Lists them as pairs of rows and word, as keys with the word above; returns where. */
export function listPairs(): i32 {
  // What is no pair is written behind the last one.
  const pairs = room((used + 1) * SLOT);
  let to = pairs;
  for (let slot = slots; slot <= slots + mask * SLOT; slot += SLOT) {
    const pair = load<u64>(slot);
    store<u64>(to, rotl(pair, 32));
    to += pair >> 32 !== 0 ? SLOT : 0;
  }
  return pairs;
}
