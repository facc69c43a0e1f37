import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { type Failure, tryOne } from './campaign.js';
import { samples } from './samples.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    from: { type: 'string', default: '0' },
    samples: { type: 'string' },
  },
});
/** What stays in memory between trials may be caches, never inputs. */
const MOST_KEPT = 96_000_000;
const LOOK_EVERY = 500;
const MOST_FAILURES = 20;

setFlagsFromString('--expose_gc');
const collect: () => void = runInNewContext('gc');
const folder = 'build/fuzz';
mkdirSync(folder, { recursive: true });

function keep({ trial, sample, why, bytes }: Failure): void {
  const file = join(folder, `seed-${values.seed}-trial-${trial}.bin`);
  writeFileSync(file, bytes);
  console.log(`trial ${trial} of ${sample}, kept as ${file}\n${why}\n`);
}

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const all = samples(values.samples ?? null);
const seed = Number(values.seed);
const until = performance.now() + Number(values.minutes) * 60_000;
const first = Number(values.only ?? values.from);
let failures = 0;
let kept = 0;
let trial = first;
for (; performance.now() < until && failures < MOST_FAILURES; trial += 1) {
  const failure = await tryOne(seed, trial, all);
  if (failure !== null) {
    keep(failure);
    failures += 1;
  }
  if (values.only !== undefined) break;
  if (trial === first + LOOK_EVERY) kept = heap();
  else if (trial % LOOK_EVERY === 0 && trial > first + LOOK_EVERY && heap() - kept > MOST_KEPT) {
    console.log(`after ${trial} trials ${heap() - kept} more bytes are held than at the beginning`);
    failures += 1;
    break;
  }
}
console.log(`${trial - first} trials of ${all.length} samples, seed ${seed}: ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
