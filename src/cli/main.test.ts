import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listingBlindSpots } from '../inputs/_blind-spots.js';
import { tableBlindSpots } from '../inputs/_table-spots.js';
import { fakeIo } from './_fake-io.js';
import { allCommands } from './commands/index.js';
import { main } from './main.js';
import { version } from './version.js';

const commands = await allCommands();

async function said(
  argv: readonly string[],
  world: Parameters<typeof fakeIo>[0] = { stdin: '' },
): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo(world);
  const code = await main(argv, io);
  return { code, out: io.out(), err: io.err() };
}

test('the version is the one of the package', async () => {
  const { version: packaged } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await said(['--version'])).toEqual({ code: 0, out: `${packaged}\n`, err: '' });
  expect(version).toBe(packaged);
});

test.each([['--help'], ['-h'], ['help']])('%s teaches the everyday use', async (word) => {
  const { code, out } = await said([word]);
  expect(code).toBe(0);
  expect(out).toContain('netstat -ano | farend -');
  expect(out).toContain('Nothing of yours, unless you ask with --online');
  for (const { name } of commands) expect(out).toContain(`\n  ${name}`);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test.each(commands.map(({ name }) => name))(
  'help %s says what it does, three examples, its options, and what leaves',
  async (name) => {
    const { code, out } = await said(['help', name]);
    expect(code).toBe(0);
    expect(await said([name, '--help'])).toEqual({ code, out, err: '' });
    expect(out.split('What leaves this machine')[0].match(/^ {2}\S/gm)?.length).toBe(3);
    expect(out).toContain('Nothing');
    expect(out).toContain('--help');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(88);
  },
);

test('every command teaches with its own name and options that exist', () => {
  for (const command of commands) {
    expect(command.usage).toContain('farend');
    const words = command.examples.flatMap(([line]) => line.match(/--[a-z-]+/g) ?? []);
    const known = [...command.options.map(({ name }) => `--${name}`), '--help'];
    for (const word of words) expect(known).toContain(word);
  }
});

test.each([
  [['--outt', 'x.json', 'a.txt'], 'investigate has no option --outt', 'Did you mean --out?'],
  [['--color', 'a.txt'], 'no option --color', 'Did you mean --no-color?'],
  [['--zzzzzz'], 'no option --zzzzzz', 'farend help investigate'],
  [['-o', 'jsn', 'a.txt'], '-o', ''],
  [['-o', 'jsn', 'a.txt'], 'jsn is not one of csv, ecs, html, hunts, json', 'Did you mean json?'],
  [['--out'], '--out needs a value: FILE', ''],
  [['--out', '-v', 'a.txt'], '--out needs a value: FILE', ''],
  [['--only', '-v', 'a.txt'], '--only needs a value', ''],
  [['--all=yes', 'a.txt'], '--all takes no value', ''],
  [['--width', 'wide', 'a.txt'], '--width wants a whole number from 1, not "wide"', ''],
  [['--top', '-1', 'a.txt'], '--top', ''],
  [['--only', 'colour:red', 'a.txt'], 'no field named "colour"', 'Fields: address'],
  [['--out', 'report.pdf', 'a.txt'], 'nothing writes .pdf', '.json'],
  [['--out', 'report', 'a.txt'], 'no ending', '.csv'],
  [['help', 'invetsigate'], 'no command invetsigate', 'Did you mean investigate?'],
  [['invetsigate', 'no-such-file'], 'no file invetsigate', 'Or the command investigate?'],
  [['ip', '10.0.0.0/8'], '10.0.0.0/8 is a block', '--only address:BLOCK'],
  [['port'], 'no port given', 'farend port'],
  [['port', '70000'], '"70000" is not a port', '443/udp'],
  [['port', '443/xyz'], 'names no protocol', 'tcp, udp'],
  [['completion'], 'no shell given', 'bash'],
  [['completion', 'fihs'], 'no completion for fihs', 'Did you mean fish?'],
])('%j is answered with what is wrong and what to do', async (argv, message, hint) => {
  const { code, out, err } = await said(argv);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain(message);
  expect(err).toContain(hint);
  expect(err).not.toMatch(/ {4}at /);
});

test('nothing at all at a terminal shows the help and is a usage error', async () => {
  const { code, out } = await said([], {});
  expect(code).toBe(1);
  expect(out).toContain('Everyday uses');
});

test('a disk that is full behind > is said, not thrown', async () => {
  const io = fakeIo();
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
  const stdout = {
    ...io.stdout,
    flush() {
      throw full;
    },
  };
  expect(await main(['--version'], { ...io, stdout }).catch(() => 'thrown')).toBe(1);
  expect(io.err()).toContain('could not write the output: there is no space left');
});

test('hostile file names are shown harmlessly', async () => {
  const { err } = await said(['\x1b[2Jgone.txt']);
  expect(err).toContain('no file \\x1b[2Jgone.txt');
});

test('help lists every option once: a command’s own first, then under headings, then what all have', async () => {
  const { out } = await said(['help', 'ip']);
  const places = [
    '--hunts',
    '\n\n  Lists and data of your own\n',
    '--list FILE',
    '\n\n  How text looks\n',
    '-h, --help',
  ];
  const found = places.map((place) => out.lastIndexOf(place));
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(Math.min(...found)).toBeGreaterThan(0);
  const commands = await allCommands();
  for (const { name, options } of commands) {
    const help = (await said(['help', name])).out;
    for (const option of options)
      expect(help.match(new RegExp(`^  (?:-.,|   ) --${option.name}(?![\\w-])`, 'gm'))).toHaveLength(1);
  }
});

test('what a blind spot is fixed with is no command that farend does not have', async () => {
  const table = tableBlindSpots({ rows: 1, withProgram: 0, withPid: 0, names: 1, withTime: 0 });
  const counts = {
    rows: 9,
    withProgram: 1,
    withPid: 0,
    names: 1,
    cut: 1,
    listeners: 0,
    udpPeers: 0,
    refused: 1,
    torn: 1,
  };
  const systems = ['windows', 'linux', 'macos', 'bsd', 'unknown'] as const;
  const fixes = [...table, ...systems.flatMap((os) => listingBlindSpots(os, counts))].map(({ fix }) => fix);
  expect(fixes.length).toBeGreaterThan(30);
  const names = (await allCommands()).map(({ name }) => name);
  expect(fixes.filter((fix) => fix.startsWith('farend ') && !names.includes(fix.split(' ')[1]))).toEqual([]);
});

test('formats lists what can be read and written', async () => {
  const { code, out } = await said(['formats']);
  expect(code).toBe(0);
  expect(out).toContain('windows-netstat');
  expect(out).toContain('.ndjson');
  const listed = JSON.parse((await said(['formats', '-o', 'json'])).out) as { name: string }[];
  expect(listed.map(({ name }) => name)).toContain('windows-netstat');
});
