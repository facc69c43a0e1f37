/** A judged peer beside its label. */
export interface Told {
  /** Decibans. */
  readonly score: number;
  readonly isMalicious: boolean;
}

/** Peers whose probability lies in [from, to), the last bin including its end. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly peers: number;
  /** Mean probability that was said. */
  readonly said: number;
  /** Share that is malicious. */
  readonly observed: number;
}

export interface Calibration {
  readonly peers: number;
  /** Share that is malicious: far more than the prior says, since each case is an incident. */
  readonly base: number;
  /** Mean squared error of the probabilities (Brier 1950), as said: 0 is perfect. */
  readonly brier: number;
  /** Of the same scores if the prior were the share of malicious peers in this data: what the weights alone are worth. */
  readonly brierAtBase: number;
  /** Of saying that share of every peer: what is worth nothing. */
  readonly brierOfBase: number;
  /** Reliability table of the probabilities with that prior; empty bins left out. */
  readonly bins: readonly Bin[];
}

const EDGES = [0, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1] as const;

/** How far the probabilities can be taken at their word. `prior` is the one that the scores hold, in decibans. */
export function calibrationOf(told: readonly Told[], prior: number): Calibration {
  const base = mean(told.map(({ isMalicious }) => Number(isMalicious)));
  const shift = base === 0 || base === 1 ? 0 : 10 * Math.log10(base / (1 - base)) - prior;
  const shifted = told.map(({ score, isMalicious }) => ({ said: probability(score + shift), isMalicious }));
  return {
    peers: told.length,
    base,
    brier: brierOf(told.map(({ score, isMalicious }) => ({ said: probability(score), isMalicious }))),
    brierAtBase: brierOf(shifted),
    brierOfBase: base * (1 - base),
    bins: EDGES.slice(0, -1).flatMap((from, index) => binOf(shifted, from, EDGES[index + 1])),
  };
}

interface Said {
  readonly said: number;
  readonly isMalicious: boolean;
}

function binOf(all: readonly Said[], from: number, to: number): Bin[] {
  const inside = all.filter(({ said }) => said >= from && (said < to || to === 1));
  if (inside.length === 0) return [];
  const observed = mean(inside.map(({ isMalicious }) => Number(isMalicious)));
  return [{ from, to, peers: inside.length, said: mean(inside.map(({ said }) => said)), observed }];
}

function brierOf(all: readonly Said[]): number {
  return mean(all.map(({ said, isMalicious }) => (said - Number(isMalicious)) ** 2));
}

function probability(decibans: number): number {
  return 1 / (1 + 10 ** (-decibans / 10));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
