import type { Address } from './address.js';

/**
 * Canonical text. IPv4 dotted; IPv6 as RFC 5952: lower case, no leading zeros, the longest run of
 * two or more zero groups (the first of equals) as `::`. IPv4-mapped prints dotted, as section 5 recommends
 * for a well-known prefix. A zone follows as `%zone`.
 */
export function formatAddress(a: Address): string {
  if (a.family === 4) return dotted(a.w3);
  const text = a.w0 === 0 && a.w1 === 0 && a.w2 === 0xffff ? `::ffff:${dotted(a.w3)}` : colons(a);
  return a.zone === null ? text : `${text}%${a.zone}`;
}

function dotted(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

function colons(a: Address): string {
  const groups = [a.w0 >>> 16, a.w0 & 0xffff, a.w1 >>> 16, a.w1 & 0xffff];
  groups.push(a.w2 >>> 16, a.w2 & 0xffff, a.w3 >>> 16, a.w3 & 0xffff);
  const [from, length] = longestZeroRun(groups);
  if (length < 2) return hex(groups, 0, 8);
  return `${hex(groups, 0, from)}::${hex(groups, from + length, 8)}`;
}

function hex(groups: readonly number[], from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += i === from ? groups[i].toString(16) : `:${groups[i].toString(16)}`;
  return text;
}

function longestZeroRun(groups: readonly number[]): [from: number, length: number] {
  let best = 0;
  let from = 0;
  for (let i = 0, run = 0; i < 8; i++) {
    run = groups[i] === 0 ? run + 1 : 0;
    if (run <= best) continue;
    best = run;
    from = i - run + 1;
  }
  return [from, best];
}
