import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../model/errors.js';
import { readJsonIfThere } from '../update/write-whole.js';
import type { KeyNeed } from './source.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the secrets of a service come from; never the secrets themselves. */
export type KeyPlace = 'environment' | 'file' | 'none';

const LONGEST = 1024;

/**
 * Secrets by service: environment variables first, then a file that only its owner may read (`keys.json`, mode 0600 in
 * a 0700 folder; on Windows the profile's own access rights). Nothing here prints or logs one.
 */
export class KeyRing {
  readonly #env: Environment;
  readonly #file: string;

  constructor(env: Environment, file: string) {
    this.#env = env;
    this.#file = file;
  }

  get file(): string {
    return this.#file;
  }

  /** The secrets in the order of `env`, or null when one is missing. */
  secrets(service: string, { env }: KeyNeed): readonly string[] | null {
    const given = env.map((name) => this.#env[name]?.trim() ?? '');
    if (given.every((text) => text !== '')) return given.map((text, index) => checked(text, env[index]));
    const kept = this.#read()[service];
    return kept?.length === env.length ? kept : null;
  }

  place(service: string, need: KeyNeed): KeyPlace {
    if (need.env.every((name) => (this.#env[name]?.trim() ?? '') !== '')) return 'environment';
    return this.#read()[service]?.length === need.env.length ? 'file' : 'none';
  }

  set(service: string, secrets: readonly string[]): void {
    const sound = secrets.map((text) => checked(text.trim(), 'the key'));
    this.#write({ ...this.#read(), [service]: sound });
  }

  /** False when there was none in the file. */
  remove(service: string): boolean {
    const { [service]: gone, ...others } = this.#read();
    if (gone === undefined) return false;
    this.#write(others);
    return true;
  }

  #read(): Record<string, readonly string[] | undefined> {
    const value = readJsonIfThere(this.#file);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    this.#tighten();
    return Object.fromEntries(
      Object.entries(value as Record<string, unknown>).filter(
        (pair): pair is [string, string[]] =>
          Array.isArray(pair[1]) && pair[1].every((text) => typeof text === 'string'),
      ),
    );
  }

  /** A copy from elsewhere may have come with everybody's permission to read. */
  #tighten(): void {
    if (process.platform === 'win32') return;
    const mode = statSync(this.#file, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & 0o077) !== 0) chmodSync(this.#file, 0o600);
  }

  #write(keys: Readonly<Record<string, readonly string[] | undefined>>): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const beside = `${this.#file}.${process.pid}.new`;
    const descriptor = openSync(beside, 'w', 0o600);
    try {
      writeSync(descriptor, `${JSON.stringify(keys, null, 1)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, this.#file);
  }
}

/** A key becomes a header: what could begin another header, or isn't one by its look, is refused unseen. */
function checked(text: string, name: string): string {
  if (text !== '' && text.length <= LONGEST && /^[\x21-\x7e]+$/.test(text)) return text;
  throw new UserError(
    `${name} does not look like a key`,
    'It wants printable characters without blanks, at most 1024; was something else pasted?',
  );
}
