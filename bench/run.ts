import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lookupRates } from './_lookups.js';
import { hasGnuTime, measure, paired, ratioText } from './_measure.js';
import { countsOfNdjson, countsOfUniq, hasMawk, mawkPipeline } from './_peers.js';
import { generate, generateSmall } from './generate.js';

const SMALL_ROWS = 50;
const PAIRS = 7;
/** Starts measured as one: GNU time tells hundredths of a second, and a start takes seven. */
const STARTS = 10;

/** Country part of the same data as the pack, in MaxMind's format, from npm. */
const MMDB = 'node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

interface Plan {
  readonly folder: string;
  readonly farend: readonly string[];
  readonly pack: string;
  readonly bytes: number;
  readonly pairs: number;
  readonly mmdb: string;
}

/** `20m`, `100m`, `1g` or a number of bytes. */
function bytesOf(text: string): number {
  const match = /^(\d+)([kmg]?)b?$/i.exec(text);
  if (match === null) throw new Error(`--size wants something like 100m or 1g, not "${text}"`);
  return Number(match[1]) * { '': 1, k: 1e3, m: 1e6, g: 1e9 }[(match[2] ?? '').toLowerCase() as '' | 'k' | 'm' | 'g'];
}

function startUp(plan: Plan): string {
  const path = join(plan.folder, 'small.txt');
  generateSmall(path, SMALL_ROWS);
  const empty = [process.execPath, '-e', '0'];
  const { wall, cpu, peakMebibytes } = paired(
    () => measure(repeated([...plan.farend, path])),
    () => measure(repeated(empty)),
    plan.pairs,
  );
  return tableRow(`${SMALL_ROWS} rows`, '`node -e 0`', ratioText(cpu), ratioText(wall), peakMebibytes);
}

/** A command `STARTS` times, where there is a shell to say so. */
function repeated(command: readonly string[]): readonly string[] {
  if (!hasGnuTime) return command;
  const loop = `i=0; while [ $i -lt ${STARTS} ]; do "$@" || exit 1; i=$((i+1)); done`;
  return ['/bin/sh', '-c', loop, 'sh', ...command];
}

function throughput(plan: Plan, path: string): string {
  const { wall, cpu, peakMebibytes } = paired(
    () => measure([...plan.farend, path]),
    () => measure(mawkPipeline(path)),
    plan.pairs,
  );
  const size = `${Math.round(statSync(path).size / 1e6)} MB netstat -ano`;
  return tableRow(size, '`mawk \\| sort \\| uniq -c \\| sort -rn`', ratioText(cpu), ratioText(wall), peakMebibytes);
}

function alone(plan: Plan, path: string, title: string): string {
  const { peakMebibytes } = measure([...plan.farend, path]);
  return tableRow(title, '-', '-', '-', peakMebibytes);
}

/** A faster wrong answer is worth nothing: both must count the same rows for the same addresses. */
function expectSameAnswer(plan: Plan, path: string): number {
  const [ours, theirs] = [join(plan.folder, 'ours.ndjson'), join(plan.folder, 'theirs.txt')];
  measure([...plan.farend, '-o', 'ndjson', path], ours);
  measure(mawkPipeline(path), theirs);
  const [got, wanted] = [countsOfNdjson(ours), countsOfUniq(theirs)];
  rmSync(ours);
  rmSync(theirs);
  const wrong = wanted.findIndex((line, index) => line !== got[index]);
  if (wrong >= 0 || got.length !== wanted.length) {
    throw new Error(
      `answers differ: ${got.length} peers against ${wanted.length}; first: ${got[wrong]} / ${wanted[wrong]}`,
    );
  }
  return got.length;
}

function tableRow(what: string, against: string, cpu: string, wall: string, peak: number | null): string {
  return `| ${what} | ${against} | ${cpu} | ${wall} | ${peak === null ? 'not measured' : `${Math.round(peak)} MiB`} |`;
}

async function run(plan: Plan): Promise<string[]> {
  const lines = [
    '| input | against | cpu ratio, median (min-max) | wall ratio | peak memory |',
    '|---|---|---|---|---|',
  ];
  lines.push(startUp(plan));
  const path = join(plan.folder, 'netstat.txt');
  generate(path, 'netstat', plan.bytes);
  if (hasMawk) {
    const checked = join(plan.folder, 'checked.txt');
    generate(checked, 'netstat', Math.min(plan.bytes, 1e8));
    const peers = expectSameAnswer(plan, checked);
    rmSync(checked);
    lines.push(throughput(plan, path), '', `Same answer as mawk for each of ${peers} peers, checked first.`);
  } else lines.push(alone(plan, path, 'netstat -ano'), '', 'mawk is not installed: no throughput ratio.');
  rmSync(path);
  lines.push(...(await lookups(plan)));
  if (!hasGnuTime) lines.push('GNU time is not installed: wall time only.');
  return lines;
}

async function lookups(plan: Plan): Promise<string[]> {
  const rates = await lookupRates(plan.pack, plan.mmdb);
  const millions = (rate: number): string => `${(rate / 1e6).toFixed(1)} million a second`;
  return rates.map(({ family, owner, country, countryOfText, maxmind }) => {
    const beside = (rate: number): string =>
      `${millions(rate)}${maxmind === null ? '' : ` (${(rate / maxmind).toFixed(1)} times as many)`}`;
    const theirs = maxmind === null ? 'it has no file here' : `${millions(maxmind)}, the country of a text`;
    return `Look-ups, random IPv${family}, beside the maxmind npm reader (${theirs}): country ${beside(country)}; whole owner ${beside(owner)}; country with parsing the text ${beside(countryOfText)}.`;
  });
}

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100m' },
    pairs: { type: 'string' },
    mmdb: { type: 'string' },
    smoke: { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'farend-bench-'));
try {
  const lines = await run({
    folder,
    farend: [process.execPath, 'dist/farend.cjs'],
    pack: 'dist/pack',
    bytes: values.smoke ? 20e6 : bytesOf(values.size),
    pairs: Number(values.pairs ?? (values.smoke ? 3 : PAIRS)),
    mmdb: values.mmdb ?? MMDB,
  });
  process.stdout.write(`${lines.join('\n')}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
