// AssemblyScript: rows by their addresses alone, in the memory of kernel/counts.ts: an open-addressing table of IPv4 words
// that is never half full, and a column for the numbers of other addresses.
import { newRecord, recordAt, release, room } from './pages';
import { addAside, expect, SEEDS } from './peers';

const SLOT = 8;
const FIRST_SLOTS: i32 = 1 << 15;
const PAGE: i32 = 0x10000;
/** Rows of each address that is no IPv4 one, by its number: where flows are otherwise, of which there are none. */
const OTHER_PAGES: i32 = 0x30000;
const OTHER_SHIFT: i32 = 14;
const OTHER: i32 = 4;

/** A slot is a word and its rows; without rows it is free. */
let slots: i32 = 0;
let mask: i32 = -1;
let used: i32 = 0;
let others: i32 = 0;

@inline
function slotOf(word: i32): i32 {
  return ((load<u64>(SEEDS) + load<u64>(SEEDS, 8) * (word as u32 as u64)) >> 32) as i32;
}

/** Room for so many more addresses. */
export function expectRows(more: i32): void {
  while ((used + more) * 2 > mask) widen();
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

/** Counts a row of an IPv4 word. */
@inline
export function countRow(word: i32): void {
  const slot = find(word);
  const before = load<u32>(slot, 4);
  store<i32>(slot, word);
  store<u32>(slot, before + 1, 4);
  used += before === 0 ? 1 : 0;
}

/** Counts a row of the number of another address; these come in their order at first. */
@inline
export function countOther(number: i32): void {
  const at = number < others ? recordAt(OTHER_PAGES, number, OTHER_SHIFT, OTHER) : newOther(number);
  store<u32>(at, load<u32>(at) + 1);
}

function newOther(number: i32): i32 {
  for (; others <= number; others++) newRecord(OTHER_PAGES, others, OTHER_SHIFT, OTHER);
  return recordAt(OTHER_PAGES, number, OTHER_SHIFT, OTHER);
}

/** Brings home to their peers what was counted. */
export function settleRows(): void {
  expect(used + others);
  for (let slot = slots; slot <= slots + mask * SLOT; slot += SLOT) {
    const rows = load<u32>(slot, 4);
    if (rows !== 0) addAside(load<u32>(slot) as u64, rows);
    store<u32>(slot, 0, 4);
  }
  for (let number = 0; number < others; number++) {
    const at = recordAt(OTHER_PAGES, number, OTHER_SHIFT, OTHER);
    const rows = load<u32>(at);
    if (rows !== 0) addAside(0x1_0000_0000 | (number as u64), rows);
    store<u32>(at, 0);
  }
  used = 0;
}
