import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { builtKnowledge } from '../../test/built-knowledge.js';
import { scratchFolder } from '../../test/scratch-folder.js';
import { runCommand } from '../inputs/live/index.js';
import { fakeIo } from './_fake-io.js';
import { parseArguments } from './arguments.js';
import { loadEngine } from './read-evidence.js';
import { live, runLive } from './commands/live.js';
import { main } from './main.js';

const isLinux = process.platform === 'linux';
const hasTool = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
let packDirectory = '';
let folder = '';
beforeAll(async () => {
  packDirectory = await builtKnowledge();
  folder = scratchFolder('live');
}, 120_000);

interface Report {
  readonly inputs: readonly { readonly name: string; readonly format: string; readonly rows: number }[];
  readonly companions: readonly { readonly kind: string; readonly host: string | null }[];
  readonly peers: readonly {
    readonly address: string;
    readonly processes: readonly { readonly name: string | null }[];
  }[];
}

async function ran(
  argv: readonly string[],
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const io = { ...fakeIo({ cwd: folder, env: {} }), packDirectory };
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
}

test.runIf(isLinux && (hasTool('ss') || hasTool('netstat')))(
  'live reads the sockets of this computer, a connection of our own among them, and saves what was printed',
  async () => {
    const server = createServer((socket) => socket.on('error', () => socket.destroy())).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    await new Promise((done) => client.once('connect', done));
    const io = { ...fakeIo({ cwd: folder, env: {} }), packDirectory };
    const args = parseArguments(live, ['-o', 'json', '--save', 'evidence']);
    const code = await runLive(args, io, { engine: loadEngine, run: runCommand, platform: 'linux' });
    client.destroy();
    server.close();
    expect([0, 3]).toContain(code);
    const report = JSON.parse(io.out()) as Report;
    expect(report.inputs[0]?.rows).toBeGreaterThan(1);
    expect(report.companions.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ps']));
    const saved = readdirSync(join(folder, 'evidence'));
    expect(saved).toEqual(expect.arrayContaining(['collection.txt', 'ps.txt']));
    const listing = saved.find((name) => /^(?:ss|netstat)\.txt$/.test(name)) ?? '';
    expect(readFileSync(join(folder, 'evidence', listing), 'utf8')).toContain(`127.0.0.1:${port}`);
    const again = await ran(['live', '--save', 'evidence', '-q']);
    expect(again).toMatchObject({ code: 1 });
    expect(again.err).toContain('already holds evidence');
    expect(JSON.parse((await ran(['evidence', '-o', 'json'])).out)).toMatchObject({
      inputs: [{ rows: report.inputs[0]?.rows }],
    });
  },
  60_000,
);

test('live of an unknown system says what to do instead, and takes no file', async () => {
  const io = fakeIo({ cwd: folder });
  const world = { engine: loadEngine, run: runCommand, platform: 'aix' };
  await expect(runLive(parseArguments(live, []), io, world)).rejects.toThrow('does not know the system aix');
  await expect(runLive(parseArguments(live, ['x.txt']), io, world)).rejects.toThrow('live takes no file');
});

test.runIf(isLinux && (hasTool('ss') || hasTool('netstat')))(
  'the Linux collector runs as printed, in a folder with an awkward name, and its folder and archive are investigated',
  async () => {
    const place = scratchFolder("col'lect $(id) ");
    const { out } = await ran(['collector', 'linux']);
    writeFileSync(join(place, 'collect.sh'), out);
    execFileSync('sh', ['collect.sh'], { cwd: place, stdio: 'ignore' });
    const made = readdirSync(place).filter((name) => name.startsWith('farend-'));
    const name = made.find((entry) => !entry.endsWith('.gz')) ?? '';
    for (const what of made.map((entry) => join(place, entry))) {
      const { code, out: json, err } = await ran([what, '-o', 'json']);
      expect([code, err]).toEqual([0, '']);
      const report = JSON.parse(json) as Report;
      expect(report.inputs[0]?.rows).toBeGreaterThan(0);
      const kinds = report.companions.map(({ kind }) => kind);
      expect(kinds).toEqual(expect.arrayContaining(['collection', 'hosts', 'ps', 'systeminfo']));
    }
    expect(existsSync(join(place, name, 'collection.txt'))).toBe(true);
    expect(made.length).toBe(hasTool('tar') ? 2 : 1);
  },
  60_000,
);

test.runIf(isLinux)(
  'the Linux collector gathers with the timeout of an old BusyBox, and gives what it made to whom sudo ran it for',
  async () => {
    const place = scratchFolder('collect ');
    const tools = join(place, 'tools');
    mkdirSync(tools);
    // timeout of BusyBox 1.29 and older: -t SECONDS, and a number is taken for the program.
    writeFileSync(join(tools, 'timeout'), '#!/bin/sh\n[ "$1" = -t ] || exit 127\nshift 2\nexec "$@"\n', {
      mode: 0o755,
    });
    writeFileSync(join(tools, 'id'), '#!/bin/sh\necho 0\n', { mode: 0o755 });
    writeFileSync(join(tools, 'chown'), `#!/bin/sh\necho "$@" >>'${join(place, 'owners')}'\n`, { mode: 0o755 });
    const { out } = await ran(['collector', 'linux']);
    writeFileSync(join(place, 'collect.sh'), out);
    const env = { ...process.env, PATH: `${tools}:${process.env.PATH}`, SUDO_UID: '1000', SUDO_GID: '1001' };
    execFileSync('sh', ['collect.sh'], { cwd: place, stdio: 'ignore', env });
    const made = readdirSync(place).filter((name) => name.startsWith('farend-'));
    const names = readdirSync(join(place, made.find((entry) => !entry.endsWith('.gz')) ?? ''));
    expect(names).toEqual(expect.arrayContaining(['hosts.txt', 'uname.txt', 'ps.txt']));
    const owners = readFileSync(join(place, 'owners'), 'utf8').trim().split('\n');
    expect(owners).toEqual(made.sort().map((name) => `-Rh 1000:1001 ${join(place, name)}`));
  },
  60_000,
);

test('every collector says what it gathers, and none of them reaches for the network or installs', async () => {
  for (const system of ['windows', 'linux', 'macos']) {
    const { code, out } = await ran(['collector', system]);
    expect(code).toBe(0);
    expect(out).toContain('Installs nothing, sends nothing');
    expect(out).not.toMatch(
      /curl|wget|Invoke-WebRequest|iwr|DownloadString|Invoke-Expression|\biex\b|apt|brew|choco|https?:/i,
    );
  }
});

test('the POSIX collectors are valid shell, and the Windows one has CRLF and no path inside PowerShell code', async () => {
  for (const system of ['linux', 'macos']) {
    const { out } = await ran(['collector', system]);
    const { status } = spawnSync('sh', ['-n'], { input: out });
    expect(process.platform === 'win32' ? 0 : status).toBe(0);
  }
  const { out } = await ran(['collector', 'windows']);
  expect(out.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const code = out
    .split('\r\n')
    .filter((line) => line.startsWith('"%PS%"'))
    .map((line) => line.slice(line.indexOf('-Command')));
  expect(code.length).toBe(3);
  for (const line of code) expect(line.replace(/&& echo.*$/, '')).not.toContain('%');
  // A folder may be called `A & B`: what is only said is quoted as well. The culture of a computer has its own years.
  const said = out.split('\r\n').flatMap((line) => /(?<!>> ".{1,60}|@)\becho (.*)$/.exec(line)?.[1] ?? []);
  expect(said.length).toBeGreaterThan(3);
  for (const text of said.filter((line) => line.includes('FAREND')))
    expect(text).toMatch(/^[^%"]*"%FAREND_OUT%(?:\.zip)?"$/);
  expect(out).not.toMatch(/ToString\('[^'su]/);
});

test('collector --out writes the file whole, and an unknown system is refused', async () => {
  expect((await ran(['collector', 'windows', '--out', 'collect.cmd'])).code).toBe(0);
  expect(readFileSync(join(folder, 'collect.cmd'), 'utf8')).toMatch(/^@echo off\r\n/);
  const { code, err } = await ran(['collector', 'beos']);
  expect([code, err]).toEqual([1, expect.stringContaining('collector does not know beos')]);
});
