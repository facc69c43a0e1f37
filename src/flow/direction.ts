import type { Direction, State } from '../model/connection.js';
import { NO_PORT } from '../model/flow-group.js';

/** Lowest local port an operating system hands out by itself: Linux 32768, Windows and macOS 49152 (RFC 6335). */
const EPHEMERAL_FROM = 32_768;
/** Windows up to XP and 2003 handed out 1025-5000. */
const OLD_EPHEMERAL = [1025, 5000] as const;
/** Services that people do run in that old range: MS SQL, Oracle, PPTP, Squid, MySQL, RDP, Radmin. */
export const OLD_RANGE_SERVICES: readonly number[] = [1433, 1521, 1723, 3128, 3306, 3389, 4899];
/** Ports below this are given to services (RFC 6335, system ports). */
const SYSTEM_PORTS_BELOW = 1024;

export interface Ends {
  readonly state: State;
  readonly localPort: number | null;
  readonly remotePort: number | null;
  /** A TCP listener on the local port stands in the same capture. */
  readonly isListening: boolean;
}

/**
 * Who opened a connection, where the source doesn't say: only the opener sends a SYN; a listener on our port means
 * the other end did; else the end whose port looks handed out is the opener's. `unknown` where nothing decides.
 */
export function inferDirection({ state, localPort, remotePort, isListening }: Ends): Direction {
  return directionOf(state, localPort ?? NO_PORT, remotePort ?? NO_PORT, isListening);
}

/** The same of columns of a table: a million flows are asked for it, and none needs an object. */
export function directionOf(state: State, local: number, remote: number, isListening: boolean): Direction {
  if (state === 'listening') return 'listening';
  if (state === 'syn-sent') return 'outbound';
  if (state === 'syn-received' || isListening) return 'inbound';
  if (local === NO_PORT || remote === NO_PORT || local === 0) return 'unknown';
  return fromPorts(local, remote);
}

function fromPorts(local: number, remote: number): Direction {
  if (remote < SYSTEM_PORTS_BELOW) return local < SYSTEM_PORTS_BELOW ? 'unknown' : 'outbound';
  if (local < SYSTEM_PORTS_BELOW) return 'inbound';
  if (local >= EPHEMERAL_FROM) return remote < EPHEMERAL_FROM ? 'outbound' : 'unknown';
  if (isOldEphemeral(local)) return isOldEphemeral(remote) || remote >= EPHEMERAL_FROM ? 'unknown' : 'outbound';
  return remote >= EPHEMERAL_FROM ? 'inbound' : 'unknown';
}

function isOldEphemeral(port: number): boolean {
  return port >= OLD_EPHEMERAL[0] && port <= OLD_EPHEMERAL[1] && !OLD_RANGE_SERVICES.includes(port);
}
