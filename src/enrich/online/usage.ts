import { appendFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How many requests a service got from this installation. */
export interface Used {
  readonly today: number;
  readonly thisMonth: number;
}

/**
 * The account of sent requests, over runs and processes: one byte is appended to the file of the service and day (UTC)
 * for each, so its size is the number. Appending is atomic, and a killed process has counted what it sent.
 */
export class Usage {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  sent(service: string, now: Date): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      appendFileSync(join(this.#folder, `${service}-${now.toISOString().slice(0, 10)}`), '.', { mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  used(service: string, now: Date): Used {
    const day = now.toISOString().slice(0, 10);
    const month = `${service}-${day.slice(0, 7)}`;
    let thisMonth = 0;
    for (const name of this.#names()) if (name.startsWith(month)) thisMonth += this.#size(name);
    return { today: this.#size(`${service}-${day}`), thisMonth };
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder);
    } catch {
      return [];
    }
  }

  #size(name: string): number {
    return statSync(join(this.#folder, name), { throwIfNoEntry: false })?.size ?? 0;
  }
}
