import { AddressKinds } from './_address-kinds.js';
import { PeerNumbers } from './_peer-numbers.js';
import { ALL_PORTS, END, FarEnds, PLACE, ROW } from './far-ends.js';
import {
  COUNT,
  DOUBLES,
  FIRST,
  FIRST_PORTS,
  IS_ASIDE,
  LAST,
  LINE,
  LONGEST,
  mergeFlows,
  PEER,
  RECEIVED,
  SENT,
  TableFlows,
  WORDS,
} from './table-flows.js';
import { ROW_DOUBLES, ROW_WORDS, type TableKernel } from './table-kernel.js';
import type { Kinds } from './table-kinds.js';
import { Starts, type StartsPart } from './table-starts.js';
import type { TokenArena } from './token-arena.js';

const DAY = 86_400_000;
const DAYS_KEPT = 10_000;

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
 * Rows of a table, counted: flows with their times and sizes, when the first ones began, and on which days. Ports that
 * a system hands out don't tell flows apart, as in `FlowTable`.
 */
export class TableSums {
  readonly starts = new Starts();
  readonly days = new Set<number>();
  readonly peers: PeerNumbers;
  readonly flows: TableFlows;
  readonly #kernel: TableKernel;
  readonly #kinds: Kinds;
  readonly #tokens: TokenArena;
  readonly #addresses: AddressKinds;
  readonly #ends: FarEnds;
  #day = NaN;
  /** Takes what is read for the sake of reading it. */
  readonly #fetched = new Uint32Array(1);

  constructor(
    kernel: TableKernel,
    kinds: Kinds,
    tokens: TokenArena,
    { isFlow, keptClasses }: { readonly isFlow: boolean; readonly keptClasses: readonly string[] },
  ) {
    this.#kernel = kernel;
    this.#kinds = kinds;
    this.#tokens = tokens;
    this.#addresses = new AddressKinds(keptClasses);
    this.peers = new PeerNumbers(tokens);
    this.flows = new TableFlows(this.peers);
    this.#ends = new FarEnds(kernel, isFlow, { kinds, addresses: this.#addresses, flows: this.flows });
  }

  /** Rows counted; a second end is none. */
  get rows(): number {
    return this.#ends.rows;
  }

  /** Those of them with a time. */
  get withTime(): number {
    return this.#ends.withTime;
  }

  /** Remembers what kind of address a new token is. */
  addToken(token: number): void {
    this.#addresses.addToken(token, this.#tokens.text(token));
  }

  /** Counts the rows of the kernel's batch: their flows first, so that memory is asked for all of them at once. */
  take(length: number): void {
    // Places that are found now stay right.
    this.flows.makeRoom(length * 2);
    const ends = this.#ends.list(length);
    let fetched = 0;
    for (let at = 0; at < ends; at++) fetched ^= this.flows.touch(this.#ends.words[at * END + PLACE]);
    this.#fetched[0] = fetched;
    for (let at = 0; at < ends; at++) this.#count(at * END);
  }

  #count(end: number): void {
    const ends = this.#ends.words;
    const row = ends[end + ROW] >>> 1;
    const turned = ends[end + ROW] & 1;
    const key = ends[end + 2];
    const flows = this.flows;
    const flow = flows.at(ends[end + PLACE], ends[end], ends[end + 1], key);
    const { words } = flows;
    if (words[flow * WORDS + COUNT]++ === 0) {
      words[flow * WORDS + LINE] = this.#kernel.words[row * ROW_WORDS + 12];
      words[flow * WORDS + FIRST_PORTS] = ends[end + ALL_PORTS];
    }
    if ((key & IS_ASIDE) !== 0) return;
    const { doubles } = this.#kernel;
    const from = row * ROW_DOUBLES;
    const to = flow * DOUBLES;
    const sums = flows.doubles;
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

  /** All of it, for another thread to take in. */
  part(): SumsPart {
    const { flows, days, rows, withTime } = this;
    return {
      doubles: flows.doubles.slice(0, flows.length * DOUBLES),
      length: flows.length,
      tokens: this.#tokens.all(),
      starts: this.starts.part(),
      days: [...days],
      rows,
      withTime,
    };
  }

  /** Takes in what another thread read of later lines; `kinds` are its kinds here, `lines` is how many came before. */
  merge(part: SumsPart, kinds: readonly number[], lines: number): void {
    const tokens = part.tokens.map((text) => this.#tokenOf(text));
    const peers = mergeFlows(this.flows, part, { tokens, kinds, lines });
    this.starts.merge(part.starts, peers);
    for (const day of part.days) this.#addDay(day);
    this.#ends.rows += part.rows;
    this.#ends.withTime += part.withTime;
  }

  #tokenOf(text: string): number {
    const before = this.#tokens.length;
    const token = this.#tokens.addText(text);
    if (token === before) this.addToken(token);
    return token;
  }
}
