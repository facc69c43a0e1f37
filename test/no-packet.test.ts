import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { onlineSources } from '../src/enrich/online/index.js';
import { scratchFolder } from './scratch-folder.js';

const root = resolve(import.meta.dirname, '..');
const program = join(root, 'dist/farend.cjs');
const trap = join(root, 'test/network-trap.cjs');
const listing = join(root, 'examples/connections.txt');
const folder = scratchFolder('trap');
const noted = join(folder, 'caught.txt');
beforeEach(() => rmSync(noted, { force: true }));

/** A key for every service: having one is no leave to use it. */
const KEYS = Object.fromEntries(
  onlineSources.flatMap(({ key }) => (key?.env ?? []).map((name) => [name, 'key-of-the-test'])),
);

function run(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', trap, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input: input ?? '',
    env: {
      ...process.env,
      ...KEYS,
      FAREND_HOME: join(folder, 'home'),
      // Whoever runs this has one, which is none of the test's business.
      FAREND_KEYCHAIN: 'off',
      TRAP_FILE: noted,
      NODE_OPTIONS: `--require=${JSON.stringify(trap)}`,
    },
  });
  return { status, stdout, stderr, caught: existsSync(noted) ? readFileSync(noted, 'utf8') : '' };
}

test.each([
  "require('node:net').connect(9, '127.0.0.1')",
  "new (require('node:net').Socket)().connect(9)",
  "require('node:dgram').createSocket('udp4')",
  "require('node:dns').lookup('x.example', () => {})",
  "new (require('node:dns/promises').Resolver)().reverse('8.8.8.8')",
  "require('node:https').get('https://x.example')",
  "fetch('https://x.example')",
  "require('node:child_process').spawn('true')",
  "import('node:net').then((net) => net.connect(9))",
  "new (require('node:worker_threads').Worker)(\"require('node:net').connect(9)\", { eval: true })",
])('the trap catches %s', (code) => {
  expect(run(['-e', code]).caught).not.toBe('');
});

test.each([
  ['a report of the example', [listing]],
  ['every format', [listing, '--out', join(folder, 'r.json'), '--out', join(folder, 'r.csv'), '-v', '--all']],
  ['an address', ['ip', '8.8.8.8', '2001:4860:4860::8888']],
  ['a port', ['port', '4070']],
  ['the formats', ['formats']],
  ['the keys', ['keys', 'list']],
  ['the state of the knowledge', ['pack']],
  ['the sources', ['sources']],
  ['the rules', ['rules']],
  ['the help', ['help', 'investigate']],
  ['a completion', ['completion', 'bash']],
  ['the plan of an update', ['update', '--plan']],
  ['the plan of asking online', [listing, '--online', '--plan']],
  ['the plan of asking everybody', [listing, '--online=all', '--active', '--plan', '--ask-expected']],
  ['asking online without leave', [listing, '--online']],
] as const)('with every key at hand and without leave no packet leaves: %s', (_, args) => {
  const { caught, status } = run([program, ...args]);
  expect(caught).toBe('');
  expect(status).not.toBeNull();
});

test('nor for a listing big enough for the second thread, nor from standard input', () => {
  const rows = Array.from(
    { length: 120_000 },
    (_, n) => `tcp 0 0 192.168.1.2:${1024 + (n % 60_000)} ${11 + (n % 80)}.${n & 255}.3.4:443 ESTABLISHED`,
  );
  const text = `Proto Recv-Q Send-Q Local Address Foreign Address State\n${rows.join('\n')}\n`;
  writeFileSync(join(folder, 'big.txt'), text);
  expect(run([program, join(folder, 'big.txt'), '-o', 'json']).caught).toBe('');
  expect(run([program, '-'], text.slice(0, 10_000)).caught).toBe('');
});

test('and with leave it would: the trap sees the sockets that --online opens', () => {
  const { caught } = run([program, listing, '--online=cymru', '--yes', '--deadline', '5']);
  expect(caught).toMatch(/net|Socket/);
});

test('a service that refuses costs the report nothing but its answer', () => {
  const args = [program, listing, '--online=cymru', '--yes', '--endpoint', 'whois.cymru.com=127.0.0.1:1'];
  const env = { ...process.env, FAREND_HOME: join(folder, 'home') };
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env });
  expect(status).toBe(3);
  expect(stdout).toMatch(/cymru not\s+asked/);
});
