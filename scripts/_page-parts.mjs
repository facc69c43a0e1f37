// What a report page carries inside it: `import { text, sha256 } from './x.js?page'` gives the bundled script or style
// as one string, with the hash that its content security policy names. A plugin for esbuild and one for vitest.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';

const SUFFIX = '?page';

/** Plugin of esbuild. */
export const pageParts = {
  name: 'page-parts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?page$/ }, ({ path, resolveDir }) => ({
      path: sourceOf(path, resolveDir),
      namespace: 'page-part',
    }));
    onLoad({ filter: /.*/, namespace: 'page-part' }, async ({ path }) => ({ contents: await moduleOf(path) }));
  },
};

/** The same as a plugin of vite, which vitest runs on. */
export const vitePageParts = {
  name: 'page-parts',
  enforce: 'pre',
  resolveId(path, importer) {
    if (!path.endsWith(SUFFIX) || importer === undefined) return null;
    return `\0page-part:${sourceOf(path, dirname(importer))}.mjs`;
  },
  load(id) {
    const [, path] = /^\0page-part:(.*)\.mjs$/.exec(id) ?? [];
    return path === undefined ? null : moduleOf(path);
  },
};

function sourceOf(path, folder) {
  const file = resolve(folder, path.slice(0, -SUFFIX.length));
  const source = file.replace(/\.js$/, '.ts');
  return existsSync(source) ? source : file;
}

async function moduleOf(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const text = outputFiles[0].text.trim();
  // Nothing in it may end the element that carries it.
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${file}: text that would end its element`);
  const sha256 = createHash('sha256').update(text).digest('base64');
  return `export const text = ${JSON.stringify(text)};\nexport const sha256 = ${JSON.stringify(sha256)};\n`;
}
