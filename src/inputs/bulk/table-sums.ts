import type { Address } from '../../address/address.js';
import {
  type GroupColumns,
  CountKernel,
  FLOW_LINE,
  FLOW_MANNER,
  FLOW_PEER,
  FLOW_WORD,
  FLOW_WORDS,
  IS_OTHER,
  PEER_ADDRESS,
  PEER_IS_OTHER,
  PEER_NUMBER,
  PEER_WORDS,
} from './count-kernel.js';
import { FarAddresses, type OtherAddresses } from './far-addresses.js';
import type { AddressCounts } from '../../model/flow-group.js';
import type { TableKernel } from './table-kernel.js';
import type { Kinds } from './table-kinds.js';
import { Starts, type StartsPart } from './table-starts.js';

const DAYS_KEPT = 10_000;

/** What a thread has read, as it is handed over. */
export interface SumsPart {
  peers: Uint32Array<ArrayBuffer>;
  flows: Uint32Array<ArrayBuffer>;
  /** In their place where rows are only counted: pairs of rows and word, and rows by number. */
  pairs: Uint32Array<ArrayBuffer>;
  readonly ofOthers: Uint32Array<ArrayBuffer>;
  /** Addresses that are no IPv4 ones: see `FarAddresses`. */
  readonly others: OtherAddresses;
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
  readonly addresses: FarAddresses;
  readonly #kernel: TableKernel;
  readonly #kinds: Kinds;
  readonly #areRowsAlone: boolean;
  /** Kinds whose rules the kernel knows. */
  #known = 0;
  /** What was taken in besides what the kernel has counted. */
  #rows = 0;
  #withTime = 0;

  constructor(
    kernel: TableKernel,
    kinds: Kinds,
    { isFlow, keptClasses }: { readonly isFlow: boolean; readonly keptClasses: readonly string[] | null },
  ) {
    this.#kernel = kernel;
    this.#kinds = kinds;
    this.#areRowsAlone = keptClasses === null;
    const addresses = new FarAddresses(keptClasses);
    this.addresses = addresses;
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

  /** Tells the kernel what a new token stands for. */
  addToken(token: number, address: Address): void {
    const { word, reach } = this.addresses.told(address);
    this.counts.addToken(token, word, reach);
  }

  /** Counts the rows of the scanner's batch. */
  take(length: number): void {
    if (length === 0) return;
    this.#learnKinds();
    if (this.counts.takeRows(this.#kernel.batch, length)) this.#fetch();
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
    this.counts.order(this.addresses.ranks());
    return this.counts.columns();
  }

  /** Rows by address, where that is all that is counted. Ends counting. */
  inCounts(): AddressCounts {
    const { addresses, counts } = this;
    const rows = counts.rowsOfOthers(addresses.length);
    return {
      ...counts.countColumns(),
      others: Array.from(addresses.inOrder(), (other) => ({
        address: addresses.at(other, true),
        isGlobal: addresses.isGlobal(other),
        rows: rows[other],
      })),
    };
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
    const { addresses, counts, starts } = this;
    const others = addresses.part();
    const pairs = this.#areRowsAlone ? counts.pairs() : new Uint32Array(0);
    const ofOthers = this.#areRowsAlone ? counts.rowsOfOthers(addresses.length) : new Uint32Array(0);
    const counted = { ...counts.part(), pairs, ofOthers };
    return { ...counted, others, starts: starts.part(), days: [...days], rows, withTime };
  }

  /**
   * Takes in what another thread read of later lines, and empties it, because the promise that told of it goes on holding it.
   * `kinds` are its kinds here, `lines` is how many came before.
   */
  merge(part: SumsPart, kinds: readonly number[], lines: number): void {
    this.#fetch();
    const { peers, flows } = part;
    const others = this.addresses.merge(part.others);
    for (let at = 0; at < peers.length; at += PEER_WORDS)
      if (peers[at + PEER_IS_OTHER] !== 0) peers[at + PEER_ADDRESS] = others[peers[at + PEER_ADDRESS]];
    this.counts.takeCounts(part.pairs, part.ofOthers, others);
    this.counts.takePeers(peers);
    for (let at = 0; at < flows.length; at += FLOW_WORDS) {
      const manner = flows[at + FLOW_MANNER];
      if ((manner & IS_OTHER) !== 0) flows[at + FLOW_WORD] = others[flows[at + FLOW_WORD]];
      flows[at + FLOW_PEER] = peers[flows[at + FLOW_PEER] * PEER_WORDS + PEER_NUMBER];
      flows[at + FLOW_MANNER] = (manner & ~0xffff) | kinds[manner & 0xffff];
      flows[at + FLOW_LINE] += lines;
    }
    this.counts.takeFlows(flows);
    this.starts.merge(part.starts, peers);
    for (const day of part.days) this.#addDay(day);
    this.#rows += part.rows;
    this.#withTime += part.withTime;
    part.peers = part.flows = part.pairs = new Uint32Array(0);
    part.starts = new Starts().part();
  }
}
