import type { Address } from '../../address/address.js';
import type { CompanionProcess, OwnNetwork, Signature } from '../../model/companion.js';
import type { Head } from '../format.js';

/** A process as a list has it; what the list doesn't say is left out. */
export type SeenProcess = Pick<CompanionProcess, 'pid'> & Partial<CompanionProcess>;

/** Where a companion puts what it reads. Everything is bounded behind it. */
export interface CompanionSink {
  process(process: SeenProcess): void;
  signature(signature: Signature): void;
  /** `name` led to `address`. Names that are none are dropped. */
  named(address: Address, name: string): void;
  ownAddress(address: Address): void;
  gateway(address: Address): void;
  network(network: OwnNetwork): void;
  fact(address: Address, what: string, value: string): void;
  host(name: string): void;
  /** Milliseconds since 1970 UTC. */
  capturedAt(time: number): void;
  badLine(line: number, text: string, reason: string): void;
}

/** One kind of companion: a plain object in a file of its own name. */
export interface Companion {
  /** File name, registry key, fixture folder and docs anchor. */
  readonly name: string;
  readonly title: string;
  readonly reads: readonly { readonly tool: string; readonly versions: string; readonly link: string }[];
  /** What facts name as their source, where that is another word than `name`. */
  readonly factSource?: string;
  /** 0 (certainly not) .. 1 (certainly). */
  sniff(head: Head): number;
  /** `text` is the whole file, decoded, without byte order mark. */
  read(text: string, sink: CompanionSink): void;
}

/** Lines of a text, whatever their ends are. */
export function linesOf(text: string): string[] {
  return text.split(/\r{0,2}\n|\r/);
}
