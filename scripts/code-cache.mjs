// Keeps what V8 compiles of a bundle while the program runs: a start takes half the time (see ARCHITECTURE.md). Called by the
// build: node code-cache.mjs BUNDLE WORD..., the words being those of the run, none for a bundle that is only loaded.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { root } from './_tools.mjs';

const { compiledFile, load, loaded } = createRequire(import.meta.url)(join(root, 'build/load.cjs'));
const [bundle, ...words] = process.argv.splice(2);
const path = join(root, 'dist', bundle);
// Only bundles with such a file are loaded like that.
writeFileSync(compiledFile(path), '');
process.argv.push(...words);
load(words.length > 0 ? join(root, 'dist/program.cjs') : path);
process.on('exit', () => {
  // A choice that a big input made (src/cli/quick-compiling.ts): what is compiled under other flags is refused.
  setFlagsFromString(ownChoice('--max-inlined-bytecode-size-cumulative'));
  writeFileSync(compiledFile(path), loaded.get(path).script.createCachedData());
});

/** A flag of V8 with the value that this version has without it, as its own help says. */
function ownChoice(flag) {
  const help = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  const said = help.match(new RegExp(`default: (${flag}=\\d+)`));
  if (said === null) throw new Error(`this V8 does not say what ${flag} is`);
  return said[1];
}
