import { VERDICTS } from '../../model/judgement.js';
import type { InputSummary } from '../../model/input.js';
import { counted, grouped } from '../_numbers.js';
import { filteredWords, noPeerWords } from '../_left-out.js';
import { reachWords } from '../_reach.js';
import { changeWords, judgeWords } from '../_rejudged-words.js';
import { tlpLabel } from '../_tlp.js';
import type { Tlp } from '../report.js';
import { meaningWords } from '../_verdict-words.js';
import { mainFinding } from '../_main-finding.js';
import { portWords, programNames } from '../_peer-words.js';
import { verdictChip } from './_icons.js';
import { html, type Markup } from './_markup.js';
import { ownerName, type PageContext } from './_page-context.js';
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
  return html`<section class="hero" aria-labelledby="title"><h1 id="title">${headline(investigation)}</h1>${startLine(investigation)}<p class="lead">Read from ${counted(counts.rows, 'row')} of ${inputWords(inputs)}.${asked.length === 0 ? ' Judged offline: nothing left the machine that made this report.' : ` Judged with ${counted(asked.length, 'online source')}: ${asked.join(', ')}.`}</p><ul class="tiles">${VERDICTS.map(
    (verdict) =>
      html`<li class="${verdict}${counts.byVerdict[verdict] === 0 ? ' none' : ''}"><a href="#${counts.byVerdict[verdict] === 0 ? 'findings' : `v-${verdict}`}"><b>${grouped(counts.byVerdict[verdict])}</b>${verdictChip(verdict)}<small>${meaningWords(verdict, counts.byVerdict[verdict])}</small></a></li>`,
  )}</ul>${rejudgedLine(investigation)}${caveats(investigation)}</section>`;
}

/** Whom to look at first, and why: what a reader came for. */
function startLine({ peers }: PageContext['investigation']): Markup | null {
  if (peers.length === 0) return null;
  const verdict = peers.verdictAt(0);
  if (verdict !== 'malicious' && verdict !== 'suspicious') return null;
  const worst = peers.at(0);
  const { peer, owner } = worst;
  const [port] = peer.ports;
  const what = [programNames(peer)[0], port === undefined ? undefined : portWords(port)];
  const by = what.filter((word) => word !== undefined).join(', ');
  const place = [ownerName(worst), owner.country?.name].filter((word) => word !== undefined).join(', ');
  return html`<p class="start-with ${verdict}">Start with <a href="#peer-1">${peer.text}</a> at ${place}${by === '' ? null : ` (${by})`}. ${mainFinding(worst)?.says ?? null}</p>`;
}

function rejudgedLine({ rejudged }: PageContext['investigation']): Markup | null {
  if (rejudged === undefined) return null;
  return html`<p class="lead">Judged again from <b>${rejudged.name}</b>, before by ${judgeWords(rejudged)}. ${changeWords(rejudged.changes)}</p>`;
}

function headline(investigation: PageContext['investigation']): string {
  const none = noPeerWords(investigation);
  if (none !== null) return none;
  const { byVerdict, peers } = investigation.counts;
  const { malicious, suspicious, unexplained } = byVerdict;
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
  const filtered = filteredWords(investigation);
  const said = [
    filtered === null ? null : `${filtered}.`,
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
