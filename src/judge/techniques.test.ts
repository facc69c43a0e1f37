import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TECHNIQUES } from './techniques.js';

const ID = /(['"])(T\d{4}(?:\.\d{3})?)\1/g;

/** Technique ids that rules and tables give to findings: those in quotes, not the links to read on. */
function idsIn(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(ID)].map(([, , id]) => id));
}

const used = new Set([
  ...idsIn(join(import.meta.dirname, 'rules'), '.ts'),
  ...idsIn(join(import.meta.dirname, '../../data'), '.json'),
]);

test('every technique that a finding can carry has its name, and no name is left over', () => {
  expect([...used].sort()).toEqual(Object.keys(TECHNIQUES).sort());
});

test('a sub-technique is named after its technique', () => {
  const parents = Object.entries(TECHNIQUES).filter(([id, name]) => {
    const parent = TECHNIQUES[id.slice(0, 5)];
    return id.includes('.') && (!name.includes(': ') || (parent !== undefined && !name.startsWith(`${parent}: `)));
  });
  expect(parents).toEqual([]);
});

// Names that changed lately (ATT&CK v17 and v18): an old table would fail here.
test.each([
  ['T1036.005', 'Masquerading: Match Legitimate Resource Name or Location'],
  ['T1176', 'Software Extensions'],
  ['T1219', 'Remote Access Tools'],
  ['T1496.001', 'Resource Hijacking: Compute Hijacking'],
])('%s is %s', (id, name) => {
  expect(TECHNIQUES[id]).toBe(name);
});
