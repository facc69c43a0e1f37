// IANA IPv6 Global Unicast Address Assignments: [top 32 bits, length] of the blocks handed to the registries.
// The list grows, so an address outside it is told so softly and stays global.
const blocks: readonly (readonly [top: number, length: number])[] = [
  [0x20010200, 23],
  [0x20010400, 23],
  [0x20010600, 23],
  [0x20010800, 22],
  [0x20010c00, 23],
  [0x20010e00, 23],
  [0x20011200, 23],
  [0x20011400, 22],
  [0x20011800, 23],
  [0x20011a00, 23],
  [0x20011c00, 22],
  [0x20012000, 19],
  [0x20014000, 23],
  [0x20014200, 23],
  [0x20014400, 23],
  [0x20014600, 23],
  [0x20014800, 23],
  [0x20014a00, 23],
  [0x20014c00, 23],
  [0x20015000, 20],
  [0x20018000, 19],
  [0x2001a000, 20],
  [0x2001b000, 20],
  [0x20030000, 18],
  [0x24000000, 12],
  [0x24100000, 12],
  [0x26000000, 12],
  [0x26100000, 23],
  [0x26200000, 23],
  [0x26300000, 12],
  [0x28000000, 12],
  [0x2a000000, 12],
  [0x2a100000, 12],
  [0x2c000000, 12],
];

/** True when IANA has handed the block around this address (given by its top 32 bits) to a regional registry. */
export function isAllocatedUnicast(top: number): boolean {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blocks[middle][0] <= top) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return false;
  const [start, length] = blocks[low - 1];
  return top - start < 2 ** (32 - length);
}
