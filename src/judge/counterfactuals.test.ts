import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../model/judgement.js';
import { type Example, example, listed, said } from './_example.js';
import { judge, rules } from './index.js';

const TEMP = 'C:\\Users\\ann\\AppData\\Local\\Temp\\thing.exe';
const inTemp: Example = { kind: 'hosting', ports: ['8080/tcp'], programs: [{ name: 'thing.exe', path: TEMP }] };

const subjects: fc.Arbitrary<Example> = fc.record({
  kind: fc.constantFrom('hosting', 'cloud-platform', 'cdn', 'unknown', 'special', 'access'),
  organisation: fc.constantFrom('Example Org', null),
  provider: fc.constantFrom(null, 'microsoft', 'cloudflare'),
  ports: fc.uniqueArray(fc.constantFrom('443/tcp', '80/tcp', '8080/tcp', '445/tcp', 'local 22/tcp'), { maxLength: 3 }),
  programs: fc.array(
    fc.record({
      name: fc.constantFrom('thing.exe', 'svchost.exe', null),
      path: fc.constantFrom(null, TEMP),
      known: fc.constantFrom(null, { kind: 'browser' as const, owners: ['*'] }),
    }),
    { maxLength: 2 },
  ),
  lists: fc.constantFrom([], [listed('c2', 1)], [listed('known-good', 1)]),
  reputation: fc.constantFrom([], [said('malware', 0.9)]),
});

function without(subject: Subject, left: readonly string[]): ReturnType<typeof judge> {
  return judge(subject, { rules: rules.filter(({ id }) => !left.includes(id)) });
}

describe('what would change the verdict', () => {
  test('the verdict without a finding is what the judge says when its rule is left out', () => {
    fc.assert(
      fc.property(subjects, (wanted) => {
        const subject = example(wanted);
        const { verdict, counterfactuals } = judge(subject);
        for (const one of counterfactuals) {
          expect(one.verdict).not.toBe(verdict);
          if (one.kind !== 'without') continue;
          const then = without(subject, one.about);
          expect([one.verdict, one.score]).toEqual([then.verdict, then.score]);
        }
      }),
    );
  });

  test('no finding that the verdict hangs on is left unsaid', () => {
    fc.assert(
      fc.property(subjects, (wanted) => {
        const subject = example(wanted);
        const { verdict, findings, counterfactuals } = judge(subject);
        const said = counterfactuals.filter(({ kind }) => kind === 'without').map(({ about }) => about.join());
        const deciding = findings
          .map(({ rule }) => rule)
          .filter((rule) => without(subject, [rule]).verdict !== verdict);
        expect(said).toEqual(expect.arrayContaining(deciding));
      }),
    );
  });

  test('a malicious peer is less without the finding that tips it, and an unexplained one malicious if it is listed', () => {
    const { verdict, counterfactuals } = judge(example(inTemp));
    expect(verdict).toBe('malicious');
    const said = counterfactuals.map((one) => `${one.verdict} ${one.says}`);
    expect(said).toContain('suspicious without the alternative-web-port finding');
    const plain = judge(example({ kind: 'hosting' })).counterfactuals;
    expect(plain.map((one) => `${one.verdict} ${one.says}`)).toContain(
      'malicious if listed as a command-and-control server',
    );
  });

  test('where no single finding decides, the fewest together are named', () => {
    const { verdict, counterfactuals } = judge(
      example({ ...inTemp, lists: [listed('c2', 1)], reputation: [said('malware', 1)] }),
    );
    expect(verdict).toBe('malicious');
    const [first] = counterfactuals;
    expect(first.about.length).toBeGreaterThan(1);
    expect(first.says).toMatch(/^without the .+ and .+ findings$/);
  });

  test('an answer that somebody has given is not asked for again', () => {
    const ids = judge(example({ kind: 'hosting', lists: [listed('c2', 0.1)] })).counterfactuals.map(
      ({ about }) => about[0],
    );
    expect(ids).not.toContain('listed-c2');
    const ofPrivate = judge(example({ kind: 'special' })).counterfactuals.flatMap(({ about }) => about);
    expect(ofPrivate).not.toContain('listed-c2');
  });
});

describe('next steps', () => {
  test('stand in the order of how far they could move the score', () => {
    fc.assert(
      fc.property(subjects, (wanted) => {
        const sizes = judge(example(wanted)).next.map(({ moves }) => Math.abs(moves?.decibans ?? 0));
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      }),
    );
  });

  test('name the missing program, the missing lists and the old data, each with its command', () => {
    const missing = judge(example({ kind: 'hosting', scene: { isStale: true } })).next;
    expect(missing.map(({ says }) => says)).toEqual(
      expect.arrayContaining([
        'Fetch threat lists and fresh data, then run this again',
        'Which program holds the connection',
      ]),
    );
    const asked = judge(example({ kind: 'hosting', scene: { lists: 3 } })).next;
    expect(asked.map((step) => step.do)).not.toContain('farend update');
    const unknown = judge(example({ organisation: null })).next.find(({ do: action }) => action.includes('rdap'));
    expect(unknown?.moves).toBeDefined();
  });

  test('old data lowers coverage, and a missing program does', () => {
    const known = judge(example({ kind: 'hosting', programs: [{ name: 'thing.exe' }] })).coverage;
    const old = judge(
      example({ kind: 'hosting', programs: [{ name: 'thing.exe' }], scene: { isStale: true } }),
    ).coverage;
    expect(old).toBeLessThan(known);
    expect(judge(example({ kind: 'hosting' })).coverage).toBeLessThan(known);
  });
});
