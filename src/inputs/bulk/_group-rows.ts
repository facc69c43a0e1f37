import type { Address } from '../../address/address.js';
import { ipv4 } from '../../address/ipv4.js';
import type { Process } from '../../model/connection.js';
import { type FlowGroup, type FlowKind, NO_PORT } from '../../model/flow-group.js';
import { WITHOUT_PEER } from './_port-class.js';
import {
  ADDRESS,
  CLASS_SHIFT,
  COUNT,
  FIRST_PORTS,
  LINE,
  LOCAL,
  LOCAL_TOKEN,
  MANNER,
  PID_FIELD,
  REMOTE_TOKEN,
  STAR,
  STATE_SHIFT,
  UDP,
} from './flow-table.js';
import { STATES } from './state-words.js';
import { ANY_TOKEN } from './token-arena.js';

/** Rows of one group; an address with more comes again. */
const LONGEST = 512;
const LISTENING = STATES.indexOf('listening');
/** A kind is a state and, above it, whether it is UDP. */
const UDP_KIND = 16;
const KINDS: readonly FlowKind[] = ['tcp', 'udp'].flatMap((protocol) =>
  Array.from({ length: UDP_KIND }, (_, state) => ({ protocol, state: STATES[state] ?? 'unknown' })),
);

/** What rows name by number. */
interface Names {
  readonly address: (word: number, isToken: boolean) => Address | null;
  readonly process: (pid: number) => Process | null;
}

/** Gathers rows of a flow table that follow one another and have one remote address. */
export class GroupRows implements FlowGroup {
  readonly localPorts = new Uint32Array(LONGEST);
  readonly remotePorts = new Uint32Array(LONGEST);
  readonly kindOf = new Uint32Array(LONGEST);
  readonly kinds = KINDS;
  readonly pids = new Uint32Array(LONGEST);
  readonly lines = new Uint32Array(LONGEST);
  readonly counts = new Uint32Array(LONGEST);
  readonly process: (pid: number) => Process | null;
  remote = ipv4(0);
  length = 0;
  readonly #give: (group: FlowGroup) => void;
  readonly #hasPorts: boolean;
  readonly #address: Names['address'];
  #word = 0;
  #isToken = 0;

  /** `hasPorts`: rows that were merged have the ports of each one of them. */
  constructor(give: (group: FlowGroup) => void, hasPorts: boolean, { address, process }: Names) {
    this.#give = give;
    this.#hasPorts = hasPorts;
    this.#address = address;
    this.process = process;
  }

  /** Takes the row at `from`, or returns false: a wildcard or a listener, which is told by itself and in its place. */
  take(rows: Uint32Array, from: number): boolean {
    const word = rows[from + ADDRESS];
    const manner = rows[from + MANNER];
    const isToken = manner & REMOTE_TOKEN;
    const isAny = (manner & STAR) !== 0 || word === (isToken === 0 ? 0 : ANY_TOKEN);
    const isAlone = isAny || ((manner >>> STATE_SHIFT) & 0xf) === LISTENING;
    if (isAlone || word !== this.#word || isToken !== this.#isToken || this.length === LONGEST) this.end();
    if (isAlone) return false;
    this.#word = word;
    this.#isToken = isToken;
    this.#push(rows, from, manner);
    return true;
  }

  #push(rows: Uint32Array, from: number, manner: number): void {
    const at = this.length++;
    const ports = rows[from + FIRST_PORTS];
    const count = rows[from + COUNT];
    const hasPeer = ((manner >>> CLASS_SHIFT) & 3) !== WITHOUT_PEER;
    const hasPorts = hasPeer ? this.#hasPorts : count === 1;
    const pid = manner >>> PID_FIELD;
    this.localPorts[at] = hasPorts && !isAnyLocal(rows, from) ? ports & 0xffff : NO_PORT;
    this.remotePorts[at] = hasPorts ? ports >>> 16 : NO_PORT;
    this.kindOf[at] = ((manner >>> STATE_SHIFT) & 0xf) + ((manner & UDP) === 0 ? 0 : UDP_KIND);
    this.pids[at] = pid === 0 ? 0 : pid - 1;
    this.lines[at] = rows[from + LINE];
    this.counts[at] = count;
  }

  /** Hands on what was gathered. */
  end(): void {
    const remote = this.length === 0 ? null : this.#address(this.#word, this.#isToken !== 0);
    if (remote !== null) {
      this.remote = remote;
      this.#give(this);
    }
    this.length = 0;
  }
}

/** `0.0.0.0:0` and the like: port 0 beside the wildcard means none. */
function isAnyLocal(rows: Uint32Array, from: number): boolean {
  if ((rows[from + FIRST_PORTS] & 0xffff) !== 0) return false;
  return rows[from + LOCAL] === ((rows[from + MANNER] & LOCAL_TOKEN) === 0 ? 0 : ANY_TOKEN);
}
