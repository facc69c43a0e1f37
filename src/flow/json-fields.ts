import { isObject } from './_shape.js';

/** An object of somebody's JSON file, read field by field: what is missing or of another type is the plain default. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    this.#values = isObject(value) ? value : {};
  }

  text(name: string): string {
    return this.textOrNull(name) ?? '';
  }

  textOrNull(name: string): string | null {
    const value = this.#values[name];
    return typeof value === 'string' ? value : null;
  }

  number(name: string): number {
    return this.numberOrNull(name) ?? 0;
  }

  numberOrNull(name: string): number | null {
    const value = this.#values[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  texts(name: string): string[] {
    return this.list(name).filter((item) => typeof item === 'string');
  }

  list(name: string): readonly unknown[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value : [];
  }

  each<T>(name: string, read: (fields: Fields) => T): T[] {
    return this.list(name).map((item) => read(new Fields(item)));
  }

  inner(name: string): Fields {
    return new Fields(this.#values[name]);
  }

  /** One of the known words, or the first of them. */
  word<T extends string>(name: string, words: readonly [T, ...T[]]): T {
    const value = this.#values[name];
    return words.find((word) => word === value) ?? words[0];
  }

  /** Milliseconds since 1970 of an ISO time, or null. */
  time(name: string): number | null {
    const time = Date.parse(this.text(name));
    return Number.isNaN(time) ? null : time;
  }

  /** Numbers by name, for names that `isName` takes. */
  counts<T extends string>(name: string, isName: (name: string) => name is T): Partial<Record<T, number>> {
    const value = this.#values[name];
    const counts: Partial<Record<T, number>> = {};
    if (!isObject(value)) return counts;
    for (const [key, count] of Object.entries(value)) if (isName(key) && typeof count === 'number') counts[key] = count;
    return counts;
  }
}
