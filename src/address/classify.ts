import { embeddedIPv4, teredoNote } from './_embedded.js';
import { multicastNote } from './_multicast.js';
import { findSpecialPurpose } from './_special-index.js';
import { isAllocatedUnicast } from './_unicast-blocks.js';
import type { Address } from './address.js';
import { ipv6 } from './ipv6.js';
import type { AddressClass, SpecialPurpose } from './special-purpose.js';

export type { AddressClass } from './special-purpose.js';

/** What kind of address it is, and whether its owner is somebody else. */
export interface Classification {
  readonly class: AddressClass;
  /** True when it is external: on the public Internet, by itself or by the IPv4 address it carries. */
  readonly isGlobal: boolean;
  /** The IPv4 address it carries, one level deep. For ISATAP a hint only. */
  readonly embedded: Address | null;
  /** The only address that may be asked about, without zone. Null: send nothing. */
  readonly lookup: Address | null;
  /** Name and RFC of its block, or what its bits say. Null for ordinary addresses. */
  readonly note: string | null;
}

/**
 * Classifies by IANA's special-purpose registries (update of 2025-10-09), longest prefix first, and unwraps
 * one level of embedded IPv4: mapped, translated, NAT64, 6to4 and Teredo are judged by the IPv4 they carry.
 */
export function classify(a: Address): Classification {
  const row = findSpecialPurpose(a);
  if (row === null) return { class: 'global-unicast', isGlobal: true, embedded: null, lookup: a, note: null };
  if (row.embeds === 'isatap') return ordinaryIPv6(a);
  const embedded = row.embeds === undefined ? null : embeddedIPv4(a, row.embeds);
  const isPublicInside = embedded !== null && isGlobalIPv4(embedded.w3);
  return {
    class: row.class,
    isGlobal: row.reach === 'global' || row.reach === 'identifier' || (row.reach === 'embedded' && isPublicInside),
    embedded,
    lookup: lookupOf(a, row, isPublicInside ? embedded : null),
    note: noteOf(a, row, isPublicInside),
  };
}

/**
 * First 32 bits, lowest and highest, of IPv6 addresses that are all external: global unicast (2000::/3) but for the networks in
 * which the registry names others (2001::/23, 2001:db8::/32, 2002::/16, 3fff::/20).
 */
export const GLOBAL_FIRSTS: readonly (readonly [number, number])[] = [
  [0x2000_0000, 0x2000_ffff],
  [0x2001_0200, 0x2001_0db7],
  [0x2001_0db9, 0x2001_ffff],
  [0x2003_0000, 0x3ffe_ffff],
];

/** True when an address is external. Says the same as `classify`, for ordinary ones without allocating. */
export function isGlobal(a: Address): boolean {
  if (a.family === 4) return isGlobalIPv4(a.w3);
  return findSpecialPurpose(a)?.embeds === 'isatap' || classify(a).isGlobal;
}

/** What is external below each first byte of an IPv4 address: nothing, all, or some of it. */
const NOTHING = 0;
const ALL = 1;
const SOME = 2;
const FIRST_BYTES = new Uint8Array(256).fill(ALL, 1, 224);
for (const first of [10, 127]) FIRST_BYTES[first] = NOTHING;
for (const first of [100, 169, 172, 192, 198, 203]) FIRST_BYTES[first] = SOME;

/** True when an IPv4 word is external. Says the same as `classify`, without allocating, for most by one table. */
export function isGlobalIPv4(word: number): boolean {
  const reach = FIRST_BYTES[word >>> 24];
  return reach === SOME ? isGlobalInMixed(word) : reach === ALL;
}

/** True when every IPv4 address with this first byte is external. */
export function isWhollyGlobalIPv4(first: number): boolean {
  return FIRST_BYTES[first] === ALL;
}

/** True when no IPv4 address with this first byte is external. */
export function isNowhereGlobalIPv4(first: number): boolean {
  return FIRST_BYTES[first] === NOTHING;
}

function isGlobalInMixed(word: number): boolean {
  switch (word >>> 24) {
    case 100:
      return word >>> 22 !== 0x6440_0000 >>> 22;
    case 169:
      return word >>> 16 !== 0xa9fe;
    case 172:
      return word >>> 20 !== 0xac1;
    case 192:
      return isGlobalIn192(word);
    case 198:
      return word >>> 17 !== 0xc612_0000 >>> 17 && word >>> 8 !== 0xc63364;
    default: // 203
      return word >>> 8 !== 0xcb0071;
  }
}

function isGlobalIn192(word: number): boolean {
  if (word >>> 16 === 0xc0a8) return false;
  switch (word >>> 8) {
    case 0xc00000: // 192.0.0.0/24, of which the PCP and TURN anycast addresses are reachable
      return (word & 255) === 9 || (word & 255) === 10;
    case 0xc00002: // 192.0.2.0/24
    case 0xc05863: // 192.88.99.0/24
      return false;
    default:
      return true;
  }
}

function ordinaryIPv6(a: Address): Classification {
  const embedded = embeddedIPv4(a, 'isatap');
  const lookup = withoutZone(a);
  if (embedded !== null) {
    const note = 'ISATAP interface (RFC 5214): the IPv4 inside is a hint, usually an inside address';
    return { class: 'isatap', isGlobal: true, embedded, lookup, note };
  }
  const note = isAllocatedUnicast(a.w0) ? null : 'iana-unallocated';
  return { class: 'global-unicast', isGlobal: true, embedded: null, lookup, note };
}

function lookupOf(a: Address, row: SpecialPurpose, publicInside: Address | null): Address | null {
  if (row.reach === 'global') return withoutZone(a);
  return row.reach === 'embedded' || row.reach === 'peer' ? publicInside : null;
}

function noteOf(a: Address, row: SpecialPurpose, isPublicInside: boolean): string {
  if (row.embeds === 'teredo') return teredoNote(a);
  if (row.class === 'multicast') return multicastNote(a);
  const note = `${row.name} (${row.rfc})`;
  // RFC 6052 section 3.1: the well-known prefix must not carry a non-global IPv4.
  return row.class === 'nat64' && !isPublicInside ? `${note}, with an IPv4 that must not appear in it` : note;
}

function withoutZone(a: Address): Address {
  return a.zone === null ? a : ipv6(a.w0, a.w1, a.w2, a.w3);
}
