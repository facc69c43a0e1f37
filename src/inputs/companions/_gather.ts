import type { Address } from '../../address/address.js';
import type {
  AddressFact,
  AddressName,
  CompanionFacts,
  CompanionProcess,
  OwnNetwork,
  Signature,
} from '../../model/companion.js';
import { normalisePath } from '../../model/image.js';
import type { BadLine } from '../../model/input.js';
import { isHostName } from '../_endpoint.js';
import type { CompanionSink, SeenProcess } from './companion.js';

/** No machine has more processes, cached names or files that run; a hostile file may claim so. */
const KEPT = 200_000;
const KEPT_BAD_LINES = 100;
const BAD_LINE_TEXT = 300;
const LONGEST_TEXT = 8_192;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/** Collects what a companion says, bounded and without control characters. */
export class Gather implements CompanionSink {
  readonly processes = new Map<number, CompanionProcess>();
  readonly signatures = new Map<string, Signature>();
  readonly names: AddressName[] = [];
  readonly own = { addresses: [] as Address[], gateways: [] as Address[], networks: [] as OwnNetwork[] };
  readonly facts: AddressFact[] = [];
  readonly badLines: BadLine[] = [];
  badLineCount = 0;
  entries = 0;
  isFull = false;
  #host: string | null = null;
  #capturedAt: number | null = null;
  readonly #source: string;

  /** `source` is what facts name as theirs. */
  constructor(source: string) {
    this.#source = source;
  }

  /** What was gathered so far. */
  get told(): CompanionFacts {
    const { processes, signatures, names, own, facts } = this;
    return { processes, signatures, names, own, facts, host: this.#host, capturedAt: this.#capturedAt };
  }

  process(seen: SeenProcess): void {
    const { pid } = seen;
    if (!Number.isInteger(pid) || pid < 0 || pid > 0xffffffff || !this.#mayAdd()) return;
    const known = this.processes.get(pid);
    const services = (seen.services ?? []).map(clean).filter((name) => name !== null);
    this.processes.set(pid, {
      pid,
      name: known?.name ?? clean(seen.name),
      path: known?.path ?? clean(seen.path),
      commandLine: known?.commandLine ?? clean(seen.commandLine),
      parentPid: known?.parentPid ?? seen.parentPid ?? null,
      parent: known?.parent ?? clean(seen.parent),
      user: known?.user ?? clean(seen.user),
      services: known === undefined ? services : [...new Set([...known.services, ...services])].slice(0, 200),
      signer: known?.signer ?? clean(seen.signer),
    });
  }

  signature(signature: Signature): void {
    const path = clean(signature.path);
    if (path === null || !this.#mayAdd()) return;
    this.signatures.set(normalisePath(path), {
      path,
      signer: clean(signature.signer),
      status: signature.status,
      said: clean(signature.said) ?? '',
    });
  }

  named(address: Address, name: string): void {
    const plain = name.trim().replace(/\.$/, '').toLowerCase();
    if (isHostName(plain) && this.#mayAdd()) this.names.push({ address, name: plain });
  }

  ownAddress(address: Address): void {
    if (this.#mayAdd()) this.own.addresses.push(address);
  }

  gateway(address: Address): void {
    if (this.#mayAdd()) this.own.gateways.push(address);
  }

  network(network: OwnNetwork): void {
    if (this.#mayAdd()) this.own.networks.push(network);
  }

  fact(address: Address, what: string, text: string): void {
    const value = clean(text);
    if (value === null || !this.#mayAdd()) return;
    this.facts.push({ address, fact: { what, value, source: this.#source, asOf: null } });
  }

  host(name: string): void {
    const plain = name.trim();
    if (this.#host !== null || plain.length > 255 || !/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(plain)) return;
    this.#host = plain;
    this.entries += 1;
  }

  capturedAt(time: number): void {
    if (Number.isFinite(time)) this.#capturedAt ??= time;
  }

  badLine(line: number, text: string, reason: string): void {
    this.badLineCount += 1;
    if (this.badLines.length >= KEPT_BAD_LINES) return;
    this.badLines.push({ line, text: text.slice(0, BAD_LINE_TEXT).replace(CONTROL, '\ufffd'), reason });
  }

  #mayAdd(): boolean {
    this.isFull ||= this.entries >= KEPT;
    if (!this.isFull) this.entries += 1;
    return !this.isFull;
  }
}

/** Text of a cell, or null for what says nothing. */
function clean(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const plain = text.slice(0, LONGEST_TEXT).replace(CONTROL, ' ').trim();
  return plain === '' ? null : plain;
}
