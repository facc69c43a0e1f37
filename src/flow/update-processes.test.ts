import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { loopback, serves } from '../../test/loopback.js';
import { scratchFolder } from '../../test/scratch-folder.js';
import { lockHome } from '../enrich/update/lock.js';
import { openState } from '../enrich/update/open-state.js';
import { CHILD_SOURCES } from '../../test/update-child.js';
import { verifyHome } from './update.js';

const server = await loopback();
const program = join(scratchFolder('child'), 'child.mjs');
const FASTLY = '{"addresses":["151.101.0.0/16"],"ipv6_addresses":[]}';
const CIDRS = '149.154.160.0/20\n91.108.4.0/22\n';

beforeAll(async () => {
  const contents =
    "import { updateFrom } from './update-child.js'; await updateFrom(process.argv[2], process.argv[3]);";
  const stdin = { contents, loader: 'ts', resolveDir: join(import.meta.dirname, '../../test') } as const;
  await build({ stdin, outfile: program, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
});

let home: string;
beforeEach(() => {
  home = scratchFolder('home');
  server.seen.length = 0;
  server.on('/fastly', serves(FASTLY));
  server.on('/zoom', serves(CIDRS));
  server.on('/telegram', serves(CIDRS));
});

function start(): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  let said = '';
  const child = spawn(process.execPath, [program, home, server.base.href], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, output: () => said, ended };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

test('killed in the middle, the next run takes over the lock and asks only for what is missing', async () => {
  server.on('/telegram', () => {});
  const killed = start();
  await until(() => killed.output().includes('fastly updated') && killed.output().includes('zoom updated'));
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(existsSync(join(home, 'lock'))).toBe(true);
  expect(openState(home).info.version).toBeNull();

  server.on('/telegram', serves(CIDRS));
  server.seen.length = 0;
  const next = start();
  expect(`${await next.ended} ${next.output()}`).toMatch(/^0 /);
  expect(next.output()).toMatch(/fastly not-due[^]*zoom not-due[^]*telegram updated/);
  expect(server.seen.map(({ path }) => path)).toEqual(['/telegram']);
  expect(openState(home).info.sources.map(({ key }) => key)).toEqual(CHILD_SOURCES);
  expect(verifyHome(home)?.problems).toEqual([]);
  expect(existsSync(join(home, 'lock'))).toBe(false);
});

test('two at once: one works, the other says who does', async () => {
  server.on('/telegram', (_, response) => void setTimeout(() => response.end(CIDRS), 300));
  const first = start();
  await until(() => first.output().includes('fastly'));
  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`is being updated by process ${first.child.pid} on ${hostname()}`);
  expect(`${await first.ended} ${first.output()}`).toMatch(/^0 /);
  expect(verifyHome(home)?.problems).toEqual([]);
});

test('a folder left half built is swept away, and a half written copy is never used', async () => {
  const half = join(home, 'sources', 'fastly');
  expect(await start().ended).toBe(0);
  writeFileSync(join(half, 'data-ffff.123.new'), 'half');
  writeFileSync(join(half, 'meta.json'), '{"key":"fastly","file":"data-');
  const next = start();
  expect(await next.ended).toBe(0);
  expect(next.output()).toContain('fastly updated');
  expect(readdirSync(half).filter((name) => name.endsWith('.new'))).toEqual([]);
  expect(readdirSync(join(home, 'versions')).filter((name) => name.startsWith('.'))).toEqual([]);
});

const NOW = new Date('2026-11-25T10:00:00Z');
const holder = (pid: number, since: string, host = hostname()): string => JSON.stringify({ pid, host, since });

const LIVING = holder(process.ppid, '2026-11-25T09:59:00Z');

test.each([
  ['of a living process', LIVING],
  ['of another machine', holder(1, '2026-11-25T09:59:00Z', 'elsewhere')],
  ['being written this moment', ''],
])('a lock %s is respected', (_, content) => {
  writeFileSync(join(home, 'lock'), content);
  expect(() => lockHome(home, NOW)).toThrow(/is being updated/);
  expect(readFileSync(join(home, 'lock'), 'utf8')).toBe(content);
});

test.each([
  ['of a process that is gone', holder(2 ** 22 + 7, '2026-11-25T09:59:00Z')],
  ['an hour old', holder(process.ppid, '2026-11-25T08:00:00Z')],
])('a lock %s is taken over', (_, content) => {
  writeFileSync(join(home, 'lock'), content);
  const release = lockHome(home, NOW);
  expect(readFileSync(join(home, 'lock'), 'utf8')).toContain(`"pid":${process.pid},`);
  release();
  expect(existsSync(join(home, 'lock'))).toBe(false);
});

test('a lock is given back only by who holds it', () => {
  const release = lockHome(home, NOW);
  writeFileSync(join(home, 'lock'), holder(1, '2026-11-25T10:00:01Z', 'elsewhere'));
  release();
  expect(readFileSync(join(home, 'lock'), 'utf8')).toContain('elsewhere');
});
