import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

type Require = (name: string) => unknown;
/** What a bundle is: a function of what a CommonJS module is given. */
type Bundle = (exports: object, require: Require, module: Module, filename: string, dirname: string) => void;

interface Module {
  exports: object;
}

interface Loaded {
  readonly module: Module;
  /** The build keeps what V8 has compiled of it. */
  readonly script: Script;
}

/** By path. */
export const loaded = new Map<string, Loaded>();

/**
 * Runs a bundle as CommonJS does, but as V8 compiled it when it was built; any other V8 refuses that and compiles the text, a
 * little later. So are the bundles that it requires, as far as they were compiled. Returns what it exports.
 */
export function load(filename: string): unknown {
  const known = loaded.get(filename);
  if (known !== undefined) return known.module.exports;
  const script = scriptOf(filename);
  const module: Module = { exports: {} };
  loaded.set(filename, { module, script });
  const bundle: Bundle = script.runInThisContext();
  bundle(module.exports, requireBeside(filename), module, filename, dirname(filename));
  return module.exports;
}

/** A bundle as a script, with what was compiled of it. */
export function scriptOf(filename: string): Script {
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`;
  return new Script(text, { filename, cachedData: compiled(filename) });
}

/** Where what V8 compiled of a bundle is kept. */
export function compiledFile(filename: string): string {
  return `${filename.slice(0, filename.lastIndexOf('.'))}.v8`;
}

function compiled(filename: string): Buffer | undefined {
  try {
    return readFileSync(compiledFile(filename));
  } catch {
    return undefined;
  }
}

function requireBeside(filename: string): Require {
  const own = createRequire(filename);
  return (name) => {
    const path = name.startsWith('.') ? join(dirname(filename), name) : null;
    return path !== null && existsSync(compiledFile(path)) ? load(path) : own(name);
  };
}
