import { beforeAll, expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import { fakeIo, type FakeWorld } from './_fake-io.js';
import { main } from './main.js';

let packDirectory = '';
beforeAll(async () => void (packDirectory = await builtKnowledge()), 120_000);

async function said(
  argv: readonly string[],
  stdin: string,
  world: FakeWorld = {},
): Promise<{ code: number; out: string; err: string }> {
  const io = { ...fakeIo({ stdin, ...world }), packDirectory };
  const code = await main(['peers', ...argv], io);
  return { code, out: io.out(), err: io.err() };
}

const LISTING = [
  'Active Connections',
  '',
  '  Proto  Local Address          Foreign Address        State           PID',
  '  TCP    192.168.1.20:51544     35.186.224.47:4070     ESTABLISHED     9120',
  '  TCP    192.168.1.20:51545     35.186.224.47:4070     ESTABLISHED     9120',
  '  TCP    192.168.1.20:51546     1.1.1.1:443            ESTABLISHED     912',
  '  TCP    192.168.1.20:51547     192.168.1.1:445        ESTABLISHED     4',
  '  TCP    192.168.1.20:51548     www.example.com:443    ESTABLISHED     4',
  '  TCP    192.168.1.20:51549     [2606:4700::1111]:443  ESTABLISHED     4',
  '',
].join('\r\n');

test('a person sees what was read, what was set aside, and each peer with its owner', async () => {
  const { code, out, err } = await said([], LISTING);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('3 peers in 4 of 6 rows · set aside: name 1, private 1');
  expect(out).toContain('1 peer named but without an address: www.example.com');
  const lines = out.trimEnd().split('\n').slice(-3);
  expect(lines[0]).toMatch(/^2 {2}35\.186\.224\.47 {4}US {2}\S.*AS396982$/);
  expect(lines[1]).toMatch(/^1 {2}1\.1\.1\.1 {10}.*Cloudflare.*AS13335$/);
  expect(lines[2]).toMatch(/^1 {2}2606:4700::1111 {2}.*Cloudflare.*AS13335$/);
});

test('a script gets count and address as uniq prints them, and what is missing beside it', async () => {
  const { code, out, err } = await said(['-o', 'plain'], LISTING);
  expect(code).toBe(0);
  expect(out).toBe('      2 35.186.224.47\n      1 1.1.1.1\n      1 2606:4700::1111\n');
  expect(err).toContain('-: 1 peer named but without an address');
  expect((await said(['-q', '-o', 'plain'], LISTING)).err).toBe('');
  expect((await said(['-o', 'json'], LISTING)).err).toBe('');
});

test('csv and json say the same', async () => {
  const csv = (await said(['-o', 'csv', '--top', '1', '-q'], LISTING)).out;
  expect(csv).toBe(
    'rows,address,country_code,as_number,as_name,organisation\r\n2,35.186.224.47,US,396982,"Google LLC",Spotify\r\n',
  );
  const { counts, peers, inputs } = JSON.parse((await said(['-o', 'json', '-q'], LISTING)).out);
  expect(counts).toEqual({ rows: 6, external: 4, peers: 3, byClass: { name: 1, private: 1 } });
  expect(peers[0]).toEqual({
    address: '35.186.224.47',
    rows: 2,
    country: 'US',
    as: { number: 396982, name: 'Google LLC' },
    organisation: 'Spotify',
  });
  expect(inputs[0]).toMatchObject({ name: '-', format: 'windows-netstat', rows: 6, partial: false });
});

test('--top says how many more there are, --private keeps those of the own network, --defang breaks links', async () => {
  const { out } = await said(['--top', '1'], LISTING);
  expect(out.trimEnd().split('\n').at(-1)).toBe('and 2 more peers');
  expect((await said(['--private', '-o', 'plain', '-q'], LISTING)).out).toContain('      1 192.168.1.1\n');
  expect((await said(['--defang', '-o', 'plain', '-q'], LISTING)).out).toContain('35[.]186[.]224[.]47\n');
});

test('what is no listing is an error, and what could not be read is told by its line', async () => {
  expect(await said([], 'nothing of the kind\n')).toMatchObject({ code: 1, out: '' });
  const torn = LISTING.replace('1.1.1.1:443  ', '1.1.1.1:99999');
  const { err } = await said(['-o', 'plain'], torn);
  expect(err).toContain('-: 1 line could not be read: 6');
});

test('on a terminal the address is a link for a person to follow, and hostile names do nothing', async () => {
  const hostile = LISTING.replace('www.example.com', '\u001b]0;x\u0007.example');
  const { out } = await said([], hostile, { isTerminal: true, columns: 80 });
  expect(out).toContain('\u001b]8;;https://exchange.xforce.ibmcloud.com/ip/35.186.224.47');
  expect(out).not.toContain('\u001b]0;');
});
