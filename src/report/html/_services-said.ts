import type { OnlineAnswer } from '../../model/answer.js';
import type { JudgedPeer } from '../../model/investigation.js';
import { answerSays, answerTime, disagreementWords, hasAnswered } from '../_answer-words.js';
import { html, type Markup, outwardLink } from './_markup.js';
import type { PageContext } from './_page-context.js';

/** More answers about one peer than this are counted. */
const MOST = 60;

/** What each service answered about the peer, in its own words with ours beside them, and when. */
export function servicesSaid(judged: JudgedPeer, { edition }: PageContext): Markup | null {
  const { answers = [] } = judged;
  const heard = answers.filter(hasAnswered);
  const shown = [...heard, ...answers.filter((answer) => !hasAnswered(answer))].slice(0, MOST);
  if (shown.length === 0) return null;
  const cut = answers.length > MOST ? html`<p class="cut">The first ${MOST} of ${answers.length}.</p>` : null;
  const disagreement = disagreementWords(judged);
  const contradiction = disagreement === null ? null : html`<p>${disagreement}</p>`;
  return html`<section class="said"><h4>What services said</h4><table class="facts"><thead><tr><th scope="col">Service</th><th scope="col">In its words</th><th scope="col">When</th></tr></thead><tbody>${shown.map((answer) => answerRow(answer, edition === 'client'))}</tbody></table>${cut}${contradiction}</section>`;
}

function answerRow(answer: OnlineAnswer, isClient: boolean): Markup {
  const { source, link } = answer;
  const state = answer.answer === 'could-not-ask' ? 'could not ask: ' : '';
  return html`<tr><td>${link === null || isClient ? source : outwardLink(link, source)}</td><td>${state}${answerSays(answer)}</td><td>${answerTime(answer)}</td></tr>`;
}
