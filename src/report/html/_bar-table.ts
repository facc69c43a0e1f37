import { VERDICTS } from '../../model/judgement.js';
import { counted, grouped } from '../_numbers.js';
import { html, type Markup } from './_markup.js';
import { type Tally, worstOf } from './_survey.js';

/** Names with a bar of their peers, coloured by verdict; a table, so that it reads without the bars. */
export function barTable(caption: string, column: string, tallies: readonly Tally[], most: number): Markup {
  const shown = tallies.slice(0, most);
  const longest = Math.max(1, ...shown.map(({ peers }) => peers));
  const rest = tallies.length - shown.length;
  return html`<table class="bars"><caption>${caption}</caption><thead class="sr"><tr><th scope="col">${column}</th><th scope="col">Peers</th><th scope="col">Worst verdict</th></tr></thead><tbody>${shown.map(
    (tally) => barRow(tally, longest),
  )}</tbody></table>${rest > 0 ? html`<p class="cut">and ${grouped(rest)} more with ${counted(peersOf(tallies.slice(most)), 'peer')}</p>` : null}`;
}

function barRow(tally: Tally, longest: number): Markup {
  let at = 0;
  const pieces = VERDICTS.flatMap((verdict, index) => {
    const width = (tally.byVerdict[index] / longest) * 100;
    if (width === 0) return [];
    const piece = html`<rect class="${verdict}" x="${at.toFixed(1)}" width="${width.toFixed(1)}" height="8"/>`;
    at += width;
    return [piece];
  });
  return html`<tr><th scope="row">${tally.title}</th><td><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${pieces}</svg><span>${grouped(tally.peers)}</span></td><td class="sr">${worstOf(tally)}</td></tr>`;
}

function peersOf(tallies: readonly Tally[]): number {
  return tallies.reduce((sum, { peers }) => sum + peers, 0);
}
