import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../model/errors.js';
import { readJsonIfThere } from './write-whole.js';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/** A lock this old is nobody's: no update takes so long. */
const OLD_MS = 3_600_000;
/** Writing a lock takes no longer than this. */
const SETTLED_MS = 5000;

/**
 * Takes the lock of a home, so that two updates don't build at once; returns what gives it back.
 * A lock whose process is gone, or that is an hour old, is taken over. Throws UserError when it is held.
 */
export function lockHome(home: string, now: Date): () => void {
  const path = join(home, 'lock');
  mkdirSync(home, { recursive: true });
  const mine: Holder = { pid: process.pid, host: hostname(), since: now.toISOString() };
  if (!tryTake(path, mine)) {
    const holder = holderOf(path);
    if (!isStale(path, holder, now) || !takeOver(path, mine, holder)) throw busy(holder, home);
  }
  return () => {
    const holder = holderOf(path);
    if (holder?.pid === mine.pid && holder.since === mine.since) rmSync(path, { force: true });
  };
}

/** Who holds the lock; null when there is none, or nothing readable in it. */
function holderOf(path: string): Holder | null {
  return readJsonIfThere(path) as Holder | null;
}

function tryTake(path: string, mine: Holder): boolean {
  try {
    writeFileSync(path, `${JSON.stringify(mine)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Of several that find the same stale lock only the one that gets the guard may remove it, and only while it is
 * still the same lock. A guard left behind by a dead process is removed for the next try.
 */
function takeOver(path: string, mine: Holder, stale: Holder | null): boolean {
  const guard = `${path}.takeover`;
  if (!tryTake(guard, mine)) {
    if (isOlderThan(guard, SETTLED_MS)) rmSync(guard, { force: true });
    return false;
  }
  try {
    const holder = holderOf(path);
    if (holder?.pid !== stale?.pid || holder?.since !== stale?.since) return false;
    rmSync(path, { force: true });
    return tryTake(path, mine);
  } finally {
    rmSync(guard, { force: true });
  }
}

/** A lock without a readable holder is either being written this moment, or was cut off by a crash. */
function isStale(path: string, holder: Holder | null, now: Date): boolean {
  return holder === null ? isOlderThan(path, SETTLED_MS) : !isAlive(holder, now);
}

function isOlderThan(path: string, milliseconds: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || Date.now() - stats.mtimeMs > milliseconds;
}

function isAlive({ pid, host, since }: Holder, now: Date): boolean {
  if (now.getTime() - Date.parse(since) > OLD_MS) return false;
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but isn't ours.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function busy(holder: Holder | null, home: string): UserError {
  const who = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return new UserError(
    `${home} is being updated by ${who}`,
    'Wait for it to finish; the lock of a process that is gone is taken over.',
  );
}
