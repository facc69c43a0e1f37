import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OnlineAnswer } from '../../model/answer.js';
import { fakeSource } from './_fake-source.js';
import { answersOf, asked, fakeWorld, type HttpServer, httpServer } from './_fake-world.js';
import { conforms } from './conformance.js';
import { type Progress, runOnline } from './run.js';
import type { HttpSource, OwnSource } from './source.js';

const KNOWN = JSON.stringify({ score: 71, says: 'seven reports', list: [{ a: 'b' }] });

conforms(fakeSource(), {
  known: { address: '8.8.4.4', body: KNOWN },
  notKnown: { address: '9.9.9.9', body: '{"found":false}', status: 404 },
});

let server: HttpServer;
beforeAll(async () => {
  server = await httpServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.length = 0;
});

function many(count: number): ReturnType<typeof asked> {
  return asked(...Array.from({ length: count }, (_, index) => `203.1.${index >> 8}.${index & 255}`));
}

function world(options: { signal?: AbortSignal; isRealTime?: boolean } = {}) {
  return fakeWorld({ endpoints: [`fake.example=${server.base}`], ...options });
}

test('never more requests in a minute than allowed, whatever stretch of a minute one takes', async () => {
  const { effects } = world();
  const times: number[] = [];
  server.handler = (_, response) => {
    times.push(effects.now().getTime());
    response.end(KNOWN);
  };
  const answers = await answersOf(fakeSource({}, { perMinute: 4, concurrent: 1 }), many(23), effects, ['key-of-test']);
  expect([...answers.values()].every(({ answer }) => answer === 'known')).toBe(true);
  expect(times.length).toBe(23);
  for (let index = 4; index < times.length; index++)
    expect(times[index] - times[index - 4]).toBeGreaterThanOrEqual(60_000);
});

test('one 429 holds all that wait, and nobody asks before the named time', async () => {
  const { effects } = world();
  const times: number[] = [];
  server.handler = (_, response) => {
    times.push(effects.now().getTime());
    if (times.length === 3) response.writeHead(429, { 'retry-after': '30' }).end();
    else response.end(KNOWN);
  };
  const answers = await answersOf(fakeSource({}, { concurrent: 1 }), many(6), effects, ['key-of-test']);
  expect([...answers.values()].filter(({ answer }) => answer === 'known').length).toBe(6);
  expect(times[3] - times[2]).toBeGreaterThanOrEqual(30_000);
});

test('a storm of 429 over a hundred addresses ends after a handful of requests, all of them could-not-ask', async () => {
  server.handler = (_, response) => response.writeHead(429).end();
  const answers = await answersOf(fakeSource({}, { concurrent: 4 }), many(100), world().effects, ['key-of-test']);
  expect(answers.size).toBe(100);
  expect(
    [...answers.values()].every(({ answer, obstacle }) => answer === 'could-not-ask' && obstacle === 'quota'),
  ).toBe(true);
  expect(server.seen.length).toBeLessThanOrEqual(8);
});

test('a service that stays broken is given up, and its addresses are failed, not clean', async () => {
  server.handler = (_, response) => response.writeHead(500).end();
  const answers = await answersOf(fakeSource({}, { concurrent: 1 }), many(50), world().effects, ['key-of-test']);
  expect([...answers.values()].every(({ answer }) => answer === 'could-not-ask')).toBe(true);
  expect(server.seen.length).toBeLessThanOrEqual(6);
  expect([...answers.values()].at(-1)?.reason).toMatch(/given up after 5 failures in a row: 500/);
});

test('a refused key is asked once, for all sources of the service', async () => {
  server.handler = (_, response) => response.writeHead(401).end();
  const jobs = ['fake', 'fake-more'].map((name) => ({
    source: fakeSource({ name }, { concurrent: 1 }),
    asked: many(20),
    secrets: ['key-of-test'],
  }));
  const answers: OnlineAnswer[] = [];
  await runOnline(jobs, world().effects, {
    answer: (answer) => void answers.push(answer),
    sent: () => {},
    progress: () => {},
  });
  expect(answers.length).toBe(40);
  expect(new Set(answers.map(({ obstacle }) => obstacle))).toEqual(new Set(['key']));
  expect(server.seen.length).toBe(1);
});

test.each([
  ['a refused key', 401, '{"error":{"title":"Unknown token","message":"see our page"}}', 'key', 'Unknown token'],
  ['a used-up quota', 402, '{"error":"Monthly quota exceeded."}', 'quota', 'Monthly quota exceeded'],
  ['a used-up quota under another status', 403, '{"message":"Daily limit exceeded"}', 'quota', 'Daily limit exceeded'],
  ['a daily limit', 429, '{"errors":[{"detail":"Daily rate limit of 1000 requests exceeded"}]}', 'quota', 'of 1000'],
])('%s ends the service at once, in its own words (%d)', async (_, status, body, obstacle, words) => {
  server.handler = (__, response) => response.writeHead(status).end(body);
  const answers = await answersOf(fakeSource({}, { concurrent: 1 }), many(20), world().effects, ['key-of-test']);
  expect(answers.size).toBe(20);
  for (const answer of answers.values()) {
    expect(answer).toMatchObject({ answer: 'could-not-ask', obstacle });
    expect(answer.reason).toContain(words);
  }
  expect(server.seen.length).toBe(1);
});

test('a refusal inside a 200 ends it for all addresses alike', async () => {
  const read: HttpSource['read'] = (__, [{ text }]) => [
    { address: text, answer: 'could-not-ask', obstacle: 'key', reason: 'error 101: invalid_access_key' },
  ];
  server.handler = (_, response) => response.end('{}');
  const answers = await answersOf(fakeSource({ read }, { concurrent: 1 }), many(20), world().effects, ['key-of-test']);
  expect(new Set([...answers.values()].map(({ reason }) => reason))).toEqual(
    new Set(['error 101: invalid_access_key']),
  );
  expect(server.seen.length).toBe(1);
});

test('a question that it does not take concerns one address only', async () => {
  server.handler = (request, response) => {
    if (request.url?.endsWith('.3') === true)
      response.writeHead(422).end('{"errors":[{"detail":"no public address"}]}');
    else response.end(KNOWN);
  };
  const answers = [...(await answersOf(fakeSource(), many(8), world().effects, ['key-of-test'])).values()];
  expect(answers.filter(({ answer }) => answer === 'known').length).toBe(7);
  expect(answers.find(({ answer }) => answer !== 'known')).toMatchObject({ obstacle: 'address', address: '203.1.0.3' });
});

test('a quota header that says zero ends the asking before the 429', async () => {
  server.handler = (_, response) => {
    response.setHeader('x-left', String(Math.max(0, 3 - server.seen.length)));
    response.end(KNOWN);
  };
  const source = fakeSource({}, { concurrent: 1, headers: { left: 'x-left', reset: null } });
  const answers = [...(await answersOf(source, many(10), world().effects, ['key-of-test'])).values()];
  expect(answers.filter(({ answer }) => answer === 'known').length).toBe(3);
  expect(answers.filter(({ obstacle }) => obstacle === 'quota').length).toBe(7);
  expect(server.seen.length).toBe(3);
});

test('Ctrl-C keeps what arrived and says of the rest that it was interrupted', async () => {
  const control = new AbortController();
  server.handler = (_, response) => {
    if (server.seen.length === 4) control.abort();
    else response.end(KNOWN);
  };
  const { effects } = world({ signal: control.signal });
  const answers = [
    ...(await answersOf(fakeSource({}, { concurrent: 1 }), many(10), effects, ['key-of-test'])).values(),
  ];
  expect(answers.filter(({ answer }) => answer === 'known').length).toBe(3);
  expect(answers.filter(({ reason, obstacle }) => obstacle === 'stopped' && reason === 'interrupted').length).toBe(7);
});

test('the deadline stops a source that answers too slowly, and says so', async () => {
  server.handler = (_, response) => void setTimeout(() => response.end(KNOWN), 60);
  const { effects } = world({ signal: AbortSignal.timeout(200), isRealTime: true });
  const answers = [
    ...(await answersOf(fakeSource({}, { concurrent: 1 }), many(20), effects, ['key-of-test'])).values(),
  ];
  expect(answers.length).toBe(20);
  expect(answers.at(-1)).toMatchObject({ answer: 'could-not-ask', reason: 'the time for this run was up' });
  expect(answers.some(({ answer }) => answer === 'known')).toBe(true);
});

test('a batch is one request; an address that its answer leaves out could not be asked', async () => {
  const source = fakeSource({
    batch: 5,
    read: (_, batch) => batch.slice(1).map(({ text }) => ({ address: text, answer: 'not-known' as const })),
  });
  server.handler = (_, response) => response.end(KNOWN);
  const answers = [...(await answersOf(source, many(10), world().effects, ['key-of-test'])).values()];
  expect(server.seen.length).toBe(2);
  expect(answers.filter(({ answer }) => answer === 'not-known').length).toBe(8);
  expect(answers.filter(({ answer }) => answer === 'could-not-ask').length).toBe(2);
});

test('the request carries the key and the name of the program; the progress adds up', async () => {
  server.handler = (_, response) => response.end(KNOWN);
  const progress: Progress[] = [];
  const sent: string[] = [];
  const job = { source: fakeSource(), asked: many(3), secrets: ['key-of-test'] };
  await runOnline([job], world().effects, {
    answer: () => {},
    sent: (service) => void sent.push(service),
    progress: (step) => void progress.push(step),
  });
  expect(server.seen[0].headers).toMatchObject({ 'x-key': 'key-of-test', 'user-agent': 'farend/test' });
  expect(progress.at(-1)).toEqual({ source: 'fake', total: 3, done: 3, known: 3, failed: 0, reason: null });
  expect(sent).toEqual(['fake', 'fake', 'fake']);
});

test('answers about other addresses, and second ones, are nobody’s', async () => {
  const source: OwnSource = {
    ...fakeSource(),
    via: 'own',
    ask(_, __, tell) {
      tell({ address: '1.1.1.1', answer: 'not-known' });
      tell({ address: '8.8.8.8', answer: 'not-known' });
      tell({ address: '8.8.8.8', answer: 'known', facts: [] });
      return Promise.resolve();
    },
  };
  const answers = await answersOf(source, asked('8.8.8.8', '9.9.9.9'), world().effects);
  expect([...answers].map(([address, { answer }]) => `${address} ${answer}`)).toEqual([
    '8.8.8.8 not-known',
    '9.9.9.9 could-not-ask',
  ]);
});
