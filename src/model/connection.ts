import type { Address } from '../address/address.js';

/** Transport as the listing names it, lower case: tcp, udp, udplite, sctp, dccp, raw, icmp, icmp6 ... */
export type Protocol = string;

/** TCP states by their RFC 9293 names, plus what listings add. `none`: the listing gives no state (UDP). */
export const STATES = [
  'established',
  'listening',
  'syn-sent',
  'syn-received',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'close-wait',
  'last-ack',
  'closing',
  'closed',
  'bound',
  'unconnected',
  'none',
  'unknown',
] as const;
export type State = (typeof STATES)[number];

/** Who opened the connection, seen from the listed machine. `unknown` when the listing can't tell. */
export const DIRECTIONS = ['outbound', 'inbound', 'listening', 'unknown'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * One end of a connection. Exactly one of these holds:
 * an exact `address`; a `name` (host name printed instead of an address); `isAny` (wildcard, no peer);
 * or `cut` (text shortened by the tool: never an exact address).
 */
export interface Endpoint {
  readonly address: Address | null;
  /** 0..65535, or null when absent, a wildcard or not decodable. A printed service name is resolved where known. */
  readonly port: number | null;
  readonly name: string | null;
  readonly isAny: boolean;
  /** The address text as printed, when the tool cut it to its column width. */
  readonly cut: string | null;
}

/** What the evidence says of the program that owns a socket. Absent knowledge is null, never a guess. */
export interface Process {
  readonly name: string | null;
  readonly path: string | null;
  readonly pid: number | null;
  /** Windows services hosted in the process (netstat -b component lines, tasklist /svc). */
  readonly services: readonly string[];
  readonly commandLine: string | null;
  readonly user: string | null;
  readonly parent: string | null;
  readonly signer: string | null;
}

/** One row of evidence, or `count` identical-looking rows that a bulk reader has merged. */
export interface Connection {
  readonly protocol: Protocol;
  /** null when the record has no local side (flow and packet records). */
  readonly local: Endpoint | null;
  readonly remote: Endpoint;
  readonly state: State;
  /** As the source states it; null when it doesn't and it must be inferred. */
  readonly direction: Direction | null;
  readonly process: Process | null;
  readonly host: string | null;
  /** Names that led to the remote address, where the source carries them (DNS, SNI, remoteHost columns). */
  readonly remoteNames: readonly string[];
  /** Milliseconds since 1970 UTC, when the source carries a time. */
  readonly time: number | null;
  /** The last sign of it, where the source tells that too; absent where `time` is all there is. */
  readonly until?: number;
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
  /** 1-based line in the file; of the first row when several were merged. */
  readonly line: number;
  /** How many rows this stands for; 1 except from a bulk reader. */
  readonly count: number;
}
