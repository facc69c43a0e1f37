import { expect, test } from 'vitest';
import { download, type DownloadEffects, type DownloadJob } from './download.js';
import type { HttpReply } from './http.js';
import { registrableName } from './hosts.js';
import { retryAfterMs } from './retry-after.js';

const NOW = new Date('2026-11-25T10:00:00Z');

/** Answers by URL; a list is answered one by one. Remembers what was asked and slept. */
function world(answers: Record<string, Partial<HttpReply> | Partial<HttpReply>[]>) {
  const asked: string[] = [];
  const headers: Record<string, string>[] = [];
  const slept: number[] = [];
  const effects: DownloadEffects = {
    fetch: async (request) => {
      asked.push(request.url.href);
      headers.push({ ...request.headers });
      const answer = answers[request.url.href];
      const one = Array.isArray(answer) ? answer.shift() : answer;
      return { status: 404, headers: {}, body: new Uint8Array(), ...one };
    },
    now: () => NOW,
    sleep: async (milliseconds) => void slept.push(milliseconds),
    agent: 'farend/test',
    patienceMs: 30_000,
  };
  return { asked, headers, slept, effects };
}

const URL_A = 'https://list.example.org/data';
const job = (more: Partial<DownloadJob> = {}): DownloadJob => ({
  urls: [URL_A],
  hosts: [],
  maxBytes: 1000,
  validators: null,
  isPage: false,
  ...more,
});
const body = (text: string): Uint8Array => new TextEncoder().encode(text);
const redirect = (location: string): Partial<HttpReply> => ({ status: 302, headers: { location } });

test('a good answer brings its validators, and the program says its name and nothing more', async () => {
  const { effects, headers } = world({
    [URL_A]: { status: 200, headers: { etag: '"1"', 'last-modified': 'x' }, body: body('1.2.3.4') },
  });
  expect(await download(job(), effects)).toMatchObject({ kind: 'body', url: URL_A, etag: '"1"', lastModified: 'x' });
  expect(headers[0]).toEqual({ 'user-agent': 'farend/test', 'accept-encoding': 'gzip', accept: '*/*' });
});

test('what is at hand is asked for conditionally, but only at the address it came from', async () => {
  const { effects, headers } = world({ [URL_A]: { status: 304 } });
  const validators = { url: URL_A, etag: '"1"', lastModified: 'Tue, 03 Nov 2026 04:05:06 GMT' };
  expect(await download(job({ validators }), effects)).toEqual({ kind: 'not-modified' });
  expect(headers[0]).toMatchObject({ 'if-none-match': '"1"', 'if-modified-since': validators.lastModified });
  const elsewhere = { ...validators, url: 'https://elsewhere.example/' };
  await expect(download(job({ validators: elsewhere }), effects)).rejects.toThrow(/304 without/);
  expect(headers[1]).not.toHaveProperty('if-none-match');
});

test('after a 404 the next address is tried, after the last one it is told', async () => {
  const second = 'https://other.example/data';
  const { effects, asked } = world({ [second]: { status: 200, body: body('x') } });
  expect(await download(job({ urls: [URL_A, second] }), effects)).toMatchObject({ url: second });
  expect(asked).toEqual([URL_A, second]);
  await expect(download(job(), effects)).rejects.toThrow(/404/);
});

test.each([
  [500, /500: its server fails/],
  [403, /403: it won't tell us/],
  [418, /it answers 418/],
  [429, /429: asked too often$/],
])('status %i could not be asked, and is not tried elsewhere', async (status, reason) => {
  const { effects, asked } = world({ [URL_A]: { status } });
  await expect(download(job({ urls: [URL_A, 'https://b.example/'] }), effects)).rejects.toThrow(reason);
  expect(asked.length).toBe(1);
});

test('a bearable Retry-After is waited for once, a long one is told', async () => {
  const busy = (after: string): Partial<HttpReply> => ({ status: 429, headers: { 'retry-after': after } });
  const short = world({ [URL_A]: [busy('7'), { status: 200, body: body('x') }] });
  expect(await download(job(), short.effects)).toMatchObject({ kind: 'body' });
  expect(short.slept).toEqual([7000]);
  const twice = world({ [URL_A]: [busy('1'), busy('1')] });
  await expect(download(job(), twice.effects)).rejects.toThrow(/429/);
  const long = world({ [URL_A]: busy('3600') });
  await expect(download(job(), long.effects)).rejects.toThrow('429: asked too often; it asks to come back in 3600 s');
  expect(long.slept).toEqual([]);
});

test('Retry-After is seconds or a date', () => {
  expect(retryAfterMs('120', NOW)).toBe(120_000);
  expect(retryAfterMs('Wed, 25 Nov 2026 10:01:00 GMT', NOW)).toBe(60_000);
  expect(retryAfterMs('Wed, 25 Nov 2026 09:00:00 GMT', NOW)).toBe(0);
  for (const text of [null, '', 'soon', '-1', '9'.repeat(30)]) expect(retryAfterMs(text, NOW)).toBeNull();
});

test.each([
  ['a document', '<!DOCTYPE html><html>login</html>', 'text/html'],
  ['a document behind BOM and blanks', '\ufeff\n  <html>', 'text/plain'],
  ['markup of type html', '<div>blocked</div>', 'text/html; charset=utf-8'],
])('a web page instead of data is refused: %s', async (_, text, type) => {
  const { effects } = world({ [URL_A]: { status: 200, headers: { 'content-type': type }, body: body(text) } });
  await expect(download(job(), effects)).rejects.toThrow(/web page came instead/);
  expect(await download(job({ isPage: true }), effects)).toMatchObject({ kind: 'body' });
});

test('data that a server merely calls html is taken: GitHub and others label text so', async () => {
  const { effects } = world({
    [URL_A]: { status: 200, headers: { 'content-type': 'text/html' }, body: body('1.2.3.0/24\n') },
  });
  expect(await download(job(), effects)).toMatchObject({ kind: 'body' });
});

test('redirects are followed to the same owner and to hosts that are named', async () => {
  const { effects, asked } = world({
    [URL_A]: redirect('/moved'),
    'https://list.example.org/moved': redirect('https://cdn.example.org/data'),
    'https://cdn.example.org/data': redirect('https://named.example.net/data'),
    'https://named.example.net/data': { status: 200, body: body('x') },
  });
  expect(await download(job({ hosts: ['named.example.net'] }), effects)).toMatchObject({ kind: 'body', url: URL_A });
  expect(asked.length).toBe(4);
});

test.each([
  ['to another owner', 'https://evil.example/', /to a stranger, evil\.example/],
  ['away from TLS', 'http://list.example.org/', /away from TLS/],
  ['to a file', 'file:///etc/passwd', /away from TLS/],
  ['to nothing', '', /more than 5 redirects/],
  ['round in a circle', URL_A, /more than 5 redirects/],
  ['to this machine', 'http://127.0.0.1/', /away from TLS/],
  ['nowhere', 'https://[', /to nowhere/],
])('a redirect %s is not followed', async (_, location, reason) => {
  const { effects } = world({ [URL_A]: redirect(location) });
  await expect(download(job(), effects)).rejects.toThrow(reason);
});

test.each([
  ['ip-ranges.example.com', 'example.com'],
  ['a.b.example.co.uk', 'example.co.uk'],
  ['example.org.', 'example.org'],
  ['raw.githubusercontent.com', 'raw.githubusercontent.com'],
  ['bucket.s3.amazonaws.com', 'bucket.s3.amazonaws.com'],
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', 'localhost'],
])('%s is registered as %s', (host, name) => {
  expect(registrableName(host)).toBe(name);
});
