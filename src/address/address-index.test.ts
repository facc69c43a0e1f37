import { expect, test } from 'vitest';
import type { Address } from './address.js';
import { compareAddresses } from './compare.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import { AddressIndex } from './address-index.js';

/** The same words in every run; some agree in all but one part of an address. */
function drawn(count: number): Address[] {
  let state = count;
  const word = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  const few = (): number => 0xffff_fff0 + (word() >>> 28);
  return Array.from({ length: count }, (_, at) => {
    if (at % 3 === 0) return ipv4(word());
    return at % 3 === 1
      ? ipv6(0x2a00_0000 + (word() >>> 24), few(), few(), few())
      : ipv6(few(), word(), word(), word());
  });
}

test.each([3, 100, 20_000])('%d addresses are sorted as they compare, the older family first', (count) => {
  const index = new AddressIndex();
  for (const address of drawn(count)) index.add(address);
  // As a bulk reader tells of them: those that come last rise, some of them known already.
  for (const address of drawn(count + 1).sort(compareAddresses)) index.add(address);
  const sorted = Array.from(index.sorted(), (number) => index.at(number));
  expect(sorted).toHaveLength(index.length);
  expect(sorted.filter((address, at) => at > 0 && compareAddresses(sorted[at - 1], address) >= 0)).toEqual([]);
});

test('those that come first, all of them rising, are as if they had come one by one', () => {
  const words = Uint32Array.from({ length: 300 }, (_, at) => at * 7_000_000);
  const words6 = Uint32Array.from({ length: 80 }, (_, at) => 0x2003_0000 + at);
  const [together, apart] = [new AddressIndex(), new AddressIndex()];
  expect(together.addFirst(words, words6)).toBe(true);
  for (const word of words) apart.addIPv4(word);
  for (let at = 0; at < words6.length; at += 4) {
    const [w0, w1, w2, w3] = words6.subarray(at);
    apart.addWords(6, w0, w1, w2, w3);
  }
  for (const index of [together, apart]) for (const address of drawn(60)) index.add(address);
  expect(together.addIPv4(7_000_000)).toBe(1);
  expect(together.addFirst(words, words6)).toBe(false);
  expect(Array.from(together.sorted(), (number) => together.at(number))).toEqual(
    Array.from(apart.sorted(), (number) => apart.at(number)),
  );
});
