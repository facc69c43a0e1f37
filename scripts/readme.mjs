// `npm run readme`: puts the present output of its commands into README.md; with --check it only compares.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './_tools.mjs';

await import('./build.mjs');
const file = join(root, 'README.md');
const before = readFileSync(file, 'utf8');
const after = before.replace(/(<!-- run: farend (.*) -->\n```\n)[^]*?(```\n<!-- end -->)/g, (_, open, words, close) => {
  const { stdout } = spawnSync(process.execPath, [join(root, 'dist/farend.cjs'), ...words.split(' ')], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return `${open}${withoutAges(stdout)}${close}`;
});
if (!process.argv.includes('--check')) writeFileSync(file, after);
else if (after !== before) {
  console.error('README.md shows another output than farend prints now: npm run readme');
  process.exit(1);
}

/** The pack's age grows by the day, and its version with every table: neither belongs into a file that is kept. */
function withoutAges(text) {
  return text.replace(/is \d+ days old/g, 'is N days old').replace(/(pack \d{4}-\d\d-\d\d)-[0-9a-f]{8}/g, '$1');
}
