import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees what nobody holds any more. The engine knows little of memory outside its heap and lets tables of tens of megabytes
 * lie until long after the peers have wanted as much; a collection takes ten milliseconds. Its `gc` is there in contexts made
 * while the flag is set, and in no other.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect();
}
