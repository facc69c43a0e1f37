import { afterAll, expect, test } from 'vitest';
import { cpuTime } from '../../../../test/cpu-time.js';
import type { TcpServer } from '../_fake-world.js';
import { answersOf, asked, fakeWorld, tcpServer } from '../_fake-world.js';
import { cymru } from './cymru.js';

const servers: TcpServer[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** Speaks the real format: a banner, then a row for each address between begin and end. */
async function cymruServer(row: (address: string) => string): Promise<TcpServer> {
  const server = await tcpServer((socket) => {
    let rest = '';
    let isOpen = false;
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      const out: string[] = [];
      for (const line of lines) {
        if (line === 'begin') {
          isOpen = true;
          out.push('Bulk mode; whois.cymru.com [2026-11-25 10:00:00 +0000]\n');
        } else if (line === 'end') {
          socket.end(out.join(''));
          return;
        } else if (isOpen && line !== 'verbose') out.push(row(line));
      }
      socket.write(out.join(''));
    });
  });
  servers.push(server);
  return server;
}

function pad(...[as, address, prefix, name]: string[]): string {
  return `${as.padEnd(7)} | ${address.padEnd(16)} | ${prefix.padEnd(19)} | DE | ripencc  | 2008-06-02 | ${name}\n`;
}

function worldOf(server: TcpServer) {
  return fakeWorld({ endpoints: [`whois.cymru.com=${server.place}`] }).effects;
}

test('10,000 addresses go over one connection, in under five seconds of processor and 150 MB', async () => {
  const server = await cymruServer((address) => pad('64500', address, '203.0.0.0/16', 'EXAMPLE-AS Example, DE'));
  const addresses = asked(...Array.from({ length: 10_000 }, (_, n) => `203.${n >> 13}.${(n >> 8) & 31}.${n & 255}`));
  const before = process.memoryUsage().rss;
  const taken = cpuTime();
  const answers = await answersOf(cymru, addresses, worldOf(server));
  expect(taken()).toBeLessThan(5000);
  // Server, test runner and client are one process here: what the run adds to it.
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  expect(server.connections).toBe(1);
  expect(answers.size).toBe(10_000);
  expect([...answers.values()].every(({ answer }) => answer === 'known')).toBe(true);
});

test('rows are matched by address, several origins are one answer, and a pipe in a name stays', async () => {
  const server = await cymruServer((address) => {
    if (address === '8.8.8.8') return pad('64500 64501', address, '8.8.8.0/24', 'ONE | TWO, US');
    if (address === '9.9.9.9')
      return pad('64500', address, '9.9.9.0/24', 'A, DE') + pad('64502', address, '9.9.0.0/16', 'B, DE');
    return 'NA      | 2a00::1 | NA                  |    |          |            | NA\n';
  });
  const answers = await answersOf(cymru, asked('2a00::1', '9.9.9.9', '8.8.8.8'), worldOf(server));
  expect(answers.get('8.8.8.8')?.registration).toMatchObject({ originAs: [64500, 64501], cidrs: ['8.8.8.0/24'] });
  expect(answers.get('8.8.8.8')?.facts[0]).toMatchObject({
    what: 'announcing AS',
    value: 'AS64500 AS64501 ONE | TWO, US',
  });
  expect(answers.get('9.9.9.9')?.registration).toMatchObject({
    originAs: [64500, 64502],
    cidrs: ['9.9.9.0/24', '9.9.0.0/16'],
  });
  expect(answers.get('2a00::1')).toMatchObject({ answer: 'not-known', reason: 'no announced prefix covers it' });
});

test('a connection that is cut, silent or refused leaves what came and fails the rest', async () => {
  let count = 0;
  const cut = await cymruServer((address) => (++count > 2 ? '' : pad('64500', address, '8.0.0.0/8', 'X')));
  const answers = [...(await answersOf(cymru, asked('8.8.8.8', '8.8.4.4', '8.1.1.1'), worldOf(cut))).values()];
  expect(answers.map(({ answer }) => answer)).toEqual(['known', 'known', 'could-not-ask']);
  const silent = await tcpServer(() => {});
  servers.push(silent);
  expect((await answersOf(cymru, asked('8.8.8.8'), worldOf(silent))).get('8.8.8.8')).toMatchObject({
    answer: 'could-not-ask',
    obstacle: 'network',
  });
  const closed = fakeWorld({ endpoints: ['whois.cymru.com=127.0.0.1:1'] }).effects;
  expect((await answersOf(cymru, asked('8.8.8.8'), closed)).get('8.8.8.8')).toMatchObject({
    answer: 'could-not-ask',
    reason: 'the connection was refused',
  });
});

test('garbage, error rows and a row cut in the middle are no answers', async () => {
  const server = await tcpServer((socket) => {
    socket.once('data', () =>
      socket.end(
        `Bulk mode\nError: no ASN or IP match on line 1.\n\u0000\u0001|||\n${'x'.repeat(100_000)}\n15169 | 8.8.8.8 | 8.8.8.0/24 | US | ar`,
      ),
    );
  });
  servers.push(server);
  const answer = (await answersOf(cymru, asked('8.8.8.8'), worldOf(server))).get('8.8.8.8');
  expect(answer).toMatchObject({ answer: 'could-not-ask', reason: 'Error: no ASN or IP match on line 1.' });
});
