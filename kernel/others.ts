// AssemblyScript: addresses that are no IPv4 ones by number, in the memory of kernel/counts.ts.
import { sortKeys } from './order';
import { enter, enterFree, firstSlot, isNarrow, isTagged, newRecord, numberIn, recordAt, room, slotOf, widen } from './pages';
import { SEEDS } from './peers';

/** Four numbers by chance. */
const OTHER_SEEDS: i32 = 0x60;
const PAGES: i32 = 0x40000;
const INDEX: i32 = 0x54000;
const DIGITS: i32 = 0x118000;
/** Records, as they are handed over between threads too, come by batches into the place of rows. */
const BATCH: i32 = 0x9000;

// A record: four words, the first bits first; rows that are only counted; whether it is a global one.
const SHIFT: i32 = 11;
const OTHER: i32 = 32;
const WORDS = 16;
const ROWS = 16;
const IS_GLOBAL = 20;
/** In a record that was taken in: its number. */
const NUMBER = 24;

const NUMBER_BITS: u64 = 32;

let known: i32 = 0;
/** There is room for so many in all. */
let roomFor: i32 = 0;
let listed: i32 = 0;
let globals: i32 = 0;

@inline
function otherAt(number: i32): i32 {
  return recordAt(PAGES, number, SHIFT, OTHER);
}

/** See kernel/peers.ts. */
@inline
function hashOf(w0: u32, w1: u32, w2: u32, w3: u32): i32 {
  const sum =
    load<u64>(SEEDS) +
    load<u64>(OTHER_SEEDS) * (w0 as u64) +
    load<u64>(OTHER_SEEDS, 8) * (w1 as u64) +
    load<u64>(OTHER_SEEDS, 16) * (w2 as u64) +
    load<u64>(OTHER_SEEDS, 24) * (w3 as u64);
  return (sum >> 32) as i32;
}

/** Room for so many more. */
export function expectOthers(more: i32): void {
  roomFor = max(roomFor, known + more);
  while (isNarrow(INDEX, more)) {
    widen(INDEX);
    for (let number = 0; number < known; number++) {
      const at = otherAt(number);
      enterFree(INDEX, hashOf(load<u32>(at), load<u32>(at, 4), load<u32>(at, 8), load<u32>(at, 12)), number);
    }
  }
  for (let number = known; number < roomFor; number += 1 << SHIFT) newRecord(PAGES, number, SHIFT, OTHER);
  newRecord(PAGES, roomFor, SHIFT, OTHER);
}

/** The number of an address, which is given one if it has none; -1 where there is no room for that. */
export function otherIn(w0: u32, w1: u32, w2: u32, w3: u32, isGlobal: i32): i32 {
  const hash = hashOf(w0, w1, w2, w3);
  let slot = firstSlot(INDEX, hash);
  let entry = load<u32>(slot);
  for (let tries = 1; entry !== 0; tries++) {
    if (isTagged(entry, hash) && isAt(otherAt(numberIn(entry)), w0, w1, w2, w3)) return numberIn(entry);
    slot = slotOf(INDEX, hash, tries);
    entry = load<u32>(slot);
  }
  if (known === roomFor) return -1;
  const at = otherAt(known);
  store<u32>(at, w0);
  store<u32>(at, w1, 4);
  store<u32>(at, w2, 8);
  store<u32>(at, w3, 12);
  store<i32>(at, isGlobal, IS_GLOBAL);
  enter(INDEX, slot, hash, known);
  return known++;
}

@inline
function isAt(at: i32, w0: u32, w1: u32, w2: u32, w3: u32): bool {
  return load<u32>(at) === w0 && load<u32>(at, 4) === w1 && load<u32>(at, 8) === w2 && load<u32>(at, 12) === w3;
}

/** How many have a number. */
export function othersKnown(): i32 {
  return known;
}

/** Counts rows of one. */
@inline
export function countRowsOfOther(number: i32, rows: i32): void {
  const at = otherAt(number);
  store<u32>(at, load<u32>(at, ROWS) + rows, ROWS);
}

/** Takes in so many records of another thread; tells in each what number it has here. */
export function takeOthers(count: i32): void {
  expectOthers(count);
  for (let at = BATCH; at < BATCH + count * OTHER; at += OTHER) {
    const isGlobal = load<i32>(at, IS_GLOBAL);
    const number = otherIn(load<u32>(at), load<u32>(at, 4), load<u32>(at, 8), load<u32>(at, 12), isGlobal);
    countRowsOfOther(number, load<i32>(at, ROWS));
    store<i32>(at, number, NUMBER);
  }
}

/** Sorts all of them; returns where the keys are, each with its number in its low half. */
function sorted(): i32 {
  let keys = room(known << 3);
  let spare = room(known << 3);
  for (let number = 0; number < known; number++) store<u64>(keys + (number << 3), number as u64);
  // The last word first, since equal keys stay in order.
  for (let word = WORDS - 4; word >= 0; word -= 4) {
    for (let key = keys; key < keys + (known << 3); key += 8) {
      const number = load<i32>(key);
      store<i32>(key, load<i32>(otherAt(number) + word), 4);
    }
    const place = sortKeys(keys, spare, known, NUMBER_BITS, DIGITS);
    spare = place === keys ? spare : keys;
    keys = place;
  }
  return keys;
}

/** By number the place of each in the order of addresses. */
export function ranksOfOthers(): i32 {
  const keys = sorted();
  const ranks = room(known << 2);
  for (let rank = 0; rank < known; rank++) store<i32>(ranks + (load<i32>(keys + (rank << 3)) << 2), rank);
  return ranks;
}

/**
 * Lists those that have rows, four words each, and then the rows of each: global ones first, of these and of the others the
 * lowest first. Returns where.
 */
export function listOthers(): i32 {
  const keys = sorted();
  const end = keys + (known << 3);
  listed = globals = 0;
  for (let key = keys; key < end; key += 8) {
    const at = otherAt(load<i32>(key));
    if (load<i32>(at, ROWS) === 0) continue;
    listed++;
    globals += load<i32>(at, IS_GLOBAL);
  }
  const words = room(listed * (WORDS + 4));
  const rows = words + listed * WORDS;
  let global = 0;
  let other = globals;
  for (let key = keys; key < end; key += 8) {
    const at = otherAt(load<i32>(key));
    if (load<i32>(at, ROWS) === 0) continue;
    const isGlobal = load<i32>(at, IS_GLOBAL);
    const place = isGlobal !== 0 ? global : other;
    v128.store(words + place * WORDS, v128.load(at));
    store<i32>(rows + (place << 2), load<i32>(at, ROWS));
    global += isGlobal;
    other += 1 - isGlobal;
  }
  return words;
}

/** How many were listed, and how many global ones are first of those. */
export function othersListed(): i32 {
  return listed;
}

export function globalOthers(): i32 {
  return globals;
}
