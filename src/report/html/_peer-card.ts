import type { JudgedPeer } from '../../model/investigation.js';
import type { Judgement, NextStep, Verdict } from '../../model/judgement.js';
import { counterfactualWords, movesWords } from '../_counterfactual-words.js';
import { expectationWords } from '../_expectation-words.js';
import { percent } from '../_numbers.js';
import { noteTime } from '../_note-words.js';
import { portWords, programNames } from '../_peer-words.js';
import { beforeWords } from '../_rejudged-words.js';
import { peerPivots, stepsBeside } from '../_pivots.js';
import { verdictChip } from './_icons.js';
import { huntList, huntTitles, isHunted } from './_hunts.js';
import { html, type Markup, outwardLink } from './_markup.js';
import { noteMark } from './_note-mark.js';
import { networkWords, ownerName, type PageContext } from './_page-context.js';
import { peerFields } from './_peer-fields.js';
import { peerRecords } from './_peer-records.js';
import { reasons } from './_reasons.js';
import { servicesSaid } from './_services-said.js';

const STEPS = 12;

/** One peer whole, folded: who, why, what to do, and on what that rests. `index` is its place in the investigation. */
export function peerCard(judged: JudgedPeer, index: number, context: PageContext): Markup {
  const { peer, judgement } = judged;
  const { verdict, probability } = judgement;
  const what = [programNames(peer)[0], peer.ports[0] === undefined ? undefined : portWords(peer.ports[0])];
  return html`<details class="card ${verdict}" id="peer-${index + 1}"><summary>${verdictChip(verdict)}<span class="address">${peer.text}${judged.note === undefined ? null : html` ${noteMark(judged.note)}`}</span><span class="who">${ownerName(judged)}${judged.owner.country === null ? null : html`<small>${judged.owner.country.name}</small>`}</span><span class="what">${what.filter((word) => word !== undefined).join(' · ')}</span><span class="percent">${percent(probability)}<small>likely malicious</small><small>coverage ${percent(judgement.coverage)}${beforeWords(judged.before, judgement)}</small></span>${firstReason(judgement)}</summary><div class="body">${noteOf(judged)}${peerBody(judged, context)}<p class="back"><a href="#row-${index + 1}">Show in the table of all peers</a></p></div></details>`;
}

/** The strongest reason against it, so that a folded card says why. */
function firstReason({ verdict, findings }: Judgement): Markup | null {
  const [first] = findings;
  if (verdict === 'expected' || first === undefined || first.weight <= 0) return null;
  return html`<span class="first">${first.says}</span>`;
}

/** What a person made of it, before what farend says. */
function noteOf({ note }: JudgedPeer): Markup | null {
  if (note === undefined) return null;
  const text = note.text === '' ? null : html`<p class="text">${note.text.split('\n').map(noteLine)}</p>`;
  return html`<section class="noted"><h4>Noted by a person</h4><p>${noteMark(note)} <small>${noteTime(note)}</small></p>${text}</section>`;
}

function noteLine(line: string, index: number): Markup {
  return index === 0 ? html`${line}` : html`<br>${line}`;
}

/** Why, who and what, what to do, and on what that rests. */
export function peerBody(judged: JudgedPeer, context: PageContext): Markup {
  const { judgement } = judged;
  return html`<div class="columns"><section><h4>Why ${percent(judgement.probability)}</h4>${fit(judgement)}${reasons(judgement)}${wouldBe(judgement)}</section><section><h4>Who and what</h4>${peerFields(judged, context)}</section></div>${servicesSaid(judged, context)}${nextSteps(judged, context)}${readyHunts(judged, context)}${peerRecords(judged)}`;
}

/** How program, owner and port fit together, above the sum. */
function fit(judgement: Judgement): Markup | null {
  const words = expectationWords(judgement);
  return words === '' ? null : html`<p class="fit">Fit: ${words}</p>`;
}

/** What would change the verdict, below the sum that it follows from. */
function wouldBe(judgement: Judgement): Markup | null {
  const would = counterfactualWords(judgement);
  return would === '' ? null : html`<p class="would">Would be ${would}.</p>`;
}

function nextSteps(judged: JudgedPeer, context: PageContext): Markup | null {
  const { peer, judgement } = judged;
  // The client edition carries no link with the address in it.
  const pivots = context.edition === 'client' ? [] : peerPivots(peer);
  // Where the hunts are on the page, no command has to print them.
  const isOnPage = (step: NextStep): boolean => isHunted(judged, context) && step.do.startsWith('farend ip --hunts ');
  const steps = stepsBeside(pivots, judgement.next)
    .filter((step) => !isOnPage(step))
    .slice(0, STEPS);
  if (steps.length === 0 && pivots.length === 0) return null;
  return html`<section><h4>Next steps</h4>${steps.length === 0 ? null : html`<ol class="steps">${steps.map((step) => stepItem(step, judgement.verdict))}</ol>`}${pivots.length === 0 ? null : html`<p class="pivots"><span>Look up elsewhere</span> ${pivots.map(({ url, title }) => html`${outwardLink(url, title)} `)}</p>`}</section>`;
}

/** The hunts of this peer alone, or the way to those of all. */
function readyHunts(judged: JudgedPeer, context: PageContext): Markup | null {
  if (!isHunted(judged, context)) return null;
  if (context.hunts === 'section')
    return html`<p class="to-hunts"><a href="#hunts">Ready hunts for all bad peers</a></p>`;
  return html`<details class="hunts"><summary>Ready hunts: ${huntTitles()}</summary>${huntList([judged])}</details>`;
}

function stepItem(step: NextStep, verdict: Verdict): Markup {
  if (step.do === '') return html`<li>${step.says}</li>`;
  const action = step.do.startsWith('https://')
    ? outwardLink(step.do, step.do)
    : html`<code class="copy">${step.do}</code>`;
  return html`<li>${step.says}${movesWords(step, verdict)}${action}</li>`;
}

/** A peer in a few words, where there is no room for a card. */
export function peerLine(judged: JudgedPeer): string {
  const { peer } = judged;
  return [
    peer.ports.slice(0, 2).map(portWords).join(', '),
    programNames(peer).slice(0, 2).join(', '),
    networkWords(judged),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
