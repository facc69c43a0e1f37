// AssemblyScript: tells of flows by the addresses of their peers, as groups of columns.
import { sortKeys } from './order';
import { ranksOfOthers } from './others';
import { room } from './pages';
import {
  ASIDE,
  BY_PORTS,
  COUNT,
  FIRST,
  flowAt,
  HAS_LOCAL,
  HAS_REMOTE,
  IS_TURNED,
  KEY,
  LAST,
  LAST_FLOW,
  LENGTHS,
  LINE,
  LONGEST,
  MANNER,
  NEXT,
  peerAt,
  RECEIVED,
  SENT,
  SINK,
  TOLD_PORTS,
} from './peers';

/** Flows that are told together. */
export const TOGETHER: i32 = 8192;
/** By kind and turned: see kernel/far-ends.ts. */
const RULES: i32 = 0x60000;
const HAS_PROCESS = 128;
const DIGITS: i32 = 0x118000;

// Columns of flows, then of groups.
const LOCAL_PORTS: i32 = 0x80000;
const REMOTE_PORTS: i32 = 0x88000;
const KINDS: i32 = 0x90000;
const PIDS: i32 = 0x98000;
const LINES: i32 = 0xa0000;
const COUNTS: i32 = 0xa8000;
const ENDS: i32 = 0xb0000;
const ROWS: i32 = 0xb8000;
/** The word of its address, with a bit above it where that is the number of one that is no IPv4 one. */
const WORDS: i32 = 0xc0000;
const OTHERS: i32 = 0x15000;
const NUMBERS: i32 = 0x18000;
/** First, last, longest, sent, received: five doubles each. */
const SUMS: i32 = 0xc8000;

const NO_PORT = 0x10000;
const NUMBER_BITS: u64 = 31;

let sorted: i32 = 0;
/** The next peer in order, and the next flow of the one before it, 0 when there is none left. */
let next: i32 = 0;
let rest: i32 = 0;
/** Peers that were fetched, some together, and so many flows of each; where the next flow of each is told meanwhile. */
let fetched: i32 = 0;
const FETCHED_TOGETHER: i32 = 128;
const FETCHED_DEEP: i32 = 6;
const CURSORS: i32 = 0x9000;

/** Sorts peers by their addresses: others behind IPv4 ones. */
export function order(): void {
  const ranks = ranksOfOthers();
  const length = load<i32>(LENGTHS);
  const keys = room(length << 3);
  const spare = room(length << 3);
  for (let number = 0; number < length; number++) {
    const key = load<u64>(peerAt(number), KEY);
    const isOther = key >> 32 !== 0;
    const rank: u64 = isOther ? 0x1_0000_0000 | (load<u32>(ranks + ((key as i32) << 2)) as u64) : key;
    store<u64>(keys + (number << 3), (rank << NUMBER_BITS) | (number as u64));
  }
  sorted = sortKeys(keys, spare, length, NUMBER_BITS, DIGITS);
}

/** Brings the next flows into the columns; returns how many groups they are, 0 at the end. */
export function bring(): i32 {
  const length = load<i32>(LENGTHS);
  let groups = 0;
  let at = 0;
  while (at < TOGETHER && (rest !== 0 || next < length)) {
    const isNew = rest === 0;
    if (isNew && next === fetched) fetch(length);
    if (isNew) next++;
    const number = numberAt(next - 1);
    const peer = peerAt(number);
    bringSums(SUMS + groups * 40, peer, isNew);
    let rows: u32 = 0;
    if (isNew) {
      rest = turnedRound(peer);
      const aside = load<u32>(peer, ASIDE);
      if (aside !== 0) {
        bringAside(at++ << 2, aside);
        rows += aside;
      }
    }
    while (rest !== 0 && at < TOGETHER) {
      const flow = flowAt(rest - 1);
      bringFlow(at++ << 2, flow);
      rows += load<u32>(flow, COUNT);
      rest = load<i32>(flow, NEXT);
    }
    store<u32>(WORDS + (groups << 2), load<u32>(peer, KEY));
    store<u8>(OTHERS + groups, load<u8>(peer, KEY + 4));
    store<i32>(NUMBERS + (groups << 2), number);
    store<i32>(ENDS + (groups << 2), at);
    store<u32>(ROWS + (groups << 2), rows);
    groups++;
  }
  return groups;
}

/** Turns the list of a peer's flows round, so that the earliest comes first; returns that. */
function turnedRound(peer: i32): i32 {
  let flow = load<i32>(peer, LAST_FLOW);
  let before = 0;
  while (flow !== 0) {
    const at = flowAt(flow - 1);
    const next = load<i32>(at, NEXT);
    store<i32>(at, before, NEXT);
    before = flow;
    flow = next;
  }
  return before;
}

@inline
function numberAt(place: i32): i32 {
  return (load<u64>(sorted + (place << 3)) as i32) & 0x7fff_ffff;
}

/**
 * Reads the next peers and their first flows, which are all over the memory: the next flow of each peer before the one after
 * that of any, so that none waits for another.
 */
function fetch(length: i32): void {
  const count = min(FETCHED_TOGETHER, length - fetched);
  let sum = 0;
  for (let at = 0; at < count; at++) sum ^= load<i32>(peerAt(numberAt(fetched + at)), LAST_FLOW);
  for (let at = 0; at < count; at++)
    store<i32>(CURSORS + (at << 2), load<i32>(peerAt(numberAt(fetched + at)), LAST_FLOW));
  for (let depth = 0; depth < FETCHED_DEEP; depth++) {
    for (let at = 0; at < count; at++) {
      const flow = load<i32>(CURSORS + (at << 2));
      if (flow !== 0) store<i32>(CURSORS + (at << 2), load<i32>(flowAt(flow - 1), NEXT));
    }
  }
  store<i32>(SINK, sum);
  fetched += count;
}

/** Of all rows of a peer, told with the first of its groups. */
@inline
function bringSums(to: i32, peer: i32, isFirst: bool): void {
  store<f64>(to, isFirst ? load<f64>(peer, FIRST) : Infinity);
  store<f64>(to, isFirst ? load<f64>(peer, LAST) : -1, 8);
  store<f64>(to, isFirst ? load<f64>(peer, LONGEST) : -1, 16);
  store<f64>(to, isFirst ? load<f64>(peer, SENT) : -1, 24);
  store<f64>(to, isFirst ? load<f64>(peer, RECEIVED) : -1, 32);
}

@inline
function bringFlow(at: i32, flow: i32): void {
  const manner = load<i32>(flow, MANNER);
  const ports = load<i32>(flow, TOLD_PORTS);
  const turned = (manner & IS_TURNED) !== 0 ? 1 : 0;
  const kind = ((manner & 0xffff) << 1) | turned;
  store<i32>(LOCAL_PORTS + at, (manner & (HAS_LOCAL | BY_PORTS)) !== 0 ? ports & 0xffff : NO_PORT);
  store<i32>(REMOTE_PORTS + at, (manner & (HAS_REMOTE | BY_PORTS)) !== 0 ? ports >>> 16 : NO_PORT);
  store<i32>(KINDS + at, kind);
  store<i32>(PIDS + at, (load<u8>(RULES + kind) & HAS_PROCESS) !== 0 ? (kind >> 1) + 1 : 0);
  store<i32>(LINES + at, load<i32>(flow, LINE));
  store<u32>(COUNTS + at, load<u32>(flow, COUNT));
}

/** Of rows that are aside nothing but their number matters. */
@inline
function bringAside(at: i32, rows: u32): void {
  store<i32>(LOCAL_PORTS + at, NO_PORT);
  store<i32>(REMOTE_PORTS + at, NO_PORT);
  store<i32>(KINDS + at, 0);
  store<i32>(PIDS + at, 0);
  store<i32>(LINES + at, 0);
  store<u32>(COUNTS + at, rows);
}
