import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '../src');
const ROOMS = ['inputs', 'enrich', 'judge', 'report'];

/** What each floor of the house may import, besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  address: [],
  model: ['address'],
  inputs: ['model', 'address'],
  enrich: ['model', 'address'],
  judge: ['model', 'address'],
  report: ['model', 'address'],
  flow: ['inputs', 'enrich', 'judge', 'report', 'model', 'address'],
  // The page stands on flow like the command line, which starts it and hands it its own functions (serve/world.ts).
  serve: ['flow', 'inputs', 'report', 'model', 'address'],
  cli: ['serve', 'flow', 'inputs', 'report', 'model', 'address'],
};
/** Only these floors may touch files, processes or the network. */
const MAY_USE_NODE = new Set(['inputs', 'enrich', 'serve', 'cli']);

interface Import {
  readonly from: string;
  readonly to: string;
}

/** Where the product begins: the command, the library, the second thread, the compiler of the data. */
const ENTRIES = [
  'cli/farend.ts',
  'cli/thread.ts',
  'cli/program.ts',
  'index.ts',
  'inputs/bulk/worker.ts',
  '../scripts/build-data.ts',
];

const everything = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => join(source, name));
const imports = reachable(ENTRIES.map((entry) => resolve(source, entry)));
/** Files of the product; what only tests import (samples, fakes) is left out. */
const files = [...new Set([...imports.map(({ from }) => from), ...imports.map(({ to }) => to)])].filter(
  (file) => file.startsWith(`${source}/`) && file.endsWith('.ts'),
);

describe('the house', () => {
  test.each(Object.entries(MAY_IMPORT))('%s imports only from %j', (room, allowed) => {
    const broken = imports.filter(({ from, to }) => {
      const target = roomOf(to);
      return roomOf(from) === room && to.startsWith('/') && target !== room && !allowed.includes(target);
    });
    expect(broken.map(sentence)).toEqual([]);
  });

  test('no file has fewer rooms than the house: every folder of src is a known room', () => {
    const folders = readdirSync(source).filter((name) => statSync(join(source, name)).isDirectory());
    expect(folders.filter((name) => !(name in MAY_IMPORT))).toEqual([]);
  });

  test('address, model, judge, report and flow stay pure: no files, no network, no process', () => {
    const broken = imports.filter(
      ({ from, to }) => to.startsWith('node:') && !MAY_USE_NODE.has(roomOf(from)) && roomOf(from) !== '',
    );
    expect(broken.map(sentence)).toEqual([]);
    const clocks = files.filter((file) => {
      const room = roomOf(file);
      return (
        room !== '' &&
        !MAY_USE_NODE.has(room) &&
        /\bDate\.now\(|new Date\(\)|\bprocess\.(env|argv|exit|std)/.test(read(file))
      );
    });
    expect(clocks.map((file) => relative(source, file))).toEqual([]);
  });

  test('only enrich/update and enrich/online may ask the network; serve listens and asks nobody', () => {
    const network = /^node:(?:dgram|dns|http|http2|https|net|tls)$/;
    const asking = ['enrich/update/', 'enrich/online/'];
    const broken = imports.filter(({ from, to }) => {
      const place = relative(source, from).replaceAll('\\', '/');
      if (place.startsWith('serve/')) return network.test(to) && !/^node:(?:http|net)$/.test(to);
      return network.test(to) && !asking.some((folder) => place.startsWith(folder));
    });
    expect(broken.map(sentence)).toEqual([]);
    const inServe = files.filter((file) => relative(source, file).startsWith('serve/'));
    const calls = inServe.filter((file) => /\b(?:connect|httpRequest|http\.get|http\.request)\(/.test(read(file)));
    expect(calls.map((file) => relative(source, file))).toEqual([]);
  });

  test('nothing that is not a development tool is imported from npm, since everything is bundled', () => {
    const packages = new Set(
      imports
        .map(({ to }) => to)
        .filter((to) => !to.startsWith('node:') && !to.startsWith('/'))
        // `package/file` is a part of `package`.
        .map((to) => to.split('/', to.startsWith('@') ? 2 : 1).join('/')),
    );
    expect([...packages].sort()).toEqual(ALLOWED_PACKAGES);
  });

  test('THIRD-PARTY.md names every package that is bundled', () => {
    const notices = read(resolve(source, '../THIRD-PARTY.md'));
    expect(ALLOWED_PACKAGES.filter((name) => !notices.includes(`### ${name} `))).toEqual([]);
  });

  test('nothing lies about unused: every file is part of the product or serves a test', () => {
    const tests = [...everything.filter((file) => file.endsWith('.test.ts')), ...['test', 'bench'].flatMap(entriesOf)];
    const known = new Set([...files, ...reachable(tests).map(({ to }) => to)]);
    const unused = everything.filter((file) => !file.endsWith('.test.ts') && !known.has(file) && !isEntry(file));
    expect(unused.map((file) => relative(source, file))).toEqual([]);
  });

  test('tests leave no folder behind: they take it from test/scratch-folder, which removes it', () => {
    const tests = [...everything, ...['test', 'test/browser'].flatMap(entriesOf)].filter((file) =>
      /\.test\.ts$|\/test\//.test(file),
    );
    const makers = tests.filter((file) => /\bmkdtemp(?:Sync)?\(/.test(read(file)));
    expect(makers.map((file) => relative(source, file))).toEqual(['../test/scratch-folder.ts']);
  });

  test.each(ROOMS.filter((room) => room !== 'enrich' && room !== 'judge'))(
    'the registry of %s misses no unit',
    (room) => {
      const index = read(join(source, room, 'index.ts'));
      // Formats that are loaded together are listed beside it.
      const registry = room === 'inputs' ? index + read(join(source, 'inputs/other-formats.ts')) : index;
      const units = readdirSync(join(source, room)).filter((name) => isUnit(join(source, room, name)));
      expect(units.length).toBeGreaterThan(0);
      expect(units.filter((name) => !registry.includes(`./${name.replace(/\.ts$/, '.js')}`))).toEqual([]);
    },
  );
});

/** TypeScript files in a folder beside src. */
function entriesOf(folder: string): string[] {
  const place = resolve(source, '..', folder);
  return readdirSync(place)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(place, name));
}

function isEntry(file: string): boolean {
  return ENTRIES.some((entry) => resolve(source, entry) === file);
}

/** npm packages that are bundled into dist, and the optional one beside it; each is named in THIRD-PARTY.md. */
const ALLOWED_PACKAGES = [
  '@napi-rs/keyring',
  'd3-geo',
  'd3-sankey',
  'iconv-lite',
  'maxmind',
  'saxes',
  'topojson-client',
  'world-atlas',
  'yauzl',
];

/** A unit is a file that is no helper (`_name.ts`), no registry, no test and no type-only file. */
function isUnit(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (!name.endsWith('.ts') || name.endsWith('.test.ts') || name.startsWith('_') || name === 'index.ts') return false;
  return /export const \w+/.test(read(file));
}

function importsOf(file: string): Import[] {
  const found = read(file).matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g,
  );
  return [...found].map((match) => {
    // `?page` bundles a file into the text that imports it (scripts/_page-parts.mjs).
    const target = (match[1] ?? match[2] ?? match[3]).replace(/\?page$/, '');
    return { from: file, to: target.startsWith('.') ? resolve(dirname(file), target).replace(/\.js$/, '.ts') : target };
  });
}

/** The imports of every file that the entries lead to. */
function reachable(entries: readonly string[]): Import[] {
  const seen = new Set<string>();
  const found: Import[] = [];
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file) || !file.endsWith('.ts')) continue;
    seen.add(file);
    const own = importsOf(file);
    found.push(...own);
    open.push(...own.map(({ to }) => to).filter((to) => to.startsWith('/')));
  }
  return found;
}

function roomOf(file: string): string {
  const path = relative(source, file);
  return path.includes('/') && !path.startsWith('..') ? path.slice(0, path.indexOf('/')) : '';
}

function sentence({ from, to }: Import): string {
  const target = to.startsWith('/') ? relative(source, to) : to;
  return `${relative(source, from)} imports ${target}: imports point down, siblings never import each other`;
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
