import type { Connection } from '../../model/connection.js';
import { isUnanswered } from '../../model/flow-group.js';
import { classOfPorts } from './_class-of-ports.js';
import { BY_BOTH_PORTS, BY_LOCAL_PORT, BY_REMOTE_PORT } from './_port-class.js';
import type { Kind, TablePlan } from './table-plan.js';

/** The number of texts that a line reader must see: see kernel/cells.ts. */
const ODD = 0xffff;
/** Bytes of lengths before the texts of a row, and what each is padded to. */
const HEADER_BYTES = 32;
const BLOCK = 16;

/** Where who called is not said; 0 to 3 are the classes of ports. */
const BY_PORTS = 4;
const NEVER = 0;
const ALWAYS = 1;
const WITHOUT_ANSWER = 2;

/** TCP ports that listen, by protocol and host: see `placeOf`. */
export type Listeners = ReadonlyMap<string, ReadonlySet<number>>;

/** Where a listener is known: as in the flows' peer table. */
export function placeOf({ protocol, host }: Pick<Connection, 'protocol' | 'host'>): string {
  return `${protocol}|${host ?? ''}`;
}

/** What the texts of rows make of them, by number. */
export class Kinds {
  /** 1 where rows tell of something else than connections. */
  readonly isOther = new Uint8Array(ODD + 1);
  /** Texts of each as the kernel gives them, as Latin-1. */
  readonly keys: string[] = [];
  readonly #plan: TablePlan;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #listeners: Listeners;
  /** By kind: ports of its protocol and host that listen. */
  readonly #listening: (ReadonlySet<number> | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #kinds: (Kind | null)[] = [];
  /** For each and its turned one which ports count, and when nobody answered. */
  readonly #rules = new Uint8Array((ODD + 1) * 2);
  readonly #failures = new Uint8Array((ODD + 1) * 2);

  constructor(plan: TablePlan, decode: (bytes: Uint8Array) => string, listeners: Listeners) {
    this.#plan = plan;
    this.#decode = decode;
    this.#listeners = listeners;
  }

  /** Whether any of them names a program, or a process by its number. */
  get namesProgram(): boolean {
    return this.#kinds.some((kind) => kind?.connection.process?.name != null);
  }

  get namesPid(): boolean {
    return this.#kinds.some((kind) => kind?.connection.process?.pid != null);
  }

  at(kind: number): Kind | null {
    return this.#kinds[kind] ?? null;
  }

  /** The number of a row's texts. */
  numberOf(bytes: Uint8Array): number {
    const key = Buffer.from(bytes).toString('latin1');
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#add(key, bytes);
      if (this.#numbers.size < ODD) this.#numbers.set(key, number);
    }
    return number;
  }

  #add(key: string, bytes: Uint8Array): number {
    if (this.#kinds.length >= ODD) return ODD;
    const texts = this.#textsOf(bytes);
    const kind = texts === null ? 'odd' : this.#plan.kindOf(texts);
    if (kind === 'odd') return ODD;
    const number = this.#kinds.push(kind === 'other' ? null : kind) - 1;
    this.keys.push(key);
    if (kind === 'other') this.isOther[number] = 1;
    else this.#decide(number, kind);
    return number;
  }

  /** Null when a text holds what a line must be looked at for: control characters. */
  #textsOf(bytes: Uint8Array): (string | undefined)[] | null {
    const texts: (string | undefined)[] = [];
    let at = HEADER_BYTES;
    for (let text = 0; text < this.#plan.texts.length; text++) {
      const length = bytes[text] - 1;
      if (length < 0) {
        texts.push(undefined);
        continue;
      }
      const part = bytes.subarray(at, at + length);
      if (part.some((byte) => byte < 0x20)) return null;
      texts.push(this.#decode(part));
      at += Math.ceil(length / BLOCK) * BLOCK;
    }
    return texts;
  }

  #decide(number: number, { connection, second }: Kind): void {
    this.#listening[number] = this.#listeners.get(placeOf(connection));
    for (const [turned, { direction, state, protocol }] of [connection, second].entries()) {
      const at = number * 2 + turned;
      const caller = direction ?? (state === 'syn-sent' ? 'outbound' : state === 'syn-received' ? 'inbound' : null);
      this.#rules[at] = caller === null ? BY_PORTS : caller === 'outbound' ? BY_REMOTE_PORT : BY_LOCAL_PORT;
      if (isUnanswered({ protocol, state, bytesReceived: null })) this.#failures[at] = ALWAYS;
      else this.#failures[at] = isUnanswered({ protocol, state, bytesReceived: 0 }) ? WITHOUT_ANSWER : NEVER;
    }
  }

  /** Which ports tell a row's flow apart. */
  portClass(kind: number, turned: number, ports: number, hasBoth: boolean): number {
    const rule = this.#rules[kind * 2 + turned];
    if (!hasBoth) return BY_BOTH_PORTS;
    if (rule !== BY_PORTS) return rule;
    if (this.#listening[kind]?.has(ports & 0xffff) === true) return BY_LOCAL_PORT;
    return classOfPorts(ports & 0xffff, ports >>> 16);
  }

  /** Whether nothing but ports says who called. */
  isByPorts(kind: number, turned: number): boolean {
    return this.#rules[kind * 2 + turned] === BY_PORTS;
  }

  isUnanswered(kind: number, turned: number, received: number): boolean {
    const rule = this.#failures[kind * 2 + turned];
    return rule === ALWAYS || (rule === WITHOUT_ANSWER && received === 0);
  }
}
