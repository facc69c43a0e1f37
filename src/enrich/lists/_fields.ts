const DAY_MS = 86_400_000;
const MAX_LABEL = 160;

/** The day of a time as publishers write it: ISO, `YYYY-MM-DD hh:mm:ss`, RFC 2822, or epoch seconds. Null: none. */
export function isoDay(value: unknown): string | null {
  if (typeof value === 'number') return epochDay(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{9,10}$/.test(text)) return epochDay(Number(text));
  const plain = /^(\d{4}-\d\d-\d\d)(?:$|[T ])/.exec(text)?.[1];
  if (plain !== undefined) return isDay(plain) ? plain : null;
  return /^[A-Z][a-z]{2}, \d/.test(text) ? dayOf(Date.parse(text)) : null;
}

/** Days since 1970 of an ISO day. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(day) / DAY_MS);
}

/** The ISO day of a number of days since 1970. */
export function dayText(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

/** A confidence in percent as 0..1, or null when it is no number. */
export function percent(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  return Math.round(Math.min(100, Math.max(0, number))) / 100;
}

/** A port number 1..65535 from text or number; null for anything else. */
export function portNumber(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^ *\d{1,5} *$/.test(text)) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}

/** A label fit to show: control characters gone, bounded; null when nothing is left or it says "None". */
export function labelText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .slice(0, MAX_LABEL * 2)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
    .slice(0, MAX_LABEL);
  return text === '' || text === 'None' || text === 'null' || text === '-' ? null : text;
}

/** A property of something that came out of JSON. */
export function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** A string property of something that came out of JSON; empty when it is none. */
export function textProperty(value: unknown, key: string): string {
  const found = property(value, key);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

/** The items when it is an array, else none. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function epochDay(seconds: number): string | null {
  return dayOf(seconds * 1000);
}

function dayOf(milliseconds: number): string | null {
  // Beyond these years a date is a damaged one.
  if (!(milliseconds >= 0 && milliseconds < 4_102_444_800_000)) return null;
  return new Date(milliseconds).toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  const time = Date.parse(text);
  return dayOf(time) === text;
}
