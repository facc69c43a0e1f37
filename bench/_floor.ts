import kept from './floor.json';

/** What a floor is kept for: hits and precision may not fall, shares of benign peers with a bad verdict may not rise. */
export interface Measured {
  readonly hit3: number;
  readonly recall10: number;
  readonly map: number;
  /** Share (0..1) of benign peers called malicious. */
  readonly malicious: number;
  readonly suspicious: number;
  /** Mean squared error of the probabilities, with the prior of the data (`_calibration.ts`). */
  readonly brier: number;
  /** Share (0..1) of first reasons that are true causes (`_reasons.ts`). */
  readonly reasons: number;
}

interface Kept {
  readonly about: string;
  readonly floors: readonly {
    /** Columns that no row keeps while this is measured. */
    readonly strip: readonly string[];
    /** Asks the list snapshots too, where they are there. */
    readonly lists?: boolean;
    readonly seeds: readonly number[];
    readonly floor: Measured;
  }[];
}

/** `bench/floor.json`. It only rises. */
export const FLOORS: Kept = kept;

const LOW_IS_GOOD: ReadonlySet<string> = new Set(['malicious', 'suspicious', 'brier']);

/** One line for each figure that is worse than its floor. */
export function belowFloor(measured: Measured, floor: Measured): string[] {
  const lines: string[] = [];
  for (const key of keys(floor)) {
    const isWorse = LOW_IS_GOOD.has(key) ? measured[key] > floor[key] : measured[key] < floor[key];
    if (!isWorse) continue;
    const most = LOW_IS_GOOD.has(key) ? 'at most' : 'at least';
    lines.push(`${key} is ${measured[key].toFixed(4)}, wanted ${most} ${floor[key]}`);
  }
  return lines;
}

/** The mean of each figure. */
export function meanOf(runs: readonly Measured[]): Measured {
  const mean = (key: keyof Measured): number => runs.reduce((sum, run) => sum + run[key], 0) / runs.length;
  return {
    hit3: mean('hit3'),
    recall10: mean('recall10'),
    map: mean('map'),
    malicious: mean('malicious'),
    suspicious: mean('suspicious'),
    brier: mean('brier'),
    reasons: mean('reasons'),
  };
}

function keys(floor: Measured): (keyof Measured)[] {
  return Object.keys(floor) as (keyof Measured)[];
}
