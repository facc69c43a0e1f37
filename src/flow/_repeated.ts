import type { Address } from '../address/address.js';
import { unmapped } from '../address/unmapped.js';
import type { Connection } from '../model/connection.js';

/** A row, and the number of the input that it is from. */
interface Row {
  readonly connection: Connection;
  readonly input: number;
}

/** What one input says of a connection: its rows, and how much the best of them tells. */
interface Version {
  readonly input: number;
  readonly says: number;
}

/**
 * Rows that show a connection which another input shows as well: collectors run ss, netstat and lsof at one moment. The input
 * that says most of it speaks for it. Records of a log are connections of their own.
 */
export function repeated<T extends Row>(rows: readonly T[]): ReadonlySet<T> {
  const best = new Map<string, Version>();
  for (const { connection, input } of rows) {
    const { local } = connection;
    const says = saysOf(connection);
    const keys = local?.address == null ? [] : [keyOf(connection, local.address), keyOf(connection, null)];
    for (const key of keys) if (key !== null && says > (best.get(key)?.says ?? -1)) best.set(key, { input, says });
  }
  return new Set(
    rows.filter(({ connection, input }) => {
      const key = keyOf(connection, connection.local?.address ?? null);
      const known = key === null ? undefined : best.get(key);
      return known !== undefined && known.input !== input;
    }),
  );
}

/**
 * Both ends with their ports; null where one is missing, which may be of any connection. Own addresses that are printed as
 * names match any.
 */
function keyOf({ protocol, local, remote, host, time, process }: Connection, own: Address | null): string | null {
  if (local?.port == null || remote.address === null || remote.port === null) return null;
  if (time !== null && process?.pid == null) return null;
  // net-tools calls sockets of both families `tcp6`, ss all of them `tcp`.
  const plain = /^(?:tcp|udp)6$/.test(protocol) ? protocol.slice(0, 3) : protocol;
  const ends = [own === null ? '' : wordsOf(own), local.port, wordsOf(remote.address), remote.port];
  return [plain, ...ends, host ?? '', time ?? ''].join('|');
}

function wordsOf(address: Address): string {
  const { family, w0, w1, w2, w3 } = unmapped(address);
  return `${family},${w0},${w1},${w2},${w3}`;
}

/** A program counts before its number, its file before its name; of names that tools cut the longest. */
function saysOf({ process, state }: Connection): number {
  const name = process?.name ?? '';
  const isNamed = name !== '' || process?.path != null;
  return (
    (isNamed ? 800 : 0) +
    (process?.path == null ? 0 : 400) +
    (process?.pid == null ? 0 : 200) +
    (state === 'unknown' ? 0 : 100) +
    Math.min(name.length, 64)
  );
}
