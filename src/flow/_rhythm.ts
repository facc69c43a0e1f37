import type { Rhythm } from '../model/peer.js';

/** Different moments below which nothing can be said of gaps (RITA v5, `analysis/beacons.go`). */
const LEAST_STARTS = 4;
/** Bars that the time of the evidence is cut into. */
const BARS = 24;
/** Bars that must be filled before two heights may count as one pattern, and how fine heights are told apart. */
const BARS_FOR_TWO = 11;
const HEIGHT_STEP = 0.05;
/** Hours below which duration says nothing, and hours on end that say all. */
const LEAST_HOURS = 6;
const FULL_HOURS = 12;
/** Seconds between the quartiles below which their skewness is noise. */
const LEAST_SPREAD = 10;
const HOUR = 3600;

/** The time that all evidence covers, milliseconds since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/**
 * RITA's components over the starts (milliseconds, ascending) and bytes of one peer's connections; null below four
 * different seconds. Where evidence is too short for a component it is null or left out, not zero: captures of a few
 * minutes are common here, and days are what RITA reads.
 */
export function rhythmOf(starts: ArrayLike<number>, sizes: ArrayLike<number>, period: Period): Rhythm | null {
  const seconds = distinct(starts, 1000);
  if (seconds.length < LEAST_STARTS) return null;
  const { median, deviation, evenness } = shapeOf(gapsOf(seconds));
  return {
    starts: starts.length,
    everySeconds: median,
    deviationSeconds: deviation,
    gaps: evenness,
    sizes: sizes.length < LEAST_STARTS ? null : shapeOf(sizes).evenness,
    spread: spreadOf(starts, period),
    duration: durationOf(seconds, period),
  };
}

/** Different whole `unit`s of ascending values. Plain loops here and below: a log has a million starts. */
function distinct(values: ArrayLike<number>, unit: number): Float64Array {
  const units = new Float64Array(values.length);
  let length = 0;
  for (let at = 0; at < values.length; at++) {
    const whole = Math.floor(values[at] / unit);
    if (length === 0 || units[length - 1] !== whole) units[length++] = whole;
  }
  return units.subarray(0, length);
}

function gapsOf(seconds: Float64Array): Float64Array {
  const gaps = new Float64Array(seconds.length - 1);
  for (let at = 0; at < gaps.length; at++) gaps[at] = seconds[at + 1] - seconds[at];
  return gaps;
}

/** Mean of (1 - |Bowley skewness|) and (median - median absolute deviation) / median. */
function shapeOf(values: ArrayLike<number>): { median: number; deviation: number; evenness: number } {
  const sorted = new Float64Array(values).sort();
  const [first, median, third] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const range = third - first;
  const isFlat = range < LEAST_SPREAD || median === first || median === third;
  const skewness = isFlat ? 0 : (first + third - 2 * median) / range;
  const deviation = deviationOf(sorted);
  const steadiness = median < 1 ? 0 : Math.max(0, (median - deviation) / median);
  return { median, deviation, evenness: round((1 - Math.abs(skewness) + steadiness) / 2) };
}

/** Median absolute deviation from the median, of ascending numbers: from there outwards, the nearer one first. */
function deviationOf(sorted: Float64Array): number {
  const middle = Math.floor((sorted.length - 1) * 0.5);
  const median = sorted[middle];
  let [below, above, deviation] = [middle, middle + 1, 0];
  for (let taken = 0; taken <= middle; taken++) {
    const [down, up] = [median - sorted[below], sorted[above] - median];
    const isBelow = above === sorted.length || (below >= 0 && down <= up);
    deviation = isBelow ? down : up;
    if (isBelow) below--;
    else above++;
  }
  return deviation;
}

/** The better of an even histogram and one of two heights, as of a program that pauses at night. */
function spreadOf(starts: ArrayLike<number>, { from, to }: Period): number {
  const bars = Array.from({ length: BARS }, () => 0);
  const width = Math.max(1, (to - from) / BARS);
  for (let at = 0; at < starts.length; at++)
    bars[Math.min(BARS - 1, Math.max(0, Math.floor((starts[at] - from) / width)))]++;
  const mean = starts.length / BARS;
  const variance = bars.reduce((sum, bar) => sum + (bar - mean) ** 2, 0) / BARS;
  return round(Math.max(0, 1 - Math.sqrt(variance) / mean, twoHeights(bars)));
}

function twoHeights(bars: readonly number[]): number {
  const filled = bars.filter((bar) => bar > 0);
  if (filled.length < BARS_FOR_TWO) return 0;
  const step = Math.max(1, Math.max(...filled) * HEIGHT_STEP);
  const heights = new Map<number, number>();
  for (const bar of filled) heights.set(Math.floor(bar / step), (heights.get(Math.floor(bar / step)) ?? 0) + 1);
  const [most, second = 0] = [...heights.values()].sort((a, b) => b - a);
  // One bar may be an outlier.
  return Math.min(1, (most + second) / (filled.length - 1));
}

function durationOf(seconds: Float64Array, { from, to }: Period): number | null {
  const covered = (to - from) / 1000;
  if (covered < LEAST_HOURS * HOUR) return null;
  const span = seconds[seconds.length - 1] - seconds[0];
  return round(Math.min(1, Math.max(span / covered, longestRun(seconds) / FULL_HOURS)));
}

/** Hours on end with a start in each. */
function longestRun(seconds: Float64Array): number {
  const hours = distinct(seconds, HOUR);
  let [longest, run] = [1, 1];
  for (let index = 1; index < hours.length; index++) {
    run = hours[index] === hours[index - 1] + 1 ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
}

/** Of ascending numbers; between two, the lower. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)];
}

/** To a thousandth, so that a report prints what was judged. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
