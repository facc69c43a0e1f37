import type { IpPacket } from './ip-packet.js';

/** TCP flags (RFC 9293 section 3.1) as `IpPacket` keeps them. */
const [FIN, SYN, RST, OPENING, ACK] = [1, 2, 4, 8, 16];
const FIRST_CAPACITY = 1_024;
/** Words of a key: both addresses, both ports, protocol and family. */
const WORDS = 10;

/** One flow, with its ends in the order of the first packet. */
export interface Flow {
  readonly family: 4 | 6;
  readonly protocol: number;
  readonly source: readonly [number, number, number, number];
  readonly destination: readonly [number, number, number, number];
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sourceBytes: number;
  readonly destinationBytes: number;
  /** TCP flags that each end has sent. */
  readonly sourceFlags: number;
  readonly destinationFlags: number;
  /** Milliseconds of the first packet, NaN where the capture has no times. */
  readonly first: number;
  readonly last: number;
  /** Number of the first packet. */
  readonly packet: number;
}

/**
 * Flows by 5-tuple, both directions in one, in columns of numbers. Bounded by `limit` flows: `add` gives -1 when a new
 * one doesn't fit any more. An index with the lowest bit set means the packet went against the flow's first one.
 */
export class PacketFlows {
  readonly #limit: number;
  #capacity = FIRST_CAPACITY;
  #slots = new Int32Array(FIRST_CAPACITY * 2).fill(-1);
  #keys = new Uint32Array(FIRST_CAPACITY * WORDS);
  #bytes = new Float64Array(FIRST_CAPACITY * 2);
  #flags = new Uint8Array(FIRST_CAPACITY * 2);
  #times = new Float64Array(FIRST_CAPACITY * 2);
  #packets = new Float64Array(FIRST_CAPACITY);
  size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts the packet to its flow; returns flow * 2 + direction, or -1. */
  add(packet: IpPacket, time: number, number: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(packet) & mask;
    for (;;) {
      const flow = this.#slots[slot] ?? -1;
      if (flow < 0) return this.#insert(packet, time, number, slot);
      const direction = this.#compare(flow * WORDS, packet);
      if (direction >= 0) {
        this.count(flow * 2 + direction, packet, time);
        return flow * 2 + direction;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Counts a packet whose flow is known. */
  count(index: number, packet: IpPacket, time: number): void {
    const flow = index >> 1;
    this.#bytes[index] = (this.#bytes[index] ?? 0) + packet.size;
    this.#flags[index] = (this.#flags[index] ?? 0) | packet.flags;
    if (time > (this.#times[flow * 2 + 1] ?? 0)) this.#times[flow * 2 + 1] = time;
    else if (time < (this.#times[flow * 2] ?? 0)) this.#times[flow * 2] = time;
  }

  at(flow: number): Flow {
    const key = this.#keys.subarray(flow * WORDS, flow * WORDS + WORDS);
    const ports = key[8] ?? 0;
    const kind = key[9] ?? 0;
    return {
      family: kind >>> 8 === 6 ? 6 : 4,
      protocol: kind & 0xff,
      source: [key[0] ?? 0, key[1] ?? 0, key[2] ?? 0, key[3] ?? 0],
      destination: [key[4] ?? 0, key[5] ?? 0, key[6] ?? 0, key[7] ?? 0],
      sourcePort: ports >>> 16,
      destinationPort: ports & 0xffff,
      sourceBytes: this.#bytes[flow * 2] ?? 0,
      destinationBytes: this.#bytes[flow * 2 + 1] ?? 0,
      sourceFlags: this.#flags[flow * 2] ?? 0,
      destinationFlags: this.#flags[flow * 2 + 1] ?? 0,
      first: this.#times[flow * 2] ?? Number.NaN,
      last: this.#times[flow * 2 + 1] ?? Number.NaN,
      packet: this.#packets[flow] ?? 0,
    };
  }

  #insert(packet: IpPacket, time: number, number: number, slot: number): number {
    if (this.size >= this.#limit) return -1;
    if (this.size >= this.#capacity) {
      this.#grow();
      return this.add(packet, time, number);
    }
    const flow = this.size;
    this.size += 1;
    this.#slots[slot] = flow;
    const at = flow * WORDS;
    this.#keys.set(packet.source, at);
    this.#keys.set(packet.destination, at + 4);
    this.#keys[at + 8] = packet.hasPorts ? packet.sourcePort * 65_536 + packet.destinationPort : 0;
    this.#keys[at + 9] = packet.family * 256 + packet.protocol;
    this.#bytes[flow * 2] = packet.size;
    this.#flags[flow * 2] = packet.flags;
    this.#times[flow * 2] = time;
    this.#times[flow * 2 + 1] = time;
    this.#packets[flow] = number;
    return flow * 2;
  }

  /** 0: same direction, 1: the other one, -1: another flow. */
  #compare(
    at: number,
    { source, destination, hasPorts, sourcePort, destinationPort, family, protocol }: IpPacket,
  ): number {
    const keys = this.#keys;
    if (keys[at + 9] !== family * 256 + protocol) return -1;
    const ports = hasPorts ? sourcePort * 65_536 + destinationPort : 0;
    const back = hasPorts ? destinationPort * 65_536 + sourcePort : 0;
    if (keys[at + 8] === ports && same(keys, at, source) && same(keys, at + 4, destination)) return 0;
    return keys[at + 8] === back && same(keys, at, destination) && same(keys, at + 4, source) ? 1 : -1;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#keys = grown(this.#keys, new Uint32Array(this.#capacity * WORDS));
    this.#bytes = grown(this.#bytes, new Float64Array(this.#capacity * 2));
    this.#flags = grown(this.#flags, new Uint8Array(this.#capacity * 2));
    this.#times = grown(this.#times, new Float64Array(this.#capacity * 2));
    this.#packets = grown(this.#packets, new Float64Array(this.#capacity));
    this.#slots = new Int32Array(this.#capacity * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let flow = 0; flow < this.size; flow += 1) {
      let slot = hashOfKey(this.#keys, flow * WORDS) & mask;
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = flow;
    }
  }
}

function grown<T extends Uint32Array | Float64Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

function same(keys: Uint32Array, at: number, words: Uint32Array): boolean {
  return keys[at + 3] === words[3] && keys[at] === words[0] && keys[at + 1] === words[1] && keys[at + 2] === words[2];
}

/** Both directions must hash alike, so the two ends are mixed apart and added. */
function mixed(a: number, b: number, c: number, d: number, port: number): number {
  let h = Math.imul(a ^ (b >>> 3), 0x9e3779b1) ^ Math.imul(c ^ (d >>> 5) ^ (d << 11), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15) ^ Math.imul(port + 1, 0xc2b2ae35), 0x27d4eb2f);
  return h ^ (h >>> 13);
}

function finished(sum: number): number {
  const h = Math.imul(sum ^ (sum >>> 16), 0x7feb352d);
  return (h ^ (h >>> 15)) & 0x7fffffff;
}

function hash({ source: s, destination: d, hasPorts, sourcePort, destinationPort }: IpPacket): number {
  const [from, to] = hasPorts ? [sourcePort, destinationPort] : [0, 0];
  return finished(
    (mixed(s[0] ?? 0, s[1] ?? 0, s[2] ?? 0, s[3] ?? 0, from) + mixed(d[0] ?? 0, d[1] ?? 0, d[2] ?? 0, d[3] ?? 0, to)) |
      0,
  );
}

function hashOfKey(keys: Uint32Array, at: number): number {
  const ports = keys[at + 8] ?? 0;
  const from = mixed(keys[at] ?? 0, keys[at + 1] ?? 0, keys[at + 2] ?? 0, keys[at + 3] ?? 0, ports >>> 16);
  const to = mixed(keys[at + 4] ?? 0, keys[at + 5] ?? 0, keys[at + 6] ?? 0, keys[at + 7] ?? 0, ports & 0xffff);
  return finished((from + to) | 0);
}

/** Which end opened a TCP flow: a bare SYN, or the other end's answer to one. Null: the beginning wasn't captured. */
export function openerOf({ sourceFlags, destinationFlags, protocol }: Flow): 'source' | 'destination' | null {
  if (protocol !== 6) return null;
  if ((sourceFlags & OPENING) !== 0) return 'source';
  if ((destinationFlags & OPENING) !== 0) return 'destination';
  // A SYN with ACK answers one that the capture has missed.
  if ((sourceFlags & SYN) !== 0) return 'destination';
  return (destinationFlags & SYN) !== 0 ? 'source' : null;
}

/** What the flags of a TCP flow say of its state, seen from the end that sent `mine`. */
export function tcpState(
  mine: number,
  theirs: number,
  isOpener: boolean | null,
): 'syn-sent' | 'syn-received' | 'closed' | 'fin-wait-2' | 'close-wait' | 'established' {
  if (((mine | theirs) & RST) !== 0 || (mine & theirs & FIN) !== 0) return 'closed';
  if (isOpener === true && theirs === 0 && (mine & ACK) === 0) return 'syn-sent';
  if (isOpener === false && mine === 0 && (theirs & ACK) === 0) return 'closed';
  if (isOpener === true && (mine & ACK) === 0) return 'syn-sent';
  if (isOpener === false && (theirs & ACK) === 0) return 'syn-received';
  if ((mine & FIN) !== 0) return 'fin-wait-2';
  return (theirs & FIN) !== 0 ? 'close-wait' : 'established';
}
