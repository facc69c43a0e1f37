import type { Address } from '../address/address.js';
import type { Fact } from './fact.js';
import type { BadLine } from './input.js';

/** What a process list says of one process. Absent knowledge is null, never a guess. */
export interface CompanionProcess {
  readonly pid: number;
  readonly name: string | null;
  readonly path: string | null;
  readonly commandLine: string | null;
  readonly parentPid: number | null;
  readonly parent: string | null;
  readonly user: string | null;
  readonly services: readonly string[];
  readonly signer: string | null;
}

/** Whether a file is signed, and by whom. */
export interface Signature {
  /** As printed. */
  readonly path: string;
  /** Name of the certificate's subject (CN), or null. */
  readonly signer: string | null;
  readonly status: 'valid' | 'invalid' | 'unsigned' | 'unknown';
  /** The tool's own word: `HashMismatch`. */
  readonly said: string;
}

/** A name that led to an address: from the resolver's cache or the hosts file. */
export interface AddressName {
  readonly address: Address;
  readonly name: string;
}

/** A network that the machine is directly connected to. */
export interface OwnNetwork {
  readonly first: Address;
  readonly last: Address;
  /** CIDR length. */
  readonly length: number;
  /** The machine's own address in it, where the source names one: the proof that the network is its own. */
  readonly self: Address | null;
}

export interface AddressFact {
  readonly address: Address;
  readonly fact: Fact;
}

/** All that one companion file tells: evidence that explains a listing without being one. */
export interface CompanionFacts {
  readonly processes: ReadonlyMap<number, CompanionProcess>;
  /** By normalised path (`normalisePath`). */
  readonly signatures: ReadonlyMap<string, Signature>;
  readonly names: readonly AddressName[];
  readonly own: {
    readonly addresses: readonly Address[];
    readonly gateways: readonly Address[];
    readonly networks: readonly OwnNetwork[];
  };
  readonly host: string | null;
  /** Milliseconds since 1970 UTC, where the source says when it was made. */
  readonly capturedAt: number | null;
  readonly facts: readonly AddressFact[];
}

/** What was read from one companion and what became of it. */
export interface CompanionSummary {
  readonly name: string;
  readonly sha256: string;
  /** Name of the companion unit: `tasklist`, `dns-cache` ... */
  readonly kind: string;
  readonly title: string;
  readonly encoding: string;
  /** Processes, names, addresses ... read. */
  readonly entries: number;
  readonly badLines: readonly BadLine[];
  readonly badLineCount: number;
  /** True when reading stopped at a limit. */
  readonly partial: boolean;
  readonly host: string | null;
  readonly capturedAt: number | null;
  /** Connection rows that it added something to. */
  readonly joined: number;
  /** What the reader should know: why it was not joined, reused process numbers, networks set aside. */
  readonly notes: readonly string[];
}
