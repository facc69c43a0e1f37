import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { fakeSource } from '../enrich/online/_fake-source.js';
import { fakeWorld, type HttpServer, httpServer } from '../enrich/online/_fake-world.js';
import { UserError } from '../model/errors.js';
import type { Investigation } from '../model/investigation.js';
import { FAKE_PEERS, fakeInput, fakeInvestigation } from '../report/_fake-investigation.js';
import { renderedText } from '../report/_rendered.js';
import { json } from '../report/json.js';
import { ask, type AskOptions, askPlaces, planAsk } from './ask.js';
import { savedInvestigation } from './saved.js';

const home = scratchFolder('ask');
let count = 0;
let server: HttpServer;
beforeAll(async () => {
  server = await httpServer();
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  server.seen.length = 0;
  server.handler = (request, response) => {
    const isBad = request.url?.endsWith(encodeURIComponent(ADDRESSES[0])) === true;
    response.end(JSON.stringify({ score: isBad ? 99 : 0, says: isBad ? 'C2' : 'nothing' }));
  };
});

const unasked = fakeInvestigation(FAKE_PEERS, [fakeInput({})]);
const investigation = unasked;
const OPTIONS: AskOptions = {
  wanted: null,
  isActiveAllowed: false,
  tlp: null,
  asksExpected: true,
  excluded: [],
  own: [],
  isRefreshed: false,
  maxAgeHours: null,
};
const TABLE = [
  fakeSource(),
  fakeSource({
    name: 'keyless',
    service: 'keyless',
    key: { env: ['FAREND_KEYLESS_KEY'], howToGet: 'https://x.example', isOptional: false },
  }),
];
const ADDRESSES = planAsk(investigation, OPTIONS, fresh(), new Date('2026-11-25T12:00:00Z')).plan.addresses;

function fresh(env: Record<string, string> = { FAREND_FAKE_KEY: 'key-of-test' }) {
  return { ...askPlaces(join(home, String(count++)), { env, keychain: null }), sources: TABLE };
}

async function run(
  places = fresh(),
  changes: Partial<AskOptions> = {},
  signal?: AbortSignal,
  investigation: Investigation = unasked,
) {
  const { effects } = fakeWorld({
    endpoints: [`fake.example=${server.base}`],
    ...(signal === undefined ? {} : { signal }),
  });
  const asking = planAsk(investigation, { ...OPTIONS, ...changes }, places, effects.now());
  const asked = await ask(
    investigation,
    asking,
    places,
    effects,
    () => {},
    (peer, answers) => {
      const { judgement } = peer;
      const bonus = answers.some(({ reputation }) => (reputation[0]?.score ?? 0) > 0.9) ? 100 : 0;
      const verdict = bonus > 0 ? 'malicious' : judgement.verdict;
      // As a judge has it who asks nobody.
      const coverage = unasked.peers.at(0).judgement.coverage;
      return { ...peer, judgement: { ...judgement, coverage, score: judgement.score + bonus, verdict } };
    },
  );
  return { ...asked, plan: asking.plan };
}

test('facts, ledger and coverage are renewed, peers are judged again and stand in their new order', async () => {
  const { investigation: now, hasFailed } = await run();
  expect(hasFailed).toBe(false);
  const first = now.peers.at(0);
  expect(first.peer.text).toBe(ADDRESSES[0]);
  expect(first.judgement.verdict).toBe('malicious');
  expect(first.facts.at(-1)).toMatchObject({ what: 'reports', value: 'C2', source: 'Fake' });
  expect(first.answers?.[0]).toMatchObject({
    source: 'fake',
    answer: 'known',
    link: expect.stringContaining('fake.example') as string,
  });
  expect(first.ledger).toContainEqual({ source: 'fake', answer: 'known', reason: null });
  expect(first.ledger).toContainEqual({
    source: 'services without a key',
    answer: 'could-not-ask',
    reason: 'not asked: keyless',
  });
  expect(now.counts.byVerdict.malicious).toBeGreaterThanOrEqual(1);
  expect(Object.values(now.counts.byVerdict).reduce((a, b) => a + b)).toBe(now.peers.length);
});

test('the lines of the organisations follow the new verdicts, and add up to the peers', async () => {
  const { investigation: now } = await run();
  const total = (of: typeof now, verdict: string) =>
    of.organisations.filter((tally) => tally.verdict === verdict).reduce((sum, { peers }) => sum + peers, 0);
  for (const [verdict, peers] of Object.entries(now.counts.byVerdict)) expect(total(now, verdict)).toBe(peers);
  expect(now.organisations.reduce((sum, { connections }) => sum + connections, 0)).toBe(
    investigation.organisations.reduce((sum, { connections }) => sum + connections, 0),
  );
  server.handler = (_, response) => response.end('{"score":1,"says":"x"}');
  expect((await run()).investigation.organisations).toEqual(investigation.organisations);
});

test('a run takes away what killed processes left in the cache', async () => {
  const places = fresh();
  const left = join(home, String(count - 1), 'online', 'answers', 'fake', '00', 'half.json.1-1.new');
  mkdirSync(dirname(left), { recursive: true });
  writeFileSync(left, '{');
  utimesSync(left, new Date('2026-11-20'), new Date('2026-11-20'));
  await run(places);
  expect(existsSync(left)).toBe(false);
  expect(planAsk(investigation, OPTIONS, places, new Date('2026-11-25T12:01:00Z')).plan.requests).toBe(0);
});

test('a failed source is in the ledger with its reason, and lowers coverage instead of looking clean', async () => {
  const good = (await run()).investigation;
  server.handler = (_, response) => response.writeHead(429).end();
  const { investigation: now, hasFailed } = await run();
  expect(hasFailed).toBe(true);
  const find = (one: typeof now) => [...one.peers].find(({ peer }) => peer.text === ADDRESSES[0]);
  expect(find(now)?.ledger.find(({ source }) => source === 'fake')).toMatchObject({
    answer: 'could-not-ask',
    reason: expect.stringMatching(/429/) as string,
  });
  expect(find(now)?.judgement.coverage).toBeLessThan(find(good)?.judgement.coverage ?? 0);
  expect(find(now)?.judgement.coverage).toBeLessThan(find(investigation)?.judgement.coverage ?? 0);
});

test('the second run asks nothing: what is on disk is used again, unless --refresh', async () => {
  const places = fresh();
  await run(places);
  const sent = server.seen.length;
  const again = await run(places);
  expect(server.seen.length).toBe(sent);
  expect(again.plan).toMatchObject({ requests: 0 });
  expect(again.investigation.peers.at(0).answers?.[0].isCached).toBe(true);
  await run(places, { isRefreshed: true });
  expect(server.seen.length).toBe(2 * sent);
});

test('the result says who was told of how many addresses, and nobody was by answers from disk', async () => {
  const places = fresh();
  expect((await run(places)).investigation.told).toEqual([{ title: 'Fake', addresses: ADDRESSES.length }]);
  expect((await run(places)).investigation.told).toBeUndefined();
  expect((await run(fresh(), {}, AbortSignal.abort())).investigation.told).toBeUndefined();
});

test('failures are not kept: the next run asks again', async () => {
  const places = fresh();
  server.handler = (_, response) => response.writeHead(500).end();
  await run(places);
  server.seen.length = 0;
  server.handler = (_, response) => response.end('{"score":1,"says":"x"}');
  expect((await run(places)).hasFailed).toBe(false);
  expect(server.seen.length).toBe(ADDRESSES.length);
});

test('an interrupted run keeps what came, and the next one goes on from there', async () => {
  const places = fresh();
  const control = new AbortController();
  server.handler = (_, response) => {
    if (server.seen.length < ADDRESSES.length) response.end('{"score":1,"says":"x"}');
    else setTimeout(() => control.abort(), 50);
  };
  const { investigation: now, hasFailed } = await run(places, {}, control.signal);
  expect(hasFailed).toBe(true);
  const kept = [...now.peers].filter(({ answers }) => answers?.[0]?.answer === 'known').length;
  expect(kept).toBe(ADDRESSES.length - 1);
  server.seen.length = 0;
  server.handler = (_, response) => response.end('{"score":1,"says":"x"}');
  await run(places);
  expect(server.seen.length).toBe(1);
});

test('the same answers give the same report, whatever order they came in', async () => {
  const places = fresh();
  await run(places);
  const text = (peers: Iterable<unknown>) => JSON.stringify([...peers]);
  expect(text((await run(places)).investigation.peers)).toBe(text((await run(places)).investigation.peers));
});

test('an unknown source is the user’s mistake', () => {
  expect(() => planAsk(investigation, { ...OPTIONS, wanted: ['nobody'] }, fresh(), new Date())).toThrow(UserError);
});

test('the key is nowhere on disk', async () => {
  const places = fresh({ FAREND_FAKE_KEY: 'key-of-test' });
  server.handler = (request, response) =>
    response.end(JSON.stringify({ score: 1, says: String(request.headers['x-key']) }));
  const { investigation: now } = await run(places);
  expect(JSON.stringify([...now.peers])).not.toContain('key-of-test');
  const { readFileSync, statSync } = await import('node:fs');
  const folder = join(home, String(count - 1));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  expect(files.length).toBeGreaterThan(ADDRESSES.length);
  for (const file of files) expect(readFileSync(file, 'utf8')).not.toContain('key-of-test');
});

test('without another judge the words of a service stand among the reasons, and the sum stays exact', async () => {
  const places = fresh();
  const { effects } = fakeWorld({ endpoints: [`fake.example=${server.base}`] });
  const asking = planAsk(investigation, OPTIONS, places, effects.now());
  const { investigation: now } = await ask(investigation, asking, places, effects, () => {});
  const [asked] = [...now.peers].filter(({ peer }) => peer.text === ADDRESSES[0]);
  const { prior, findings, score } = asked.judgement;
  expect(findings.map(({ rule }) => rule)).toContain('reputation');
  expect(prior + findings.reduce((sum, { weight }) => sum + weight, 0)).toBe(score);
});

describe('an investigation that was saved with answers and is asked again', () => {
  const saved = async (places = fresh()): Promise<Investigation> => {
    const { investigation: asked } = await run(places);
    return savedInvestigation(renderedText(json, asked));
  };
  const firstOf = (one: Investigation) => [...one.peers].find(({ peer }) => peer.text === ADDRESSES[0]);

  test('shows the new answer in place of the old one, and counts it once', async () => {
    const before = await saved();
    server.handler = (_, response) => response.end(JSON.stringify({ score: 1, says: 'clean by now' }));
    const { investigation: now } = await run(fresh(), {}, undefined, before);
    const peer = firstOf(now);
    expect(peer?.answers).toHaveLength(1);
    expect(peer?.answers?.[0].reputation[0].raw).toBe('1 of 100 clean by now');
    expect(peer?.facts.filter(({ source }) => source === 'Fake').map(({ value }) => value)).toEqual(['clean by now']);
    expect(peer?.ledger.filter(({ source }) => source === 'fake')).toHaveLength(1);
    expect(peer?.ledger).toHaveLength(firstOf(before)?.ledger.length ?? 0);
  });

  test('keeps what others said then, and an answer that a failure would take back', async () => {
    const before = await saved();
    const other = { ...fakeSource(), name: 'other', service: 'other' };
    const { investigation: both } = await run({ ...fresh(), sources: [other] }, {}, undefined, before);
    expect(firstOf(both)?.answers?.map(({ source }) => source)).toEqual(['fake', 'other']);
    server.handler = (_, response) => response.writeHead(500).end();
    const { investigation: now, hasFailed } = await run(fresh(), {}, undefined, before);
    expect(hasFailed).toBe(true);
    expect(firstOf(now)?.answers).toEqual(firstOf(before)?.answers);
    expect(firstOf(now)?.judgement.coverage).toBe(firstOf(before)?.judgement.coverage);
    expect(firstOf(now)?.ledger).toContainEqual({
      source: 'fake',
      answer: 'could-not-ask',
      reason: expect.stringMatching(/^asked again: /) as string,
    });
  });
});

test('where independent services contradict one another, a fact of the peer says so', async () => {
  const vouching = fakeSource({
    name: 'vouching',
    title: 'Vouching',
    service: 'vouching',
    key: null,
    origins: ['vouching'],
    read: (_, [{ text }]) => [
      {
        address: text,
        answer: 'known',
        facts: [],
        reputation: [
          {
            meaning: 'known-good',
            direction: 'both',
            score: 0,
            raw: 'a common service',
            label: null,
            lastSeen: null,
            origins: ['vouching'],
          },
        ],
      },
    ],
  });
  const places = { ...fresh(), sources: [fakeSource(), vouching] };
  const { effects } = fakeWorld({ endpoints: [`fake.example=${server.base}`] });
  const asking = planAsk(investigation, OPTIONS, places, effects.now());
  const { investigation: now } = await ask(investigation, asking, places, effects, () => {});
  const said = [...now.peers].map(({ facts }) => facts.find(({ what }) => what === 'services disagree')?.value ?? null);
  expect(said.filter((value) => value !== null)).toEqual([
    'fake says 99 of 100 C2, but vouching says a common service',
  ]);
});
