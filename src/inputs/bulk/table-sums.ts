import type { Address } from '../../address/address.js';
import { classify, isGlobalIPv4 } from '../../address/classify.js';
import { ipv4 } from '../../address/ipv4.js';
import { parseAddress } from '../../address/parse.js';
import { unmapped } from '../../address/unmapped.js';
import { grown } from './_grown.js';
import { BY_LOCAL_PORT, BY_REMOTE_PORT } from './_port-class.js';
import { ROW_DOUBLES, ROW_WORDS, type TableKernel } from './table-kernel.js';
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
const HAS_LOCAL = 0x40000;
const HAS_REMOTE = 0x80000;
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

const GLOBAL = 1;
const KEPT = 2;
const DAY = 86_400_000;
const DAYS_KEPT = 10_000;

/** One flow as it is told. */
export interface Flow {
  readonly peer: number;
  readonly kind: number;
  /** Seen from the destination of its row. */
  readonly isTurned: boolean;
  readonly isAside: boolean;
  /** Null: not told apart. */
  readonly localPort: number | null;
  readonly remotePort: number | null;
  readonly line: number;
  readonly count: number;
  /** Milliseconds since 1970, or infinite; NaN where no row tells. */
  readonly first: number;
  readonly last: number;
  readonly longest: number;
  readonly sent: number;
  readonly received: number;
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
  /** The address of each peer. */
  readonly peers: Address[] = [];
  readonly #kernel: TableKernel;
  readonly #kinds: Kinds;
  readonly #tokens: TokenArena;
  readonly #isFlow: boolean;
  readonly #keptClasses: readonly string[];
  readonly #kept = new Map<number, boolean>();
  readonly #peerOfWord = new Map<number, number>();
  readonly #peerOfText = new Map<string, number>();
  #tokenState = new Uint8Array(1 << 8);
  #doubles = new Float64Array(DOUBLES << 10);
  #words = new Uint32Array(this.#doubles.buffer);
  #slots = new Uint32Array(SLOT << 11);
  #day = NaN;

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

  /** Counts the rows of the kernel's batch. */
  take(length: number): void {
    const { words } = this.#kernel;
    const { isOther } = this.#kinds;
    for (let row = 0; row < length; row++) {
      const at = row * ROW_WORDS;
      const marks = words[at + 11];
      if (isOther[marks & 0xffff] === 1) continue;
      this.rows++;
      // NaN differs from itself.
      if (this.#kernel.doubles[row * ROW_DOUBLES] >= 0) this.withTime++;
      if (!this.#isFlow || !this.#isGlobal(words[at + 8], (marks & OURS_IS_TOKEN) !== 0)) this.#add(row, 0);
      else {
        if (this.#isGlobal(words[at + 9], (marks & THEIRS_IS_TOKEN) !== 0)) this.#add(row, 0);
        this.#add(row, 1);
      }
    }
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

  /** Counts a row as seen from its source (0) or its destination (1). */
  #add(row: number, turned: number): void {
    const { words } = this.#kernel;
    const at = row * ROW_WORDS;
    const marks = words[at + 11];
    const address = words[at + 9 - turned];
    const isToken = (marks & (turned === 0 ? THEIRS_IS_TOKEN : OURS_IS_TOKEN)) !== 0;
    if (!this.#isKept(address, isToken)) {
      const flow = this.#flowOf(address, 0, (isToken ? IS_TOKEN : 0) | IS_ASIDE, words[at + 12]);
      this.#words[flow * WORDS + COUNT]++;
      return;
    }
    const kind = marks & 0xffff;
    const ports = words[at + 10];
    const local = turned === 0 ? ports & 0xffff : ports >>> 16;
    const remote = turned === 0 ? ports >>> 16 : ports & 0xffff;
    const hasLocal = (marks & (turned === 0 ? HAS_OUR_PORT : HAS_THEIR_PORT)) !== 0;
    const hasRemote = (marks & (turned === 0 ? HAS_THEIR_PORT : HAS_OUR_PORT)) !== 0;
    const by = this.#kinds.portClass(kind, turned, (remote << 16) | local, hasLocal && hasRemote);
    let key = kind | (isToken ? IS_TOKEN : 0) | (turned === 0 ? 0 : IS_TURNED);
    if (hasLocal && hasRemote && this.#kinds.isByPorts(kind, turned)) key |= BY_PORTS;
    let kept = 0;
    if (hasLocal && by !== BY_REMOTE_PORT) {
      key |= HAS_LOCAL;
      kept = local;
    }
    if (hasRemote && by !== BY_LOCAL_PORT) {
      key |= HAS_REMOTE;
      kept |= remote << 16;
    }
    const before = this.length;
    const flow = this.#flowOf(address, kept >>> 0, key, words[at + 12]);
    if (flow === before) this.#words[flow * WORDS + FIRST_PORTS] = (remote << 16) | local;
    this.#count(flow, row, turned, kind);
  }

  #count(flow: number, row: number, turned: number, kind: number): void {
    const { doubles } = this.#kernel;
    const from = row * ROW_DOUBLES;
    const to = flow * DOUBLES;
    const sums = this.#doubles;
    this.#words[flow * WORDS + COUNT]++;
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
    this.starts.add(this.#words[flow * WORDS + PEER], time, sent, this.#kinds.isUnanswered(kind, turned, received));
  }

  #addDay(day: number): void {
    this.#day = day;
    if (this.days.size < DAYS_KEPT) this.days.add(day);
  }

  /** The number of a flow, which is made if there is none. */
  #flowOf(address: number, ports: number, key: number, line: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash(address, ports, key) << SLOT_SHIFT) & mask;
    for (; slots[slot + 3] !== 0; slot = (slot + SLOT) & mask) {
      if (slots[slot] === address && slots[slot + 1] === ports && slots[slot + 2] === key) return slots[slot + 3] - 1;
    }
    slots[slot] = address;
    slots[slot + 1] = ports;
    slots[slot + 2] = key;
    slots[slot + 3] = this.length + 1;
    return this.#push(address, ports, key, line);
  }

  #push(address: number, ports: number, key: number, line: number): number {
    const flow = this.length++;
    if (this.length * DOUBLES > this.#doubles.length) {
      this.#doubles = grown(this.#doubles);
      this.#words = new Uint32Array(this.#doubles.buffer);
    }
    this.#doubles.fill(NaN, flow * DOUBLES, flow * DOUBLES + RECEIVED + 1);
    const at = flow * WORDS;
    this.#words[at + COUNT] = 0;
    this.#words[at + LINE] = line;
    this.#words[at + PORTS] = ports;
    this.#words[at + KEY] = key;
    this.#words[at + ADDRESS] = address;
    this.#words[at + PEER] = this.#peerOf(address, (key & IS_TOKEN) !== 0);
    // Two in three slots are taken at most.
    if (this.length * 6 > this.#slots.length) this.#widen();
    return flow;
  }

  #widen(): void {
    const before = this.#slots;
    const slots = new Uint32Array(before.length * 2);
    const mask = slots.length - 1;
    for (let from = 0; from < before.length; from += SLOT) {
      if (before[from + 3] === 0) continue;
      let slot = (hash(before[from], before[from + 1], before[from + 2]) << SLOT_SHIFT) & mask;
      while (slots[slot + 3] !== 0) slot = (slot + SLOT) & mask;
      for (let word = 0; word < SLOT; word++) slots[slot + word] = before[from + word];
    }
    this.#slots = slots;
  }

  /** The number of an address, however it is written. */
  #peerOf(word: number, isToken: boolean): number {
    const address = isToken ? unmapped(parseAddress(this.#tokens.text(word)) ?? ipv4(0)) : ipv4(word);
    if (address.family === 4) return this.#numbered(this.#peerOfWord, address.w3, address);
    return this.#numbered(this.#peerOfText, `${address.w0} ${address.w1} ${address.w2} ${address.w3}`, address);
  }

  #numbered<Key>(numbers: Map<Key, number>, key: Key, address: Address): number {
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, (number = this.peers.push(address) - 1));
    return number;
  }

  /** One flow; `Flow` says what of. */
  at(flow: number): Flow {
    const at = flow * WORDS;
    const [words, doubles] = [this.#words, this.#doubles];
    const key = words[at + KEY];
    const ports = words[at + ((key & BY_PORTS) === 0 ? PORTS : FIRST_PORTS)];
    return {
      peer: words[at + PEER],
      kind: key & 0xffff,
      isTurned: (key & IS_TURNED) !== 0,
      isAside: (key & IS_ASIDE) !== 0,
      localPort: (key & (HAS_LOCAL | BY_PORTS)) === 0 ? null : ports & 0xffff,
      remotePort: (key & (HAS_REMOTE | BY_PORTS)) === 0 ? null : ports >>> 16,
      line: words[at + LINE],
      count: words[at + COUNT],
      first: doubles[flow * DOUBLES + FIRST],
      last: doubles[flow * DOUBLES + LAST],
      longest: doubles[flow * DOUBLES + LONGEST],
      sent: doubles[flow * DOUBLES + SENT],
      received: doubles[flow * DOUBLES + RECEIVED],
    };
  }

  peerOf(flow: number): number {
    return this.#words[flow * WORDS + PEER];
  }

  /** All of it, for another thread to take in. */
  part(): SumsPart {
    return {
      doubles: this.#doubles,
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
      const before = this.length;
      const to = this.#flowOf(address, words[at + PORTS], (key & ~0xffff) | kind, words[at + LINE] + lines);
      if (to === before) this.#words[to * WORDS + FIRST_PORTS] = words[at + FIRST_PORTS];
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

/** The 32-bit finaliser of MurmurHash3 over three words. */
function hash(address: number, ports: number, key: number): number {
  let value = Math.imul(address, 0x9e3779b1) ^ Math.imul(ports, 0x85ebca6b) ^ Math.imul(key, 0xc2b2ae35);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
