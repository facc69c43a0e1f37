import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OnlineAnswer } from '../../model/answer.js';
import { readJsonIfThere } from '../update/write-whole.js';
import type { SourceInfo } from './source.js';

interface Entry {
  readonly format: typeof FORMAT;
  readonly revision: number;
  readonly answer: OnlineAnswer;
}

const FORMAT = 1;
const HOUR_MS = 3_600_000;
/** Older than any source lets an answer become. */
const SWEPT_AFTER_MS = 90 * 24 * HOUR_MS;
/** A half-written file this old belongs to a process that is gone. */
const LEFTOVER_MS = HOUR_MS;
const SWEEP_EVERY_MS = 24 * HOUR_MS;
const MOST_SWEPT = 50_000;

/**
 * Answers on disk: one small file for each source and address, written beside its place and renamed over it, so that
 * several processes may use the folder at once and a killed one leaves nothing half. Whatever is damaged, of another
 * format or in the future is as if it weren't there. Never holds a could-not-ask, and never a key.
 */
export class AnswerCache {
  readonly #folder: string;
  #written = 0;
  /** Folders that this process has seen or made: thousands of answers in a row ask for the same few hundred. */
  readonly #folders = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The answer if it is young enough: by the source's own ages, or by `maxAgeHours` for all. */
  get(source: SourceInfo, address: string, now: Date, maxAgeHours: number | null = null): OnlineAnswer | null {
    const path = this.#path(source, address);
    const entry = this.#hasFolder(dirname(path)) ? readJsonIfThere(path) : null;
    if (!isEntry(entry) || entry.revision !== source.revision) return null;
    const { answer } = entry;
    if (answer.source !== source.name || answer.address !== address) return null;
    const own = answer.answer === 'known' ? source.maxAgeHours : source.negativeMaxAgeHours;
    const age = now.getTime() - Date.parse(answer.askedAt);
    return age >= 0 && age <= (maxAgeHours ?? own) * HOUR_MS ? { ...answer, isCached: true } : null;
  }

  /** Keeps a known or not-known; anything else is not kept. A full or read-only disk is no reason to fail. */
  keep(source: SourceInfo, answer: OnlineAnswer): void {
    if (answer.answer === 'could-not-ask') return;
    const path = this.#path(source, answer.address);
    const entry: Entry = { format: FORMAT, revision: source.revision, answer };
    const beside = `${path}.${process.pid}-${this.#written++}.new`;
    try {
      if (!this.#hasFolder(dirname(path))) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(beside, JSON.stringify(entry), { mode: 0o600 });
      renameSync(beside, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  /**
   * Removes what is too old for anybody, and what killed processes left. Looks once a day, and at so many files at most:
   * it runs after the answers are in, and nobody should wait for it. Whatever can't be removed stays.
   */
  sweep(now: Date): void {
    const mark = join(this.#folder, '.swept');
    const sweptAt = statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Math.abs(now.getTime() - sweptAt) < SWEEP_EVERY_MS || !existsSync(this.#folder)) return;
    try {
      writeFileSync(mark, '', { mode: 0o600 });
      utimesSync(mark, now, now);
      let left = MOST_SWEPT;
      for (const path of filesBelow(this.#folder)) {
        if (left-- === 0) return;
        if (path !== mark && isSpent(path, now)) rmSync(path, { force: true });
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  #hasFolder(path: string): boolean {
    if (this.#folders.has(path)) return true;
    const isThere = existsSync(path);
    if (isThere) this.#folders.add(path);
    return isThere;
  }

  #path({ name }: SourceInfo, address: string): string {
    // Hashed, since ":" is no character for a file name everywhere.
    const digest = createHash('sha256').update(`${name}\n${address}`).digest('hex');
    return join(this.#folder, name, digest.slice(0, 2), `${digest.slice(2, 34)}.json`);
  }
}

function isSpent(path: string, now: Date): boolean {
  const age = now.getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now.getTime());
  return age > (path.endsWith('.new') ? LEFTOVER_MS : SWEPT_AFTER_MS);
}

/** Folder by folder: a big cache is never listed as a whole. */
function* filesBelow(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** Somebody may have edited the file: what isn't an answer by its shape is none. */
function isEntry(value: unknown): value is Entry {
  const entry = value as Entry | null;
  const answer = entry?.answer as OnlineAnswer | null | undefined;
  return (
    entry?.format === FORMAT &&
    typeof answer === 'object' &&
    answer !== null &&
    (answer.answer === 'known' || answer.answer === 'not-known') &&
    typeof answer.askedAt === 'string' &&
    isTexts(answer.facts, ['what', 'value', 'source']) &&
    isTexts(answer.reputation, ['meaning', 'direction', 'raw']) &&
    isTexts(answer.names, ['name']) &&
    typeof answer.registration === 'object'
  );
}

function isTexts(value: unknown, names: readonly string[]): boolean {
  return (
    Array.isArray(value) &&
    value.every((item: unknown) =>
      names.every((name) => typeof (item as Record<string, unknown> | null)?.[name] === 'string'),
    )
  );
}
