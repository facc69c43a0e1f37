import type { Investigation } from '../../model/investigation.js';
import { type Verdict, VERDICTS } from '../../model/judgement.js';
import { counted, grouped, percent } from '../_numbers.js';
import { meaningWords } from '../_verdict-words.js';
import type { Write } from '../report.js';
import { html } from './_markup.js';
import { ownerName, type PageContext } from './_page-context.js';
import { peerCard, peerLine } from './_peer-card.js';

/** Cards of peers that need a look; the worst have one, all others a row in the table. */
const MOST_CARDS = 250;
/** Cards of expected peers: for looking something up, so fewer. */
const MOST_EXPECTED_CARDS = 60;
/** Expected peers named under their organisation. */
const MOST_EXPECTED_LINES = 1_000;

/** Which peers get a card, by index. */
export function cardsFor({ peers }: Investigation): ReadonlySet<number> {
  const cards = new Set<number>();
  let others = 0;
  let expected = 0;
  for (let index = 0; index < peers.length; index++) {
    const isExpected = peers.verdictAt(index) === 'expected';
    if (isExpected ? expected++ < MOST_EXPECTED_CARDS : others++ < MOST_CARDS) cards.add(index);
  }
  return cards;
}

/** The cards, worst first; expected peers under their organisation. */
export function writeFindings(context: PageContext, write: Write): void {
  const { peers } = context.investigation;
  write('<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">Peers, worst first</h2>');
  write(
    peers.length === 0
      ? '<p>There is none to show.</p>'
      : '<p class="note">Open one for its reasons and the next steps. Reasons add up to the score, in decibans: +10 makes malicious ten times likelier, −10 ten times less likely. A country is shown and never scored.</p>',
  );
  for (const verdict of VERDICTS) {
    const indexes = indexesOf(context.investigation, verdict);
    if (indexes.length === 0) continue;
    write(
      html`<section class="group" aria-labelledby="v-${verdict}"><h3 id="v-${verdict}"><b>${counted(indexes.length, `${verdict} peer`)}</b> <span>${meaningWords(verdict, indexes.length)}</span></h3>`
        .source,
    );
    if (verdict === 'expected') writeExpected(context, indexes, write);
    else writeCards(context, indexes, write);
    write('</section>');
  }
  write('</section>');
}

function indexesOf({ peers }: Investigation, verdict: Verdict): number[] {
  const indexes: number[] = [];
  for (let index = 0; index < peers.length; index++) if (peers.verdictAt(index) === verdict) indexes.push(index);
  return indexes;
}

function writeCards(context: PageContext, indexes: readonly number[], write: Write): void {
  const carded = indexes.filter((index) => context.cards.has(index));
  for (const index of carded) write(peerCard(context.investigation.peers.at(index), index, context).source);
  const rest = indexes.length - carded.length;
  if (rest > 0) write(html`<p class="cut">${cutWords(rest)}</p>`.source);
}

function cutWords(rest: number): string {
  return `${counted(rest, 'further peer')} ${rest === 1 ? 'has' : 'have'} no card here: see the table below, or farend -o json for all of them in full.`;
}

function writeExpected(context: PageContext, indexes: readonly number[], write: Write): void {
  const shown = indexes.slice(0, MOST_EXPECTED_LINES);
  const byOwner = new Map<string, number[]>();
  for (const index of shown) {
    const owner = ownerName(context.investigation.peers.at(index));
    const group = byOwner.get(owner);
    if (group === undefined) byOwner.set(owner, [index]);
    else group.push(index);
  }
  const groups = [...byOwner].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  for (const [owner, group] of groups) writeOwner(context, owner, group, write);
  if (indexes.length > shown.length) write(html`<p class="cut">${cutWords(indexes.length - shown.length)}</p>`.source);
}

/** One organisation folded: its peers' cards, then lines for those that have none. */
function writeOwner(context: PageContext, owner: string, group: readonly number[], write: Write): void {
  const { peers } = context.investigation;
  const programs = new Set(
    group.slice(0, 50).flatMap((index) => peers.at(index).peer.processes.map(({ name }) => name ?? '')),
  );
  const named = [...programs].filter((name) => name !== '').slice(0, 4);
  write(
    html`<details class="fold"><summary><b>${owner}</b> <span>${counted(group.length, 'peer')}</span> <small>${named.join(', ')}</small></summary><div>`
      .source,
  );
  const plain: number[] = [];
  for (const index of group) {
    if (context.cards.has(index)) write(peerCard(peers.at(index), index, context).source);
    else plain.push(index);
  }
  if (plain.length > 0) write('<ul class="lines">');
  for (const index of plain) {
    const judged = peers.at(index);
    const { peer, judgement } = judged;
    write(
      html`<li><a href="#row-${index + 1}">${peer.text}</a> <span>${percent(judgement.probability)} · ${peerLine(judged)}</span></li>`
        .source,
    );
  }
  if (plain.length > 0)
    write(
      html`</ul><p class="cut">${grouped(plain.length)} without a card: farend -o json has them in full.</p>`.source,
    );
  write('</div></details>');
}
