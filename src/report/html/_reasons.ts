import type { Finding, Judgement } from '../../model/judgement.js';
import { decimalsFor, percent, signed } from '../_numbers.js';
import { html, type Markup, outwardLink } from './_markup.js';

/** Decibans that fill half of a weight's bar. */
const FULL = 25;
/** Lengths that the style knows: `w0` .. `w25`. */
const STEPS = 25;

/** Prior and findings as a sum that the reader can check, each with a bar to the side it speaks for. */
export function reasons(judgement: Judgement): Markup {
  const { prior, findings, score, probability } = judgement;
  const decimals = decimalsFor([prior, score, ...findings.map(({ weight }) => weight)]);
  return html`<table class="why"><thead class="sr"><tr><th>Weight</th><th>Side</th><th>Reason</th></tr></thead><tbody><tr class="prior"><td>${signed(prior, decimals)}</td><td>${bar(prior)}</td><td>before any evidence</td></tr>${findings.map(
    (finding) => findingRow(finding, decimals),
  )}</tbody><tfoot><tr><td>${signed(score, decimals)}</td><td>${bar(score)}</td><td>= ${percent(probability)} likely malicious</td></tr></tfoot></table>`;
}

function findingRow({ rule, weight, says, attack, evidence }: Finding, decimals: number): Markup {
  return html`<tr title="Rule ${rule}"><td>${signed(weight, decimals)}</td><td>${bar(weight)}</td><td>${says}${attack.map((id) => html` ${technique(id)}`)}${evidence.length > 0 ? html`<small>${evidence.slice(0, 8).join('; ')}${evidence.length > 8 ? ` and ${evidence.length - 8} more` : ''}</small>` : null}</td></tr>`;
}

/** To the right what speaks against the peer, to the left what speaks for it. A class, since the page's policy allows no style in a tag. */
function bar(weight: number): Markup {
  const width = Math.round((Math.min(FULL, Math.abs(weight)) / FULL) * STEPS);
  return html`<i class="bar ${weight > 0 ? 'up' : 'down'} w${width}"></i>`;
}

/** An ATT&CK technique with its page, where the id is one. */
function technique(id: string): Markup {
  if (!/^T\d{4}(?:\.\d{3})?$/.test(id)) return html`<span class="tag">${id}</span>`;
  return html`<span class="tag">${outwardLink(`https://attack.mitre.org/techniques/${id.replace('.', '/')}/`, id)}</span>`;
}
