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
    const [own, far] = [connection.local?.address ?? null, connection.remote.address];
    if (own === null || far === null) continue;
    const says = saysOf(connection);
    for (const [one, other] of [
      [own, far],
      [null, far],
      [own, null],
      [null, null],
    ] as const) {
      const key = keyOf(connection, one, other);
      if (key !== null && says > (best.get(key)?.says ?? -1)) best.set(key, { input, says });
    }
  }
  return new Set(
    rows.filter(({ connection, input }) => {
      const key = keyOf(connection, connection.local?.address ?? null, connection.remote.address);
      const known = key === null ? undefined : best.get(key);
      return known !== undefined && known.input !== input;
    }),
  );
}

/**
 * Both ends with their ports; null where one is missing, which may be of any connection. Null for an address: the listing
 * has a name or cut it, and any matches.
 */
function keyOf(connection: Connection, own: Address | null, far: Address | null): string | null {
  const { protocol, local, remote, host, time, process } = connection;
  if (local?.port == null || remote.port === null || remote.isAny) return null;
  if (time !== null && process?.pid == null) return null;
  // net-tools calls sockets of both families `tcp6`, ss all of them `tcp`.
  const plain = /^(?:tcp|udp)6$/.test(protocol) ? protocol.slice(0, 3) : protocol;
  return [plain, wordsOf(own), local.port, wordsOf(far), remote.port, host ?? '', time ?? ''].join('|');
}

function wordsOf(address: Address | null): string {
  if (address === null) return '';
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
