import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signed in at the same time; the oldest makes room. */
const MOST_SESSIONS = 16;

/** 256 random bits for a URL or a cookie. */
function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares without telling by its time how much was right. */
function isSame(given: string, kept: Buffer): boolean {
  return timingSafeEqual(digest(given), kept);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The token of the printed link. It opens one session and is worth nothing afterwards. */
export class OneTimeToken {
  #kept: Buffer | null = null;

  /** A new token; the one before is void. */
  make(): string {
    const token = secret();
    this.#kept = digest(token);
    return token;
  }

  /** True once, for the right one. */
  take(given: string): boolean {
    if (this.#kept === null || !isSame(given, this.#kept)) return false;
    this.#kept = null;
    return true;
  }
}

/** Who is signed in. Only digests are kept. */
export class Sessions {
  readonly #kept: Buffer[] = [];
  readonly #cookie: string;

  /** Cookies don't know ports: the name keeps two servers of one machine apart. */
  constructor(port: number) {
    this.#cookie = `farend-${port}`;
  }

  /** Opens a session; its Set-Cookie header. */
  open(): string {
    const value = secret();
    this.#kept.push(digest(value));
    if (this.#kept.length > MOST_SESSIONS) this.#kept.shift();
    return `${this.#cookie}=${value}; HttpOnly; SameSite=Strict; Path=/`;
  }

  holds(cookies: string | undefined): boolean {
    const given = (cookies ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(`${this.#cookie}=`));
    if (given === undefined) return false;
    const value = given.slice(this.#cookie.length + 1);
    // Every one is compared, so that time does not tell which.
    return this.#kept.filter((kept) => isSame(value, kept)).length > 0;
  }
}
