import type { JudgedPeer } from '../../model/investigation.js';
import { hunts } from '../hunts/index.js';
import { huntedOf, MOST_HUNTED } from '../hunts/_hunted.js';
import { counted } from '../_numbers.js';
import { html, type Markup } from './_markup.js';
import type { PageContext } from './_page-context.js';

/** Only where somebody will look for the peer elsewhere; a client gets no address that works. */
export function isHunted({ judgement: { verdict } }: JudgedPeer, { edition }: PageContext): boolean {
  return edition !== 'client' && (verdict === 'malicious' || verdict === 'suspicious');
}

/** `PowerShell · osquery · …`. */
export function huntTitles(): string {
  return hunts.map(({ title }) => title).join(' · ');
}

/** Queries and rules that find these peers, a fold for each language. */
export function huntList(peers: readonly JudgedPeer[]): Markup {
  const hunted = huntedOf(peers);
  const items = hunts.map(({ title, where, lines }) => {
    const texts = lines(hunted);
    return texts.length === 0
      ? null
      : html`<li>${title}, ${where}<code class="copy lines">${texts.map(huntLine)}</code></li>`;
  });
  return html`<ul>${items}</ul>`;
}

/** One hunt for all bad peers of a report: with each of them a copy of its own would be most of the page. */
export function huntSection(context: PageContext): Markup | null {
  const bad = badPeers(context);
  if (bad.length === 0) return null;
  const all =
    bad.length > MOST_HUNTED ? `the worst ${MOST_HUNTED} malicious or suspicious peers` : badWords(bad.length);
  return html`<section id="hunts" aria-labelledby="hunts-title"><h2 id="hunts-title">Ready hunts</h2><p class="note">They find ${all} elsewhere; for one alone: farend ip --hunts ADDRESS. A verdict is a lead with its reasons, not a proof: read the card before you block anything.</p><details class="hunts fold"><summary><span>${huntTitles()}</span></summary><div>${huntList(bad)}</div></details></section>`;
}

function badWords(count: number): string {
  return count === 1 ? 'the one malicious or suspicious peer' : `all ${counted(count, 'malicious or suspicious peer')}`;
}

/** Worst first, so they lie together at the top. */
function badPeers(context: PageContext): JudgedPeer[] {
  const { peers } = context.investigation;
  const bad: JudgedPeer[] = [];
  for (let index = 0; index < peers.length && bad.length <= MOST_HUNTED; index++) {
    const judged = peers.at(index);
    if (!isHunted(judged, context)) break;
    bad.push(judged);
  }
  return bad;
}

/** Tabs and line ends are part of what is copied; in a text they would be made visible instead. */
function huntLine(line: string, index: number): Markup {
  const cells = line.split('\t').map((cell, at) => (at === 0 ? cell : html`&#9;${cell}`));
  return index === 0 ? html`${cells}` : html`&#10;${cells}`;
}
