import { cellText, looksLikeFormula } from './_cell-text.js';
import type { SharedTexts } from './_shared-texts.js';
import { STYLE, type StyleName } from './_styles.js';

const DAY = 86_400_000;
/** 1970-01-01 counted from the start of the 1900 date system. */
const EPOCH = 25_569;
/** 1900-03-01, where the system's invented leap day lies behind, and the end of 9999. */
const FIRST_DAY = 61;
const LAST_DAY = 2_958_466;

/** A value with its look. Nothing is ever written as a formula. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly style?: StyleName }
  | { readonly kind: 'number'; readonly value: number; readonly style: StyleName }
  | { readonly kind: 'link'; readonly text: string; readonly target: LinkTarget };

/** A page of the web, or a cell of this workbook. */
export type LinkTarget = { readonly url: string } | { readonly place: string };

export function text(value: string | null, style?: StyleName): Cell | null {
  return value === null || value === '' ? null : { kind: 'text', text: value, style };
}

/** A number that a spreadsheet can hold; as text when it can't (infinite, not a number), nothing when unknown. */
export function number(value: number | null, style: StyleName = 'number'): Cell | null {
  if (value === null) return null;
  return Number.isFinite(value) ? { kind: 'number', value, style } : text(String(value));
}

/** A real date, in UTC; nothing beyond what a spreadsheet's calendar holds. */
export function time(milliseconds: number | null): Cell | null {
  if (milliseconds === null) return null;
  const day = milliseconds / DAY + EPOCH;
  if (!(day >= FIRST_DAY && day < LAST_DAY)) return text('no valid time');
  // To the millisecond: more digits are noise of the division.
  return { kind: 'number', value: Math.round(day * DAY) / DAY, style: 'time' };
}

export function link(shown: string, target: LinkTarget): Cell {
  return { kind: 'link', text: shown, target };
}

/** Height of one line of text, in points, and the most lines that a row shows. */
const LINE = 13.8;
const LINES = 12;

/** Lines that a cell needs in a column of `width` characters: only wrapped text takes more than one. */
export function linesOf(cell: Cell, width: number): number {
  return cell.kind === 'text' && cell.style === 'wrapped' ? Math.min(LINES, Math.ceil(cell.text.length / width)) : 1;
}

/** The attributes of a row that is higher than one line. Not every spreadsheet makes room for wrapped text by itself. */
export function heightOf(lines: number): string {
  return lines > 1 ? ` ht="${(lines * LINE).toFixed(1)}" customHeight="1"` : '';
}

/** `A`, `Z`, `AA`: the name of a column counted from 0. */
export function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** XML of one cell at `place` (`B7`). */
export function cellXml(cell: Cell, place: string, shared: SharedTexts): string {
  if (cell.kind === 'number') return `<c r="${place}" s="${STYLE[cell.style]}"><v>${cell.value}</v></c>`;
  const style = cell.kind === 'link' ? STYLE.link : textStyle(cell.text, cell.style);
  const at = shared.place(cell.text);
  if (at !== -1) return `<c r="${place}" s="${style}" t="s"><v>${at}</v></c>`;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(cell.text)}</t></is></c>`;
}

function textStyle(shown: string, style: StyleName | undefined): number {
  return looksLikeFormula(shown) ? STYLE.risky : STYLE[style ?? 'text'];
}
