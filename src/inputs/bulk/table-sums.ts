import type { Address } from '../../address/address.js';
import { ipv4 } from '../../address/ipv4.js';
import { ipv6 } from '../../address/ipv6.js';
import {
  type GroupColumns,
  CountKernel,
  FLOW_LINE,
  FLOW_MANNER,
  FLOW_PEER,
  FLOW_WORD,
  FLOW_WORDS,
  IS_OTHER,
  OTHER_NUMBER,
  OTHER_WORDS,
  PEER_ADDRESS,
  PEER_IS_OTHER,
  PEER_NUMBER,
  PEER_WORDS,
} from './count-kernel.js';
import { FarAddresses } from './far-addresses.js';
import type { AddressCounts } from '../../model/flow-group.js';
import type { Kinds } from './table-kinds.js';
import { Starts, type StartsPart } from './table-starts.js';

const DAYS_KEPT = 10_000;

/** What a thread has read, as it is handed over. */
export interface SumsPart {
  peers: Uint32Array<ArrayBuffer>;
  flows: Uint32Array<ArrayBuffer>;
  /** In their place where rows are only counted: pairs of rows and word. */
  pairs: Uint32Array<ArrayBuffer>;
  /** Addresses that are no IPv4 ones: see `OTHER_WORDS`. */
  others: Uint32Array<ArrayBuffer>;
  starts: StartsPart;
  readonly days: readonly number[];
  readonly rows: number;
  readonly withTime: number;
}

/**
 * Rows of a table, counted: flows, times and sizes of their peers, when the first ones began, and on which days. Ports that
 * a system hands out don't tell flows apart, as in `FlowTable`.
 */
export class TableSums {
  readonly starts = new Starts();
  readonly days = new Set<number>();
  readonly counts: CountKernel;
  readonly #addresses: FarAddresses;
  readonly #kinds: Kinds;
  readonly #areRowsAlone: boolean;
  /** Kinds whose rules the kernel knows. */
  #known = 0;
  /** What was taken in besides what the kernel has counted. */
  #rows = 0;
  #withTime = 0;

  constructor(
    kinds: Kinds,
    { isFlow, keptClasses }: { readonly isFlow: boolean; readonly keptClasses: readonly string[] | null },
  ) {
    this.#kinds = kinds;
    this.#areRowsAlone = keptClasses === null;
    const addresses = new FarAddresses(keptClasses);
    this.#addresses = addresses;
    this.counts = new CountKernel(isFlow, keptClasses !== null, {
      reachOfFirst: (first) => addresses.reachOfFirst(first),
      reachOf: (word) => addresses.reachOf(word),
      isListening: (kind, port) => kinds.isListening(kind, port),
    });
    this.counts.startsLeft = this.starts.left;
  }

  /** Rows counted; a second end is none. */
  get rows(): number {
    return this.counts.rows + this.#rows;
  }

  /** Those of them with a time. */
  get withTime(): number {
    return this.counts.withTime + this.#withTime;
  }

  /** What networks are that are global as a whole; see `FarAddresses`. */
  get globalReach(): number {
    return this.#addresses.globalReach;
  }

  /** What an address stands for. */
  told(address: Address): { readonly word: number; readonly reach: number } {
    return this.#addresses.told(address, (other, isGlobal) => this.counts.otherOf(other, isGlobal));
  }

  /** The address of a word, or of the number of another one. */
  addressAt(word: number, isOther: boolean): Address {
    if (!isOther) return ipv4(word);
    const { w0, w1, w2, w3 } = this.counts.otherAt(word);
    return ipv6(w0, w1, w2, w3);
  }

  /** Counts the first rows of a scanner's batch. */
  take(batch: Float64Array, length: number): void {
    if (length === 0) return;
    this.#learnKinds();
    if (this.counts.takeRows(batch, length)) this.#fetch();
  }

  /** Fetches days and starts that the kernel holds. */
  #fetch(): void {
    const { days, starts } = this.counts.fetch();
    this.starts.append(starts);
    for (const day of days) this.#addDay(day);
  }

  /** All peers in the order of their addresses, to be brought into these columns. Ends counting. */
  inOrder(): GroupColumns {
    this.#learnKinds();
    this.#fetch();
    this.counts.order();
    return this.counts.columns();
  }

  /** Rows by address, where that is all that is counted. Ends counting. */
  inCounts(): AddressCounts {
    return this.counts.countColumns();
  }

  /** Tells the kernel the rules of new kinds. */
  #learnKinds(): void {
    const { rules, keys } = this.#kinds;
    if (this.#known === keys.length) return;
    this.counts.setRules(rules, this.#known * 2, keys.length * 2);
    this.#known = keys.length;
  }

  /** Keeps no starts, also none of those that are kept already. */
  dropStarts(): void {
    if (this.starts.left === 0 && this.starts.length === 0) return;
    this.#fetch();
    this.starts.drop();
    this.counts.startsLeft = 0;
  }

  #addDay(day: number): void {
    if (this.days.size < DAYS_KEPT) this.days.add(day);
  }

  /** All of it, for another thread to take in. */
  part(): SumsPart {
    this.#fetch();
    const { days, rows, withTime } = this;
    const { counts, starts } = this;
    const pairs = this.#areRowsAlone ? counts.pairs() : new Uint32Array(0);
    return { ...counts.part(), pairs, others: counts.others(), starts: starts.part(), days: [...days], rows, withTime };
  }

  /**
   * Takes in what another thread read of later lines, and empties it, because the promise that told of it goes on holding it.
   * `kinds` are its kinds here, `lines` is how many came before.
   */
  merge(part: SumsPart, kinds: readonly number[], lines: number): void {
    this.#fetch();
    const { peers, flows, others } = part;
    this.counts.takeOthers(others);
    const numberOf = (other: number): number => others[other * OTHER_WORDS + OTHER_NUMBER];
    for (let at = 0; at < peers.length; at += PEER_WORDS)
      if (peers[at + PEER_IS_OTHER] !== 0) peers[at + PEER_ADDRESS] = numberOf(peers[at + PEER_ADDRESS]);
    this.counts.takePairs(part.pairs);
    this.counts.takePeers(peers);
    for (let at = 0; at < flows.length; at += FLOW_WORDS) {
      const manner = flows[at + FLOW_MANNER];
      if ((manner & IS_OTHER) !== 0) flows[at + FLOW_WORD] = numberOf(flows[at + FLOW_WORD]);
      flows[at + FLOW_PEER] = peers[flows[at + FLOW_PEER] * PEER_WORDS + PEER_NUMBER];
      flows[at + FLOW_MANNER] = (manner & ~0xffff) | kinds[manner & 0xffff];
      flows[at + FLOW_LINE] += lines;
    }
    this.counts.takeFlows(flows);
    this.starts.merge(part.starts, peers);
    for (const day of part.days) this.#addDay(day);
    this.#rows += part.rows;
    this.#withTime += part.withTime;
    part.peers = part.flows = part.pairs = part.others = new Uint32Array(0);
    part.starts = new Starts().part();
  }
}
