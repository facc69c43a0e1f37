import type { Keychain } from './keychain.js';

/** A keychain for tests: in memory, and locked when told so. */
export class FakeKeychain implements Keychain {
  readonly title = 'the keychain of the test';
  readonly held = new Map<string, string>();
  isLocked = false;
  asked = 0;

  get(account: string): string | null {
    this.asked++;
    this.#mustBeOpen();
    return this.held.get(account) ?? null;
  }

  set(account: string, secret: string): void {
    this.#mustBeOpen();
    this.held.set(account, secret);
  }

  remove(account: string): boolean {
    this.#mustBeOpen();
    return this.held.delete(account);
  }

  #mustBeOpen(): void {
    if (this.isLocked) throw new Error('the prompt was dismissed');
  }
}
