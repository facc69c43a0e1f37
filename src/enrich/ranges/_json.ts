import { LayoutError } from './range-entry.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Zero-width characters have been seen in published JSON (bingbot.json), where they break every strict reader. */
const ZERO_WIDTH = /[\u200b-\u200d\u2060\ufeff]/g;

/** A JSON text whose top is an object. Throws LayoutError for anything else. */
export function readObject(text: string): JsonObject {
  const value = readJson(text);
  if (isObject(value)) return value;
  throw new LayoutError('the JSON is no object');
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(ZERO_WIDTH, '')) as unknown;
  } catch {
    throw new LayoutError('not JSON, or cut short');
  }
}

/** The list under `key`. Throws LayoutError when there is none: an empty answer must not pass for an empty list. */
export function requiredList(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key];
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new LayoutError(`no list "${key}" in the JSON`);
}

/** The list under `key`, or an empty one. */
export function list(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key];
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The objects of a list; other members are passed over. */
export function objects(values: readonly unknown[]): JsonObject[] {
  return values.filter(isObject);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string that is not empty, or null. */
export function text(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** ISO date from seconds or milliseconds since 1970, as number or digits; null when it is no plausible time. */
export function dateOfStamp(value: unknown): string | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 1e9) return null;
  const milliseconds = number < 1e11 ? number * 1000 : number;
  return milliseconds < 4e12 ? new Date(milliseconds).toISOString().slice(0, 10) : null;
}

/** The date that begins an ISO time, or null. */
export function dateOfTime(value: string | null): string | null {
  return value !== null && /^\d{4}-\d\d-\d\d/.test(value) ? value.slice(0, 10) : null;
}

/** The table's own value under a key that somebody else chose: `constructor` is nobody's service. */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(table, key) ? table[key] : null;
}
