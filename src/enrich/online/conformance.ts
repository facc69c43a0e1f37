import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OnlineAnswer } from '../../model/answer.js';
import { answersOf, asked, fakeWorld, type HttpServer, httpServer } from './_fake-world.js';
import { isObject } from './shape.js';
import type { HttpSource } from './source.js';

/** One answer of the service as it sends it. */
export interface Sample {
  readonly address: string;
  readonly body: string;
  /** Default 200. */
  readonly status?: number;
}

export interface ConformanceSamples {
  /** It knows the address: JSON. */
  readonly known: Sample;
  /** It knows nothing of it; absent where the service has something to say of every address. */
  readonly notKnown?: Sample;
}

const SECRET = 'S3cretOfTheTest-';

/** What every HTTP source has to stand, through the real engine against a server on this machine. */
export function conforms(source: HttpSource, samples: ConformanceSamples): void {
  describe(`${source.name} conforms`, () => {
    let server: HttpServer;
    beforeAll(async () => {
      server = await httpServer();
    });
    afterAll(() => server.close());
    const secrets = source.key === null ? [] : source.key.env.map((_, index) => `${SECRET}${index}`);

    const ask = async (reply: (response: ServerResponse, count: number) => void, sample = samples.known) => {
      server.seen.length = 0;
      server.handler = (_, response) => reply(response, server.seen.length);
      const world = fakeWorld({ endpoints: source.hosts.map((host) => `${host}=${server.base}`) });
      const answers = await answersOf(source, asked(sample.address), world.effects, secrets);
      const answer = answers.get(asked(sample.address)[0].text);
      if (answer === undefined) throw new Error('no answer at all');
      return { answer, requests: server.seen.length, slept: world.slept() };
    };
    const serve = ({ body, status = 200 }: Sample, type = 'application/json') => {
      return (response: ServerResponse): void => void response.writeHead(status, { 'content-type': type }).end(body);
    };
    const askBody = (body: string) => ask(serve({ ...samples.known, body }));

    test('says who is asked, what for, how often and how long it is good for', () => {
      expect(source.name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(source.hosts.length).toBeGreaterThan(0);
      for (const text of [source.title, source.tells, source.licence, source.quota.note]) expect(text).not.toBe('');
      for (const number of [source.batch, source.maxAgeHours, source.negativeMaxAgeHours, source.quota.concurrent]) {
        expect(number).toBeGreaterThan(0);
      }
      expect(source.url).toMatch(/^https:/);
      expect(source.origins.length).toBeGreaterThan(0);
      if (source.key === null) return;
      expect(source.key.env[0]).toBe(`FAREND_${source.service.toUpperCase().replaceAll('-', '_')}_KEY`);
      expect(source.key.howToGet).toMatch(/^https:/);
    });

    test('asks its own host by TLS and puts its key into a header, never into the address', () => {
      const { url } = source.request(asked(samples.known.address), secrets);
      expect(new URL(url).protocol).toBe('https:');
      expect(source.hosts).toContain(new URL(url).hostname);
      const isInUrl = source.key?.isInUrl === true;
      expect(!isInUrl && secrets.some((secret) => url.includes(secret))).toBe(false);
      const words = source.page?.(samples.known.address) ?? 'https://';
      expect(words).toMatch(/^https:/);
    });

    test('reads what it knows, with the words of the service beside ours', async () => {
      const { answer, requests } = await ask(serve(samples.known));
      expect(answer).toMatchObject({ answer: 'known', source: source.name, reason: null, obstacle: null });
      expect(answer.facts.length + answer.reputation.length).toBeGreaterThan(0);
      for (const { raw, score } of answer.reputation) {
        expect(raw).not.toBe('');
        expect(score ?? 0).toBeGreaterThanOrEqual(0);
        expect(score ?? 0).toBeLessThanOrEqual(1);
      }
      expect(requests).toBe(1);
      sound(answer);
    });

    test('reads it whatever the content type says', async () => {
      const { answer } = await ask(serve(samples.known, 'text/plain; charset=x'));
      expect(answer.answer).toBe('known');
    });

    test.runIf(samples.notKnown !== undefined)('says "not known" for what it does not know', async () => {
      const sample = samples.notKnown ?? samples.known;
      const { answer } = await ask(serve(sample), sample);
      expect(answer).toMatchObject({ answer: 'not-known', facts: [], reputation: [] });
    });

    test.each([401, 403])('%d could not ask, and is not tried again', async (status) => {
      const { answer, requests } = await ask((response) => response.writeHead(status).end('{"error":"no"}'));
      expect(answer.answer).toBe('could-not-ask');
      expect(requests).toBe(1);
    });

    test('404 with a page is no "not known"', async () => {
      const { answer } = await ask((response) => response.writeHead(404).end('<html>not found</html>'));
      expect(answer.answer).toBe('could-not-ask');
    });

    test('429 waits as long as it is told, then asks again', async () => {
      const { answer, slept } = await ask((response, count) => {
        if (count === 1) response.writeHead(429, { 'retry-after': '7' }).end('{}');
        else serve(samples.known)(response);
      });
      expect(answer.answer).toBe('known');
      expect(slept).toBeGreaterThanOrEqual(7000);
    });

    test('a storm of 429 ends in could-not-ask after a few requests', async () => {
      const { answer, requests } = await ask((response) => response.writeHead(429).end('slow down'));
      expect(answer).toMatchObject({ answer: 'could-not-ask', obstacle: 'quota' });
      expect(requests).toBeLessThanOrEqual(3);
    });

    test('500 is tried again, then could not be asked', async () => {
      const { answer, requests } = await ask((response) => response.writeHead(500).end('oops'));
      expect(answer).toMatchObject({ answer: 'could-not-ask', obstacle: 'server' });
      expect(requests).toBe(3);
    });

    test.each([
      ['a web page', '<!doctype html><html><body>Please log in</body></html>'],
      ['nothing', ''],
      ['an empty object', '{}'],
      ['an empty list', '[]'],
      ['null', 'null'],
      ['a text', '"ok"'],
      ['a number', '0'],
      ['an error body', '{"error":"internal","message":"try later"}'],
      ['JSON cut in the middle', samples.known.body.slice(0, Math.floor(samples.known.body.length / 2))],
    ])('%s instead of an answer could not be asked: it never reads as clean', async (_, body) => {
      const { answer } = await askBody(body);
      expect(answer).toMatchObject({ answer: 'could-not-ask', facts: [], reputation: [] });
    });

    test('a redirect is not followed', async () => {
      const { answer, requests } = await ask((response) =>
        response.writeHead(302, { location: `${server.base}/elsewhere` }).end(),
      );
      expect(answer.answer).toBe('could-not-ask');
      expect(requests).toBe(1);
    });

    test('a slow drip, a reset and silence could not be asked', async () => {
      const drip = await ask((response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      });
      const reset = await ask((response) => response.destroy());
      const silence = await ask(() => {});
      for (const { answer } of [drip, reset, silence]) {
        expect(answer).toMatchObject({ answer: 'could-not-ask', obstacle: 'network' });
      }
    });

    test('an endless body is refused', async () => {
      const { answer } = await ask((response) =>
        response.writeHead(200).end(`"${'x'.repeat((source.maxBytes ?? 2 ** 21) + 9)}"`),
      );
      expect(answer.answer).toBe('could-not-ask');
    });

    test('hostile texts come out bounded, on one line, and without the key', async () => {
      const poison = `\u001b[31m=cmd|' /C calc'!A0\u202e\n<script>${secrets.join(' ')}${'A'.repeat(3000)}`;
      const { answer } = await askBody(JSON.stringify(poisoned(JSON.parse(samples.known.body), poison)));
      expect(answer.source).toBe(source.name);
      sound(answer);
    });

    test('whatever a member of the answer turns into, it reads it or says that it is no answer', async () => {
      const whole: unknown = JSON.parse(samples.known.body);
      const replacements: unknown[] = [null, [], {}, 'x', -1, true, 1e308];
      const request = asked(samples.known.address);
      for (const path of pathsOf(whole)) {
        for (const value of replacements) {
          const body = JSON.stringify(replacedAt(whole, path, value));
          expect(() => tolerant(source, body, request), `${path.join('.')} = ${JSON.stringify(value)}`).not.toThrow();
        }
      }
    });
  });

  /** What leaves the engine is bounded, printable and free of secrets. */
  function sound(answer: OnlineAnswer): void {
    const text = JSON.stringify(answer);
    expect(text).not.toContain(SECRET);
    expect(text.length).toBeLessThan(100_000);
    const texts = [
      ...answer.facts.flatMap(({ what, value }) => [what, value]),
      ...answer.reputation.flatMap(({ raw, label }) => [raw, label ?? '']),
      answer.reason ?? '',
    ];
    for (const each of texts) {
      expect(each).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(each.length).toBeLessThanOrEqual(500);
    }
  }
}

function tolerant(source: HttpSource, body: string, request: ReturnType<typeof asked>): void {
  try {
    source.read({ status: 200, headers: { 'content-type': 'application/json' }, body }, request);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'WrongShape') throw error;
  }
}

type Path = readonly (string | number)[];

/** Enough of the members of a value, first ones of long lists. */
function pathsOf(value: unknown, before: Path = [], found: Path[] = []): Path[] {
  if (found.length >= 400) return found;
  const entries = Array.isArray(value) ? value.slice(0, 2).entries() : isObject(value) ? Object.entries(value) : [];
  for (const [name, member] of entries as Iterable<[string | number, unknown]>) {
    found.push([...before, name]);
    pathsOf(member, [...before, name], found);
  }
  return found;
}

function replacedAt(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === first ? replacedAt(item, rest, by) : item));
  return isObject(value) ? { ...value, [first]: replacedAt(value[first], rest, by) } : value;
}

function poisoned(value: unknown, poison: string): unknown {
  if (typeof value === 'string') return `${value}${poison}`;
  if (Array.isArray(value)) return value.map((item: unknown) => poisoned(item, poison));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, poisoned(member, poison)]));
}
