// Builds dist/: the embedded pack (from npm data packages), then the bundles and the type declarations.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
    const program = { farend: 'src/cli/farend.ts', program: 'src/cli/program.ts' };
    const thread = { 'late/bulk-worker': 'src/cli/thread.ts', 'late/inputs-bulk-worker': 'src/inputs/bulk/worker.ts' };
    await bundle({ ...program, ...thread }, 'cjs', [late('./late')]);
    await bundle({ index: 'src/index.ts' }, 'esm', [late('./late')]);
    await bundle({ 'late/iconv-lite': 'iconv-lite' }, 'cjs', []);
    await bundleLateParts();
    await bundle({ load: 'src/cli/load.ts' }, 'cjs', [], 'build');
    keepCompiled('program.cjs', 'examples/connections.txt');
    const { sockets, listing, table } = writeInputs();
    keepCompiled('late/inputs-other-formats.cjs', sockets);
    keepCompiled('late/inputs-bulk.cjs', listing, table);
    keepCompiled('late/inputs-bulk-worker.cjs');
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

/** Keeps what V8 compiles of a bundle while the inputs are read, or while it is loaded where there are none. */
function keepCompiled(bundle, ...inputs) {
  spawnSync(process.execPath, [join(root, 'scripts/code-cache.mjs'), bundle, ...inputs], { cwd: root });
}

/** Inputs for those runs: one of a format that is not at hand, and a listing and a table so big that they are read by bytes. */
function writeInputs() {
  const sockets =
    'COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME\na 9 root 3u IPv4 7 0t0 TCP 10.0.0.1:50123->1.1.1.1:443 (ESTABLISHED)\n';
  const rows = Array.from({ length: 120_000 }, (_, row) => `${row % 223}.1.${row % 100}.7`);
  const listing = rows.map(
    (to) => `  TCP    10.0.0.1:50123         ${to.padEnd(12)}:443       ESTABLISHED     912\r\n`,
  );
  const table = rows.map(
    (to, row) => `2026-01-01T00:00:00Z,tcp,10.0.0.1,50123,${to},443,established,${row},812,pc-17,a.exe`,
  );
  const columns = 'time,protocol,localAddress,localPort,remoteAddress,remotePort,state,sent,received,host,process';
  const texts = { sockets, listing: listing.join(''), table: [columns, ...table, ''].join('\n') };
  const pathOf = (name) => `build/${name}.txt`;
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(root, pathOf(name)), text);
  return Object.fromEntries(Object.keys(texts).map((name) => [name, pathOf(name)]));
}

/** Bundles entry points, one file each. */
function bundle(entryPoints, form, plugins, outdir = 'dist') {
  const isModule = form === 'esm';
  // What ES modules say of themselves, in the words of CommonJS.
  const url = 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;';
  return build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20.19',
    format: isModule ? 'esm' : 'cjs',
    outExtension: { '.js': isModule ? '.js' : '.cjs' },
    // In CommonJS a late part is required: import() would start the loader of ES modules.
    supported: { 'dynamic-import': isModule },
    define: isModule ? {} : { 'import.meta.dirname': '__dirname', 'import.meta.url': 'bundleUrl' },
    banner: isModule ? {} : { js: url },
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
