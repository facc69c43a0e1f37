// AssemblyScript, the source of src/inputs/bulk/_flow-kernel.ts (`npm run kernel`).
//
// Counts rows of seven words (see flow-table.ts) by their first three: a list of distinct ones in the order in which
// they came, and an open-addressing table that counts. WebAssembly because it is quick from the first row on, which
// JavaScript is not, and needs half the time.

import { mergeLists } from './flow-merge';
import { copyRow, COUNT, hashOf, isAt, keyOf, MANNER, REMOTE_IS_TOKEN, ROW } from './flow-row';
import { sortKeys } from './order';

// Memory, from its start.
/** Takes what is read for the sake of reading it. */
const SINK: i32 = 0x10;
/** How many keys have each digit, then where they go. */
const STARTS: i32 = 0x400;
/** Rows that wait to be counted: where they are, where their slots should be. */
const WAITING: i32 = 0x2800;
/** Rows that are counted, or fetched, at once. */
const TOGETHER: i32 = 256;
/** What `bring` brings. Words: how many groups, and how many rows that are told by themselves. */
export const BROUGHT: i32 = 0x8000;
/** Rows to count, four times as many as at once. */
export const BATCH: i32 = 0x8400;
/** Rows that are brought together. */
export const BRING_ROWS: i32 = 8192;
const COLUMN: i32 = BRING_ROWS << 2;
/** Of each group the address, whether that is a token, where its rows end, how many rows of the listing they are. */
const REMOTES: i32 = 0x10000;
const ARE_TOKENS: i32 = REMOTES + COLUMN;
const ENDS: i32 = ARE_TOKENS + COLUMN;
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
/**
 * Slots of the flows met first. They are the frequent ones, and few enough for the processor's second cache; the slots of
 * all others are not.
 */
const FIRST: i32 = ALONE + COLUMN;
const FIRST_BITS = 14;
/** Distinct rows. Behind them, where `lay` is told to put them, are the slots. */
export const ROWS: i32 = FIRST + (1 << (FIRST_BITS + 4));

/** A slot is the key and the count, so that counting looks into one place; a count of 0 is a free slot. */
const SLOT: i32 = 16;
// Words of a row: see flow-table.ts.
const LINE = 16;
const LOCAL = 20;
const FIRST_PORTS = 24;
// Bits of its manner word: see there.
const STAR = 1;
const UDP = 8;
const STATE_SHIFT = 4;
const CLASS_SHIFT = 8;
const PID_SHIFT = 10;
/** Of a process nothing but that there is one, other than 0, makes a kind. */
const HAS_PID: u32 = 1 << PID_SHIFT;
const KINDS_TOLD: i32 = 2 << PID_SHIFT;
const LISTENING = 2;
const WITHOUT_PEER = 3;
const NO_PORT = 0x10000;
const POSITION_BITS: u64 = 31;

let length: i32 = 0;
let slots: i32 = 0;
let mask: i32 = 0;
/** Rows differ in their remote addresses alone, but for those that are told by themselves. */
let areAddressesAlone: bool = false;

export function countAddressesAlone(): void {
  areAddressesAlone = true;
}

/** Where the slot of a key should be among those of the flows met first. */
@inline
function firstPlace(hash: u64): i32 {
  return FIRST + (((hash >> (64 - FIRST_BITS)) as i32) << 4);
}

/** Where it should be among the others. */
@inline
function placeOf(hash: u64): i32 {
  return slots + (((hash >> 28) as i32) & mask);
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

/** Puts the first `rows` rows, whose counts are in them, into `count` free slots (a power of two) at `start`. */
export function lay(start: i32, count: i32, rows: i32): void {
  slots = start;
  mask = (count - 1) * SLOT;
  length = rows;
  memory.fill(FIRST, 0, 1 << (FIRST_BITS + 4));
  memory.fill(start, 0, count * SLOT);
  for (let first = 0; first < rows; first += TOGETHER) {
    const from = ROWS + first * ROW;
    const end = from + min(TOGETHER, rows - first) * ROW;
    const waiting = fetch(from, end, false);
    for (let at = WAITING; at < waiting; at += 12) {
      const row = load<i32>(at);
      const slot = load<i32>(at, 4);
      take(load<u32>(slot, COUNT) === 0 ? slot : find(load<i32>(at, 8), row), row);
    }
  }
}

/**
 * Counts rows whose flows are among those met first, with `mayCount`; lists the others, each with its places, and reads
 * these: memory answers many such questions at once, if none waits for another. Without a branch that nobody can
 * predict. Returns where the list ends.
 */
function fetch(from: i32, end: i32, mayCount: bool): i32 {
  let fetched: i32 = 0;
  let waiting = WAITING;
  for (let row = from; row < end; row += ROW) {
    const hash = hashOf(row);
    const first = firstPlace(hash);
    const place = placeOf(hash);
    const other =
      (load<u64>(first) ^ load<u64>(row)) | ((load<u32>(first, MANNER) ^ load<u32>(row, MANNER)) as u64);
    const before = load<u32>(first, COUNT);
    const isMet = ((other === 0) as i32) & ((before !== 0) as i32) & (mayCount as i32);
    store<u32>(first, before + (load<u32>(row, COUNT) & -isMet), COUNT);
    store<i32>(waiting, row);
    store<i32>(waiting, first, 4);
    store<i32>(waiting, place, 8);
    waiting += 12 & (isMet - 1);
  }
  for (let at = WAITING; at < waiting; at += 12) fetched ^= load<i32>(load<i32>(at, 8));
  store<i32>(SINK, fetched);
  return waiting;
}

/** Counts the first `rows` rows of the batch; returns how many distinct ones there are. */
export function add(rows: i32): i32 {
  const end = BATCH + rows * ROW;
  for (let from = BATCH; from < end; from += TOGETHER * ROW) addTogether(from, min(from + TOGETHER * ROW, end));
  return length;
}

/** Takes out of the keys of rows what is not counted by. */
function keepAddresses(from: i32, end: i32): void {
  for (let row = from; row < end; row += ROW) {
    if (isAlone(row)) continue;
    store<i32>(row, 0, 4);
    store<u32>(row, load<u32>(row, MANNER) & REMOTE_IS_TOKEN, MANNER);
  }
}

function addTogether(from: i32, end: i32): void {
  if (areAddressesAlone) keepAddresses(from, end);
  const waiting = fetch(from, end, true);
  for (let at = WAITING; at < waiting; at += 12) {
    const row = load<i32>(at);
    let slot = load<i32>(at, 4);
    if (load<u32>(slot, COUNT) !== 0) {
      if (!isAt(slot, row)) slot = find(load<i32>(at, 8), row);
    }
    const before = load<u32>(slot, COUNT);
    if (before !== 0) store<u32>(slot, before + load<u32>(row, COUNT), COUNT);
    else {
      const to = ROWS + length++ * ROW;
      copyRow(to, row);
      take(slot, to);
    }
  }
}

/** Writes to the batch where the first row of each kind is: state, classes, protocol, and whether it has a process. Returns how many. */
export function firstOfKinds(): i32 {
  memory.fill(STARTS, 0, KINDS_TOLD);
  let found: i32 = 0;
  for (let at = 0; at < length; at++) {
    const manner = load<u32>(ROWS + at * ROW, MANNER);
    const kind = (manner & (HAS_PID - 1)) | (manner >= HAS_PID * 2 ? HAS_PID : 0);
    if (load<u8>(STARTS + kind) !== 0) continue;
    store<u8>(STARTS + kind, 1);
    store<i32>(BATCH + (found++ << 2), at);
  }
  return found;
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
  for (let at = 0; at < length; at++) {
    const key = keyOf(ROWS + at * ROW, ranks);
    store<u64>(room + (at << 3), (key << POSITION_BITS) | (at as u64));
  }
  return sortKeys(room, room + (length << 3), length, POSITION_BITS, STARTS);
}

/** Puts `count` rows, from position `first` of the order on, to `to`: none of their places. */
export function gather(order: i32, first: i32, count: i32, to: i32): void {
  for (let done = 0, next = to; done < count; done += TOGETHER) {
    const together = min(TOGETHER, count - done);
    fetchRows(order, first + done, together);
    for (let at = 0; at < together; at++, next += ROW)
      copyRow(next, ROWS + positionAt(order, first + done + at) * ROW);
  }
}

/** Puts one sorted list of two to the start of the rows: see `mergeLists`. */
export function merge(ours: i32, count: i32, theirs: i32, others: i32, ranks: i32, room: i32): i32 {
  length = mergeLists(ROWS, ours, count, theirs, others, ranks, room);
  return length;
}

/** Writes at `to` that rows are in order as they are. */
export function inOrder(to: i32): void {
  for (let at = 0; at < length; at++) store<u64>(to + (at << 3), at as u64);
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
  for (let from = first; from < first + count; from += TOGETHER) {
    const together = min(TOGETHER, first + count - from);
    fetchRows(order, from, together);
    for (let at = 0; at < together; at++) {
      const position = positionAt(order, from + at);
      const row = ROWS + position * ROW;
      if (isAlone(row)) {
        push(ALONE, 4, position);
        continue;
      }
      if (before === 0 || !isSameEnd(row, before)) {
        const group = push(REMOTES, 0, load<i32>(row)) << 2;
        store<u32>(ARE_TOKENS + group, load<u32>(row, MANNER) & REMOTE_IS_TOKEN);
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
