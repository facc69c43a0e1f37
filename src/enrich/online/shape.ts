import { type SourceReply, WrongShape } from './source.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The body as a JSON object. Throws WrongShape for a page, text, an array, or JSON that was cut. */
export function jsonObject(reply: SourceReply): JsonObject {
  const value = jsonValue(reply);
  if (isObject(value)) return value;
  throw new WrongShape('its answer is no JSON object');
}

/** The body as JSON. Throws WrongShape. */
export function jsonValue({ body, headers }: SourceReply): unknown {
  try {
    return JSON.parse(body.replace(/^\ufeff/, '')) as unknown;
  } catch {
    const isPage = /^\s*</.test(body) || (headers['content-type'] ?? '').includes('html');
    throw new WrongShape(isPage ? 'a web page came instead of JSON' : 'its answer is cut short or no JSON');
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that must be an object. Throws WrongShape. */
export function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  if (isObject(value)) return value;
  throw new WrongShape(`its answer has no object "${name}"`);
}

/** A member that must be a number (or a number in quotes). Throws WrongShape. */
export function numberAt(object: JsonObject, name: string): number {
  const value = numberOf(object[name]);
  if (value !== null) return value;
  throw new WrongShape(`its answer has no number "${name}"`);
}

/** A member that must be a text. Throws WrongShape. */
export function textAt(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value === 'string') return value;
  throw new WrongShape(`its answer has no text "${name}"`);
}

/** A text that isn't empty, or null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A finite number, also out of a text (GreyNoise and OTX quote some), or null. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** The array, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The objects of an array; what isn't one is left out. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}

/** The texts of an array; what isn't one is left out. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) => textOf(item) ?? []);
}

/** ISO date (`2025-01-31`) of a time in any usual writing or in Unix seconds; null when it is none. */
export function dateOf(value: unknown): string | null {
  const seconds = numberOf(value);
  const text = textOf(value);
  const plain =
    seconds === null && text !== null ? text.replace(/ UTC$/, 'Z').replace(/^(\d{4}-\d\d-\d\d) /, '$1T') : null;
  const time = seconds === null ? (plain === null ? Number.NaN : Date.parse(plain)) : seconds * 1000;
  return Number.isNaN(time) || Math.abs(time) > 8.64e15 ? null : new Date(time).toISOString().slice(0, 10);
}
