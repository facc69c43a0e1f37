// AssemblyScript: peers and their flows, in the memory of kernel/counts.ts.
import { enter, firstSlot, makeRoom, newRecord, recordAt, slotOf } from './pages';

/** Four numbers by chance for peers, and four for flows. */
export const SEEDS: i32 = 0x20;
const FLOW_SEEDS: i32 = 0x40;
/** Takes what is read for the sake of reading it. */
export const SINK: i32 = 0x10;
/** Words: peers, flows. */
export const LENGTHS: i32 = 0xc0;

const PEER_PAGES: i32 = 0x120000;
const FLOW_PAGES: i32 = 0x30000;
const PEER_INDEX: i32 = 0x44000;
const FLOW_INDEX: i32 = 0x4c000;

// A peer: doubles of all its rows, then words.
export const PEER: i32 = 64;
const PEER_SHIFT: i32 = 10;
export const FIRST = 0;
export const LAST = 8;
export const LONGEST = 16;
export const SENT = 24;
export const RECEIVED = 32;
/** The IPv4 word, or the number of another address and 1 above it. */
export const KEY = 40;
/** Rows that nothing but the number is told of. */
export const ASIDE = 48;
export const FIRST_FLOW = 52;
export const LAST_FLOW = 56;
export const STARTS = 60;

// A flow, in words.
export const FLOW: i32 = 32;
const FLOW_SHIFT: i32 = 11;
export const PEER_OF = 0;
export const PORTS = 4;
export const MANNER = 8;
export const COUNT = 12;
export const LINE = 16;
export const TOLD_PORTS = 20;
/** Number and one of the next flow of the peer. */
export const NEXT = 24;

// What a flow's manner says besides the number of its kind in the low 16 bits.
/** Seen from the destination of its row. */
export const IS_TURNED = 0x10000;
/** Ports that tell it apart: the same bits as in a row's marks. */
export const HAS_LOCAL = 0x40000;
export const HAS_REMOTE = 0x80000;
/** Nothing but its ports says who called: the first ones met are told, since they stand for all that were merged. */
export const BY_PORTS = 0x100000;

@inline
export function peerAt(number: i32): i32 {
  return recordAt(PEER_PAGES, number, PEER_SHIFT, PEER);
}

@inline
export function flowAt(number: i32): i32 {
  return recordAt(FLOW_PAGES, number, FLOW_SHIFT, FLOW);
}

/**
 * The upper half of a multilinear hash (Lemire and Kaser 2014), as in kernel/flows.ts: its numbers are drawn by chance, so
 * that no evidence can be written to meet in one slot.
 */
@inline
export function peerHash(key: u64): i32 {
  const sum = load<u64>(SEEDS) + load<u64>(SEEDS, 8) * (key & 0xffff_ffff) + load<u64>(SEEDS, 16) * (key >> 32);
  return (sum >> 32) as i32;
}

@inline
export function flowHash(peer: i32, ports: i32, manner: i32): i32 {
  const sum =
    load<u64>(FLOW_SEEDS) +
    load<u64>(FLOW_SEEDS, 8) * (peer as u32 as u64) +
    load<u64>(FLOW_SEEDS, 16) * (ports as u32 as u64) +
    load<u64>(FLOW_SEEDS, 24) * (manner as u32 as u64);
  return (sum >> 32) as i32;
}

/** Room for so many more, so that slots found now stay right. */
export function expect(more: i32): void {
  makeRoom(PEER_INDEX, more);
  makeRoom(FLOW_INDEX, more);
}

/**
 * Reads what `peerOf` will look at first, for hashes `step` bytes apart from `from` to `to`. Memory answers many questions at
 * once if none waits for another and there is little between them: hence by loops of their own.
 */
export function fetchPeers(from: i32, to: i32, step: i32): void {
  fetchSlots(PEER_INDEX, from, to, step);
  let fetched = 0;
  for (let at = from; at < to; at += step) {
    const number = load<i32>(firstSlot(PEER_INDEX, load<i32>(at))) - 1;
    if (number >= 0) fetched ^= load<i32>(peerAt(number));
  }
  store<i32>(SINK, fetched);
}

/** The same for `flowOf`. */
export function fetchFlows(from: i32, to: i32, step: i32): void {
  fetchSlots(FLOW_INDEX, from, to, step);
  let fetched = 0;
  for (let at = from; at < to; at += step) {
    const number = load<i32>(firstSlot(FLOW_INDEX, load<i32>(at))) - 1;
    if (number >= 0) fetched ^= load<i32>(flowAt(number));
  }
  store<i32>(SINK, fetched);
}

@inline
function fetchSlots(index: i32, from: i32, to: i32, step: i32): void {
  let fetched = 0;
  for (let at = from; at < to; at += step) fetched ^= load<i32>(firstSlot(index, load<i32>(at)));
  store<i32>(SINK, fetched);
}

/** The number of a peer, which is made if there is none. */
@inline
export function peerOf(key: u64, hash: i32): i32 {
  let slot = firstSlot(PEER_INDEX, hash);
  let entry = load<u64>(slot);
  for (let tries = 1; entry !== 0; tries++) {
    const number = (entry as i32) - 1;
    if (((entry >> 32) as i32) === hash && load<u64>(peerAt(number), KEY) === key) return number;
    slot = slotOf(PEER_INDEX, hash, tries);
    entry = load<u64>(slot);
  }
  return newPeer(key, hash, slot);
}

function newPeer(key: u64, hash: i32, slot: i32): i32 {
  const number = load<i32>(LENGTHS);
  store<i32>(LENGTHS, number + 1);
  const peer = newRecord(PEER_PAGES, number, PEER_SHIFT, PEER);
  enter(PEER_INDEX, slot, hash, number);
  store<f64>(peer, Infinity, FIRST);
  store<f64>(peer, -1, LAST);
  store<f64>(peer, -1, LONGEST);
  store<f64>(peer, -1, SENT);
  store<f64>(peer, -1, RECEIVED);
  store<u64>(peer, key, KEY);
  return number;
}

/** The flow of a peer, which is made if there is none: its count is 0 then. */
@inline
export function flowOf(peer: i32, ports: i32, manner: i32, hash: i32): i32 {
  let slot = firstSlot(FLOW_INDEX, hash);
  let entry = load<u64>(slot);
  for (let tries = 1; entry !== 0; tries++) {
    const flow = flowAt((entry as i32) - 1);
    if (((entry >> 32) as i32) === hash && isFlow(flow, peer, ports, manner)) return flow;
    slot = slotOf(FLOW_INDEX, hash, tries);
    entry = load<u64>(slot);
  }
  return newFlow(peer, ports, manner, hash, slot);
}

@inline
function isFlow(flow: i32, peer: i32, ports: i32, manner: i32): bool {
  return load<i32>(flow, PEER_OF) === peer && load<i32>(flow, PORTS) === ports && load<i32>(flow, MANNER) === manner;
}

function newFlow(peer: i32, ports: i32, manner: i32, hash: i32, slot: i32): i32 {
  const number = load<i32>(LENGTHS, 4);
  store<i32>(LENGTHS, number + 1, 4);
  const flow = newRecord(FLOW_PAGES, number, FLOW_SHIFT, FLOW);
  enter(FLOW_INDEX, slot, hash, number);
  store<i32>(flow, peer, PEER_OF);
  store<i32>(flow, ports, PORTS);
  store<i32>(flow, manner, MANNER);
  const owner = peerAt(peer);
  const last = load<i32>(owner, LAST_FLOW);
  if (last === 0) store<i32>(owner, number + 1, FIRST_FLOW);
  else store<i32>(flowAt(last - 1), number + 1, NEXT);
  store<i32>(owner, number + 1, LAST_FLOW);
  return flow;
}
