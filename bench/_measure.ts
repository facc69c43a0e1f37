import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';

const GNU_TIME = '/usr/bin/time';

export interface Cost {
  readonly wallSeconds: number;
  /** User and system time of the process and its children; null where GNU time isn't installed. */
  readonly cpuSeconds: number | null;
  /** Of the largest process; null likewise. */
  readonly peakMebibytes: number | null;
}

export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly pairs: number;
}

export const hasGnuTime: boolean =
  existsSync(GNU_TIME) && spawnSync(GNU_TIME, ['-f', '%e', 'true'], { encoding: 'utf8' }).status === 0;

/** Runs a command to its end with its output in a file, or nowhere. Throws when it fails. */
export function measure(command: readonly string[], output: string = devNull): Cost {
  const notes = join(tmpdir(), `farend-bench-time-${process.pid}`);
  const whole = hasGnuTime ? [GNU_TIME, '-f', '%U %S %M', '-o', notes, ...command] : command;
  const out = openSync(output, 'w');
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(whole[0] ?? '', whole.slice(1), { stdio: ['ignore', out, 'pipe'] });
  const wallSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  closeSync(out);
  // 2 and 3 are answers of farend: a threshold met, coverage partial.
  if (status === null || status === 1 || status > 3) throw new Error(`${command.join(' ')} failed: ${String(stderr)}`);
  if (!hasGnuTime) return { wallSeconds, cpuSeconds: null, peakMebibytes: null };
  const [user, system, peak] = (readFileSync(notes, 'utf8').trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  rmSync(notes);
  return { wallSeconds, cpuSeconds: (user ?? 0) + (system ?? 0), peakMebibytes: (peak ?? 0) / 1024 };
}

export interface Pairs {
  readonly wall: Ratio;
  readonly cpu: Ratio | null;
  /** Highest peak of the first command's runs. */
  readonly peakMebibytes: number | null;
}

/** Runs both by turns, once uncounted and then `pairs` times: a loaded machine slows both alike. */
export function paired(ours: () => Cost, theirs: () => Cost, pairs: number): Pairs {
  const wall: number[] = [];
  const cpu: number[] = [];
  let peak: number | null = null;
  for (let pair = -1; pair < pairs; pair++) {
    const [a, b] = [ours(), theirs()];
    if (pair < 0) continue;
    wall.push(a.wallSeconds / b.wallSeconds);
    if (a.cpuSeconds !== null && b.cpuSeconds !== null) cpu.push(a.cpuSeconds / b.cpuSeconds);
    if (a.peakMebibytes !== null) peak = Math.max(peak ?? 0, a.peakMebibytes);
  }
  return { wall: ratioOf(wall), cpu: cpu.length === 0 ? null : ratioOf(cpu), peakMebibytes: peak };
}

function ratioOf(values: readonly number[]): Ratio {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? NaN;
  return { median: at(0.5), least: at(0), most: at(1), pairs: sorted.length };
}

/** `0.42 (0.40-0.47)` */
export function ratioText(ratio: Ratio | null): string {
  if (ratio === null) return 'not measured';
  return `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}-${ratio.most.toFixed(2)})`;
}
