import { expect, test } from 'vitest';
import { UserError } from '../../model/errors.js';
import { fakeWorld, httpServer, tcpServer } from './_fake-world.js';
import { isPublic, publicLookup } from './_guard.js';
import { parseEndpoints, replaced } from './endpoints.js';

const { effects } = fakeWorld({ endpoints: [] });

function fetch(url: string): Promise<unknown> {
  return effects.fetch({ method: 'GET', url: new URL(url), headers: {}, body: null, maxBytes: 1000 });
}

test.each([
  'https://127.0.0.1/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[fe80::1]/',
  'https://0.0.0.0/',
])('%s is never asked', async (url) => {
  await expect(fetch(url)).rejects.toThrow(/no public address/);
});

test('a name that leads into the own network is not connected to', async () => {
  const server = await httpServer();
  await expect(fetch(`https://localhost:${new URL(server.base).port}/`)).rejects.toThrow(/private|ENOTPUBLIC/);
  expect(server.seen.length).toBe(0);
  server.close();
});

test('nor is a port 43 there', async () => {
  const server = await tcpServer(() => {});
  const [, port] = server.place.split(':');
  await expect(effects.connect('127.0.0.1', Number(port))).rejects.toThrow(/no public address/);
  await expect(effects.connect('localhost', Number(port))).rejects.toThrow(/private/);
  expect(server.connections).toBe(0);
  server.close();
});

test('nothing is asked without TLS', async () => {
  await expect(fetch('http://1.1.1.1/')).rejects.toThrow(/without TLS/);
});

test('the look-up gives public addresses only, in both of its forms', async () => {
  const look = (name: string, isAll: boolean) =>
    new Promise<unknown>((resolve) => {
      publicLookup(name, { all: isAll }, (error, found) => resolve(error?.message ?? found));
    });
  expect(await look('1.1.1.1', false)).toBe('1.1.1.1');
  expect(await look('1.1.1.1', true)).toEqual([{ address: '1.1.1.1', family: 4 }]);
  expect(await look('127.0.0.1', true)).toMatch(/private/);
});

test.each([
  ['8.8.8.8', true],
  ['::ffff:8.8.8.8', true],
  ['100.64.0.1', false],
  ['192.0.2.1', false],
  ['name.example', false],
])('%s is public: %s', (text, is) => expect(isPublic(text)).toBe(is));

test('an endpoint replaces host, port and scheme, and keeps path and query', () => {
  const endpoints = parseEndpoints(['api.example=https://mirror.example/x/', 'whois.example=127.0.0.1:4343']);
  expect(replaced(new URL('https://api.example/v1/ip?a=b'), endpoints)?.href).toBe(
    'https://mirror.example/x/v1/ip?a=b',
  );
  expect(replaced(new URL('https://other.example/'), endpoints)).toBeNull();
  expect(endpoints.get('whois.example')?.host).toBe('127.0.0.1:4343');
});

test.each([
  'api.example',
  'api.example=',
  '=https://x.example',
  'api.example=ftp://x',
  'w.example=127.0.0.1',
  'api.example=http://mirror.example/',
])('the endpoint "%s" is refused', (text) => expect(() => parseEndpoints([text])).toThrow(UserError));
