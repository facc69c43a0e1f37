import { escaped } from './terminal-text.js';

/** A spreadsheet cell holds no more (Excel specifications and limits: 32,767 characters). */
const LONGEST = 32_000;

let invisible: RegExp | null = null;

/**
 * Text as a CSV field (RFC 4180) that no spreadsheet runs as a formula: a leading `=`, `+`, `-`, `@`, tab or carriage
 * return, also behind blanks, gets a `'` before it (OWASP, CSV injection); the same after a `;`, where a spreadsheet
 * set to semicolons would begin a cell. Controls and invisible characters become visible escapes, so a field is one line.
 */
export function csvText(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  const safe = visible(cut.replace(/(^|;)(?=\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g, "$1'"));
  return /[",;\s']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A number as a CSV field; nothing for what isn't known. */
export function csvNumber(value: number | null): string {
  return value === null ? '' : String(value);
}

function visible(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  invisible ??= /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
  return text.replace(invisible, escaped);
}
