import { type Verdict, VERDICTS } from '../../model/judgement.js';
import type { InputSummary } from '../../model/input.js';
import { counted, grouped } from '../_numbers.js';
import { reachWords } from '../_reach.js';
import { changeWords, judgeWords } from '../_rejudged-words.js';
import { tlpLabel } from '../_tlp.js';
import { VERDICT_MEANING } from '../_verdict-words.js';
import type { Tlp } from '../report.js';
import { verdictChip } from './_icons.js';
import { html, type Markup } from './_markup.js';
import type { PageContext } from './_page-context.js';
import type { Survey } from './_survey.js';

/** What each marking allows, in the words of TLP 2.0 (FIRST, August 2022), shortened. */
const ALLOWS: Readonly<Record<Tlp, string>> = {
  clear: 'No limit on disclosure.',
  green: 'Recipients may share this within their community, not in public.',
  amber: 'Need to know: within the recipient’s organisation and its clients.',
  'amber+strict': 'Need to know: within the recipient’s organisation only.',
  red: 'For the eyes and ears of the individual recipients only.',
};

/** The marking, on top of the page and of every printed one. */
export function tlpBanner({ tlp, edition }: PageContext): Markup {
  const colour = tlp === 'amber+strict' ? 'amber' : tlp;
  return html`<aside class="tlp" aria-label="Sharing"><b class="${colour}">${tlpLabel(tlp)}</b> <span>${ALLOWS[tlp]}</span>${edition === 'client' ? html` <span class="edition">Client edition: users, hosts, command lines and private addresses are taken out, addresses are written so that nothing links them.</span>` : null}</aside>`;
}

/** The answer in one sentence, the four counts, and what stands in the way of trusting them. */
export function summary({ investigation }: PageContext, { asked }: Survey): Markup {
  const { counts, inputs } = investigation;
  return html`<section class="hero" aria-labelledby="title"><h1 id="title">${headline(counts.byVerdict, counts.peers)}</h1><p class="lead">${counted(counts.peers, 'peer')} behind ${counted(counts.rows, 'row')} of ${inputWords(inputs)}.${asked.length === 0 ? ' Judged offline: nothing left the machine that made this report.' : ` Judged with ${counted(asked.length, 'online source')}: ${asked.join(', ')}.`}</p><ul class="tiles">${VERDICTS.map(
    (verdict) =>
      html`<li class="${verdict}${counts.byVerdict[verdict] === 0 ? ' none' : ''}"><a href="#${counts.byVerdict[verdict] === 0 ? 'findings' : `v-${verdict}`}"><b>${grouped(counts.byVerdict[verdict])}</b>${verdictChip(verdict)}<small>${VERDICT_MEANING[verdict]}</small></a></li>`,
  )}</ul>${rejudgedLine(investigation)}${caveats(investigation)}</section>`;
}

function rejudgedLine({ rejudged }: PageContext['investigation']): Markup | null {
  if (rejudged === undefined) return null;
  return html`<p class="lead">Judged again from <b>${rejudged.name}</b>, before by ${judgeWords(rejudged)}. ${changeWords(rejudged.changes)}</p>`;
}

function headline(byVerdict: Readonly<Record<Verdict, number>>, peers: number): string {
  const { malicious, suspicious, unexplained } = byVerdict;
  if (peers === 0) return 'No public peer in what was read';
  const parts: string[] = [];
  if (malicious > 0) parts.push(`${grouped(malicious)} malicious`);
  if (suspicious > 0) parts.push(`${grouped(suspicious)} suspicious`);
  if (parts.length === 0 && unexplained > 0) parts.push(`${grouped(unexplained)} unexplained`);
  if (parts.length === 0) return peers === 1 ? 'The one peer is expected' : `All ${grouped(peers)} peers are expected`;
  return `${parts.join(', ')} of ${counted(peers, 'peer')}`;
}

function inputWords(inputs: readonly InputSummary[]): Markup {
  if (inputs.length === 1) {
    const { name, tool } = inputs[0];
    return html`<b>${name === '-' ? 'standard input' : name}</b>${tool === '' ? null : html` <span class="whole">(${tool})</span>`}`;
  }
  return html`<b>${counted(inputs.length, 'input')}</b>`;
}

function caveats(investigation: PageContext['investigation']): Markup | null {
  const { inputs, pack } = investigation;
  const reach = reachWords(investigation);
  const bad = inputs.reduce((sum, { badLineCount }) => sum + badLineCount, 0);
  const spots = new Map(inputs.flatMap(({ blindSpots }) => blindSpots.map(({ id, says }) => [id, says] as const)));
  const said = [
    inputs.some(({ partial }) => partial) ? 'Reading stopped early: this is only a part of the evidence.' : null,
    bad > 0 ? `${counted(bad, 'line')} could not be read.` : null,
    spots.size > 0
      ? `${[...spots.values()][0]}${spots.size > 1 ? ` And ${counted(spots.size - 1, 'more blind spot')}.` : ''}`
      : null,
    reach === null ? null : `${reach}.`,
    pack.stale,
  ].filter((text) => text !== null);
  if (said.length === 0) return null;
  return html`<div class="caveats"><h2>Before you rely on it</h2><ul>${said.map((text) => html`<li>${text}</li>`)}</ul><p><a href="#read">What was read and what it cannot show</a></p></div>`;
}
