import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEIGHTS } from '../weights.js';
import { rules } from './index.js';

test('rules are alphabetical, explained and weighed by keys of their own', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
  for (const rule of rules) {
    expect(rule.why.length).toBeGreaterThan(20);
    expect(rule.falsePositives).not.toBe('');
    expect(rule.references.length).toBeGreaterThan(0);
    for (const technique of rule.attack) expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
  }
  for (const key of Object.keys(WEIGHTS)) expect(ids).toContain(key.split('.')[0]);
  for (const { decibans } of Object.values(WEIGHTS)) expect(Number.isInteger(decibans)).toBe(true);
});

test('every rule has its own test beside it', () => {
  const untested = rules.filter(({ id }) => !existsSync(join(import.meta.dirname, `${id}.test.ts`)));
  expect(untested.map(({ id }) => id)).toEqual([]);
});
