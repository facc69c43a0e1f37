// AssemblyScript: IPv6 addresses as hexadecimal groups (RFC 4291, section 2.2), of networks that are global as a whole. All
// others are left to the caller.
import { COLON } from './text';

/** The number of an address; see kernel/others.ts. */
@external('env', 'otherIn')
declare function otherIn(w0: u32, w1: u32, w2: u32, w3: u32, isGlobal: i32): i32;

/** Pairs of words, the last one of zeros: the first bits of the lowest and of the highest address of such networks. */
const GLOBAL_FIRSTS: i32 = 0x580;
/** Groups, two bytes each, the last of an address in the lowest ones. */
const GROUPS: i32 = 0x690;
const MOST_GROUPS = 8;

/** Its number, or -1. */
export function globalIPv6(start: i32, end: i32): i32 {
  if (!readGroups(start, end)) return -1;
  const w0 = load<u32>(GROUPS, 12);
  for (let pair = GLOBAL_FIRSTS; load<u32>(pair, 4) !== 0; pair += 8) {
    if (w0 < load<u32>(pair) || w0 > load<u32>(pair, 4)) continue;
    return otherIn(w0, load<u32>(GROUPS, 8), load<u32>(GROUPS, 4), load<u32>(GROUPS), 1);
  }
  return -1;
}

/** Puts the groups of a text in their places; false where it is anything else. */
function readGroups(start: i32, end: i32): bool {
  v128.store(GROUPS, i64x2.splat(0));
  let at = start;
  let groups = 0;
  /** Groups before the zeros that are left out. */
  let gap = -1;
  while (at < end) {
    if (groups === MOST_GROUPS) return false;
    let value = 0;
    const from = at;
    for (; at < end; at++) {
      const digit = digitOf(load<u8>(at));
      if (digit < 0) break;
      value = (value << 4) | digit;
    }
    const digits = at - from;
    if (digits === 0 || digits > 4) return false;
    store<u16>(GROUPS + ((MOST_GROUPS - 1 - groups) << 1), value as u16);
    groups++;
    if (at === end) break;
    if (load<u8>(at++) !== COLON || at === end) return false;
    if (load<u8>(at) !== COLON) continue;
    if (gap >= 0) return false;
    gap = groups;
    at++;
  }
  if (gap < 0) return groups === MOST_GROUPS;
  if (groups === MOST_GROUPS) return false;
  const behind = (groups - gap) << 1;
  // Those behind the gap move down to the end of the address, and zeros take their place.
  const top = (MOST_GROUPS - gap) << 1;
  memory.copy(GROUPS, GROUPS + top - behind, behind);
  memory.fill(GROUPS + behind, 0, top - behind);
  return true;
}

@inline
function digitOf(byte: i32): i32 {
  const letter = (byte | 0x20) - 0x61;
  return ((byte - 0x30) as u32) < 10 ? byte - 0x30 : (letter as u32) < 6 ? letter + 10 : -1;
}
