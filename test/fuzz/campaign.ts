import { mutated } from './mutations.js';
import { Random } from './random.js';
import type { Sample } from './samples.js';
import { tryBytes, tryCompanion, tryGrowth, tryPieces } from './trial.js';

/** An input for which something did not hold. */
export interface Failure {
  readonly trial: number;
  readonly sample: string;
  readonly why: string;
  readonly bytes: Buffer;
}

/** Odd and prime, so that every sample meets every kind of trial. */
const PIECES_EVERY = 5;
const GROWTH_EVERY = 41;

/** Trial number `trial` of a seed; the same two numbers make the same trial. */
export async function tryOne(seed: number, trial: number, samples: readonly Sample[]): Promise<Failure | null> {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ trial);
  const sample = samples[trial % samples.length];
  const bytes = mutated(sample, random, samples);
  const name = sample.name.slice(sample.name.lastIndexOf('/') + 1);
  try {
    if (trial % GROWTH_EVERY === 0 && sample.isText) await tryGrowth(name, bytes);
    else if (trial % PIECES_EVERY === 0) await tryPieces(name, bytes);
    else await tryBytes(name, bytes);
    if (sample.name.includes('/companions/')) await tryCompanion(name, bytes);
    return null;
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { trial, sample: sample.name, why, bytes };
  }
}
