import { publishers } from '../enrich/update/publishers.js';
import { realEffects, update } from './update.js';

/** A process that updates `argv[2]` from the mirror `argv[3]`, for tests that kill it or run two. */
const [, , home, mirror] = process.argv;
const table = publishers().map((one) => ({ ...one, bounds: { min: 1, max: 100_000 } }));
const effects = realEffects({ env: {}, now: () => new Date(), agent: 'farend/test', caFile: null });
const options = { home, packDirectory: '', only: ['fastly', 'zoom', 'telegram'], all: false, force: false, mirror: new URL(mirror) };
const { built } = await update(options, effects, ({ key, outcome }) => process.stdout.write(`${key} ${outcome}\n`), table);
process.stdout.write(`built ${built.version}\n`);
