import { NO_PORT } from '../../model/flow-group.js';
import { grown } from './_grown.js';
import type { PeerNumbers } from './_peer-numbers.js';
import { SeededHash } from './_seeded-hash.js';
import { HAS_OUR_PORT, HAS_THEIR_PORT } from './table-kernel.js';

// What a flow's key says besides the number of its kind in the low 16 bits.
export const IS_TOKEN = 0x10000;
/** Seen from the destination of its row. */
export const IS_TURNED = 0x20000;
/** The same bits as in a row's marks. */
const HAS_LOCAL = HAS_OUR_PORT;
const HAS_REMOTE = HAS_THEIR_PORT;
/** Only counted: its remote end is none that matters. */
export const IS_ASIDE = 0x100000;
/** Nothing but its ports says who called: the first ones met are told, since they stand for all that were merged. */
export const BY_PORTS = 0x200000;

/** Doubles of a flow and, in the same memory, words. */
export const DOUBLES = 9;
export const WORDS = 18;
export const FIRST = 0;
export const LAST = 1;
export const LONGEST = 2;
export const SENT = 3;
export const RECEIVED = 4;
export const COUNT = 10;
export const LINE = 11;
const PORTS = 12;
const KEY = 13;
export const PEER = 14;
const ADDRESS = 15;
export const FIRST_PORTS = 16;
/** Words of a slot: address, ports, key, number of the flow and one. */
const SLOT = 4;
const SLOT_SHIFT = 2;
const NUMBER = 3;

/** One flow as it is told: reused, since there are half a million. */
export class Flow {
  kind = 0;
  /** Seen from the destination of its row. */
  isTurned = false;
  isAside = false;
  /** `NO_PORT`: not told apart. */
  localPort = NO_PORT;
  remotePort = NO_PORT;
  line = 0;
  count = 0;
  /** Milliseconds, and bytes; NaN where no row tells. */
  first = NaN;
  last = NaN;
  longest = NaN;
  sent = NaN;
  received = NaN;
}

/** Distinct flows: one is (remote address, ports that tell it apart, kind). */
export class TableFlows {
  length = 0;
  /** NaN where no row tells. */
  doubles = new Float64Array(DOUBLES << 10);
  words = new Uint32Array(this.doubles.buffer);
  readonly #peers: PeerNumbers;
  readonly #hash = new SeededHash();
  #slots = new Uint32Array(SLOT << 11);

  constructor(peers: PeerNumbers) {
    this.#peers = peers;
  }

  /** Where a flow's slot would be: right until there is made more room. */
  placeOf(address: number, ports: number, key: number): number {
    return (this.#hash.of(address, ports, key) << SLOT_SHIFT) & (this.#slots.length - 1);
  }

  /** What lies at a place: read so that it is at hand later. */
  touch(place: number): number {
    return this.#slots[place + NUMBER];
  }

  /** The number of the flow at a place or after it, which is made if there is none. */
  at(place: number, address: number, ports: number, key: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = place;
    for (; slots[slot + 3] !== 0; slot = (slot + SLOT) & mask) {
      if (slots[slot] === address && slots[slot + 1] === ports && slots[slot + 2] === key) return slots[slot + 3] - 1;
    }
    slots[slot] = address;
    slots[slot + 1] = ports;
    slots[slot + 2] = key;
    slots[slot + 3] = this.length + 1;
    return this.#push(address, ports, key);
  }

  #push(address: number, ports: number, key: number): number {
    const flow = this.length++;
    if (this.length * DOUBLES > this.doubles.length) {
      this.doubles = grown(this.doubles);
      this.words = new Uint32Array(this.doubles.buffer);
    }
    this.doubles.fill(NaN, flow * DOUBLES, flow * DOUBLES + RECEIVED + 1);
    const at = flow * WORDS;
    this.words[at + COUNT] = 0;
    this.words[at + PORTS] = ports;
    this.words[at + KEY] = key;
    this.words[at + ADDRESS] = address;
    this.words[at + PEER] = this.#peers.of(address, (key & IS_TOKEN) !== 0);
    return flow;
  }

  /** Slots for so many more flows, so that places found now stay right: two in three are taken at most. */
  makeRoom(more: number): void {
    while ((this.length + more) * 6 > this.#slots.length) this.#widen();
  }

  #widen(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let from = 0; from < before.length; from += SLOT) {
      if (before[from + 3] === 0) continue;
      let slot = this.placeOf(before[from], before[from + 1], before[from + 2]);
      while (slots[slot + 3] !== 0) slot = (slot + SLOT) & mask;
      for (let word = 0; word < SLOT; word++) slots[slot + word] = before[from + word];
    }
  }

  /** Tells of one flow. */
  read(flow: number, into: Flow): void {
    const at = flow * WORDS;
    const [words, doubles] = [this.words, this.doubles];
    const key = words[at + KEY];
    const ports = words[at + ((key & BY_PORTS) === 0 ? PORTS : FIRST_PORTS)];
    into.kind = key & 0xffff;
    into.isTurned = (key & IS_TURNED) !== 0;
    into.isAside = (key & IS_ASIDE) !== 0;
    into.localPort = (key & (HAS_LOCAL | BY_PORTS)) === 0 ? NO_PORT : ports & 0xffff;
    into.remotePort = (key & (HAS_REMOTE | BY_PORTS)) === 0 ? NO_PORT : ports >>> 16;
    into.line = words[at + LINE];
    into.count = words[at + COUNT];
    const from = flow * DOUBLES;
    into.first = doubles[from + FIRST];
    into.last = doubles[from + LAST];
    into.longest = doubles[from + LONGEST];
    into.sent = doubles[from + SENT];
    into.received = doubles[from + RECEIVED];
  }

  peerOf(flow: number): number {
    return this.words[flow * WORDS + PEER];
  }
}

/** Takes in the flows of another thread, which speaks of `tokens` and `kinds`; returns their peers here. */
export function mergeFlows(
  into: TableFlows,
  { doubles, length }: { readonly doubles: Float64Array; readonly length: number },
  {
    tokens,
    kinds,
    lines,
  }: { readonly tokens: readonly number[]; readonly kinds: readonly number[]; readonly lines: number },
): number[] {
  const words = new Uint32Array(doubles.buffer);
  const peers: number[] = [];
  for (let flow = 0; flow < length; flow++) {
    const at = flow * WORDS;
    const key = words[at + KEY];
    const address = (key & IS_TOKEN) === 0 ? words[at + ADDRESS] : tokens[words[at + ADDRESS]];
    const kind = (key & IS_ASIDE) === 0 ? kinds[key & 0xffff] : 0;
    const [ports, newKey] = [words[at + PORTS], ((key & ~0xffff) | kind) >>> 0];
    into.makeRoom(1);
    const to = into.at(into.placeOf(address, ports, newKey), address, ports, newKey);
    if (into.words[to * WORDS + COUNT] === 0) {
      into.words[to * WORDS + LINE] = words[at + LINE] + lines;
      into.words[to * WORDS + FIRST_PORTS] = words[at + FIRST_PORTS];
    }
    into.words[to * WORDS + COUNT] += words[at + COUNT];
    mergeSums(into.doubles, to * DOUBLES, doubles, flow * DOUBLES);
    peers[words[at + PEER]] = into.words[to * WORDS + PEER];
  }
  return peers;
}

/** Comparing with NaN is false. */
function mergeSums(sums: Float64Array, to: number, other: Float64Array, from: number): void {
  if (other[from + FIRST] >= 0 && !(other[from + FIRST] >= sums[to + FIRST])) sums[to + FIRST] = other[from + FIRST];
  for (const latest of [LAST, LONGEST])
    if (other[from + latest] >= 0 && !(other[from + latest] <= sums[to + latest]))
      sums[to + latest] = other[from + latest];
  for (const sum of [SENT, RECEIVED])
    if (other[from + sum] >= 0) sums[to + sum] = (sums[to + sum] >= 0 ? sums[to + sum] : 0) + other[from + sum];
}
