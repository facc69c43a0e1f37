import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../model/errors.js';
import { readJsonIfThere } from '../update/write-whole.js';
import type { Keychain } from './keychain.js';
import type { KeyNeed } from './source.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the secrets of a service come from; never the secrets themselves. */
export type KeyPlace = 'environment' | 'keychain' | 'file' | 'none';

/** Where `set` put it. `trouble`: why it is not in the keychain although there is one, or null. */
export interface KeptKey {
  readonly place: 'keychain' | 'file';
  readonly trouble: string | null;
}

const LONGEST = 1024;

/**
 * Secrets by service: environment variables first, then the keychain of the operating system where there is one, then a
 * file that only its owner may read (`keys.json`, mode 0600 in a 0700 folder; on Windows the profile's own access
 * rights). Nothing here prints or logs one.
 */
export class KeyRing {
  readonly #env: Environment;
  readonly #file: string;
  readonly #keychain: Keychain | null;
  readonly #fromKeychain = new Map<string, readonly string[] | null>();
  #trouble: string | null = null;

  constructor(env: Environment, file: string, keychain: Keychain | null = null) {
    this.#env = env;
    this.#file = file;
    this.#keychain = keychain;
  }

  get file(): string {
    return this.#file;
  }

  /** What the keychain is called, or null when there is none. */
  get keychain(): string | null {
    return this.#keychain?.title ?? null;
  }

  /** Why the keychain could not be read, so that a key may be there and not be seen; else null. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** The secrets in the order of `env`, or null when one is missing. */
  secrets(service: string, need: KeyNeed): readonly string[] | null {
    return this.#find(service, need)?.secrets ?? null;
  }

  place(service: string, need: KeyNeed): KeyPlace {
    return this.#find(service, need)?.place ?? 'none';
  }

  /** Into the keychain, and out of the file then; into the file where there is no keychain or it refuses. */
  set(service: string, secrets: readonly string[]): KeptKey {
    const sound = secrets.map((text) => checked(text.trim(), 'the key'));
    const trouble = this.#toKeychain(service, sound);
    if (this.#keychain !== null && trouble === null) {
      this.#removeFromFile(service);
      return { place: 'keychain', trouble };
    }
    this.#write({ ...this.#read(), [service]: sound });
    return { place: 'file', trouble };
  }

  /** Forgets it wherever it is kept, and tells where it was. Throws UserError when the keychain doesn't let go of it. */
  remove(service: string): ('keychain' | 'file')[] {
    const places: ('keychain' | 'file')[] = [];
    if (this.#removeFromFile(service)) places.push('file');
    this.#fromKeychain.delete(service);
    try {
      if (this.#keychain?.remove(service) === true) places.unshift('keychain');
    } catch (error) {
      throw new UserError(
        `${this.keychain ?? ''} did not remove the key of ${service}: ${messageOf(error)}`,
        'Unlock it and try again.',
      );
    }
    return places;
  }

  #find(service: string, { env }: KeyNeed): { readonly place: KeyPlace; readonly secrets: readonly string[] } | null {
    const given = env.map((name) => this.#env[name]?.trim() ?? '');
    if (given.every((text) => text !== '')) {
      return { place: 'environment', secrets: given.map((text, index) => checked(text, env[index])) };
    }
    const inKeychain = this.#inKeychain(service);
    if (inKeychain?.length === env.length) return { place: 'keychain', secrets: inKeychain };
    const inFile = this.#read()[service];
    return inFile?.length === env.length ? { place: 'file', secrets: inFile } : null;
  }

  /** Asked once for each service; one that fails isn't asked again, for it may ask the person each time. */
  #inKeychain(service: string): readonly string[] | null {
    if (this.#keychain === null || this.#trouble !== null) return null;
    let found = this.#fromKeychain.get(service);
    if (found !== undefined) return found;
    try {
      const lines = this.#keychain.get(service)?.split('\n') ?? [];
      found = lines.length > 0 && lines.every(isSound) ? lines : null;
    } catch (error) {
      this.#trouble = messageOf(error);
      found = null;
    }
    this.#fromKeychain.set(service, found);
    return found;
  }

  /** One line for each secret. Returns why it could not be kept there. */
  #toKeychain(service: string, secrets: readonly string[]): string | null {
    this.#fromKeychain.delete(service);
    try {
      this.#keychain?.set(service, secrets.join('\n'));
      return null;
    } catch (error) {
      return messageOf(error);
    }
  }

  #removeFromFile(service: string): boolean {
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
  if (isSound(text)) return text;
  throw new UserError(
    `${name} does not look like a key`,
    'It wants printable characters without blanks, at most 1024; was something else pasted?',
  );
}

function isSound(text: string): boolean {
  return text.length <= LONGEST && /^[\x21-\x7e]+$/.test(text);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'it failed';
}
