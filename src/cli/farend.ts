#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** What the build writes: one expression, a function of what a CommonJS module is given. */
type Program = (exports: object, require: NodeJS.Require, module: object, filename: string, dirname: string) => void;

const folder = import.meta.dirname;
const filename = join(folder, 'program.js');

/** The program as V8 compiled it when it was built; any other V8 refuses it and compiles the text, a little later. */
function compiled(): Buffer | undefined {
  try {
    return readFileSync(join(folder, 'program.v8'));
  } catch {
    return undefined;
  }
}

const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData: compiled() });
const program: Program = script.runInThisContext();
program({}, createRequire(filename), {}, filename, folder);
