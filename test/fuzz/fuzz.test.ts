import { expect, test } from 'vitest';
import { tryOne } from './campaign.js';
import { samples } from './samples.js';

/** Fixed: a failure here is the same failure everywhere. `npm run fuzz` looks further. */
const SEED = 20_260_314;
const ROUNDS = 8;

test('eight mutations of every sample, captures, logs, archives and companions too, break nothing', async () => {
  const all = samples(null);
  const failures: string[] = [];
  for (let trial = 0; trial < all.length * ROUNDS; trial += 1) {
    const failure = await tryOne(SEED, trial, all);
    if (failure !== null) failures.push(`trial ${trial}, ${failure.sample}: ${failure.why}`);
  }
  expect(failures).toEqual([]);
}, 180_000);
