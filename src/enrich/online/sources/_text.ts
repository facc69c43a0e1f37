import type { Statement } from '../source.js';

/** Longest text that one statement carries; what services let strangers write has no end of its own. */
const MAX_TEXT = 300;

/** Members of a list that are spelled out; the rest is counted. */
const MAX_ITEMS = 12;

/** Control characters, direction overrides and invisible ones: nothing of that belongs into a name. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/g;

/** Half of a pair, which a cut leaves behind. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

type Plain = string | number | boolean;

/** A row of statements: noun, value as the answer has it, date of the data where it says. */
export type Row = readonly [what: string, value: unknown, asOf?: string | null];

/** Hostile text on one line, cut to `max` characters, or null when nothing is left. */
export function plain(value: unknown, max = MAX_TEXT): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return null;
  const text = value
    .slice(0, max * 4)
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? null : (text.length > max ? `${text.slice(0, max - 1)}…` : text).replace(HALF, '\ufffd');
}

/** The first members of a list in a row, `and 122 more` behind them; null for an empty one. */
export function listed(values: readonly unknown[], most = MAX_ITEMS): string | null {
  const texts = [...new Set(values.slice(0, 1000).flatMap((value) => plain(value, 80) ?? []))];
  const more = texts.length - most + Math.max(0, values.length - 1000);
  if (texts.length === 0) return null;
  return texts.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Statements out of rows; what the answer leaves out, or has in a wrong type, is left out. */
export function statements(rows: readonly Row[]): Statement[] {
  return rows.flatMap(([what, value, asOf]) => {
    const text = Array.isArray(value) ? listed(value as Plain[]) : plain(value);
    return text === null ? [] : [{ what, value: text, asOf: asOf ?? null }];
  });
}

/** `1 report`, `329 reports`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `AS64500`, `64500`, `64500.0` or `AS64500 Name` as `AS64500`; null when it is none. */
export function asNumber(value: unknown): string | null {
  const digits = /^(?:AS)?(\d{1,10})\b/i.exec(typeof value === 'number' ? String(value) : (plain(value) ?? ''))?.[1];
  return digits === undefined || Number(digits) > 0xffff_ffff ? null : `AS${Number(digits)}`;
}

/** What follows the number in `AS64500 Example Networks`. */
export function asName(value: unknown): string | null {
  return plain(/^AS\d+\s+(.+)$/is.exec(plain(value) ?? '')?.[1]);
}

/** ISO 3166 alpha-2 in capitals; `EU`, `AP` and longer texts are no country. */
export function countryCode(value: unknown): string | null {
  const code = plain(value)?.toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(code) && code !== 'EU' && code !== 'AP' && code !== 'ZZ' ? code : null;
}
