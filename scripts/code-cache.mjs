// Runs the built program once and keeps what V8 compiled for it: a start takes half the time (see ARCHITECTURE.md).
// Called by the build with the words of an everyday run.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { root } from './_tools.mjs';

const folder = join(root, 'dist');
const filename = join(folder, 'program.js');
const script = new Script(readFileSync(filename, 'utf8'), { filename });
script.runInThisContext()({}, createRequire(filename), {}, filename, folder);
process.on('exit', () => writeFileSync(join(folder, 'program.v8'), script.createCachedData()));
