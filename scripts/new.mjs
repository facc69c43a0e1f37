// `npm run new <room> <name>`: a new unit with its fixtures and its line in the registry. Rooms: source, input, report, rule.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { templates } from './_templates.mjs';
import { root, run } from './_tools.mjs';

/** Rooms by the names that people try. */
const ALIASES = { enrich: 'source', inputs: 'input', judge: 'rule', format: 'input' };

function fail(message) {
  process.stderr.write(`farend: ${message}\n`);
  process.exit(1);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } });
const [asked = '', name = ''] = positionals;
const room = ALIASES[asked] ?? asked;
const into = values.into ?? root;
if (!Object.hasOwn(templates, room)) {
  fail(`no room "${asked}": npm run new <${Object.keys(templates).join('|')}> <name>`);
}
if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
  fail(`"${name}" is no name of a unit: lower case, digits and hyphens, as in greynoise-community`);
}
const unit = templates[room]({ name, camel: camelOf(name), upper: name.toUpperCase().replaceAll('-', '_') });
const taken = unit.files.map(([path]) => path).filter((path) => existsSync(join(into, path)));
if (taken.length > 0) fail(`${taken.join(', ')} exists already`);

const lines = unit.registry.map((entry) => [entry.path, inserted(readFileSync(join(into, entry.path), 'utf8'), entry)]);
for (const [path, text] of unit.files) {
  mkdirSync(dirname(join(into, path)), { recursive: true });
  writeFileSync(join(into, path), text);
}
// Several lines may go into one file: each is put into what the one before left.
for (const entry of unit.registry) {
  const file = join(into, entry.path);
  writeFileSync(file, inserted(readFileSync(file, 'utf8'), entry));
}
// A long name breaks other lines than a short one.
if (into === root) run('npx', ['biome', 'format', '--write', ...unit.files.map(([path]) => path).filter(isCode)]);
process.stdout.write(
  `${unit.files.map(([path]) => `  new      ${path}\n`).join('')}${[...new Set(lines.map(([path]) => path))]
    .map((path) => `  changed  ${path}\n`)
    .join('')}\n${unit.next}\n`,
);

function isCode(path) {
  return path.endsWith('.ts');
}

function camelOf(text) {
  return text.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

/** The text with the line where the alphabet wants it: before the first line between `from` and `to` that comes later. */
function inserted(text, { path, from, to, keyOf, key, line }) {
  const rows = text.split('\n');
  const start = rows.findIndex((row) => from.test(row));
  const length = rows.slice(start + 1).findIndex((row) => to.test(row));
  if (start < 0 || length < 0) fail(`${path} no longer looks like a registry: add the line yourself: ${line.trim()}`);
  const end = start + 1 + length;
  let at = end;
  for (let index = start + 1; index < end; index++) {
    const other = keyOf(rows[index]);
    if (other === null || other <= key) continue;
    // An entry over several lines begins with its brace.
    at = rows[index - 1].trim() === '{' ? index - 1 : index;
    break;
  }
  rows.splice(at, 0, line);
  return rows.join('\n');
}
