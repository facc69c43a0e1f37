import type { JudgedPeer } from '../../model/investigation.js';
import { counted, grouped, percent } from '../_numbers.js';
import { portWords, programNames } from '../_peer-words.js';
import type { Write } from '../report.js';
import { COLUMNS } from './client/columns.js';
import { verdictChip } from './_icons.js';
import { html, type Markup } from './_markup.js';
import { noteMark } from './_note-mark.js';
import { networkWords, ownerName, type PageContext } from './_page-context.js';

/** Rows of the table. A page with more would be no page: the rest is counted, and in the other formats. */
export const MOST_ROWS = 10_000;

/** Every peer in a row. Complete without script; the script adds sorting, filtering and pages. */
export function writePeerTable(context: PageContext, write: Write): void {
  const { peers } = context.investigation;
  if (peers.length === 0) return;
  write(
    html`<section id="peers" aria-labelledby="peers-title"><h2 id="peers-title">All peers</h2><div id="tools" hidden><label for="filter">Filter</label><input id="filter" type="search" autocomplete="off" spellcheck="false" placeholder="verdict:&gt;=suspicious -org:microsoft port:443 8.8" aria-describedby="filter-help"><div id="verdicts" role="group" aria-label="Verdicts"></div><p id="filter-help">Words match anywhere. Fields: verdict, address, port, process, org, country, as, kind, name, host, probability, score, connections, rule, attack. Operators : &gt;= &lt;= &gt; &lt; !=, commas for or, - excludes, * for any text, 203.0.113.0/24.</p><p id="status" role="status"></p></div><div class="table" id="table"><table id="rows"><thead><tr>${COLUMNS.map(([key, title]) => html`<th scope="col" data-sort="${key}">${title}</th>`)}</tr></thead><tbody>`
      .source,
  );
  for (let index = 0; index < context.rows; index++) write(peerRow(peers.at(index), index, context).source);
  write('</tbody></table></div><p id="more" hidden></p>');
  const rest = peers.length - context.rows;
  if (rest > 0) write(html`<p class="cut">${cutWords(context.rows, rest)}</p>`.source);
  write('</section>');
}

function cutWords(rows: number, rest: number): string {
  return `The ${grouped(rows)} worst are shown; ${counted(rest, 'further peer')} are in farend -o csv, xlsx or json.`;
}

function peerRow(judged: JudgedPeer, index: number, { cards }: PageContext): Markup {
  const { peer, owner, judgement, note } = judged;
  const network = networkWords(judged);
  const programs = programNames(peer);
  const address = cards.has(index) ? html`<a href="#peer-${index + 1}">${peer.text}</a>` : html`${peer.text}`;
  return html`<tr id="row-${index + 1}"><td>${verdictChip(judgement.verdict)}</td><th scope="row">${address}${note === undefined ? null : html` ${noteMark(note)}`}${peer.names.length > 0 ? html`<small>${peer.names[0]}</small>` : null}</th><td class="number">${percent(judgement.probability)}</td><td>${ownerName(judged)}${network === '' ? null : html`<small>${network}</small>`}</td><td>${owner.country?.name ?? ''}</td><td>${few(peer.ports.map(portWords))}</td><td>${few(programs)}</td><td class="number">${grouped(peer.connections)}</td></tr>`;
}

function few(texts: readonly string[]): string {
  return texts.length > 2 ? `${texts.slice(0, 2).join(', ')} +${texts.length - 2}` : texts.join(', ');
}
