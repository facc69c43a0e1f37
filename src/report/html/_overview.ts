import { barTable } from './_bar-table.js';
import { flowDiagram } from './_flow-diagram.js';
import { html, type Markup } from './_markup.js';
import { NO_PROGRAM, type Survey } from './_survey.js';
import { timeline } from './_timeline.js';
import { worldMap } from './_world-map.js';

const MOST_BARS = 12;
const MOST_COUNTRIES = 14;

/** Where, who to whom, by what, when: drawn, and each drawing with its numbers as text. */
export function overview(found: Survey): Markup | null {
  const { countries, ports, programs, paths, spans } = found;
  if (countries.length === 0) return null;
  const hasPrograms = programs.some(({ key }) => key !== NO_PROGRAM);
  return html`<section id="overview" aria-labelledby="overview-title"><h2 id="overview-title">Overview</h2><ul class="legend" aria-label="Colours"><li class="malicious">malicious</li><li class="suspicious">suspicious</li><li class="unexplained">unexplained</li><li class="expected">expected</li></ul><figure class="wide split"><figcaption><h3>Where they are</h3><p>Discs: peers, in the colour of the worst verdict among them. A country is where the machines most likely stand; it has no part in the score.</p></figcaption>${worldMap(countries)}${barTable('Countries', 'Country', countries, MOST_COUNTRIES)}</figure><figure class="wide"><figcaption><h3>Which program reaches whom</h3><p>Width: peers. ${hasPrograms ? 'A peer of several programs counts for its busiest one.' : 'The capture carries no program names.'}</p></figcaption><div class="scroll" tabindex="0" role="region" aria-label="Flow diagram">${flowDiagram(paths)}</div></figure><div class="pair"><figure><figcaption><h3>Programs</h3></figcaption>${barTable('Peers by program', 'Program', programs, MOST_BARS)}</figure><figure><figcaption><h3>Ports</h3></figcaption>${barTable('Peers by port', 'Port', ports, MOST_BARS)}</figure></div>${spans.length === 0 ? null : html`<figure class="wide"><figcaption><h3>When they were seen</h3><p>First to last connection of each peer, UTC.</p></figcaption><div class="scroll" tabindex="0" role="region" aria-label="Timeline">${timeline(found)}</div></figure>`}</section>`;
}
