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
/** Up to so many numbers are put in order one by one. */
const FEW = 40;
/** Numbers below it are counted, where there are more. */
const SHORT = 2048;

/** The time that all evidence covers, milliseconds since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/**
 * RITA's components over the starts (milliseconds, ascending) and bytes (NaN: not said) of one peer's connections; null
 * below four different seconds. Where evidence is too short for a component it is null or left out, not zero: captures of a few
 * minutes are common here, and days are what RITA reads.
 */
export function rhythmOf(starts: ArrayLike<number>, sizes: ArrayLike<number>, period: Period): Rhythm | null {
  const length = gapsOf(starts, 0, starts.length);
  if (length < LEAST_STARTS - 1) return null;
  const { median, deviation, evenness } = shapeOf(length);
  return {
    starts: starts.length,
    everySeconds: median,
    deviationSeconds: deviation,
    gaps: evenness,
    sizes: sizesEvenness(sizes, 0, sizes.length),
    spread: spreadOf(starts, period),
    duration: durationOf(starts, period),
  };
}

/** The same of the starts from `begin` up to `end` in nothing but `Rhythm.gaps`, the quickest question; 0 where the median is below `least` seconds. */
export function gapsEvenness(starts: ArrayLike<number>, begin: number, end: number, least: number): number {
  const length = gapsOf(starts, begin, end);
  if (length < LEAST_STARTS - 1) return 0;
  const { median, evenness } = shapeOf(length);
  return median < least ? 0 : evenness;
}

/** The same of `Rhythm.sizes` alone: null where too few are said. */
export function sizesEvenness(sizes: ArrayLike<number>, begin: number, end: number): number | null {
  const length = takenIn(sizes, begin, end);
  return length < LEAST_STARTS ? null : shapeOf(length).evenness;
}

/** Numbers at work. Used again, since a log has a hundred thousand peers with starts. */
let room = new Float64Array(64);
/** How many there are of each short one, while they are sorted; zeros after that. */
let counts = new Uint32Array(0);

function makeRoom(length: number): void {
  if (room.length < length) room = new Float64Array(length * 2);
}

/** Puts gaps between different whole seconds, in seconds, into the room; gives how many. */
function gapsOf(starts: ArrayLike<number>, begin: number, end: number): number {
  makeRoom(end - begin);
  const gaps = room;
  let length = 0;
  let last = Math.floor(starts[begin] / 1000);
  for (let at = begin + 1; at < end; at++) {
    const second = Math.floor(starts[at] / 1000);
    if (second === last) continue;
    gaps[length++] = second - last;
    last = second;
  }
  return length;
}

/** Puts the numbers that are said into the room; gives how many. */
function takenIn(values: ArrayLike<number>, begin: number, end: number): number {
  makeRoom(end - begin);
  let length = 0;
  for (let at = begin; at < end; at++) if (!Number.isNaN(values[at])) room[length++] = values[at];
  return length;
}

/** Of the first numbers in the room: mean of (1 - |Bowley skewness|) and (median - median absolute deviation) / median. */
function shapeOf(length: number): { median: number; deviation: number; evenness: number } {
  sort(length);
  const first = quantile(length, 0.25);
  const median = quantile(length, 0.5);
  const third = quantile(length, 0.75);
  const range = third - first;
  const isFlat = range < LEAST_SPREAD || median === first || median === third;
  const skewness = isFlat ? 0 : (first + third - 2 * median) / range;
  const deviation = deviationOf(length);
  const steadiness = median < 1 ? 0 : Math.max(0, (median - deviation) / median);
  return { median, deviation, evenness: round((1 - Math.abs(skewness) + steadiness) / 2) };
}

/** The engine's own sort takes longer to begin than a few numbers take, and compares what is best counted: most gaps are short. */
function sort(length: number): void {
  if (length <= FEW) return insert(length);
  const values = room;
  let most = 0;
  for (let at = 0; at < length; at++) {
    const value = values[at];
    // Neither a whole number nor one at hand.
    if (value >= SHORT || value >>> 0 !== value) most = SHORT;
    else if (value > most) most = value;
  }
  if (most === SHORT) room.subarray(0, length).sort();
  else deal(length, most);
}

function insert(length: number): void {
  const values = room;
  for (let end = 1; end < length; end++) {
    const value = values[end];
    let at = end;
    for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1];
    values[at] = value;
  }
}

function deal(length: number, most: number): void {
  if (counts.length === 0) counts = new Uint32Array(SHORT);
  const [values, times] = [room, counts];
  for (let at = 0; at < length; at++) times[values[at]]++;
  let at = 0;
  for (let value = 0; value <= most; value++) {
    for (let left = times[value]; left > 0; left--) values[at++] = value;
    times[value] = 0;
  }
}

/** Median absolute deviation from the median, of ascending numbers: from there outwards, the nearer one first. */
function deviationOf(length: number): number {
  const middle = Math.floor((length - 1) * 0.5);
  const median = room[middle];
  let below = middle;
  let above = middle + 1;
  let deviation = 0;
  for (let taken = 0; taken <= middle; taken++) {
    const down = median - room[below];
    const up = room[above] - median;
    const isBelow = above === length || (below >= 0 && down <= up);
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

function durationOf(starts: ArrayLike<number>, { from, to }: Period): number | null {
  const covered = (to - from) / 1000;
  if (covered < LEAST_HOURS * HOUR) return null;
  const span = Math.floor(starts[starts.length - 1] / 1000) - Math.floor(starts[0] / 1000);
  return round(Math.min(1, Math.max(span / covered, longestRun(starts) / FULL_HOURS)));
}

/** Hours on end with a start in each. */
function longestRun(starts: ArrayLike<number>): number {
  let [longest, run, last] = [1, 1, hourOf(starts[0])];
  for (let at = 1; at < starts.length; at++) {
    const hour = hourOf(starts[at]);
    if (hour === last) continue;
    run = hour === last + 1 ? run + 1 : 1;
    if (run > longest) longest = run;
    last = hour;
  }
  return longest;
}

function hourOf(start: number): number {
  return Math.floor(Math.floor(start / 1000) / HOUR);
}

/** Of ascending numbers in the room; between two, the lower. */
function quantile(length: number, share: number): number {
  return room[Math.floor((length - 1) * share)];
}

/** To a thousandth, so that a report prints what was judged. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
