import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scriptOf } from '../src/cli/load.js';
import { scratchFolder } from './scratch-folder.js';

const root = resolve(import.meta.dirname, '..');
const built = join(root, 'dist');
const listing = join(root, 'examples/connections.txt');
const folder = scratchFolder('start');

/** A copy of the program beside the compiled code given; null: none. */
function withCompiled(name: string, compiled: Buffer | null): string {
  const place = join(folder, name, 'dist');
  mkdirSync(place, { recursive: true });
  for (const file of ['farend.cjs', 'program.cjs']) cpSync(join(built, file), join(place, file));
  for (const part of ['late', 'pack']) symlinkSync(join(built, part), join(place, part), 'junction');
  if (compiled !== null) writeFileSync(join(place, 'program.v8'), compiled);
  return join(place, 'farend.cjs');
}

function report(command: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, listing], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the program starts compiled', () => {
  const compiled = readFileSync(join(built, 'program.v8'));

  test.each(['program', 'late/inputs-other-formats', 'late/inputs-bulk', 'late/inputs-bulk-worker'])(
    'the Node that built it accepts what it compiled of %s',
    (name) => {
      expect(scriptOf(join(built, `${name}.cjs`)).cachedDataRejected).toBe(false);
    },
  );

  test.each([
    ['missing', null],
    ['empty', Buffer.alloc(0)],
    ['cut', compiled.subarray(0, compiled.length >> 1)],
    ['of another version of V8', Buffer.concat([Buffer.alloc(16, 7), compiled.subarray(16)])],
    ['something else', Buffer.from('no compiled code at all')],
  ])('compiled code that is %s makes no difference but time', (name, other) => {
    const shown = report(withCompiled(name.replaceAll(' ', '-'), other));
    expect(shown).toEqual(report(join(built, 'farend.cjs')));
    expect(shown.status).toBe(0);
  });
});
