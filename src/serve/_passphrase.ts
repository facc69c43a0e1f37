import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Wrong tries of one address before it has to wait, and how long. */
const TRIES = 5;
const WAIT_MS = 60_000;
/** Tries of all addresses together in that time: many machines are no way round. */
const TRIES_OF_ALL = 50;
const MOST_ADDRESSES = 1_000;
const LONGEST = 1_024;

export type Attempt = 'right' | 'wrong' | 'too-often';

interface Tries {
  count: number;
  since: number;
}

/** What a wider binding asks for. Kept as a salted hash that is slow to try (scrypt, RFC 7914). */
export class Passphrase {
  readonly #salt = randomBytes(16);
  readonly #hash: Promise<Buffer>;
  readonly #now: () => number;
  readonly #byAddress = new Map<string, Tries>();
  #all: Tries = { count: 0, since: 0 };
  /** One at a time: hashing takes memory and a thread each. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(passphrase: string, now: () => number) {
    this.#now = now;
    this.#hash = hashed(passphrase, this.#salt);
  }

  /** Tries from one address. The time of a wrong one says nothing of how wrong it was. */
  async attempt(given: string, address: string): Promise<Attempt> {
    if (!this.#mayTry(address)) return 'too-often';
    const turn = this.#last.then(() => hashed(given.slice(0, LONGEST), this.#salt));
    this.#last = turn;
    const isRight = timingSafeEqual(await turn, await this.#hash) && given.length <= LONGEST;
    if (isRight) this.#byAddress.delete(address);
    return isRight ? 'right' : 'wrong';
  }

  #mayTry(address: string): boolean {
    const now = this.#now();
    if (now - this.#all.since >= WAIT_MS) this.#all = { count: 0, since: now };
    const known = this.#byAddress.get(address);
    const tries = known === undefined || now - known.since >= WAIT_MS ? { count: 0, since: now } : known;
    if (tries.count >= TRIES || this.#all.count >= TRIES_OF_ALL) return false;
    tries.count++;
    this.#all.count++;
    this.#byAddress.set(address, tries);
    if (this.#byAddress.size > MOST_ADDRESSES) this.#byAddress.clear();
    return true;
  }
}

function hashed(text: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(text, salt, 32, { N: 32_768, r: 8, p: 1, maxmem: 67_108_864 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
