import { randomFillSync } from 'node:crypto';
import type { Address } from '../../address/address.js';
import { type AddressCounts, SUMS_OF_GROUP } from '../../model/flow-group.js';
import { KERNEL } from './_count-kernel.js';
import { PAGE, startKernel } from './_wasm.js';

/** Where things lie in the kernel's memory: see kernel/far-ends.ts, peers.ts, others.ts and groups.ts. */
const SEEDS = 0x20;
const SEED_WORDS = 24;
const RESULT = 0x80;
const SETTINGS = 0xa0;
const LENGTHS = 0xc0;
const FIRST_BYTES = 0x100;
const BATCH = 0x9000;
const BATCH_BYTES = 0x3800;
const DAYS = 0x11000;
/** By columns; where the columns of groups are later. */
const STARTS = 0x80000;
const PEER_PAGES = 0x120000;
const FLOW_PAGES = 0x30000;
const OTHER_PAGES = 0x40000;
const RULES = 0x60000;
const COLUMNS = 0x80000;
const OTHERS = 0x15000;
const NUMBERS = 0x18000;
const FIRST_PAGES = 20;
/** All that a kernel can address. */
const MOST_PAGES = 0x10000;
/** Flows that are brought together. */
const TOGETHER = 8192;

/**
 * Words of a peer and of a flow, as they are handed over between threads; of an IPv4 address and its rows, and of an address that
 * is no IPv4 one.
 */
export const PEER_WORDS = 16;
export const FLOW_WORDS = 8;
const PAIR_WORDS = 2;
export const OTHER_WORDS = 8;
/** In one that was taken in: its number. */
export const OTHER_NUMBER = 6;
/** Words of an address that is no IPv4 one. */
export const ADDRESS_WORDS = 4;
/** In a peer: the word of its address and whether it is the number of one that is no IPv4 one. */
export const PEER_ADDRESS = 10;
export const PEER_IS_OTHER = 11;
/** In a peer that was taken in: its number, and how many starts of it had been kept before. */
export const PEER_NUMBER = 13;
export const PEER_STARTS = 15;
export const FLOW_WORD = 0;
export const FLOW_MANNER = 2;
export const FLOW_PEER = 4;
export const FLOW_LINE = 5;
/** Of a flow's manner: its address is no IPv4 one. */
export const IS_OTHER = 0x20000;

type Bits = Pick<Address, 'w0' | 'w1' | 'w2' | 'w3'>;

/** What the kernel asks for. */
export interface Answers {
  /** What all IPv4 words with this first byte are, or that it is to be asked of each. */
  reachOfFirst(first: number): number;
  /** What an IPv4 word is. */
  reachOf(word: number): number;
  isListening(kind: number, port: number): boolean;
}

/** When connections began, by columns. */
export interface StartColumns {
  readonly peers: Uint32Array;
  readonly times: Float64Array;
  readonly bytesSent: Float64Array;
  readonly unanswered: Uint8Array;
}

/** Flows that were brought, by columns, then their groups. */
export interface GroupColumns {
  readonly localPorts: Uint32Array;
  readonly remotePorts: Uint32Array;
  readonly kindOf: Uint32Array;
  readonly pids: Uint32Array;
  readonly lines: Uint32Array;
  readonly counts: Uint32Array;
  /** Where each group ends, rows that it stands for, the word of its address, 1 where that is no IPv4 one, its peer's number. */
  readonly ends: Uint32Array;
  readonly rows: Uint32Array;
  readonly words: Uint32Array;
  readonly others: Uint8Array;
  readonly numbers: Uint32Array;
  /** First, last, longest, sent, received of each; where nothing is told infinite, then below 0. */
  readonly sums: Float64Array;
}

/** Counts rows of tables by peers and flows: WebAssembly with a memory of its own, which grows. */
export class CountKernel {
  readonly #kernel: ReturnType<typeof startKernel>;
  readonly #takeRows: (rows: number) => number;
  #buffer: ArrayBuffer;
  #batch!: Float64Array;
  #words!: Uint32Array;

  /** `isFlow`: ends are source and destination; where both are public, either may be the peer. `hasFlows`: any may be told. */
  constructor(isFlow: boolean, hasFlows: boolean, answers: Answers) {
    const asked = {
      reachOf: (word: number) => answers.reachOf(word >>> 0),
      isListening: (kind: number, port: number) => (answers.isListening(kind, port) ? 1 : 0),
    };
    this.#kernel = startKernel(KERNEL, { initial: FIRST_PAGES, maximum: MOST_PAGES }, asked);
    this.#takeRows = this.#kernel.exports.takeRows;
    this.#buffer = this.#kernel.memory.buffer;
    this.#look();
    const seeds = randomFillSync(new Uint32Array(this.#buffer, SEEDS, SEED_WORDS));
    for (let low = 0; low < seeds.length; low += 2) seeds[low] |= 1;
    const firsts = new Uint8Array(this.#buffer, FIRST_BYTES, 256);
    for (let first = 0; first < firsts.length; first++) firsts[first] = answers.reachOfFirst(first);
    this.#words[SETTINGS >> 2] = isFlow ? 1 : 0;
    if (!hasFlows) this.#kernel.exports.tellNoFlows();
    this.#call('takeRows', 0);
  }

  /** Views are others once the memory has grown. */
  #look(): void {
    this.#buffer = this.#kernel.memory.buffer;
    this.#batch = new Float64Array(this.#buffer, BATCH, BATCH_BYTES >> 3);
    this.#words = new Uint32Array(this.#buffer);
  }

  #call(name: string, ...numbers: number[]): number {
    const result = this.#kernel.exports[name](...numbers);
    if (this.#buffer !== this.#kernel.memory.buffer) this.#look();
    return result;
  }

  /** Rows that were connections, those of them with a time. */
  get rows(): number {
    return this.#words[RESULT >> 2];
  }

  get withTime(): number {
    return this.#words[(RESULT >> 2) + 1];
  }

  get peers(): number {
    return this.#words[LENGTHS >> 2];
  }

  get flows(): number {
    return this.#words[(LENGTHS >> 2) + 1];
  }

  /** How many more starts may be kept. */
  set startsLeft(left: number) {
    this.#words[(SETTINGS >> 2) + 1] = left;
  }

  setRules(rules: Uint8Array, from: number, to: number): void {
    new Uint8Array(this.#buffer, RULES, rules.length).set(rules.subarray(from, to), from);
  }

  /** Numbers addresses that are no IPv4 ones: for a scanner's kernel, which is told -1 where there is no room for one more. */
  get otherIn(): (...numbers: number[]) => number {
    return this.#kernel.exports.otherIn;
  }

  /** The number of an address that is no IPv4 one. */
  otherOf({ w0, w1, w2, w3 }: Bits, isGlobal: boolean): number {
    this.#call('expectOthers', 1);
    return this.#kernel.exports.otherIn(w0, w1, w2, w3, isGlobal ? 1 : 0);
  }

  /** The bits of the one with this number. */
  otherAt(number: number): Bits {
    const page = this.#words[(OTHER_PAGES >> 2) + ((number * OTHER_WORDS * 4) >>> 16)];
    const at = (page >>> 2) + ((number * OTHER_WORDS) & ((PAGE >> 2) - 1));
    const [w0, w1, w2, w3] = this.#words.subarray(at, at + ADDRESS_WORDS);
    return { w0, w1, w2, w3 };
  }

  /** Counts the first `count` rows of a scanner's batch; tells whether `fetch` is due. */
  takeRows(batch: Float64Array, count: number): boolean {
    this.#batch.set(batch);
    const isFull = this.#takeRows(count) !== 0;
    if (this.#buffer !== this.#kernel.memory.buffer) this.#look();
    return isFull;
  }

  /** Days and starts that were met since the last time; views that last until rows are counted again. */
  fetch(): { readonly days: Uint32Array; readonly starts: StartColumns } {
    const buffer = this.#buffer;
    const waiting = (RESULT >> 2) + 2;
    const [days, starts] = this.#words.subarray(waiting, waiting + 2);
    this.#words.fill(0, waiting, waiting + 2);
    return {
      days: new Uint32Array(buffer, DAYS, days),
      starts: {
        peers: new Uint32Array(buffer, STARTS, starts),
        unanswered: new Uint8Array(buffer, STARTS + 0x8000, starts),
        times: new Float64Array(buffer, STARTS + 0x10000, starts),
        bytesSent: new Float64Array(buffer, STARTS + 0x20000, starts),
      },
    };
  }

  /** Where rows are only counted: pairs of rows and IPv4 word, for another thread. */
  pairs(): Uint32Array<ArrayBuffer> {
    const place = this.#call('listPairs') >>> 0;
    return new Uint32Array(this.#buffer, place, this.#call('wordsCounted') * PAIR_WORDS).slice();
  }

  /** All in order. Ends counting. */
  countColumns(): AddressCounts {
    const place = this.#call('listColumns') >>> 0;
    const length = this.#call('wordsCounted');
    const placeOfOthers = this.#call('listOthers') >>> 0;
    const others = this.#call('othersListed');
    const bytes = others * ADDRESS_WORDS * 4;
    return {
      words: new Uint32Array(this.#buffer, place, length),
      rows: new Uint32Array(this.#buffer, place + length * 4, length),
      globals: this.#call('globalsListed'),
      others: {
        words: new Uint32Array(this.#buffer, placeOfOthers, others * ADDRESS_WORDS),
        rows: new Uint32Array(this.#buffer, placeOfOthers + bytes, others),
        globals: this.#call('globalOthers'),
      },
    };
  }

  /** Copies of all addresses that are no IPv4 ones, by number, for another thread. */
  others(): Uint32Array<ArrayBuffer> {
    return this.#copy(OTHER_PAGES, this.#call('othersKnown') * OTHER_WORDS);
  }

  /** Takes in those of another thread; see `OTHER_NUMBER`. */
  takeOthers(others: Uint32Array): void {
    this.#inBatches('takeOthers', others, OTHER_WORDS);
  }

  /** The same for rows of IPv4 addresses where rows are only counted. */
  takePairs(pairs: Uint32Array): void {
    this.#inBatches('takePairs', pairs, PAIR_WORDS);
  }

  /** Copies of all peers and flows, for another thread. */
  part(): { readonly peers: Uint32Array<ArrayBuffer>; readonly flows: Uint32Array<ArrayBuffer> } {
    this.#call('settle');
    return {
      peers: this.#copy(PEER_PAGES, this.peers * PEER_WORDS),
      flows: this.#copy(FLOW_PAGES, this.flows * FLOW_WORDS),
    };
  }

  #copy(pages: number, words: number): Uint32Array<ArrayBuffer> {
    const copy = new Uint32Array(words);
    for (let done = 0, page = pages >> 2; done < words; done += PAGE >> 2, page++) {
      const from = this.#words[page] >>> 2;
      copy.set(this.#words.subarray(from, from + Math.min(PAGE >> 2, words - done)), done);
    }
    return copy;
  }

  /** Takes in peers of another thread, whose addresses are numbered as here; see `PEER_NUMBER`. */
  takePeers(peers: Uint32Array): void {
    this.#inBatches('takePeers', peers, PEER_WORDS);
  }

  /** The same for flows, whose addresses, kinds and peers are numbered as here. */
  takeFlows(flows: Uint32Array): void {
    this.#inBatches('takeFlows', flows, FLOW_WORDS);
  }

  #inBatches(take: string, records: Uint32Array, size: number): void {
    const together = Math.floor((BATCH_BYTES >> 2) / size) * size;
    for (let from = 0; from < records.length; from += together) {
      const some = records.subarray(from, from + together);
      this.#words.set(some, BATCH >> 2);
      this.#call(take, some.length / size);
      some.set(this.#words.subarray(BATCH >> 2, (BATCH >> 2) + some.length));
    }
  }

  /** Sorts peers by their addresses. Ends counting. */
  order(): void {
    this.#call('settle');
    this.#call('order');
  }

  /** Brings the next flows in that order into the columns; returns how many groups they are, 0 at the end. */
  bring(): number {
    return this.#call('bring');
  }

  /** The columns, once `order` was called. */
  columns(): GroupColumns {
    const column = (index: number): Uint32Array =>
      new Uint32Array(this.#buffer, COLUMNS + index * TOGETHER * 4, TOGETHER);
    return {
      localPorts: column(0),
      remotePorts: column(1),
      kindOf: column(2),
      pids: column(3),
      lines: column(4),
      counts: column(5),
      ends: column(6),
      rows: column(7),
      words: column(8),
      others: new Uint8Array(this.#buffer, OTHERS, TOGETHER),
      numbers: new Uint32Array(this.#buffer, NUMBERS, TOGETHER),
      sums: new Float64Array(this.#buffer, COLUMNS + 9 * TOGETHER * 4, TOGETHER * SUMS_OF_GROUP),
    };
  }
}
