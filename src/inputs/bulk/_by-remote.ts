import type { TokenAddresses } from './_token-address.js';
import { ADDRESS, type FlowTable, MANNER, REMOTE_TOKEN, STRIDE } from './flow-table.js';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Positions of a table's rows by remote address, IPv4 before IPv6, equal ones in their order in the table. Whoever
 * groups connections by address, or looks owners up, then stays in one place of his memory.
 */
export function byRemote({ rows, length }: FlowTable, addresses: TokenAddresses): Uint32Array {
  const keys = new Uint32Array(length);
  const positions = new Uint32Array(length);
  let [words, last] = [0, length];
  for (let at = 0; at < length; at++) {
    const isToken = (rows[at * STRIDE + MANNER] & REMOTE_TOKEN) !== 0;
    // Tokens fill up from the end, so they are turned round below.
    const to = isToken ? --last : words++;
    positions[to] = at;
    keys[to] = rows[at * STRIDE + ADDRESS];
  }
  positions.subarray(words).reverse();
  keys.subarray(words).reverse();
  if (words < length) {
    const ranks = addresses.ranks();
    for (let at = words; at < length; at++) keys[at] = ranks[keys[at]];
  }
  sort(positions.subarray(0, words), keys.subarray(0, words));
  sort(positions.subarray(words), keys.subarray(words));
  return positions;
}

/** Sorts positions by their keys: least significant digit first, so that equal keys stay in order. */
function sort(positions: Uint32Array, keys: Uint32Array): void {
  let [from, fromKeys] = [positions.slice(), keys.slice()];
  let [to, toKeys] = [positions.slice(), keys.slice()];
  const starts = new Uint32Array(DIGITS + 1);
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    starts.fill(0);
    for (let at = 0; at < from.length; at++) starts[((fromKeys[at] >>> shift) & (DIGITS - 1)) + 1]++;
    for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1] += starts[digit];
    for (let at = 0; at < from.length; at++) {
      const key = fromKeys[at];
      const place = starts[(key >>> shift) & (DIGITS - 1)]++;
      to[place] = from[at];
      toKeys[place] = key;
    }
    [from, fromKeys, to, toKeys] = [to, toKeys, from, fromKeys];
  }
  positions.set(from);
}
