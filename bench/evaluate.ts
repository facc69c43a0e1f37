/**
 * Ranks the labelled incidents beside the repository with the road that a user takes: rows as NDJSON -> readInput ->
 * investigate -> ranked peers, calibration (`_calibration.ts`), truth of first reasons (`_reasons.ts`). `--json`, `--ablate` (leaves each rule out), `--weights` (what each rule meets),
 * `--names` (adds host names), `--cases` (one line per incident), `--worst` (benign peers), `--seed N`, `--data DIR`,
 * `--owners [--mmdb FILE]` (countries and AS instead of a ranking), `--lists DIR` (asks list snapshots too), `--strip state,process` (no row keeps these columns; `tuple` leaves address, port and protocol), `--floor`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Knowledge, openKnowledge } from '../src/flow/knowledge.js';
import { withFeeds } from './_feeds.js';
import { belowFloor, FLOORS, meanOf, type Measured } from './_floor.js';
import { type Incident, readIncidents } from './_incidents.js';
import { countOwners, type OwnerPlan, ownersTable } from './owners.js';
import { rankAll } from './_rank.js';
import { parseStrip, STRIPPABLE } from './_strip.js';
import { ablation, summary, weights } from './_summary.js';
import { caseLines, markdown, worstLines } from './_tables.js';

const SEED = 20_260_101;
const TUPLE = 'address, port and protocol only';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      ablate: { type: 'boolean', default: false },
      cases: { type: 'boolean', default: false },
      data: { type: 'string', default: join(import.meta.dirname, '../../shared/detect') },
      floor: { type: 'boolean', default: false },
      lists: { type: 'string' },
      json: { type: 'boolean', default: false },
      names: { type: 'boolean', default: false },
      mmdb: { type: 'string' },
      owners: { type: 'boolean', default: false },
      pack: { type: 'string', default: join(import.meta.dirname, '../dist/pack') },
      seed: { type: 'string', default: String(SEED) },
      strip: { type: 'string', default: '' },
      weights: { type: 'boolean', default: false },
      worst: { type: 'boolean', default: false },
    },
  });
  const strip = parseStrip(values.strip);
  if (strip === null) {
    process.stderr.write(`--strip takes ${STRIPPABLE.join(', ')}; got "${values.strip}"\n`);
    return 1;
  }
  if (values.owners)
    return printOwners(values.pack, {
      folders: [values.data, join(values.data, '../corpus')],
      ranges: join(values.data, '../recorded/cloud-ranges'),
      mmdb: values.mmdb ?? null,
    });
  const incidents = readIncidents(values.data);
  if (incidents === null) {
    process.stdout.write('labelled incidents are not here: not measured\n');
    return 0;
  }
  const offline = await openKnowledge({ directory: values.pack, now: new Date() });
  const knowledge = values.lists === undefined ? offline : withFeeds(offline, values.lists);
  if (knowledge === null) {
    process.stderr.write(`no list snapshots in ${values.lists}\n`);
    return 1;
  }
  if (values.floor) return holdsFloor(incidents, offline, values.lists ?? join(values.data, '../feeds'));
  const cases = await rankAll(incidents, { seed: Number(values.seed), names: values.names, strip }, knowledge);
  const result = {
    ...summary(cases),
    ...(values.ablate ? { ablation: ablation(cases) } : {}),
    ...(values.weights ? { weights: weights(cases) } : {}),
  };
  process.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : markdown(result));
  if (values.cases) process.stdout.write(caseLines(cases));
  if (values.worst) process.stdout.write(worstLines(cases));
  return 0;
}

async function printOwners(pack: string, plan: OwnerPlan): Promise<number> {
  const counts = await countOwners(plan, await openKnowledge({ directory: pack, now: new Date() }));
  process.stdout.write(counts === null ? 'no addresses are here: not measured\n' : ownersTable(counts));
  return 0;
}

/** Measures each kept floor, averaged over its seeds; 1 when anything is worse than it. */
async function holdsFloor(incidents: readonly Incident[], offline: Knowledge, feeds: string): Promise<number> {
  let exitCode = 0;
  for (const { strip, lists, seeds, floor } of FLOORS.floors) {
    const knowledge = lists === true ? withFeeds(offline, feeds) : offline;
    if (knowledge === null) continue;
    const runs: Measured[] = [];
    for (const seed of seeds) {
      const { all, falseAlarms, calibration, reasons } = summary(
        await rankAll(incidents, { seed, names: false, strip }, knowledge),
      );
      const { malicious, suspicious } = falseAlarms;
      runs.push({
        hit3: all.hit3,
        recall10: all.recall10,
        map: all.map,
        malicious,
        suspicious,
        brier: calibration.brierAtBase,
        reasons: reasons.isTrue,
      });
    }
    const measured = meanOf(runs);
    const worse = belowFloor(measured, floor);
    const what =
      strip.length === 0
        ? `all columns${lists === true ? ', with lists' : ''}`
        : strip.includes('tuple')
          ? TUPLE
          : `without ${strip.join(', ')}`;
    const figures = Object.entries(measured).map(([name, value]) => `${name} ${value.toFixed(3)}`);
    process.stdout.write(`ranking, ${what}: ${figures.join(', ')}\n`);
    for (const text of worse) process.stdout.write(`WORSE THAN THE FLOOR (bench/floor.json), ${what}: ${text}\n`);
    if (worse.length > 0) exitCode = 1;
  }
  return exitCode;
}

process.exitCode = await main();
