import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { UserError } from '../model/errors.js';
import type { InputSummary } from '../model/input.js';
import type { JudgedPeer } from '../model/investigation.js';
import { FAKE_PEERS, fakeInput, fakeInvestigation } from '../report/_fake-investigation.js';
import { type FakeWorld, fakeIo } from './_fake-io.js';
import { parseArguments } from './arguments.js';
import { investigate, runInvestigate } from './commands/investigate.js';
import type { Engine } from './read-evidence.js';
import { ClosedPipe } from './output.js';

let folder = '';
beforeEach(() => {
  folder = scratchFolder();
  writeFileSync(join(folder, 'connections.txt'), 'a listing');
  writeFileSync(join(folder, 'second.txt'), 'another');
  writeFileSync(join(folder, 'empty.txt'), '');
});

/** Stands for the flow: each source becomes an input, its text decides how it was read. */
function engine(peers: readonly JudgedPeer[] = FAKE_PEERS, changes: Partial<InputSummary> = {}): Engine {
  return async ({ sources }) => {
    const inputs = sources.map((source) => {
      const buffer = new Uint8Array(100);
      const text = Buffer.from(buffer.subarray(0, source.read(buffer))).toString();
      return fakeInput({
        name: source.name,
        ...(text.includes('noise') ? { format: null, blindSpots: [] } : {}),
        ...changes,
      });
    });
    return fakeInvestigation(peers, inputs);
  };
}

async function ran(argv: readonly string[], run: Engine = engine(), world: FakeWorld = { stdin: '' }) {
  const io = fakeIo({ cwd: folder, ...world });
  try {
    const code = await runInvestigate(parseArguments(investigate, argv), io, run);
    return { code, out: io.out(), err: io.err() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: 1, out: io.out(), err: `${error.message}\n${error.hint}` };
  }
}

test('a file becomes a text report and exit code 0, whatever was found', async () => {
  const { code, out, err } = await ran(['connections.txt']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('MALICIOUS');
});

test.each([
  ['malicious', FAKE_PEERS, 2],
  ['suspicious', FAKE_PEERS, 2],
  ['malicious', FAKE_PEERS.slice(1), 0],
  ['suspicious', FAKE_PEERS.slice(1), 2],
  ['suspicious', FAKE_PEERS.slice(2), 0],
])('--fail-on %s looks at the worst verdict', async (verdict, peers, code) => {
  expect((await ran(['--fail-on', verdict, 'connections.txt'], engine(peers))).code).toBe(code);
});

test('some evidence that could not be read is exit code 3 and said, the rest is reported', async () => {
  const { code, out, err } = await ran(['connections.txt', 'missing.txt', 'empty.txt']);
  expect(code).toBe(3);
  expect(out).toContain('connections.txt');
  expect(err).toContain('no file missing.txt');
  expect(err).toContain('empty.txt is empty');
});

test('an input that nothing recognises is exit code 3 beside others and 1 alone', async () => {
  writeFileSync(join(folder, 'noise.txt'), 'noise');
  const beside = await ran(['connections.txt', 'noise.txt']);
  expect(beside.code).toBe(3);
  expect(beside.err).toContain('noise.txt was not recognised');
  const alone = await ran(['noise.txt']);
  expect(alone).toMatchObject({ code: 1, out: '' });
  expect(alone.err).toContain('farend formats');
});

test('reading that stopped early is exit code 3', async () => {
  expect((await ran(['connections.txt'], engine(FAKE_PEERS, { partial: true }))).code).toBe(3);
});

test('a threshold that was met wins over partial coverage', async () => {
  expect((await ran(['--fail-on', 'malicious', 'connections.txt', 'missing.txt'])).code).toBe(2);
});

test('a missing file names its neighbours', async () => {
  const { code, err } = await ran(['conections.txt']);
  expect(code).toBe(1);
  expect(err).toContain('no file conections.txt');
  expect(err).toContain('Did you mean connections.txt?');
});

test('an empty file says what may have happened', async () => {
  expect((await ran(['empty.txt'])).err).toContain('redirected');
});

test.runIf(process.getuid?.() !== 0 && process.platform !== 'win32')(
  'a file without read permission says so',
  async () => {
    chmodSync(join(folder, 'second.txt'), 0);
    expect((await ran(['second.txt'])).err).toContain('not allowed to read second.txt');
  },
);

test.runIf(process.getuid?.() !== 0 && process.platform !== 'win32')(
  'what a folder holds and may not be read is counted: the report is partial, and a folder alone is an error',
  async () => {
    mkdirSync(join(folder, 'case', 'closed'), { recursive: true });
    for (const name of ['a.txt', 'b.txt']) writeFileSync(join(folder, 'case', name), name);
    chmodSync(join(folder, 'case', 'b.txt'), 0);
    chmodSync(join(folder, 'case', 'closed'), 0);
    const { code, err } = await ran(['case'], finding);
    const alone = await ran([join('case', 'closed')], finding);
    const out = await ran(['--out', join('case', 'closed', 'r.json'), 'connections.txt']);
    chmodSync(join(folder, 'case', 'closed'), 0o700);
    expect(code).toBe(3);
    expect(err).toContain(`not allowed to read 2 files and folders in case, the first: ${join('case', 'closed')}`);
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('not allowed to read case')]);
    expect([out.code, out.err]).toEqual([1, expect.stringContaining('r.json: not allowed')]);
  },
);

test('a folder stands for its files and those of its folders; hidden and empty ones and what is not a listing are passed over', async () => {
  mkdirSync(join(folder, 'case', 'deeper', '.git'), { recursive: true });
  for (const [name, text] of [
    ['b.txt', 'b'],
    ['a.txt', 'a'],
    ['.hidden', 'h'],
    ['void.txt', ''],
    ['photo.bin', 'noise'],
    ['deeper/c.txt', 'c'],
    ['deeper/.git/d.txt', 'd'],
  ]) {
    writeFileSync(join(folder, 'case', name), text);
  }
  const { code, out, err } = await ran(['-o', 'json', 'case'], finding);
  expect(code).toBe(0);
  const names = JSON.parse(out).inputs.map(({ name }: InputSummary) => name);
  expect(names).toEqual([join('case', 'a.txt'), join('case', 'b.txt'), join('case', 'deeper', 'c.txt')]);
  expect(err).toContain(`passed over ${join('case', 'photo.bin')}`);
});

test('a folder without any listing is an error that names what was there', async () => {
  mkdirSync(join(folder, 'case'));
  writeFileSync(join(folder, 'case', 'photo.bin'), 'noise');
  const { code, err } = await ran(['case'], finding);
  expect(code).toBe(1);
  expect(err).toContain(`no listing among ${join('case', 'photo.bin')}`);
});

/** Like the flow: what lay in a folder and is no listing is no input. */
const finding: Engine = async (job) => {
  const found = await engine()(job);
  const isFound = new Set(job.sources.filter((source) => source.isFound === true).map(({ name }) => name));
  return { ...found, inputs: found.inputs.filter(({ format, name }) => format !== null || !isFound.has(name)) };
};

test('a folder without files is an error', async () => {
  mkdirSync(join(folder, 'bare'));
  expect((await ran(['bare'])).err).toContain('bare is a folder without files');
});

test('standard input is read with - and without any name', async () => {
  for (const argv of [['-'], []])
    expect((await ran(argv, engine(), { stdin: 'rows' })).out).toContain('Read       standard input');
});

test('--out writes each file by its ending, whole, and nothing on standard output', async () => {
  const { code, out, err } = await ran([
    '--out',
    'r.json',
    '--out=r.csv',
    '--out',
    'r.TXT',
    '--out',
    'r.jsonl',
    'connections.txt',
  ]);
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toContain('wrote r.json');
  expect(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')).peers.length).toBe(4);
  expect(readFileSync(join(folder, 'r.csv'), 'utf8')).toContain('verdict,probability');
  expect(readFileSync(join(folder, 'r.TXT'), 'utf8')).toContain('MALICIOUS');
  expect(readFileSync(join(folder, 'r.jsonl'), 'utf8').trimEnd().split('\n').length).toBe(5);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('-o beside --out also prints', async () => {
  expect((await ran(['-o', 'csv', '--out', 'r.json', 'connections.txt'])).out).toContain('verdict,probability');
});

test('a report never overwrites its evidence', async () => {
  expect((await ran(['--out', './connections.txt', 'connections.txt'])).err).toContain('is one of the inputs');
  expect(readFileSync(join(folder, 'connections.txt'), 'utf8')).toBe('a listing');
});

test('a report that breaks halfway leaves the old file and no temporary one', async () => {
  writeFileSync(join(folder, 'r.json'), 'old');
  const broken: Engine = async (job) => {
    const investigation = await engine()(job);
    const peers = new Proxy(investigation.peers, {
      get: (target, key) => {
        if (key === Symbol.iterator) throw new Error('a bug');
        return Reflect.get(target, key);
      },
    });
    return { ...investigation, peers };
  };
  await expect(ran(['--out', 'r.json', 'connections.txt'], broken)).rejects.toThrow('a bug');
  expect(readFileSync(join(folder, 'r.json'), 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a folder that does not exist for --out is the user’s to fix', async () => {
  const { code, err } = await ran(['--out', 'nowhere/r.json', 'connections.txt']);
  expect(code).toBe(1);
  expect(err).toContain('could not write nowhere/r.json: there is no such folder');
  expect(existsSync(join(folder, 'nowhere'))).toBe(false);
});

test('-q keeps notes, header and next steps away', async () => {
  const { out, err } = await ran(['-q', 'connections.txt', 'missing.txt']);
  expect(err).toBe('');
  expect(out).not.toContain('Nothing left');
});

test.each([
  [{ isTerminal: true }, [], true],
  [{ isTerminal: true, env: { NO_COLOR: '1' } }, [], false],
  [{ isTerminal: true, env: { NO_COLOR: '' } }, [], true],
  [{ isTerminal: true }, ['--no-color'], false],
  [{ isTerminal: true, env: { TERM: 'dumb' } }, [], false],
  [{}, [], false],
  [{ env: { FORCE_COLOR: '1' } }, [], true],
  [{ env: { FORCE_COLOR: '0' } }, [], false],
  [{ env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, [], false],
  [{ env: { FORCE_COLOR: '1' } }, ['--no-color'], false],
])('in the world %j with %j colour is %s', async (world, argv, expected) => {
  const { out } = await ran([...argv, 'connections.txt'], engine(), { stdin: '', ...world });
  expect(out.includes('\x1b[')).toBe(expected);
});

test('the width is the asked one, else the terminal’s, else COLUMNS', async () => {
  const longest = async (argv: string[], world: FakeWorld): Promise<number> => {
    const { out } = await ran([...argv, 'connections.txt'], engine(), { stdin: '', ...world });
    return Math.max(
      ...out
        .split('\n')
        .filter((line) => line.includes('──'))
        .map(({ length }) => length),
    );
  };
  expect(await longest(['--width', '70'], { columns: 90 })).toBe(70);
  expect(await longest([], { columns: 90 })).toBe(90);
  expect(await longest([], { env: { COLUMNS: '77' } })).toBe(77);
  expect(await longest([], {})).toBe(100);
});

test('a reader that went away ends the report quietly, with the code that was due', async () => {
  const io = fakeIo({ cwd: folder, stdin: '' });
  const closed = {
    ...io,
    stdout: {
      ...io.stdout,
      write: () => {
        throw new ClosedPipe();
      },
    },
  };
  const args = parseArguments(investigate, ['--fail-on', 'malicious', 'connections.txt']);
  expect(await runInvestigate(args, closed, engine())).toBe(2);
  expect(io.err()).toBe('');
});

test('--prior reaches the flow, and what is no prior is refused with an example', async () => {
  let prior: unknown = null;
  const spy: Engine = async (job) => {
    prior = job.prior;
    return engine()(job);
  };
  await ran(['--prior', '-30', 'connections.txt'], spy);
  expect(prior).toBe(-30);
  for (const wrong of ['-61', '5', '1.5', 'low', '']) {
    const { code, err } = await ran(['--prior', wrong, 'connections.txt'], spy);
    expect(code).toBe(1);
    expect(err).toContain('--prior wants whole decibans from -60 to 0');
  }
});

test('filters and --private reach the flow and the command that the report names', async () => {
  let seen: unknown = null;
  const spy: Engine = async (job) => {
    seen = { filters: job.filters, keepPrivate: job.keepPrivate, command: job.command };
    return engine()(job);
  };
  await ran(['--private', '--only', 'port:443', '--only', '-country:DE', 'connections.txt'], spy);
  expect(seen).toEqual({
    filters: ['port:443', '-country:DE'],
    keepPrivate: true,
    command: 'farend --private --only port:443 --only -country:DE connections.txt',
  });
});
