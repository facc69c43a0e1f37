import { UserError } from '../model/errors.js';

/** Reads one value of a JSON document as a type; throws UserError with the path of what does not fit. */
export type Shape<T> = (value: unknown, path: string) => T;

/** Longer texts and lists than any report writes: a document from elsewhere must not fill the memory twice. */
const LONGEST_TEXT = 1_000_000;
const LONGEST_LIST = 2_000_000;
const SHOWN = 40;

export const text: Shape<string> = (value, path) => {
  if (typeof value === 'string' && value.length <= LONGEST_TEXT) return value;
  throw misfit(value, path, 'a text');
};

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw misfit(value, path, 'true or false');
};

export const number: Shape<number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw misfit(value, path, 'a number');
};

export function whole(least: number, most: number = Number.MAX_SAFE_INTEGER): Shape<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw misfit(
      value,
      path,
      most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`,
    );
  };
}

export const count: Shape<number> = whole(0);

/** One of the given words. */
export function oneOf<const T extends string>(words: readonly T[]): Shape<T> {
  return (value, path) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw misfit(value, path, `one of ${words.join(', ')}`);
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

/** What an older version did not write yet. */
export function missing<T>(shape: Shape<T>, instead: T): Shape<T> {
  return (value, path) => (value === undefined ? instead : shape(value, path));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > LONGEST_LIST) throw misfit(value, path, 'a list');
    return value.map((item, index) => shape(item, `${path}[${index}]`));
  };
}

export function pair<A, B>(first: Shape<A>, second: Shape<B>): Shape<readonly [A, B]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== 2) throw misfit(value, path, 'a pair');
    return [first(value[0], `${path}[0]`), second(value[1], `${path}[1]`)];
  };
}

/** Counts by name; keys are data, never properties of this program's objects. */
export function counts(value: unknown, path: string): Record<string, number> {
  if (!isObject(value)) throw misfit(value, path, 'counts by name');
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, count(inner, `${path}.${key}`)]));
}

/** Counts by the given words alone. */
export function countsBy<const T extends string>(words: readonly T[]): Shape<Partial<Record<T, number>>> {
  return (value, path) => {
    const found: Partial<Record<T, number>> = {};
    const word = oneOf(words);
    for (const [key, inner] of Object.entries(counts(value, path))) found[word(key, path)] = inner;
    return found;
  };
}

type Read<S> = { readonly [K in keyof S]: S[K] extends Shape<infer T> ? T : never };

/** The named fields of an object; others are ignored, since newer versions add some. */
export function object<S extends Readonly<Record<string, Shape<unknown>>>>(shapes: S): Shape<Read<S>> {
  const fields = Object.entries(shapes);
  return (value, path) => {
    if (!isObject(value)) throw misfit(value, path, 'an object');
    const read = fields.map(([key, shape]) => {
      const inner = Object.hasOwn(value, key) ? value[key] : undefined;
      return [key, shape(inner, path === '' ? key : `${path}.${key}`)];
    });
    // Each field was read by its own shape, which types cannot say of a loop.
    return Object.fromEntries(read) as Read<S>;
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An error about a value: where it stands, what was wanted, what is there. */
export function misfit(value: unknown, path: string, wanted: string): UserError {
  const shown = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
  const cut = shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown;
  return new UserError(
    `${path === '' ? 'the document' : path}: expected ${wanted}, found ${cut}`,
    'A saved investigation is what farend -o json writes.',
  );
}
