import { expect, test } from 'vitest';
import { type Example, example } from '../_example.js';
import type { Draft, Rule } from '../rule.js';
import { viewOf } from '../view.js';
import type { WeightKey } from '../weights.js';

/** Subjects on which a rule fires, with the weight key, and on which it is quiet. */
export interface Cases {
  readonly fires: readonly (readonly [key: WeightKey, subject: Example])[];
  readonly quiet: readonly Example[];
}

/** The tests that every rule passes. */
export function testRule(rule: Rule, { fires, quiet }: Cases): void {
  const draftOf = (subject: Example): Draft | null => rule.judge(viewOf(example(subject)));
  const keyOf = (subject: Example): string | null => draftOf(subject)?.weight ?? null;

  test(`${rule.id} fires where it should and is quiet elsewhere`, () => {
    expect(fires.length).toBeGreaterThan(0);
    expect(fires.map(([, subject]) => keyOf(subject))).toEqual(fires.map(([key]) => key));
    expect(quiet.map(keyOf)).toEqual(quiet.map(() => null));
  });

  test(`${rule.id} fires on nothing that lacks what it needs`, () => {
    const without = { program: ({ programs }: Example) => programs, name: ({ names }: Example) => names };
    const lacks = ({ needs }: Rule, subject: Example): boolean =>
      needs !== undefined && (without[needs](subject) ?? []).length === 0;
    expect(fires.filter(([, subject]) => lacks(rule, subject))).toEqual([]);
  });

  test(`${rule.id} says one sentence`, () => {
    for (const [, subject] of fires) expect(draftOf(subject)?.says).toMatch(/^\S.*\.$/);
  });
}
