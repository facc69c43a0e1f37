import { expect, test } from 'vitest';
import type { OnlinePlan, PlannedSource } from '../model/plan.js';
import { planJson, planText } from './plan.js';

function source(changes: Partial<PlannedSource> = {}): PlannedSource {
  return {
    name: 'one',
    title: 'Source One',
    service: 'one',
    hosts: ['one.example'],
    kind: 'passive',
    tells: 'things',
    tlpCeiling: 'amber',
    addresses: ['203.0.113.1', '203.0.113.2'],
    cached: 0,
    requests: 2,
    quotaLeft: 48,
    settings: null,
    quotaNote: 'free',
    seconds: 3,
    skipped: [],
    ...changes,
  };
}

function plan(sources: readonly PlannedSource[], changes: Partial<OnlinePlan> = {}): OnlinePlan {
  return { addresses: ['203.0.113.1', '203.0.113.2'], sources, skipped: [], requests: 2, seconds: 3, ...changes };
}

test('it says who learns what, what it takes of which quota, and how long', () => {
  expect(planText(plan([source()]))).toBe(
    'Online: 2 addresses, 2 requests to 1 source, about 3 s\n' +
      '  Source One: 2 requests of 48 left, 3 s\n' +
      '    tells one.example about 203.0.113.1 203.0.113.2\n',
  );
});

test('many addresses are counted, active sources marked, long waits in minutes and hours', () => {
  const addresses = Array.from({ length: 9 }, (_, index) => `203.0.113.${index}`);
  const text = planText(plan([source({ addresses, kind: 'active', seconds: 600 })], { seconds: 9000 }));
  expect(text).toContain('about 2.5 h');
  expect(text).toContain('Source One (active: the peer may notice): 2 requests of 48 left, 10 min');
  expect(text).toContain('203.0.113.4 and 4 more');
});

test('what is left out is said with its reason, all without a key in one line', () => {
  const none = { addresses: [], requests: 0, seconds: 0 };
  const keyless = ['two', 'three'].map((name) =>
    source({ ...none, name, service: name, skipped: [{ reason: 'no key: X', addresses: 2 }] }),
  );
  const tlp = source({ ...none, title: 'Loud', skipped: [{ reason: 'takes nothing above TLP:CLEAR', addresses: 2 }] });
  const text = planText(
    plan([source({ cached: 3, skipped: [{ reason: 'over the quota that is left', addresses: 7 }] }), ...keyless, tlp], {
      skipped: [{ reason: 'excluded', addresses: 4 }],
    }),
  );
  expect(text).toContain('; 3 from the cache; left out: 7 over the quota that is left');
  expect(text).toContain('Not asked, no key (see farend keys list): two, three');
  expect(text).toContain('Loud: not asked (takes nothing above TLP:CLEAR)');
  expect(text).toContain('Not sent to anybody: 4 excluded');
});

test('nothing hostile reaches the terminal', () => {
  expect(planText(plan([source({ title: '\u001b[31mred' })]))).not.toContain('\u001b');
});

test('the machine gets the plan as it is', () => {
  expect(JSON.parse(planJson(plan([source()])))).toEqual({ plan: plan([source()]) });
});
