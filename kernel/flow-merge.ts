// AssemblyScript, a part of kernel/flows.ts: what two threads have counted becomes one list.

import { copyRow, COUNT, hashOf, isAt, keyOf, ROW } from './flow-row';

/** Rows of one address that are compared one by one. */
const FEW: u32 = 32;

/**
 * Makes one list of two that are sorted, `count` rows at `ours` and `others` later ones at `theirs`: flows that are in both
 * are added up. The list starts at `list`; `theirs` may be there too, behind as many rows as are ours. There is `room` for
 * four words a row of ours. Returns how many rows it has.
 */
export function mergeLists(list: u32, ours: u32, count: i32, theirs: u32, others: i32, ranks: i32, room: u32): i32 {
  const end = ours + count * ROW;
  const theirEnd = theirs + others * ROW;
  let a = ours;
  let b = theirs;
  let to = list;
  while (a < end && b < theirEnd) {
    const key = keyOf(a, ranks);
    const theirKey = keyOf(b, ranks);
    if (key < theirKey) {
      copyRow(to, a);
      a += ROW;
      to += ROW;
    } else if (theirKey < key) {
      copyRow(to, b);
      b += ROW;
      to += ROW;
    } else {
      const start = to;
      for (; a < end && keyOf(a, ranks) === key; a += ROW, to += ROW) copyRow(to, a);
      let last = b + ROW;
      while (last < theirEnd && keyOf(last, ranks) === key) last += ROW;
      to = join(start, to, b, last, room);
      b = last;
    }
  }
  for (; a < end; a += ROW, to += ROW) copyRow(to, a);
  for (; b < theirEnd; b += ROW, to += ROW) copyRow(to, b);
  return (to - list) / ROW;
}

/** Adds the rows from `first` to `last` to those of the same address from `start` to `end`; returns the new end. */
function join(start: u32, end: u32, first: u32, last: u32, room: u32): u32 {
  const ours = (end - start) / ROW;
  const mask = ours > FEW && (last - first) / ROW > FEW ? index(start, end, ours, room) : 0;
  let to = end;
  for (let row = first; row < last; row += ROW) {
    const same = mask !== 0 ? indexed(row, room, mask) : among(row, start, end);
    if (same !== 0) store<u32>(same, load<u32>(same, COUNT) + load<u32>(row, COUNT), COUNT);
    else {
      copyRow(to, row);
      to += ROW;
    }
  }
  return to;
}

/** The row of the same flow, or 0. */
function among(row: u32, start: u32, end: u32): u32 {
  for (let same = start; same < end; same += ROW) if (isAt(same, row)) return same;
  return 0;
}

/** Lists rows by their hashes, in a table of words at `room`; returns its mask. */
function index(start: u32, end: u32, count: u32, room: u32): u32 {
  const mask = (1 << (35 - (clz(count) as i32))) - 4;
  memory.fill(room, 0, mask + 4);
  for (let row = start; row < end; row += ROW) {
    let slot = (hashOf(row) >> 30) as u32 & mask;
    while (load<u32>(room + slot) !== 0) slot = (slot + 4) & mask;
    store<u32>(room + slot, row);
  }
  return mask;
}

/** As `among`, from that table. */
function indexed(row: u32, room: u32, mask: u32): u32 {
  let slot = (hashOf(row) >> 30) as u32 & mask;
  let same = load<u32>(room + slot);
  while (same !== 0 && !isAt(same, row)) {
    slot = (slot + 4) & mask;
    same = load<u32>(room + slot);
  }
  return same;
}
