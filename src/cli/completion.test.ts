import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../test/scratch-folder.js';
import { allCommands } from './commands/index.js';
import { bash } from './completion/bash.js';
import { fish } from './completion/fish.js';
import { powershell } from './completion/powershell.js';
import { zsh } from './completion/zsh.js';

const commands = await allCommands();
const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const folder = scratchFolder('completion');

function saved(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What bash would offer for a line whose last word is being typed. */
function offered(line: string): string[] {
  const words = line.split(' ').map((word) => `'${word}'`);
  const script = `source ${saved('farend.bash', bash(commands))}
COMP_WORDS=(${words.join(' ')})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_farend
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' })
    .split('\n')
    .filter((word) => word !== '');
}

test.runIf(has('bash'))('the bash script is valid bash', () => {
  expect(spawnSync('bash', ['-n', saved('check.bash', bash(commands))]).status).toBe(0);
});

test.runIf(has('bash'))('bash offers commands, options, their values and files', () => {
  writeFileSync(join(folder, 'my listing.txt'), '');
  expect(offered('farend inv')).toEqual(['investigate']);
  expect(offered('farend --fail')).toEqual(['--fail-on']);
  expect(offered('farend --fail-on ')).toEqual(['suspicious', 'malicious']);
  expect(offered('farend investigate -o n')).toEqual(['ndjson']);
  expect(offered('farend ip --de')).toEqual(['--defang']);
  expect(offered('farend ip -o ')).toEqual(['text', 'json']);
  expect(offered('farend completion z')).toEqual(['zsh']);
  expect(offered('farend help por')).toEqual(['port']);
  expect(offered('farend my')).toEqual(['my listing.txt']);
  expect(offered('farend --out my')).toEqual(['my listing.txt']);
});

test.runIf(has('zsh'))('the zsh script is valid zsh', () => {
  expect(spawnSync('zsh', ['-n', saved('check.zsh', zsh(commands))]).status).toBe(0);
});

test.runIf(has('fish'))('the fish script is valid fish', () => {
  expect(spawnSync('fish', ['-n', saved('check.fish', fish(commands))]).status).toBe(0);
});

test.each([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
  ['powershell', powershell],
])('the %s script knows every command and option', (shell, make) => {
  const script = make(commands);
  for (const { name, options } of commands) {
    expect(script).toContain(name);
    for (const option of options) expect(script).toContain(shell === 'fish' ? `-l ${option.name}` : `--${option.name}`);
  }
});

test.each([
  ['zsh', zsh, /'(?:[^']|'\\'')*'/g],
  ['fish', fish, /'(?:[^'\\]|\\.)*'/g],
  ['powershell', powershell, /'(?:[^']|'')*'/g],
])('quotes are balanced in the %s script', (_, make, quoted) => {
  const rest = make(commands).replaceAll(/^#.*$/gm, '').replaceAll(quoted, '');
  expect(rest).not.toContain("'");
});
