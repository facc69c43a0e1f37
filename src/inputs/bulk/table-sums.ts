import { randomFillSync } from 'node:crypto';
import type { Address } from '../../address/address.js';
import { classify, isGlobalIPv4 } from '../../address/classify.js';
import { ipv4 } from '../../address/ipv4.js';
import { parseAddress } from '../../address/parse.js';
import { unmapped } from '../../address/unmapped.js';
import { NO_PORT } from '../../model/flow-group.js';
import { grown } from './_grown.js';
import { BY_LOCAL_PORT, BY_REMOTE_PORT } from './_port-class.js';
import { BATCH_ROWS, ROW_DOUBLES, ROW_WORDS, type TableKernel } from './table-kernel.js';
import type { Kinds } from './table-kinds.js';
import { Starts, type StartsPart } from './table-starts.js';
import type { TokenArena } from './token-arena.js';

/** What a row's marks say besides the number of its kind in the low 16 bits: see kernel/cells.ts. */
const OURS_IS_TOKEN = 0x10000;
const THEIRS_IS_TOKEN = 0x20000;
const HAS_OUR_PORT = 0x40000;
const HAS_THEIR_PORT = 0x80000;

// What a flow's key says besides the number of its kind: see `Flow`.
const IS_TOKEN = 0x10000;
const IS_TURNED = 0x20000;
/** The same bits as in a row's marks. */
const HAS_LOCAL = HAS_OUR_PORT;
const HAS_REMOTE = HAS_THEIR_PORT;
/** Only counted: its remote end is none that matters. */
const IS_ASIDE = 0x100000;
/** Nothing but its ports says who called: the first ones met are told, since they stand for all that were merged. */
const BY_PORTS = 0x200000;

/** Doubles and words of a flow. */
const DOUBLES = 9;
const WORDS = 18;
const FIRST = 0;
const LAST = 1;
const LONGEST = 2;
const SENT = 3;
const RECEIVED = 4;
const COUNT = 10;
const LINE = 11;
const PORTS = 12;
const KEY = 13;
const PEER = 14;
const ADDRESS = 15;
const FIRST_PORTS = 16;
/** Words of a slot: address, ports, key, number of the flow and one. */
const SLOT = 4;
const SLOT_SHIFT = 2;

/** Words of a far end in a batch. */
const END = 6;
const PLACE = 3;
const ROW = 4;
const ALL_PORTS = 5;

const GLOBAL = 1;
const KEPT = 2;
const DAY = 86_400_000;
const DAYS_KEPT = 10_000;

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

/** What a thread has read, as it is handed over. */
export interface SumsPart {
  readonly doubles: Float64Array<ArrayBuffer>;
  readonly length: number;
  readonly tokens: readonly string[];
  readonly starts: StartsPart;
  readonly days: readonly number[];
  readonly rows: number;
  readonly withTime: number;
}

/**
 * Distinct flows of a table with counts, times and sizes: one is (remote address, port of the service, kind). Ports that
 * a system hands out are not told apart, as in `FlowTable`.
 */
export class TableSums {
  /** Rows counted, a second end not being one; rows with a time. */
  rows = 0;
  withTime = 0;
  length = 0;
  readonly starts = new Starts();
  readonly days = new Set<number>();
  /** How many addresses there are. */
  peers = 0;
  readonly #kernel: TableKernel;
  readonly #kinds: Kinds;
  readonly #tokens: TokenArena;
  readonly #isFlow: boolean;
  readonly #keptClasses: readonly string[];
  readonly #kept = new Map<number, boolean>();
  readonly #peerOfText = new Map<string, number>();
  /** Of each peer its IPv4 word; of others the address. */
  #peerWords = new Uint32Array(1 << 10);
  readonly #others = new Map<number, Address>();
  /** Peers by their words: a peer's number and one. */
  #wordSlots = new Uint32Array(1 << 11);
  #tokenState = new Uint8Array(1 << 8);
  #doubles = new Float64Array(DOUBLES << 10);
  #words = new Uint32Array(this.#doubles.buffer);
  #slots = new Uint32Array(SLOT << 11);
  #day = NaN;
  readonly #seeds = randomFillSync(new Uint32Array(3)).map((seed) => seed | 1);
  /** Of each far end in a batch: address, ports kept, key, place of the slot, row and turned, all ports. */
  readonly #ends = new Uint32Array((BATCH_ROWS * 2 + 1) * END);

  constructor(
    kernel: TableKernel,
    kinds: Kinds,
    tokens: TokenArena,
    { isFlow, keptClasses }: { readonly isFlow: boolean; readonly keptClasses: readonly string[] },
  ) {
    this.#kernel = kernel;
    this.#kinds = kinds;
    this.#tokens = tokens;
    this.#isFlow = isFlow;
    this.#keptClasses = keptClasses;
  }

  /** Counts the rows of the kernel's batch: their flows first, so that memory is asked for all of them at once. */
  take(length: number): void {
    this.#makeRoom(length * 2);
    const ends = this.#endsOf(length);
    // One pass reads each slot, the next each flow: such reads wait for none before them.
    let fetched = this.#slots[0];
    for (let at = 0; at < ends; at++) fetched ^= this.#slots[this.#ends[at * END + PLACE] + 3];
    this.#ends[ends * END] = fetched;
    for (let at = 0; at < ends; at++) this.#countEnd(at * END);
  }

  /** Lists the far ends of rows, one or two of each; returns how many. */
  #endsOf(length: number): number {
    const { words, doubles } = this.#kernel;
    const { isOther } = this.#kinds;
    const isFlow = this.#isFlow;
    let ends = 0;
    for (let row = 0, at = 0; row < length; row++, at += ROW_WORDS) {
      const marks = words[at + 11];
      if (isOther[marks & 0xffff] === 1) continue;
      this.rows++;
      // NaN differs from itself.
      if (doubles[row * ROW_DOUBLES] >= 0) this.withTime++;
      const isTurned = isFlow && this.#isGlobal(words[at + 8], (marks & OURS_IS_TOKEN) !== 0);
      if (!isTurned || this.#isGlobal(words[at + 9], (marks & THEIRS_IS_TOKEN) !== 0)) this.#addEnd(ends++, row, 0);
      if (isTurned) this.#addEnd(ends++, row, 1);
    }
    return ends;
  }

  #isGlobal(word: number, isToken: boolean): boolean {
    return isToken ? (this.#tokenState[word] & GLOBAL) !== 0 : isGlobalIPv4(word);
  }

  #isKept(word: number, isToken: boolean): boolean {
    if (isToken) return (this.#tokenState[word] & KEPT) !== 0;
    return isGlobalIPv4(word) || (this.#keptClasses.length > 0 && this.#isKeptWord(word));
  }

  #isKeptWord(word: number): boolean {
    let isKept = this.#kept.get(word);
    if (isKept === undefined) {
      isKept = this.#keptClasses.includes(classify(ipv4(word)).class);
      if (this.#kept.size < 1 << 16) this.#kept.set(word, isKept);
    }
    return isKept;
  }

  /** Remembers what kind of address a new token is. */
  addToken(token: number): void {
    if (token >= this.#tokenState.length) this.#tokenState = grown(this.#tokenState);
    const address = parseAddress(this.#tokens.text(token));
    if (address === null) return;
    const plain = unmapped(address);
    const isKept = classify(plain).isGlobal || this.#keptClasses.includes(classify(plain).class);
    this.#tokenState[token] = (classify(address).isGlobal ? GLOBAL : 0) | (isKept ? KEPT : 0);
  }

  /** Notes which flow a row belongs to as seen from its source (0) or its destination (1). */
  #addEnd(end: number, row: number, turned: number): void {
    const { words } = this.#kernel;
    const at = row * ROW_WORDS;
    const marks = words[at + 11];
    const address = words[at + 9 - turned];
    const isToken = (marks & (turned === 0 ? THEIRS_IS_TOKEN : OURS_IS_TOKEN)) !== 0;
    let key = isToken ? IS_TOKEN : 0;
    let kept = 0;
    let ports = words[at + 10];
    if (!this.#isKept(address, isToken)) key |= IS_ASIDE;
    else {
      const kind = marks & 0xffff;
      let has = marks & (HAS_OUR_PORT | HAS_THEIR_PORT);
      if (turned === 1) {
        ports = (ports << 16) | (ports >>> 16);
        has = ((has & HAS_OUR_PORT) << 1) | ((has & HAS_THEIR_PORT) >>> 1);
        key |= IS_TURNED;
      }
      const hasBoth = has === (HAS_OUR_PORT | HAS_THEIR_PORT);
      const by = this.#kinds.portClass(kind, turned, ports, hasBoth);
      if (hasBoth && this.#kinds.isByPorts(kind, turned)) key |= BY_PORTS;
      if (by === BY_REMOTE_PORT) has &= HAS_THEIR_PORT;
      else if (by === BY_LOCAL_PORT) has &= HAS_OUR_PORT;
      key |= kind | has;
      kept = ports & (((has & HAS_OUR_PORT) === 0 ? 0 : 0xffff) | ((has & HAS_THEIR_PORT) === 0 ? 0 : 0xffff_0000));
    }
    const to = end * END;
    const ends = this.#ends;
    ends[to] = address;
    ends[to + 1] = kept;
    ends[to + 2] = key;
    ends[to + PLACE] = this.#placeOf(address, kept, key);
    ends[to + ROW] = row * 2 + turned;
    ends[to + ALL_PORTS] = ports;
  }

  #countEnd(end: number): void {
    const ends = this.#ends;
    const row = ends[end + ROW] >>> 1;
    const turned = ends[end + ROW] & 1;
    const key = ends[end + 2];
    const flow = this.#flowAt(ends[end + PLACE], ends[end], ends[end + 1], key);
    const words = this.#words;
    if (words[flow * WORDS + COUNT]++ === 0) {
      words[flow * WORDS + LINE] = this.#kernel.words[row * ROW_WORDS + 12];
      words[flow * WORDS + FIRST_PORTS] = ends[end + ALL_PORTS];
    }
    if ((key & IS_ASIDE) !== 0) return;
    const { doubles } = this.#kernel;
    const from = row * ROW_DOUBLES;
    const to = flow * DOUBLES;
    const sums = this.#doubles;
    const sent = doubles[from + 2 + turned];
    const received = doubles[from + 3 - turned];
    // Comparing with NaN is false.
    if (sent >= 0) sums[to + SENT] = sums[to + SENT] >= 0 ? sums[to + SENT] + sent : sent;
    if (received >= 0) sums[to + RECEIVED] = sums[to + RECEIVED] >= 0 ? sums[to + RECEIVED] + received : received;
    const time = doubles[from];
    if (!(time >= 0)) return;
    const lasted = doubles[from + 1];
    const until = lasted >= 0 ? time + lasted : time;
    if (!(time >= sums[to + FIRST])) sums[to + FIRST] = time;
    if (!(until <= sums[to + LAST])) sums[to + LAST] = until;
    if (lasted >= 0 && !(lasted <= sums[to + LONGEST])) sums[to + LONGEST] = lasted;
    const day = Math.floor(time / DAY);
    if (day !== this.#day) this.#addDay(day);
    if (this.starts.isFull) return;
    const isUnanswered = this.#kinds.isUnanswered(key & 0xffff, turned, received);
    this.starts.add(words[flow * WORDS + PEER], time, sent, isUnanswered);
  }

  #addDay(day: number): void {
    this.#day = day;
    if (this.days.size < DAYS_KEPT) this.days.add(day);
  }

  /** MurmurHash3's finaliser over three words, each with a multiplier of its own: nobody can write addresses that meet. */
  #hash(address: number, ports: number, key: number): number {
    const seeds = this.#seeds;
    let value = Math.imul(address, seeds[0]) ^ Math.imul(ports, seeds[1]) ^ Math.imul(key, seeds[2]);
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    return value ^ (value >>> 16);
  }

  #placeOf(address: number, ports: number, key: number): number {
    return (this.#hash(address, ports, key) << SLOT_SHIFT) & (this.#slots.length - 1);
  }

  #flowFor(address: number, ports: number, key: number): number {
    return this.#flowAt(this.#placeOf(address, ports, key), address, ports, key);
  }

  /** The number of the flow at a place or after it, which is made if there is none. */
  #flowAt(place: number, address: number, ports: number, key: number): number {
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
    if (this.length * DOUBLES > this.#doubles.length) {
      this.#doubles = grown(this.#doubles);
      this.#words = new Uint32Array(this.#doubles.buffer);
    }
    this.#doubles.fill(NaN, flow * DOUBLES, flow * DOUBLES + RECEIVED + 1);
    const at = flow * WORDS;
    this.#words[at + COUNT] = 0;
    this.#words[at + PORTS] = ports;
    this.#words[at + KEY] = key;
    this.#words[at + ADDRESS] = address;
    this.#words[at + PEER] = this.#peerOf(address, (key & IS_TOKEN) !== 0);
    return flow;
  }

  /** Slots for so many more flows, so that places found now stay right: two in three are taken at most. */
  #makeRoom(more: number): void {
    while ((this.length + more) * 6 > this.#slots.length) this.#widen();
  }

  #widen(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let from = 0; from < before.length; from += SLOT) {
      if (before[from + 3] === 0) continue;
      let slot = this.#placeOf(before[from], before[from + 1], before[from + 2]);
      while (slots[slot + 3] !== 0) slot = (slot + SLOT) & mask;
      for (let word = 0; word < SLOT; word++) slots[slot + word] = before[from + word];
    }
  }

  /** The number of an address, however it is written. */
  #peerOf(word: number, isToken: boolean): number {
    if (!isToken) return this.#peerOfWord(word);
    const address = unmapped(parseAddress(this.#tokens.text(word)) ?? ipv4(0));
    if (address.family === 4) return this.#peerOfWord(address.w3);
    const text = `${address.w0} ${address.w1} ${address.w2} ${address.w3}`;
    let peer = this.#peerOfText.get(text);
    if (peer === undefined) {
      peer = this.#addPeer(0);
      this.#peerOfText.set(text, peer);
      this.#others.set(peer, address);
    }
    return peer;
  }

  #peerOfWord(word: number): number {
    const slots = this.#wordSlots;
    const mask = slots.length - 1;
    let slot = this.#hash(word, 0, 0) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask)
      if (this.#peerWords[slots[slot] - 1] === word) return slots[slot] - 1;
    const peer = this.#addPeer(word);
    slots[slot] = peer + 1;
    if (this.peers * 2 > slots.length) this.#widenWords();
    return peer;
  }

  #widenWords(): void {
    const slots = new Uint32Array(this.#wordSlots.length * 2);
    const mask = slots.length - 1;
    for (const number of this.#wordSlots) {
      if (number === 0) continue;
      let slot = this.#hash(this.#peerWords[number - 1], 0, 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#wordSlots = slots;
  }

  #addPeer(word: number): number {
    if (this.peers === this.#peerWords.length) this.#peerWords = grown(this.#peerWords);
    this.#peerWords[this.peers] = word;
    return this.peers++;
  }

  addressOf(peer: number): Address {
    return this.#others.get(peer) ?? ipv4(this.#peerWords[peer]);
  }

  /** Tells of one flow. */
  read(flow: number, into: Flow): void {
    const at = flow * WORDS;
    const [words, doubles] = [this.#words, this.#doubles];
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
    return this.#words[flow * WORDS + PEER];
  }

  /** All of it, for another thread to take in. */
  part(): SumsPart {
    return {
      doubles: this.#doubles.slice(0, this.length * DOUBLES),
      length: this.length,
      tokens: this.#tokens.all(),
      starts: this.starts.part(),
      days: [...this.days],
      rows: this.rows,
      withTime: this.withTime,
    };
  }

  /** Takes in what another thread read of later lines; `kinds` are its kinds here, `lines` is how many came before. */
  merge(part: SumsPart, kinds: readonly number[], lines: number): void {
    const words = new Uint32Array(part.doubles.buffer);
    const tokens = part.tokens.map((text) => this.#tokenOf(text));
    const peers: number[] = [];
    for (let flow = 0; flow < part.length; flow++) {
      const at = flow * WORDS;
      const key = words[at + KEY];
      const address = (key & IS_TOKEN) === 0 ? words[at + ADDRESS] : tokens[words[at + ADDRESS]];
      const kind = (key & IS_ASIDE) === 0 ? kinds[key & 0xffff] : 0;
      this.#makeRoom(1);
      const to = this.#flowFor(address, words[at + PORTS], ((key & ~0xffff) | kind) >>> 0);
      if (this.#words[to * WORDS + COUNT] === 0) {
        this.#words[to * WORDS + LINE] = words[at + LINE] + lines;
        this.#words[to * WORDS + FIRST_PORTS] = words[at + FIRST_PORTS];
      }
      this.#words[to * WORDS + COUNT] += words[at + COUNT];
      this.#mergeDoubles(to * DOUBLES, part.doubles, flow * DOUBLES);
      peers[words[at + PEER]] = this.#words[to * WORDS + PEER];
    }
    this.starts.merge(part.starts, peers);
    for (const day of part.days) this.#addDay(day);
    this.rows += part.rows;
    this.withTime += part.withTime;
  }

  #tokenOf(text: string): number {
    const before = this.#tokens.length;
    const token = this.#tokens.addText(text);
    if (token === before) this.addToken(token);
    return token;
  }

  #mergeDoubles(to: number, doubles: Float64Array, from: number): void {
    const sums = this.#doubles;
    if (doubles[from + FIRST] >= 0 && !(doubles[from + FIRST] >= sums[to + FIRST]))
      sums[to + FIRST] = doubles[from + FIRST];
    for (const word of [LAST, LONGEST])
      if (doubles[from + word] >= 0 && !(doubles[from + word] <= sums[to + word]))
        sums[to + word] = doubles[from + word];
    for (const word of [SENT, RECEIVED]) {
      if (doubles[from + word] >= 0)
        sums[to + word] = (sums[to + word] >= 0 ? sums[to + word] : 0) + doubles[from + word];
    }
  }
}
