import type { InputSummary } from '../../model/input.js';
import { asideWords } from '../_aside-words.js';
import { counted, grouped } from '../_numbers.js';
import { firstFew } from '../_peer-words.js';
import { html, type Markup, outwardLink } from './_markup.js';
import type { PageContext } from './_page-context.js';

const MOST_INPUTS = 200;
const MOST_BAD = 50;

/** What was read and how well, what it cannot show, what was set aside, and from which knowledge it was judged. */
export function reading(context: PageContext): Markup {
  const { inputs } = context.investigation;
  return html`<section id="read" aria-labelledby="read-title"><h2 id="read-title">What was read</h2>${inputs.slice(0, MOST_INPUTS).map((input) => inputArticle(input, context.edition === 'client'))}${inputs.length > MOST_INPUTS ? html`<p class="cut">and ${counted(inputs.length - MOST_INPUTS, 'more input')}: farend -o json lists them all.</p>` : null}${blindSpots(inputs)}${setAside(context)}</section>${knowledge(context)}`;
}

function inputArticle(input: InputSummary, isClient: boolean): Markup {
  const { name, sha256, tool, format, language, encoding, rows, partial } = input;
  const facts: (readonly [string, string | Markup])[] = [
    ['Read as', format === null ? 'not recognised' : tool],
    ['Text', [encoding, language === null ? null : `language ${language}`].filter((part) => part !== null).join(', ')],
    ['Rows', grouped(rows)],
    ['SHA-256', html`<code>${sha256}</code>`],
  ];
  return html`<article class="input"><h3>${name === '-' ? 'standard input' : name}</h3><dl>${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>${partial ? html`<p class="warn">Reading stopped early: only a part of it is in this report.</p>` : null}${badLines(input)}${unresolved(input, isClient)}</article>`;
}

function badLines({ badLines: bad, badLineCount }: InputSummary): Markup | null {
  if (badLineCount === 0) return null;
  const shown = bad.slice(0, MOST_BAD);
  const more = badLineCount - shown.length;
  return html`<details class="bad"><summary>${counted(badLineCount, 'line')} could not be read</summary><table class="facts"><thead><tr><th scope="col">Line</th><th scope="col">Why</th><th scope="col">Text</th></tr></thead><tbody>${shown.map(({ line, text, reason }) => html`<tr><td>${line}</td><td>${reason}</td><td><code>${text.trim().slice(0, 200)}</code></td></tr>`)}</tbody></table>${more > 0 ? html`<p class="cut">and ${grouped(more)} more</p>` : null}</details>`;
}

function unresolved({ nameOnlyPeers, truncatedPeers }: InputSummary, isClient: boolean): Markup {
  const named = isClient ? '' : `: ${firstFew(nameOnlyPeers, 20)}`;
  const cut = isClient ? '' : `: ${firstFew(truncatedPeers, 20)}`;
  return html`${nameOnlyPeers.length > 0 ? html`<p>${counted(nameOnlyPeers.length, 'peer')} named but without an address${named}</p>` : null}${truncatedPeers.length > 0 ? html`<p>${counted(truncatedPeers.length, 'address', 'addresses')} cut short by the tool${cut}</p>` : null}`;
}

function blindSpots(inputs: readonly InputSummary[]): Markup | null {
  const spots = new Map(inputs.flatMap((input) => input.blindSpots.map((spot) => [spot.id, spot] as const)));
  if (spots.size === 0) return null;
  return html`<h3>Blind spots and their fixes</h3><ul class="spots">${[...spots.values()].map(({ says, fix }) => html`<li>${says}${fix === '' ? null : html`<code class="copy">${fix}</code>`}</li>`)}</ul>`;
}

function setAside({ investigation }: PageContext): Markup | null {
  const classes = Object.entries(investigation.counts.byClass).filter(([, count]) => count > 0);
  if (classes.length === 0) return null;
  return html`<h3>Rows set aside</h3><p>Rows ${asideWords(investigation.counts.byClass)}.</p><ul class="classes">${classes.map(([name, count]) => html`<li>${name.replaceAll('-', ' ')} <b>${grouped(count)}</b></li>`)}</ul>`;
}

function knowledge({ investigation }: PageContext): Markup {
  const { pack, farend, command } = investigation;
  return html`<section id="knowledge" aria-labelledby="knowledge-title"><h2 id="knowledge-title">Knowledge and method</h2><p>farend ${farend}, pack ${pack.version}, data of ${pack.date}.${command === '' ? null : html` Made by <code>${command}</code>. The same evidence and the same pack give this report again, byte for byte.`}</p>${pack.stale === null ? null : html`<p class="warn">${pack.stale}</p>`}${pack.notes.slice(0, 50).map((note) => html`<p class="warn">${note}</p>`)}<div class="scroll" tabindex="0" role="region" aria-label="Sources of the pack"><table class="facts sources"><thead><tr><th scope="col">Source</th><th scope="col">Data of</th><th scope="col">Licence</th><th scope="col">From</th></tr></thead><tbody>${pack.sources.map(({ name, date, licence, url }) => html`<tr><td>${name}</td><td>${date}</td><td>${licence}</td><td>${outwardLink(url, url.replace('https://', ''))}</td></tr>`)}</tbody></table></div><p>Country and owner data include ${outwardLink('https://db-ip.com/', 'IP Geolocation by DB-IP')}. The map is drawn from ${outwardLink('https://www.naturalearthdata.com/', 'Natural Earth')}, public domain.</p><h3>How a verdict comes about</h3><p>Every peer starts at the same prior. Each finding adds its weight in decibans; findings of one family are correlated, so the strongest counts whole and the rest little. The sum is the score, and the likelihood is 1 / (1 + 10<sup>−score/10</sup>). Expected needs evidence of its own: the absence of findings is never taken for innocence. Coverage says how much of what could be asked was answered, and is no part of the score.</p></section>`;
}
