import { connect } from 'node:net';
import { createServer } from 'node:http';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { loopback, serves } from '../../../test/loopback.js';
import { scratchFolder } from '../../../test/scratch-folder.js';
import { type HttpLimits, httpFetcher } from './http.js';
import { proxyFor } from './proxy.js';
import { CouldNotAsk, Refused } from './publisher.js';

const LIMITS: HttpLimits = { answerMs: 2000, dripMs: 1000, dripBytes: 10, deadlineMs: 5000 };
const server = await loopback();

function ask(path: string, limits: Partial<HttpLimits> = {}, maxBytes = 100_000) {
  const fetch = httpFetcher({ limits: { ...LIMITS, ...limits }, proxy: () => null, ca: null });
  return fetch({ url: new URL(path, server.base), headers: { 'x-test': '1' }, maxBytes });
}

test('a plain answer comes whole, with status and headers', async () => {
  server.on('/plain', serves('hello'));
  const reply = await ask('/plain');
  expect(Buffer.from(reply.body).toString()).toBe('hello');
  expect(reply).toMatchObject({ status: 200, headers: { etag: '"v1"' } });
});

test('a packed transfer is unpacked', async () => {
  server.on('/gzip', (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello')));
  expect(Buffer.from((await ask('/gzip')).body).toString()).toBe('hello');
});

test.each([
  ['cut short', gzipSync('hello '.repeat(1000)).subarray(0, 30), 'gzip', 'cut short'],
  ['damaged', Buffer.from('not gzip at all'), 'gzip', 'damaged'],
  ['a bomb', gzipSync(Buffer.alloc(2_000_000)), 'gzip', 'unpacks to more'],
  ['packed as nobody offered', Buffer.from('x'), 'br', 'not offered'],
])('a packed transfer that is %s is refused', async (name, body, encoding, reason) => {
  server.on(`/bad-${name}`.replaceAll(' ', '-'), (_, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(body),
  );
  await expect(ask(`/bad-${name}`.replaceAll(' ', '-'))).rejects.toThrow(new RegExp(reason));
});

test('a body shorter than its length is told as a closed connection', async () => {
  server.on('/short', (_, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('half of it', () => response.destroy());
  });
  await expect(ask('/short')).rejects.toThrow(/closed before all had come/);
});

test('a chunked body without its last chunk too', async () => {
  server.on('/chunks', (_, response) => {
    response.writeHead(200);
    response.write('a chunk', () => response.destroy());
  });
  await expect(ask('/chunks')).rejects.toThrow(/closed before all had come/);
});

test('too big is refused by its length, and by what really comes', async () => {
  server.on('/long', (_, response) => response.writeHead(200, { 'content-length': 1_000_000 }).end());
  await expect(ask('/long')).rejects.toThrow(Refused);
  server.on('/longer', (_, response) => response.writeHead(200).end(Buffer.alloc(300_000)));
  await expect(ask('/longer')).rejects.toThrow(/bigger than 1 MB/);
});

test('no answer, a slow drip and an endless one are given up', async () => {
  server.on('/silent', () => {});
  await expect(ask('/silent', { answerMs: 50 })).rejects.toThrow('no answer within 0.05 s');
  const drip = (
    _: unknown,
    response: { writeHead(status: number): void; write(text: string): void; on(name: string, done: () => void): void },
  ): void => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 10);
    response.on('close', () => clearInterval(timer));
  };
  server.on('/drip', drip);
  await expect(ask('/drip', { dripMs: 60, dripBytes: 1000 })).rejects.toThrow(/too slow: \d+ bytes in 0.06 s/);
  await expect(ask('/drip', { dripMs: 1000, deadlineMs: 80 })).rejects.toThrow('not finished within 0.08 s');
});

test('a server that is not there, or speaks no HTTP, could not be asked', async () => {
  const fetch = httpFetcher({ limits: LIMITS, proxy: () => null, ca: null });
  const gone = { url: new URL('http://127.0.0.1:1/'), headers: {}, maxBytes: 1 };
  await expect(fetch(gone)).rejects.toThrow(new CouldNotAsk('the connection was refused'));
});

/** A proxy that tunnels wherever it is told to the loopback server, and notes what it was asked. */
async function proxyServer() {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    response.end('through the proxy');
  });
  let target = 0;
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    if (target === 0) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const through = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  return { asked, url: new URL(`http://user:p%40ss@127.0.0.1:${port}`), tunnelTo: (to: number) => (target = to) };
}

const proxy = await proxyServer();
const AUTHORIZATION = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;

test('http goes to a proxy with the whole address', async () => {
  const fetch = httpFetcher({ limits: LIMITS, proxy: () => proxy.url, ca: null });
  const reply = await fetch({ url: new URL('http://list.example/data?x=1'), headers: {}, maxBytes: 1000 });
  expect(Buffer.from(reply.body).toString()).toBe('through the proxy');
  expect(proxy.asked).toContain(`GET http://list.example/data?x=1 ${AUTHORIZATION}`);
});

test('a proxy that wants a password says so without showing the one it got', async () => {
  const fetch = httpFetcher({ limits: LIMITS, proxy: () => proxy.url, ca: null });
  const asking = fetch({ url: new URL('https://list.example/'), headers: {}, maxBytes: 1000 });
  await expect(asking).rejects.toThrow(/answers 407 \(it wants a name and password\)/);
  await expect(asking).rejects.not.toThrow(/p@ss|user/);
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test.runIf(hasOpenssl)(
  'https goes through a tunnel, with the certificate checked against the name and the CA',
  async () => {
    const folder = scratchFolder('tls');
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=list.example', '-addext', 'subjectAltName=DNS:list.example'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    execFileSync(
      'openssl',
      ['req', '-x509', ...curve, '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
      { stdio: 'ignore' },
    );
    const ca = readFileSync(cert, 'utf8');
    const tls = createTls({ key: readFileSync(key), cert: ca }, (request, response) =>
      response.end(`secret ${request.url}`),
    );
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    proxy.tunnelTo((tls.address() as AddressInfo).port);
    const request = { url: new URL('https://list.example/data'), headers: {}, maxBytes: 1000 };
    const trusting = httpFetcher({ limits: LIMITS, proxy: () => proxy.url, ca });
    expect(Buffer.from((await trusting(request)).body).toString()).toBe('secret /data');
    expect(proxy.asked).toContain(`CONNECT list.example:443 ${AUTHORIZATION}`);
    const strict = httpFetcher({ limits: LIMITS, proxy: () => proxy.url, ca: null });
    await expect(strict(request)).rejects.toThrow(/certificate is not trusted.*--ca/);
    const other = { ...request, url: new URL('https://other.example/data') };
    await expect(trusting(other)).rejects.toThrow(/certificate is not trusted/);
    tls.closeAllConnections();
    tls.close();
  },
);

test.each([
  ['https://a.example/', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
  ['https://a.example/', { https_proxy: 'p:3128', HTTP_PROXY: 'http://other' }, 'http://p:3128/'],
  ['http://a.example/', { HTTPS_PROXY: 'http://p:3128' }, null],
  ['http://a.example/', { ALL_PROXY: 'http://p:3128' }, 'http://p:3128/'],
  ['https://a.example/', { HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, null],
  ['https://a.example/', { HTTPS_PROXY: 'http://p', NO_PROXY: 'b.example, .example' }, null],
  ['https://a.example/', { HTTPS_PROXY: 'http://p', NO_PROXY: 'xa.example,a.example:8443' }, 'http://p/'],
  ['https://a.example:8443/', { HTTPS_PROXY: 'http://p', NO_PROXY: 'a.example:8443' }, null],
  ['https://10.1.2.3/', { HTTPS_PROXY: 'http://p', NO_PROXY: '10.0.0.0/8' }, null],
  ['https://[::1]/', { HTTPS_PROXY: 'http://p', NO_PROXY: '::1' }, null],
  ['https://a.example/', { HTTPS_PROXY: '' }, null],
])('%s with %j is asked by %s', (url, env, proxy) => {
  expect(proxyFor(new URL(url), env)?.href ?? null).toBe(proxy);
});

test('a proxy that is no http URL is told to the user', () => {
  expect(() => proxyFor(new URL('https://a.example'), { HTTPS_PROXY: 'socks5://p:1080' })).toThrow(
    /no http or https URL/,
  );
});
