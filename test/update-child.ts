import { publishers } from '../src/enrich/update/publishers.js';
import { realEffects, update } from '../src/flow/update.js';

/** Sources that the child asks, one file each under the mirror. */
export const CHILD_SOURCES = ['fastly', 'zoom', 'telegram'];

/** What a process does that tests kill, or run twice: updates `home` from a mirror and says each step. */
export async function updateFrom(home: string, mirror: string): Promise<void> {
  const table = publishers().map((one) => ({ ...one, bounds: { min: 1, max: 100_000 } }));
  const effects = realEffects({ env: {}, now: () => new Date(), agent: 'farend/test', caFile: null });
  const options = { home, packDirectory: '', only: CHILD_SOURCES, all: false, force: false, mirror: new URL(mirror) };
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const { built } = await update(options, effects, ({ key, outcome }) => say(`${key} ${outcome}`), table);
  say(`built ${built.version}`);
}
