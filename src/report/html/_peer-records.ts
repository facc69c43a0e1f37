import type { LedgerEntry } from '../../model/fact.js';
import type { JudgedPeer } from '../../model/investigation.js';
import { listWords } from '../_list-words.js';
import { counted, percent } from '../_numbers.js';
import { html, type Markup } from './_markup.js';

/** More facts of one peer than this are counted. */
const MOST = 60;

const ANSWER: Readonly<Record<LedgerEntry['answer'], string>> = {
  known: 'known',
  'not-known': 'not known',
  'could-not-ask': 'could not ask',
};

/** What the judgement rests on: lists, facts with sources, and who answered at all. Folded. */
export function peerRecords({ lists, facts, ledger, judgement }: JudgedPeer): Markup {
  const known = ledger.filter(({ answer }) => answer === 'known').length;
  return html`<div class="records">${fold(
    lists.length,
    `On ${counted(lists.length, 'list')}`,
    () => html`<ul>${lists.slice(0, MOST).map((evidence) => html`<li>${listWords(evidence)}</li>`)}</ul>`,
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
