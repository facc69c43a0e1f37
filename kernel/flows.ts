// AssemblyScript, the source of src/inputs/bulk/_flow-kernel.ts (`npm run kernel`).
//
// Counts rows of seven words (see flow-table.ts) by their first three: a list of distinct ones in the order in which
// they came, and an open-addressing table that counts. WebAssembly because it is quick from the first row on, which
// JavaScript is not, and needs half the time.

// Memory, from its start.
/** Four odd numbers by chance. */
export const SEEDS: i32 = 0x20;
/** Takes what is read for the sake of reading it. */
const SINK: i32 = 0x10;
/** How many keys have each digit, then where they go. */
const STARTS: i32 = 0x400;
const DIGIT_BITS: u64 = 11;
const DIGITS: i32 = 1 << 11;
/** Where the slot of each row of the batch should be. */
const PLACES: i32 = 0x2800;
export const BATCH: i32 = 0x4000;
export const BATCH_ROWS: i32 = 256;
/** What `bring` brings. Words: how many groups, and how many rows that are told by themselves. */
export const BROUGHT: i32 = 0x8000;
/** Rows that are brought together. */
export const BRING_ROWS: i32 = 8192;
const COLUMN: i32 = BRING_ROWS << 2;
/** Where a group's first row is among all, where its rows end, and how many rows of the listing they stand for. */
const POSITIONS: i32 = 0x10000;
const ENDS: i32 = POSITIONS + COLUMN;
const SUMS: i32 = ENDS + COLUMN;
/** Of each row, as in groups of flows. */
const LOCAL_PORTS: i32 = SUMS + COLUMN;
const REMOTE_PORTS: i32 = LOCAL_PORTS + COLUMN;
const KINDS: i32 = REMOTE_PORTS + COLUMN;
const PIDS: i32 = KINDS + COLUMN;
const LINES: i32 = PIDS + COLUMN;
const COUNTS: i32 = LINES + COLUMN;
/** Where the rows are that are told by themselves. */
const ALONE: i32 = COUNTS + COLUMN;
/** Distinct rows. Behind them, where `lay` is told to put them, are the slots. */
export const ROWS: i32 = ALONE + COLUMN;
const ROW: i32 = 28;

/** A slot is the key and the count, so that counting looks into one place; a count of 0 is a free slot. */
const SLOT: i32 = 16;
// Words of a row: see flow-table.ts.
const MANNER = 8;
/** While a row is counted, where its slot is. */
const COUNT = 12;
const LINE = 16;
const LOCAL = 20;
const FIRST_PORTS = 24;
// Bits of its manner word: see there.
const STAR = 1;
const REMOTE_IS_TOKEN = 2;
const UDP = 8;
const STATE_SHIFT = 4;
const CLASS_SHIFT = 8;
const PID_SHIFT = 10;
const LISTENING = 2;
const WITHOUT_PEER = 3;
const NO_PORT = 0x10000;
const POSITION_BITS: u64 = 31;

let length: i32 = 0;
let slots: i32 = 0;
let mask: i32 = 0;

/**
 * Where the slot of a key should be: the upper half of a multilinear hash (Lemire and Kaser 2014). Its numbers are drawn
 * by chance, so that no evidence can be written to meet in one slot.
 */
@inline
function placeOf(row: i32): i32 {
  const sum =
    load<u64>(SEEDS) +
    load<u64>(SEEDS, 8) * (load<u32>(row) as u64) +
    load<u64>(SEEDS, 16) * (load<u32>(row, 4) as u64) +
    load<u64>(SEEDS, 24) * (load<u32>(row, MANNER) as u64);
  return slots + (((sum >> 28) as i32) & mask);
}

@inline
function isAt(slot: i32, row: i32): bool {
  return load<u64>(slot) === load<u64>(row) && load<u32>(slot, MANNER) === load<u32>(row, MANNER);
}

/** The slot of a row, or the free one that it would take: at `place` or behind it. */
function find(place: i32, row: i32): i32 {
  let slot = place;
  while (load<u32>(slot, COUNT) !== 0 && !isAt(slot, row)) slot = slots + ((slot - slots + SLOT) & mask);
  return slot;
}

function take(slot: i32, row: i32): void {
  v128.store(slot, v128.load(row));
  store<i32>(row, slot, COUNT);
}

/**
 * Finds where the slots of `count` rows should be and reads them: memory answers many such questions at once, if none
 * waits for another.
 */
function fetch(rows: i32, count: i32): void {
  let fetched: i32 = 0;
  for (let at = 0; at < count; at++) {
    const place = placeOf(rows + at * ROW);
    store<i32>(PLACES + (at << 2), place);
    fetched ^= load<i32>(place);
  }
  store<i32>(SINK, fetched);
}

/** Puts the first `rows` rows, whose counts are in them, into `count` free slots (a power of two) at `start`. */
export function lay(start: i32, count: i32, rows: i32): void {
  slots = start;
  mask = (count - 1) * SLOT;
  length = rows;
  memory.fill(start, 0, count * SLOT);
  for (let first = 0; first < rows; first += BATCH_ROWS) {
    const together = min(BATCH_ROWS, rows - first);
    const from = ROWS + first * ROW;
    fetch(from, together);
    for (let at = 0; at < together; at++) {
      const row = from + at * ROW;
      take(find(load<i32>(PLACES + (at << 2)), row), row);
    }
  }
}

/** Counts the first `rows` rows of the batch; returns how many distinct ones there are. */
export function add(rows: i32): i32 {
  fetch(BATCH, rows);
  for (let at = 0; at < rows; at++) {
    const row = BATCH + at * ROW;
    let slot = load<i32>(PLACES + (at << 2));
    const count = load<u32>(slot, COUNT);
    if (count === 0 || !isAt(slot, row)) slot = find(slot, row);
    const before = load<u32>(slot, COUNT);
    if (before !== 0) store<u32>(slot, before + load<u32>(row, COUNT), COUNT);
    else {
      const to = ROWS + length++ * ROW;
      memory.copy(to, row, ROW);
      take(slot, to);
    }
  }
  return length;
}

/** Brings the counts home into the rows. */
export function settle(): void {
  // Addresses past two gigabytes are no negative numbers.
  const end: u32 = ROWS + length * ROW;
  for (let row: u32 = ROWS; row < end; row += ROW) store<u32>(row, load<u32>(load<i32>(row, COUNT), COUNT), COUNT);
}

/**
 * Sorts the rows, whose counts are in them, by their first words: tokens behind the others, by their `ranks`. Returns
 * where the order is: keys with positions in their lowest bits. `room` is for two words a row, twice.
 */
export function sort(room: i32, ranks: i32): i32 {
  let from = room;
  let to = room + (length << 3);
  for (let at = 0; at < length; at++) {
    const row = ROWS + at * ROW;
    const word = load<u32>(row);
    const isToken = (load<u32>(row, MANNER) & REMOTE_IS_TOKEN) !== 0;
    const key: u64 = isToken ? 0x1_0000_0000 | (load<u32>(ranks + (word << 2)) as u64) : (word as u64);
    store<u64>(from + (at << 3), (key << POSITION_BITS) | (at as u64));
  }
  // Least significant digit first, so that equal keys stay in order.
  for (let shift: u64 = POSITION_BITS; shift < 64; shift += DIGIT_BITS) {
    sortDigit(from, to, shift);
    const sorted = to;
    to = from;
    from = sorted;
  }
  return from;
}

function sortDigit(from: i32, to: i32, shift: u64): void {
  const end: u32 = from + (length << 3);
  memory.fill(STARTS, 0, DIGITS << 2);
  for (let at: u32 = from; at < end; at += 8) {
    const start = STARTS + (digitOf(load<u64>(at), shift) << 2);
    store<i32>(start, load<i32>(start) + 8);
  }
  let next = to;
  for (let start = STARTS; start < STARTS + (DIGITS << 2); start += 4) {
    const size = load<i32>(start);
    store<i32>(start, next);
    next += size;
  }
  for (let at: u32 = from; at < end; at += 8) {
    const start = STARTS + (digitOf(load<u64>(at), shift) << 2);
    const place = load<i32>(start);
    store<u64>(place, load<u64>(at));
    store<i32>(start, place + 8);
  }
}

@inline
function digitOf(key: u64, shift: u64): i32 {
  return ((key >> shift) as i32) & (DIGITS - 1);
}

/**
 * Splits `count` rows, from position `first` of the order on, into columns: groups of rows of one address that follow one
 * another, and rows that are told by themselves. Where rows were merged that differ in their ports, these are not told
 * (`hasPorts` 0).
 */
export function bring(order: i32, first: i32, count: i32, hasPorts: i32): void {
  store<i32>(BROUGHT, 0);
  store<i32>(BROUGHT, 0, 4);
  let before: i32 = 0;
  let used: i32 = 0;
  for (let from = first; from < first + count; from += BATCH_ROWS) {
    const together = min(BATCH_ROWS, first + count - from);
    fetchRows(order, from, together);
    for (let at = 0; at < together; at++) {
      const position = positionAt(order, from + at);
      const row = ROWS + position * ROW;
      if (isAlone(row)) {
        push(ALONE, 4, position);
        continue;
      }
      if (before === 0 || !isSameEnd(row, before)) {
        const group = push(POSITIONS, 0, position) << 2;
        store<i32>(SUMS + group, 0);
      }
      bringRow(row, used << 2, hasPorts);
      used++;
      before = row;
      const group = (load<i32>(BROUGHT) - 1) << 2;
      store<i32>(ENDS + group, used);
      store<u32>(SUMS + group, load<u32>(SUMS + group) + load<u32>(row, COUNT));
    }
  }
}

/** Writes to the end of a column whose length is a word of `BROUGHT`; returns where. */
@inline
function push(column: i32, length: i32, value: i32): i32 {
  const at = load<i32>(BROUGHT + length);
  store<i32>(column + (at << 2), value);
  store<i32>(BROUGHT + length, at + 1);
  return at;
}

@inline
function positionAt(order: i32, at: i32): i32 {
  return (load<u64>(order + (at << 3)) as i32) & 0x7fff_ffff;
}

/** As `fetch`: rows are all over the memory, and some begin in one line of it and end in the next. */
function fetchRows(order: i32, first: i32, count: i32): void {
  let fetched: i32 = 0;
  for (let at = 0; at < count; at++) {
    const row = ROWS + positionAt(order, first + at) * ROW;
    fetched ^= load<i32>(row) ^ load<i32>(row, ROW - 4);
  }
  store<i32>(SINK, fetched);
}

@inline
function isSameEnd(a: i32, b: i32): bool {
  return load<u32>(a) === load<u32>(b) && ((load<u32>(a, MANNER) ^ load<u32>(b, MANNER)) & REMOTE_IS_TOKEN) === 0;
}

/** Whether the row is a wildcard or a listener, which is told by itself. */
@inline
function isAlone(row: i32): bool {
  const manner = load<u32>(row, MANNER);
  return (manner & STAR) !== 0 || load<u32>(row) === 0 || ((manner >>> STATE_SHIFT) & 0xf) === LISTENING;
}

@inline
function bringRow(row: i32, at: i32, hasPorts: i32): void {
  const manner = load<u32>(row, MANNER);
  const count = load<u32>(row, COUNT);
  const ports = load<u32>(row, FIRST_PORTS);
  const isTold = ((manner >>> CLASS_SHIFT) & 3) !== WITHOUT_PEER ? hasPorts !== 0 : count === 1;
  // `0.0.0.0:0` and the like: port 0 beside the wildcard, which is 0 as a token as well, means none.
  const hasLocal = isTold && ((ports & 0xffff) | load<u32>(row, LOCAL)) !== 0;
  store<u32>(LOCAL_PORTS + at, hasLocal ? ports & 0xffff : NO_PORT);
  store<u32>(REMOTE_PORTS + at, isTold ? ports >>> 16 : NO_PORT);
  store<u32>(KINDS + at, ((manner >>> STATE_SHIFT) & 0xf) | ((manner & UDP) << 1));
  store<u32>(PIDS + at, max(manner >>> PID_SHIFT, 1) - 1);
  store<u32>(LINES + at, load<u32>(row, LINE));
  store<u32>(COUNTS + at, count);
}
