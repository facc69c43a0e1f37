import type { Connection } from '../../model/connection.js';
import { isUnanswered } from '../../model/flow-group.js';
import type { Kind, Listeners, TablePlan } from './table-plan.js';

/** The number of texts that a line reader must see: see kernel/cells.ts. */
const ODD = 0xffff;
/** Bytes of lengths before the texts of a row, and what each is padded to. */
const HEADER_BYTES = 32;
const BLOCK = 16;

// Rules: see kernel/far-ends.ts. Which ports tell flows apart, the last where who called is not said:
const BY_REMOTE_PORT = 0;
const BY_LOCAL_PORT = 1;
const SAYS_NOT = 3;
// When nobody answered:
const FAILED = 8;
const FAILED_WITHOUT_ANSWER = 16;
/** Rows tell of something else than connections. */
const OTHER = 32;
const HAS_LISTENERS = 64;
const HAS_PROCESS = 128;

/** Where a listener is known: as in the flows' peer table. */
export function placeOf({ protocol, host }: Pick<Connection, 'protocol' | 'host'>): string {
  return `${protocol}|${host ?? ''}`;
}

/** What the texts of rows make of them, by number. */
export class Kinds {
  /** For each and its turned one how rows are counted. */
  readonly rules = new Uint8Array((ODD + 1) * 2);
  /** Texts of each as the kernel gives them, as Latin-1. */
  readonly keys: string[] = [];
  readonly #plan: TablePlan;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #listeners: Listeners;
  /** By kind: ports of its protocol and host that listen. */
  readonly #listening: (ReadonlySet<number> | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #kinds: (Kind | null)[] = [];

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
    if (kind === 'other') this.rules[number * 2] = OTHER;
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
    const hasListeners = this.#listening[number] === undefined ? 0 : HAS_LISTENERS;
    for (const [turned, seen] of [connection, second].entries())
      this.rules[number * 2 + turned] =
        portRule(seen) | failureRule(seen) | hasListeners | (seen.process === null ? 0 : HAS_PROCESS);
  }

  /** Whether a port of their protocol and host listens. */
  isListening(kind: number, port: number): boolean {
    return this.#listening[kind]?.has(port) === true;
  }
}

function portRule({ direction, state }: Connection): number {
  const caller = direction ?? (state === 'syn-sent' ? 'outbound' : state === 'syn-received' ? 'inbound' : null);
  if (caller === null) return SAYS_NOT;
  return caller === 'outbound' ? BY_REMOTE_PORT : BY_LOCAL_PORT;
}

function failureRule({ protocol, state }: Connection): number {
  if (isUnanswered({ protocol, state, bytesReceived: null })) return FAILED;
  return isUnanswered({ protocol, state, bytesReceived: 0 }) ? FAILED_WITHOUT_ANSWER : 0;
}
