import type { AddressKinds } from './_address-kinds.js';
import { BY_LOCAL_PORT, BY_REMOTE_PORT } from './_port-class.js';
import { BY_PORTS, IS_ASIDE, IS_TOKEN, IS_TURNED, type TableFlows } from './table-flows.js';
import {
  BATCH_ROWS,
  HAS_OUR_PORT,
  HAS_THEIR_PORT,
  OURS_IS_TOKEN,
  ROW_DOUBLES,
  ROW_WORDS,
  THEIRS_IS_TOKEN,
  type TableKernel,
} from './table-kernel.js';
import type { Kinds } from './table-kinds.js';

/** Words of a far end: address, ports kept, key of its flow, place of that one's slot, row and turned, all ports. */
export const END = 6;
export const PLACE = 3;
export const ROW = 4;
export const ALL_PORTS = 5;

/** The far ends of a batch of rows, one or two of each, and the flows that they belong to. */
export class FarEnds {
  readonly words = new Uint32Array(BATCH_ROWS * 2 * END);
  /** Rows that were connections, and those of them with a time. */
  rows = 0;
  withTime = 0;
  readonly #kernel: TableKernel;
  readonly #kinds: Kinds;
  readonly #addresses: AddressKinds;
  readonly #flows: TableFlows;
  /** The ends of a row are source and destination: where both are public, either may be the peer. */
  readonly #isFlow: boolean;

  constructor(
    kernel: TableKernel,
    isFlow: boolean,
    parts: { readonly kinds: Kinds; readonly addresses: AddressKinds; readonly flows: TableFlows },
  ) {
    this.#kernel = kernel;
    this.#isFlow = isFlow;
    this.#kinds = parts.kinds;
    this.#addresses = parts.addresses;
    this.#flows = parts.flows;
  }

  /** Lists those of the first `length` rows; returns how many. */
  list(length: number): number {
    const { words, doubles } = this.#kernel;
    const { isOther } = this.#kinds;
    const addresses = this.#addresses;
    let ends = 0;
    for (let row = 0, at = 0; row < length; row++, at += ROW_WORDS) {
      const marks = words[at + 11];
      if (isOther[marks & 0xffff] === 1) continue;
      this.rows++;
      // NaN where there is none.
      if (doubles[row * ROW_DOUBLES] >= 0) this.withTime++;
      const isTurned = this.#isFlow && addresses.isGlobal(words[at + 8], (marks & OURS_IS_TOKEN) !== 0);
      if (!isTurned || addresses.isGlobal(words[at + 9], (marks & THEIRS_IS_TOKEN) !== 0)) this.#add(ends++, row, 0);
      if (isTurned) this.#add(ends++, row, 1);
    }
    return ends;
  }

  /** Notes which flow a row belongs to as seen from its source (0) or its destination (1). */
  #add(end: number, row: number, turned: number): void {
    const { words } = this.#kernel;
    const at = row * ROW_WORDS;
    const marks = words[at + 11];
    const address = words[at + 9 - turned];
    const isToken = (marks & (turned === 0 ? THEIRS_IS_TOKEN : OURS_IS_TOKEN)) !== 0;
    let key = isToken ? IS_TOKEN : 0;
    let kept = 0;
    let ports = words[at + 10];
    if (!this.#addresses.isKept(address, isToken)) key |= IS_ASIDE;
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
    const ends = this.words;
    ends[to] = address;
    ends[to + 1] = kept;
    ends[to + 2] = key;
    ends[to + PLACE] = this.#flows.placeOf(address, kept, key);
    ends[to + ROW] = row * 2 + turned;
    ends[to + ALL_PORTS] = ports;
  }
}
