// AssemblyScript: peers and their flows, in the memory of kernel/counts.ts.
import {
  enter,
  enterFree,
  entryOf,
  firstSlot,
  isNarrow,
  isTagged,
  newRecord,
  numberIn,
  recordAt,
  slotOf,
  widen,
} from './pages';

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
/**
 * Slots of the flows met first, which are not in the index. They are the frequent ones, and few enough for the processor's
 * second cache; the slots of all others are not. Where the columns of groups are later.
 */
const EARLY: i32 = 0xb0000;
const EARLY_SLOTS: i32 = 16_384;

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
/** Number and one of its latest flow. */
export const LAST_FLOW = 52;
export const STARTS = 60;

// A flow, in words; the first three are what tells it apart.
export const FLOW: i32 = 32;
const FLOW_SHIFT: i32 = 11;
/** Of its peer: the IPv4 word, or the number of another address. */
export const WORD = 0;
export const PORTS = 4;
export const MANNER = 8;
export const COUNT = 12;
export const PEER_OF = 16;
export const LINE = 20;
export const TOLD_PORTS = 24;
/** Number and one of the flow of the peer that came before. */
export const NEXT = 28;

// What a flow's manner says besides the number of its kind in the low 16 bits.
/** Seen from the destination of its row. */
export const IS_TURNED = 0x10000;
/** The address of its peer is no IPv4 one. */
export const IS_OTHER = 0x20000;
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
function peerHash(key: u64): i32 {
  const sum = load<u64>(SEEDS) + load<u64>(SEEDS, 8) * (key & 0xffff_ffff) + load<u64>(SEEDS, 16) * (key >> 32);
  return (sum >> 32) as i32;
}

/** Of a flow, or of anything else that begins with the same three words. */
@inline
export function flowHash(flow: i32): i32 {
  const sum =
    load<u64>(FLOW_SEEDS) +
    load<u64>(FLOW_SEEDS, 8) * (load<u32>(flow, WORD) as u64) +
    load<u64>(FLOW_SEEDS, 16) * (load<u32>(flow, PORTS) as u64) +
    load<u64>(FLOW_SEEDS, 24) * (load<u32>(flow, MANNER) as u64);
  return (sum >> 32) as i32;
}

@inline
export function isSameFlow(a: i32, b: i32): bool {
  return load<u64>(a) === load<u64>(b) && load<u32>(a, MANNER) === load<u32>(b, MANNER);
}

/** Room for so many more, so that slots found now stay right. */
export function expect(more: i32): void {
  while (isNarrow(PEER_INDEX, more)) {
    widen(PEER_INDEX);
    const peers = load<i32>(LENGTHS);
    for (let number = 0; number < peers; number++) enterFree(PEER_INDEX, peerHash(load<u64>(peerAt(number), KEY)), number);
  }
  while (isNarrow(FLOW_INDEX, more)) {
    widen(FLOW_INDEX);
    const flows = load<i32>(LENGTHS, 4);
    for (let number = 0; number < flows; number++) {
      const hash = flowHash(flowAt(number));
      if (numberIn(load<u32>(earlySlot(hash))) !== number) enterFree(FLOW_INDEX, hash, number);
    }
  }
}

@inline
function earlySlot(hash: i32): i32 {
  return EARLY + (((hash >>> 4) & (EARLY_SLOTS - 1)) << 2);
}

/** Where to look for a flow first: among those met early, unless another one is there. Right until there is made more room. */
@inline
export function slotOfFlow(hash: i32): i32 {
  const early = earlySlot(hash);
  const entry = load<u32>(early);
  // Without a branch that nobody can predict.
  return select<i32>(early, firstSlot(FLOW_INDEX, hash), ((entry === 0) as i32) | (isTagged(entry, hash) as i32));
}

/** The flow that a slot holds; some other place where it holds none. */
@inline
export function flowIn(slot: i32): i32 {
  return flowAt(max(numberIn(load<u32>(slot)), 0));
}

/** The same for a peer. */
@inline
export function slotOfPeer(key: u64): i32 {
  return firstSlot(PEER_INDEX, peerHash(key));
}

@inline
export function peerIn(slot: i32): i32 {
  return peerAt(max(numberIn(load<u32>(slot)), 0));
}

/** The number of a peer, which is made if there is none. */
export function peerOf(key: u64): i32 {
  const hash = peerHash(key);
  let slot = firstSlot(PEER_INDEX, hash);
  let entry = load<u32>(slot);
  for (let tries = 1; entry !== 0; tries++) {
    if (isTagged(entry, hash) && load<u64>(peerAt(numberIn(entry)), KEY) === key) return numberIn(entry);
    slot = slotOf(PEER_INDEX, hash, tries);
    entry = load<u32>(slot);
  }
  return newPeer(key, hash, slot);
}

/** Adds rows of which nothing but the number is told. */
export function addAside(key: u64, rows: u32): void {
  const peer = peerAt(peerOf(key));
  store<u32>(peer, load<u32>(peer, ASIDE) + rows, ASIDE);
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

/** The flow of three words at `key`, which is made if there is none: its count is 0 then. `peer`: its number, or -1. */
export function flowOf(key: i32, peer: i32): i32 {
  const hash = flowHash(key);
  let slot = slotOfFlow(hash);
  let entry = load<u32>(slot);
  for (let tries = 0; entry !== 0; tries++) {
    if (isTagged(entry, hash) && isSameFlow(flowAt(numberIn(entry)), key)) return flowAt(numberIn(entry));
    slot = slotOf(FLOW_INDEX, hash, tries);
    entry = load<u32>(slot);
  }
  return newFlow(key, hash, slot, peer < 0 ? peerOf(keyOf(key)) : peer);
}

/** The key of the peer of a flow, or of anything else that begins with the same three words. */
@inline
export function keyOf(flow: i32): u64 {
  const isOther = (load<i32>(flow, MANNER) & IS_OTHER) !== 0;
  return (load<u32>(flow, WORD) as u64) | (isOther ? (1 as u64) << 32 : 0);
}

function newFlow(key: i32, hash: i32, slot: i32, peer: i32): i32 {
  const number = load<i32>(LENGTHS, 4);
  store<i32>(LENGTHS, number + 1, 4);
  const flow = newRecord(FLOW_PAGES, number, FLOW_SHIFT, FLOW);
  if (slot === earlySlot(hash)) store<u32>(slot, entryOf(hash, number));
  else enter(FLOW_INDEX, slot, hash, number);
  store<u64>(flow, load<u64>(key));
  store<i32>(flow, load<i32>(key, MANNER), MANNER);
  store<i32>(flow, peer, PEER_OF);
  // The latest first: the one before it need not be looked for.
  const owner = peerAt(peer);
  store<i32>(flow, load<i32>(owner, LAST_FLOW), NEXT);
  store<i32>(owner, number + 1, LAST_FLOW);
  return flow;
}
