import { expect, test } from 'vitest';
import { parseAddress } from '../../address/parse.js';
import { parsePrefix, type Prefix } from '../../address/prefix.js';
import type { Verdict } from '../../model/judgement.js';
import { fakeSource } from './_fake-source.js';
import { type PlanInput, planOnline, type PlanPeer } from './plan.js';
import type { OnlineSource } from './source.js';

function peer(text: string, verdict: Verdict, score: number, more: Partial<PlanPeer> = {}): PlanPeer {
  const address = parseAddress(text);
  if (address === null) throw new Error(text);
  return { address, verdict, score, coverage: 0.5, isPlatform: false, ...more };
}

function block(text: string): Prefix {
  const found = parsePrefix(text);
  if (found === null) throw new Error(text);
  return found;
}

function plan(
  peers: readonly PlanPeer[],
  changes: Partial<PlanInput> = {},
  sources: readonly OnlineSource[] = [fakeSource()],
) {
  return planOnline({
    peers,
    sources,
    wanted: null,
    isActiveAllowed: false,
    tlp: null,
    asksExpected: false,
    excluded: [],
    own: [],
    hasKey: () => true,
    isCached: () => false,
    used: () => ({ today: 0, thisMonth: 0 }),
    ...changes,
  });
}

test('who is neither explained nor condemned comes first, a big platform is not asked about', () => {
  const { shown } = plan([
    peer('20.190.159.1', 'expected', -40, { isPlatform: true }),
    peer('185.1.1.1', 'malicious', 25),
    peer('5.5.5.5', 'unexplained', -15),
    peer('6.6.6.6', 'unexplained', -3),
    peer('7.7.7.7', 'expected', -30),
    peer('9.9.9.9', 'suspicious', 4),
    peer('8.8.8.8', 'unexplained', -15, { coverage: 0.2 }),
  ]);
  expect(shown.addresses).toEqual(['9.9.9.9', '6.6.6.6', '8.8.8.8', '5.5.5.5', '185.1.1.1', '7.7.7.7']);
  expect(shown.skipped).toEqual([{ reason: 'expected at a big platform', addresses: 1 }]);
  expect(
    plan([peer('20.190.159.1', 'expected', -40, { isPlatform: true })], { asksExpected: true }).shown.addresses,
  ).toEqual(['20.190.159.1']);
});

test('nothing private, special, excluded or of our own is ever asked; what carries a public address is asked by it', () => {
  const texts = [
    '10.0.0.1',
    '127.0.0.1',
    '100.64.1.1',
    '169.254.1.1',
    '224.0.0.1',
    '192.0.2.1',
    '0.0.0.0',
    '255.255.255.255',
    'fe80::1',
    'fd00::1',
    '::1',
    '2001:db8::1',
    'ff02::1',
  ];
  const carried = ['64:ff9b::808:808', '2002:808:404::1', '8.8.8.8'];
  const { shown } = plan(
    [...texts, ...carried, '203.1.1.1', '203.1.2.2', '1.2.3.4'].map((text) => peer(text, 'unexplained', 0)),
    { excluded: [block('203.1.0.0/16')], own: [block('1.2.3.4')] },
  );
  expect([...shown.addresses].sort()).toEqual(['8.8.4.4', '8.8.8.8']);
  expect(shown.skipped).toEqual([
    { reason: 'private or special, never sent', addresses: texts.length },
    { reason: 'excluded', addresses: 2 },
    { reason: 'your own address', addresses: 1 },
  ]);
});

test('a small quota goes to the first in order, and what is used today counts', () => {
  const peers = Array.from({ length: 10 }, (_, index) => peer(`5.5.5.${index}`, 'unexplained', -index));
  const source = fakeSource({}, { perDay: 100 });
  const { shown, jobs } = plan(peers, { used: () => ({ today: 97, thisMonth: 500 }) }, [source]);
  expect(jobs[0].asked.map(({ text }) => text)).toEqual(['5.5.5.0', '5.5.5.1', '5.5.5.2']);
  expect(shown.sources[0]).toMatchObject({
    requests: 3,
    quotaLeft: 3,
    skipped: [{ reason: 'over the quota that is left', addresses: 7 }],
  });
  expect(jobs[0].leftOut.get('5.5.5.9')).toBe('over the quota that is left');
});

test('sources of one service eat from one quota; batches count as one request', () => {
  const peers = Array.from({ length: 8 }, (_, index) => peer(`5.5.5.${index}`, 'unexplained', -index));
  const two = ['one', 'two'].map((name) => fakeSource({ name }, { perDay: 10 }));
  expect(plan(peers, {}, two).shown.sources.map(({ requests }) => requests)).toEqual([8, 2]);
  expect(plan(peers, {}, [fakeSource({ batch: 5 })]).shown).toMatchObject({ requests: 2 });
});

test('without its key, above its ceiling, or active without leave, a source is refused with the reason', () => {
  const peers = [peer('5.5.5.5', 'unexplained', 0)];
  const reason = (changes: Partial<PlanInput>, source = fakeSource()) =>
    plan(peers, { wanted: ['fake'], ...changes }, [source]).shown.sources[0].skipped[0]?.reason;
  expect(reason({ hasKey: () => false })).toMatch(/no key: FAREND_FAKE_KEY, or farend keys set fake/);
  expect(reason({ tlp: 'red' })).toMatch(/nothing above TLP:AMBER, the case is TLP:RED/);
  expect(reason({ tlp: 'amber' })).toBeUndefined();
  expect(reason({ pap: 'red' })).toMatch(/not beyond PAP:AMBER, the case is PAP:RED/);
  expect(reason({ pap: 'amber' })).toBeUndefined();
  const resolving = fakeSource({ kind: 'active' });
  expect(reason({ pap: 'amber', isActiveAllowed: true }, resolving)).toMatch(/active: not beyond PAP:GREEN/);
  expect(reason({ pap: 'green', isActiveAllowed: true }, resolving)).toBeUndefined();
  expect(reason({}, fakeSource({ kind: 'active' }))).toMatch(/wants --active/);
  expect(reason({ isActiveAllowed: true }, fakeSource({ kind: 'active' }))).toBeUndefined();
});

test('what is on disk costs nothing, what a source cannot take is left out', () => {
  const peers = ['5.5.5.5', '6.6.6.6', '2a00::1'].map((text) => peer(text, 'unexplained', 0));
  const { shown } = plan(peers, { isCached: (_, address) => address === '6.6.6.6' }, [fakeSource({ families: [4] })]);
  expect(shown.sources[0]).toMatchObject({
    addresses: ['5.5.5.5'],
    cached: 1,
    requests: 1,
    skipped: [{ reason: 'it knows no IPv6', addresses: 1 }],
  });
});

test('the time it takes follows the slowest service, since services are asked at once', () => {
  const peers = Array.from({ length: 60 }, (_, index) => peer(`5.5.5.${index}`, 'unexplained', 0));
  const slow = fakeSource({ name: 'slow', service: 'slow' }, { perMinute: 4 });
  expect(plan(peers, {}, [fakeSource(), slow]).shown.seconds).toBe(14 * 60);
});

test('the same input gives the same plan, and an address of two peers is asked once', () => {
  const peers = [
    peer('8.8.8.8', 'unexplained', 1),
    peer('64:ff9b::808:808', 'suspicious', 2),
    peer('9.9.9.9', 'unexplained', 1),
  ];
  expect(plan(peers).shown).toEqual(plan(peers.toReversed()).shown);
  expect(plan(peers).shown.addresses).toEqual(['8.8.8.8', '9.9.9.9']);
});
