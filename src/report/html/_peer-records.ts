import type { OnlineAnswer } from '../../model/answer.js';
import type { LedgerEntry } from '../../model/fact.js';
import type { JudgedPeer } from '../../model/investigation.js';
import { listWords } from '../_list-words.js';
import { counted, percent } from '../_numbers.js';
import { html, type Markup, outwardLink } from './_markup.js';
import type { PageContext } from './_page-context.js';

/** More facts or answers of one peer than this are counted. */
const MOST = 60;

const ANSWER: Readonly<Record<LedgerEntry['answer'], string>> = {
  known: 'known',
  'not-known': 'not known',
  'could-not-ask': 'could not ask',
};

/** What the judgement rests on: lists, online answers, facts with sources, and who answered at all. Folded. */
export function peerRecords(
  { lists, answers = [], facts, ledger, judgement }: JudgedPeer,
  { edition }: PageContext,
): Markup {
  const known = ledger.filter(({ answer }) => answer === 'known').length;
  return html`<div class="records">${fold(
    lists.length,
    `On ${counted(lists.length, 'list')}`,
    () => html`<ul>${lists.slice(0, MOST).map((evidence) => html`<li>${listWords(evidence)}</li>`)}</ul>`,
  )}${fold(
    answers.length,
    `Asked ${counted(answers.length, 'online source')}`,
    () => html`<ul>${answers.slice(0, MOST).map((answer) => answerItem(answer, edition === 'client'))}</ul>`,
  )}${fold(
    facts.length,
    `${counted(facts.length, 'fact')} with their sources`,
    () =>
      html`<table class="facts"><thead><tr><th scope="col">What</th><th scope="col">Value</th><th scope="col">Source</th><th scope="col">Data of</th></tr></thead><tbody>${facts.slice(0, MOST).map(({ what, value, source, asOf }) => html`<tr><td>${what.replaceAll('-', ' ')}</td><td>${value}</td><td>${source}</td><td>${asOf ?? ''}</td></tr>`)}</tbody></table>`,
  )}${fold(
    ledger.length,
    `Coverage ${percent(judgement.coverage)}: ${known} of ${counted(ledger.length, 'source')} knew something`,
    () =>
      html`<table class="facts"><thead><tr><th scope="col">Source</th><th scope="col">Answer</th><th scope="col">Why</th></tr></thead><tbody>${ledger.slice(0, MOST).map(({ source, answer, reason }) => html`<tr><td>${source}</td><td>${ANSWER[answer]}</td><td>${reason ?? ''}</td></tr>`)}</tbody></table>`,
  )}</div>`;
}

function fold(entries: number, title: string, content: () => Markup): Markup | null {
  if (entries === 0) return null;
  const cut = entries > MOST ? html`<p class="cut">The first ${MOST} of ${entries}.</p>` : null;
  return html`<details><summary>${title}</summary>${content()}${cut}</details>`;
}

/** The service's own words beside what we make of them, and when it said so. */
function answerItem(
  { source, answer, reason, reputation, registration, names, askedAt, isCached, link }: OnlineAnswer,
  isClient: boolean,
): Markup {
  const said = [
    ...reputation.map(({ raw, label }) => (label === null ? raw : `${raw} (${label})`)),
    registration?.name ?? null,
    ...names.map(({ name, isConfirmed }) => `${name}${isConfirmed ? '' : ' (does not lead back)'}`),
    reason,
  ].filter((part) => part !== null);
  const when = `${isCached ? 'kept answer of' : 'asked'} ${askedAt.slice(0, 19).replace('T', ' ')}`;
  return html`<li><b>${source}</b> ${ANSWER[answer]}${said.length === 0 ? '' : `: ${said.join('; ')}`} <span>${when}</span>${link === null || isClient ? null : html` ${outwardLink(link, 'its page')}`}</li>`;
}
