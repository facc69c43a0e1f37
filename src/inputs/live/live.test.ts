import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { firstLook, readInput } from '../index.js';
import { capture, type LiveCommand, liveSystem, type Ran, type Runner, runCommand } from './index.js';

const ROOT = new URL('../../../fixtures/inputs/live/', import.meta.url);

/** Answers from files; a command without one is not installed. */
function recorded(folder: string, refused: readonly string[] = []): Runner & { readonly asked: string[] } {
  const asked: string[] = [];
  const run = async ({ saveAs, shown }: LiveCommand): Promise<Ran> => {
    asked.push(shown);
    if (refused.includes(shown)) {
      return {
        output: Buffer.from('The requested operation requires elevation.\r\n'),
        problem: 'it ended with code 1',
      };
    }
    try {
      return { output: readFileSync(new URL(`${folder}/${saveAs}`, ROOT)), problem: null };
    } catch {
      return { output: new Uint8Array(), problem: 'it is not installed' };
    }
  };
  return Object.assign(run, { asked });
}

function systemOf(platform: string) {
  const system = liveSystem(platform, 'C:\\Windows');
  if (system === null) throw new Error('no such system');
  return system;
}

test.each([
  ['win32', 'windows', ['netstat -anob'], [], 'windows-netstat', ['win32-process', 'tasklist', 'dns-cache', 'hosts']],
  [
    'win32',
    'windows',
    ['netstat -ano'],
    ['netstat -anob'],
    'windows-netstat',
    ['win32-process', 'tasklist', 'dns-cache', 'hosts'],
  ],
  ['darwin', 'macos', ['netstat -anv'], [], 'bsd-netstat', ['ps', 'ps', 'ifconfig']],
  ['linux', 'linux', ['netstat -tunapW'], [], 'linux-netstat', ['ps', 'routes']],
])('%s is asked with its own tools (%s: %s)', async (platform, folder, listing, refused, format, kinds) => {
  const { outputs, sources } = await capture(systemOf(platform), recorded(folder, refused));
  expect(outputs.slice(0, listing.length).map(({ command }) => command.shown)).toEqual(listing);
  const found: string[] = [];
  const listings: { readonly format: string | null; readonly badLineCount: number }[] = [];
  let rows = 0;
  for (const source of sources) {
    const look = await firstLook(source);
    if (look.reading !== null) found.push(look.reading.summary.kind);
    else {
      const summary = await readInput(look.source, { connection: () => undefined });
      listings.push({ format: summary.format, badLineCount: summary.badLineCount });
      rows += summary.rows;
    }
  }
  expect(listings).toEqual([{ format, badLineCount: 0 }]);
  expect(found).toEqual(kinds);
  expect(rows).toBeGreaterThan(1);
});

test('Windows tools are run by their whole paths, and PowerShell without a profile', () => {
  const { listings, companions } = systemOf('win32');
  for (const { file, args } of [...listings.flat(), ...companions]) {
    expect(file).toMatch(/^C:\\Windows\\System32\\/);
    const isBare = !file.includes('powershell') || (args[0] === '-NoProfile' && args[1] === '-NonInteractive');
    expect(isBare).toBe(true);
  }
});

test('nothing to read is said with what was tried', async () => {
  const { sources, problems } = await capture(systemOf('linux'), recorded('nowhere'));
  expect(sources).toEqual([]);
  expect(problems.slice(0, 2)).toEqual(['ss -tunap: it is not installed', 'netstat -tunapW: it is not installed']);
  expect(liveSystem('aix', undefined)).toBe(null);
});

test.runIf(process.platform !== 'win32')('a command that is missing, fails or prints is told apart', async () => {
  const command = (file: string, ...args: string[]): LiveCommand => ({ file, args, shown: file, saveAs: file });
  expect(await runCommand(command('no-such-tool-here'))).toMatchObject({ problem: 'it is not installed' });
  expect(await runCommand(command('sh', '-c', 'echo a; exit 3'))).toMatchObject({ problem: 'it ended with code 3' });
  const { output, problem } = await runCommand(command('printf', '%s', 'x; $(id)'));
  expect([Buffer.from(output).toString(), problem]).toEqual(['x; $(id)', null]);
});
