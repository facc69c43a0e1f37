import type { Verdict } from '../../model/judgement.js';
import { html, type Markup } from './_markup.js';

/** What a browser shows beside the title of a page. */
export const PAGE_ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='4' cy='8' r='3' fill='%233858d6'/%3E%3Cpath d='M7 8h5' stroke='%233858d6' stroke-width='1.5'/%3E%3Ccircle cx='13' cy='8' r='2.2' fill='none' stroke='%233858d6' stroke-width='1.5'/%3E%3C/svg%3E";

/** Shapes that differ without colour: a barred octagon, a triangle, a question in a square, a tick in a circle. Once per page. */
export function iconSheet(): Markup {
  return html`<svg width="0" height="0" class="sheet" aria-hidden="true"><symbol id="i-malicious" viewBox="0 0 16 16"><path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="ink" d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/></symbol><symbol id="i-suspicious" viewBox="0 0 16 16"><path d="M8 1.2L15.6 14.6H.4z"/><path class="ink" d="M8 6v4M8 12v.6"/></symbol><symbol id="i-unexplained" viewBox="0 0 16 16"><rect x=".8" y=".8" width="14.4" height="14.4" rx="3.4"/><path class="ink" d="M5.6 6.1a2.4 2.4 0 1 1 3.5 2.1c-.7.4-1.1.8-1.1 1.5M8 12v.5"/></symbol><symbol id="i-expected" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.2"/><path class="ink" d="M4.8 8.3l2.3 2.3 4.2-4.6"/></symbol></svg>`;
}

/** The shape and the word of a verdict. */
export function verdictChip(verdict: Verdict): Markup {
  return html`<span class="chip ${verdict}"><svg aria-hidden="true"><use href="#i-${verdict}"/></svg>${verdict}</span>`;
}
