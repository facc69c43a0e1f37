import { expect, test } from 'vitest';
import { findSpecialPurpose } from './_special-index.js';
import { fromBigInt, toBigInt } from './bigint.js';
import { classify } from './classify.js';
import { compareAddresses } from './compare.js';
import { type Prefix, parsePrefix, prefixContains } from './prefix.js';
import { ianaSpecialPurpose, otherSpecialPurpose } from './special-purpose.js';

const rows = [...ianaSpecialPurpose(), ...otherSpecialPurpose()];

test('both registries are complete and every prefix is exact and listed once', () => {
  expect(ianaSpecialPurpose()).toHaveLength(26 + 25);
  expect(new Set(rows.map((row) => row.prefix)).size).toBe(rows.length);
  for (const row of rows) expect(block(row.prefix).hostBits).toBe(false);
});

test.each(rows)('$prefix holds from its first to its last address and not beyond', (row) => {
  const prefix = block(row.prefix);
  for (const end of [prefix.first, prefix.last]) {
    // Where a narrower row begins or ends at the same address, that one speaks.
    expect(findSpecialPurpose(end)).toEqual(narrowest(end));
    expect(classify(end).class).toBe(narrowest(end)?.class);
  }
  for (const next of outside(prefix)) {
    expect(findSpecialPurpose(next)?.prefix).not.toBe(row.prefix);
    expect(findSpecialPurpose(next)).toEqual(narrowest(next));
  }
});

test('rows that the registry calls not reachable are never global by themselves', () => {
  for (const row of rows.filter((r) => r.globallyReachable === false)) {
    expect(['local', 'embedded', 'peer']).toContain(row.reach);
    expect(row.reach === 'local' || row.embeds !== undefined).toBe(true);
  }
  for (const row of rows.filter((r) => r.globallyReachable === true)) expect(row.reach).not.toBe('local');
});

/** The row by plain reading of the table: the longest prefix that holds the address. */
function narrowest(address: Prefix['first']): (typeof rows)[number] | null {
  const holding = rows.filter((row) => prefixContains(block(row.prefix), address));
  return holding.sort((a, b) => block(b.prefix).length - block(a.prefix).length)[0] ?? null;
}

function outside({ first, last }: Prefix): Prefix['first'][] {
  const before = fromBigInt(toBigInt(first) - 1n, first.family);
  const after = fromBigInt(toBigInt(last) + 1n, first.family);
  return [compareAddresses(before, first) < 0 ? before : null, compareAddresses(after, last) > 0 ? after : null].filter(
    (a) => a !== null,
  );
}

function block(text: string): Prefix {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(`not a prefix: ${text}`);
  return prefix;
}
