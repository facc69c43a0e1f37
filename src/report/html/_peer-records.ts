import type { Fact, LedgerEntry } from '../../model/fact.js';
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
      html`<table class="facts"><thead><tr><th>What</th><th>Value</th><th>Source</th><th>Data of</th></tr></thead><tbody>${factRows(facts.slice(0, MOST))}</tbody></table>`,
  )}${fold(
    ledger.length,
    `Coverage ${percent(judgement.coverage)}: ${known} of ${counted(ledger.length, 'source')} knew something`,
    () =>
      html`<table class="facts"><thead><tr><th>Source</th><th>Answer</th><th>Why</th></tr></thead><tbody>${ledgerRows(ledger.slice(0, MOST))}</tbody></table>`,
  )}</div>`;
}

/** Sources with the same answer for the same reason share a row. */
function ledgerRows(ledger: readonly LedgerEntry[]): Markup[] {
  const rows = new Map<string, LedgerEntry[]>();
  for (const entry of ledger) {
    const key = `${entry.answer} ${entry.reason ?? ''}`;
    rows.set(key, [...(rows.get(key) ?? []), entry]);
  }
  return [...rows.values()].map((entries) => {
    const sources = entries.map(({ source }) => source).join(', ');
    return html`<tr><td>${sources}</td><td>${ANSWER[entries[0].answer]}</td><td>${entries[0].reason ?? ''}</td></tr>`;
  });
}

/** A source that tells several facts in a row is named once beside them. */
function factRows(facts: readonly Fact[]): Markup[] {
  const isSame = (a: Fact | undefined, b: Fact): boolean => a?.source === b.source && a.asOf === b.asOf;
  return facts.map((fact, index) => {
    const { what, value, source, asOf } = fact;
    const told = html`<td>${what.replaceAll('-', ' ')}</td><td>${value}</td>`;
    if (isSame(facts[index - 1], fact)) return html`<tr>${told}</tr>`;
    const end = facts.findIndex((other, at) => at > index && !isSame(other, fact));
    const rows = (end === -1 ? facts.length : end) - index;
    const span = rows === 1 ? null : html` rowspan="${rows}"`;
    return html`<tr>${told}<td${span}>${source}</td><td${span}>${asOf ?? ''}</td></tr>`;
  });
}

function fold(entries: number, title: string, content: () => Markup): Markup | null {
  if (entries === 0) return null;
  const cut = entries > MOST ? html`<p class="cut">The first ${MOST} of ${entries}.</p>` : null;
  return html`<details><summary>${title}</summary>${content()}${cut}</details>`;
}
